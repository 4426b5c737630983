"""Checks the settings of a theme's `[figures]`, which become custom properties of CSS: WeasyPrint accepts anything there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.document.figure_places import FIGURE_PLACES
from bookbuilder.html.token_checks.token_check import TokenCheck, shown
from bookbuilder.json_schema import Schema, words

VALUE = Rule(
    "theme.figures",
    "figures.float cannot be {value}: it is auto, top, bottom, page or here",
    "Figures and tables stand where the theme says, unless one says it for itself: where they leave no hole, at the head or"
    " the foot of a page, on a page of their own, or where they are written.",
)
SCHEMAS: Mapping[str, Schema] = {"figures.float": words(FIGURE_PLACES)}


def report_token(keys: Sequence[str], value: object, span: Span, report: Report) -> None:
    """Report a setting of theme.toml with a value that it cannot have."""
    if tuple(keys[-2:]) == ("figures", "float") and value not in FIGURE_PLACES:
        report(VALUE, span, value=shown(value), hint=nearest(str(value), FIGURE_PLACES))


CHECK = TokenCheck(SCHEMAS, report_token)
