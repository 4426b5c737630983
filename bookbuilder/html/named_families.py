"""Finds the font families that style sheets name."""

from __future__ import annotations

import re
from collections.abc import Collection

_QUOTED = re.compile(r""""([^"\n]*)"|'([^'\n]*)'""")
_SEPARATORS = re.compile(r"[:,;{}()\[\]!]")
_COMMENTS = re.compile(r"/\*.*?\*/|{#.*?#}", re.DOTALL)
"""Of CSS and of the template around it; an apostrophe in one would begin a name."""


def named_families(css: str, families: Collection[str]) -> set[str]:
    """Return those of some families that a text of CSS names, in quotes or without: by the whole name, whatever its case.

    In `font: italic 9pt Source Code Pro` the name stands behind a size, which has a digit.

    >>> sorted(named_families("p { font: 9pt Source Code Pro, 'Arno' }", ["Source", "Pro", "Source Code Pro", "Arno"]))
    ['Arno', 'Source Code Pro']
    """
    css = _COMMENTS.sub(" ", css)
    names = {family: _folded(family) for family in families}
    ends = tuple(names.values())
    quoted = {_folded(double or single) for double, single in _QUOTED.findall(css)}
    parts = {_folded(part) for part in set(_SEPARATORS.split(_QUOTED.sub(",", css)))}
    plain = [part for part in parts if part.endswith(ends)]
    written = {*quoted, *plain, *(_behind_size(part) for part in plain)}
    return {family for family, name in names.items() if name in written}


def _folded(name: str) -> str:
    """Return a name with single spaces, in lower case."""
    return " ".join(name.split()).casefold()


def _behind_size(part: str) -> str:
    """Return what follows the last word with a digit."""
    return re.sub(r".*\d\S* ", "", part)
