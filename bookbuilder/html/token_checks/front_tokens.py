"""Checks the settings of a theme's `[front]`: which pages stand before the title page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.html.token_checks.token_check import TokenCheck, shown
from bookbuilder.json_schema import Schema

VALUE = Rule(
    "theme.front",
    '{token} cannot be {value}: it is "auto", true or false',
    "A half title protects the title page of a bound book. A thin book has none, unless its theme wants one: true. With"
    " false, no book has one.",
)
SCHEMAS: Mapping[str, Schema] = {"front.half_title": {"enum": ["auto", True, False]}}


def report_token(keys: Sequence[str], value: object, span: Span, report: Report) -> None:
    """Report a setting of theme.toml with a value that it cannot have."""
    if tuple(keys) == ("front", "half_title") and value != "auto" and not isinstance(value, bool):
        report(VALUE, span, token=".".join(keys), value=shown(value))


CHECK = TokenCheck(SCHEMAS, report_token)
