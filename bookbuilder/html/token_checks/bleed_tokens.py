"""Checks what a theme says of the bleed of its pages and the marks around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_letters

from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.html.css_value_limits import PX
from bookbuilder.html.token_checks.token_check import TokenCheck, shown
from bookbuilder.html.token_types import length, length_hint
from bookbuilder.json_schema import Schema

MOST = 12.0
"""In mm: how far pages can be drawn over their edges."""
VALUE = Rule(
    "theme.bleed",
    "page.{key} cannot be {value}",
    f"Pages are drawn {MOST:g} mm over their edges, so a bleed is a length from 0mm to {MOST:g}mm; marks are none, crop,"
    " cross or crop cross.",
)
MARKS = ("none", "crop", "cross", "crop cross", "cross crop")
_BLEED = length("3mm", absolute=True)
SCHEMAS: Mapping[str, Schema] = {"page.bleed": _BLEED.schema, "page.marks": {"enum": list(MARKS)}}


def report_token(keys: Sequence[str], value: object, span: Span, report: Report) -> None:
    """Report a setting of theme.toml with a value that it cannot have."""
    where = tuple(keys)
    if where == ("page", "bleed") and (_BLEED.problem(value) or _millimetres(str(value)) > MOST + 0.01):
        report(VALUE, span, hint=length_hint(value, "3mm"), key="bleed", value=shown(value))
    if where == ("page", "marks") and value not in MARKS:
        report(VALUE, span, hint=nearest(str(value), MARKS), key="marks", value=shown(value))


def _millimetres(length: str) -> float:
    number = length.rstrip(ascii_letters)
    return float(number) * PX[length.removeprefix(number).lower()] / PX["mm"]


CHECK = TokenCheck(SCHEMAS, report_token)
