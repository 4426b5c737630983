"""Says what the attributes of XLIFF 2 may hold."""

from __future__ import annotations

import re
from collections.abc import Callable

Type = Callable[[str], bool]
"""Whether a value is one of a type."""
_NAME = r"[\w.:\-\u00b7]+"


def pattern(wanted: str) -> Type:
    """Return the type of values that a pattern matches as a whole."""
    compiled = re.compile(wanted)
    return lambda value: compiled.fullmatch(value) is not None


def one_of(*values: str) -> Type:
    """Return the type of some values."""
    return frozenset(values).__contains__


def anything(value: str) -> bool:
    """Return that any value will do."""
    del value
    return True


TOKEN = pattern(_NAME)
TOKENS = pattern(rf"\s*{_NAME}(\s+{_NAME})*\s*")
YES_NO = one_of("yes", "no")
FIRST_NO = one_of("yes", "firstNo", "no")
DIRECTION = one_of("ltr", "rtl", "auto")
LANGUAGE = pattern(r"(?:[A-Za-z]{2,8}|[xXiI])(?:-[A-Za-z0-9]{1,8})*")
"""The form of a tag of BCP 47; `x-` and `i-` have something behind them."""
OWN = pattern(r"[^\s:]+:[^\s:]+")
"""A value that somebody has defined: an authority, a colon, and his word."""
POSITIVE = pattern(r"\s*\+?0*[1-9][0-9]*\s*")
PRIORITY = one_of(*map(str, range(1, 11)))
HEX = pattern(r"(?:[0-9A-Fa-f]{2})+")
STATE = one_of("initial", "translated", "reviewed", "final")
CODE_TYPE = one_of("fmt", "ui", "quote", "link", "image", "other")
PERCENT = pattern(r"\s*\+?(?:100(?:\.0*)?|[0-9]{1,2}(?:\.[0-9]*)?|\.[0-9]+)\s*")


def mark_type(value: str) -> bool:
    """Whether a value says what an annotation is."""
    return value in ("generic", "comment", "term") or OWN(value)
