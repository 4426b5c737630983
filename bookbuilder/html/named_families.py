"""Finds the font families that style sheets name."""

from __future__ import annotations

import re
from collections.abc import Collection

from bookbuilder.small_text_cache import cached_by_text

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
    names = {family: _folded(family) for family in families}
    ends = tuple(names.values())
    quoted, parts = _possible_names(css)
    plain = [part for part in parts if part.endswith(ends)]
    written = {*quoted, *plain, *(_behind_size(part) for part in plain)}
    return {family for family, name in names.items() if name in written}


@cached_by_text(8)  # editions of a book mostly have the style sheets of one theme
def _possible_names(css: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what stands in quotes, and between other signs, in a text of CSS."""
    css = _COMMENTS.sub(" ", css)
    return (
        frozenset(_folded(double or single) for double, single in _QUOTED.findall(css)),
        frozenset(map(_folded, set(_SEPARATORS.split(_QUOTED.sub(",", css))))),
    )


def _folded(name: str) -> str:
    """Return a name with single spaces, in lower case."""
    return " ".join(name.split()).casefold()


def _behind_size(part: str) -> str:
    """Return what follows the last word with a digit."""
    return re.sub(r".*\d\S* ", "", part)
