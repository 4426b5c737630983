"""Sets the lines of a proof at twice their distance, so that there is room to write between them."""

from __future__ import annotations

import re
from dataclasses import replace

from bookbuilder.html.theme import Theme
from bookbuilder.project import Edition

SHEET = """\
.titlepage *, .halftitle *, .imprint, .imprint * { line-height: 1.3 !important }
.part-front.kind-imprint { height: auto }
.part-front.kind-imprint .imprint, .part-front.kind-imprint h1 { position: static }
"""
"""Stands behind the style sheets: title pages and the imprint have room for one page, and nobody writes between their
lines."""
_LENGTH = re.compile(r"([0-9.]+)([a-z]+)")


def is_double(edition: Edition) -> bool:
    """Whether an edition is a proof whose lines are twice as far apart as in the book."""
    return edition.proof is not None and edition.proof.leading == "double"


def doubled(theme: Theme) -> Theme:
    """Return a theme with twice the distance of lines, of the grid and of all that has its own; what is no plain length
    stays."""
    tokens = dict(theme.tokens)
    for table, keys in (("grid", ("baseline",)), ("leading", tuple(theme.tokens.get("leading", ())))):
        values = dict(tokens.get(table, {}))
        for key in keys:
            if match := _LENGTH.fullmatch(str(values.get(key, "")).strip()):
                values[key] = f"{float(match[1]) * 2:g}{match[2]}"
        tokens[table] = values
    return replace(theme, tokens=tokens)
