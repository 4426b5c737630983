"""The value types of XLIFF 2 attributes."""

from __future__ import annotations

import re
from collections.abc import Callable

Type = Callable[[str], bool]
"""Whether a value is of a type."""
_NAME = r"[\w.:\-\u00b7]+"


def pattern(wanted: str) -> Type:
    """Return the type of values that fully match a pattern."""
    compiled = re.compile(wanted)
    return lambda value: compiled.fullmatch(value) is not None


def one_of(*values: str) -> Type:
    """Return the type of the given values."""
    return frozenset(values).__contains__


def anything(value: str) -> bool:
    """Accept any value."""
    del value
    return True


TOKEN = pattern(_NAME)
TOKENS = pattern(rf"\s*{_NAME}(\s+{_NAME})*\s*")
YES_NO = one_of("yes", "no")
FIRST_NO = one_of("yes", "firstNo", "no")
DIRECTION = one_of("ltr", "rtl", "auto")
LANGUAGE = pattern(r"(?:[A-Za-z]{2,8}|[xXiI])(?:-[A-Za-z0-9]{1,8})*")
"""The form of a BCP 47 tag; `x-` and `i-` need a subtag."""
OWN = pattern(r"[^\s:]+:[^\s:]+")
"""A user-defined value: an authority, a colon, and a name."""
POSITIVE = pattern(r"\s*\+?0*[1-9][0-9]*\s*")
PRIORITY = one_of(*map(str, range(1, 11)))
HEX = pattern(r"(?:[0-9A-Fa-f]{2})+")
STATE = one_of("initial", "translated", "reviewed", "final")
CODE_TYPE = one_of("fmt", "ui", "quote", "link", "image", "other")
PERCENT = pattern(r"\s*\+?(?:100(?:\.0*)?|[0-9]{1,2}(?:\.[0-9]*)?|\.[0-9]+)\s*")


def mark_type(value: str) -> bool:
    """Whether a value is a type of annotation."""
    return value in ("generic", "comment", "term") or OWN(value)
