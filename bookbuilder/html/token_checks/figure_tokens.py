"""Checks the settings of a theme's `[figures]`, which become custom properties of CSS: WeasyPrint accepts anything there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.document.figure_places import FIGURE_PLACES
from bookbuilder.html.token_checks.token_check import TokenCheck, shown
from bookbuilder.json_schema import Schema, words
from bookbuilder.phrases import Phrase

VALUE = Rule(
    "theme.figures",
    "figures.{key} cannot be {value}: it is {allowed}",
    "Figures and tables stand where the theme says (`float`), unless one says it for itself: where they leave no hole, at"
    " the head or the foot of a page, on a page of their own, or where they are written. They move within their section, or"
    " within their chapter (`within`).",
)
_ALLOWED: Mapping[str, Sequence[str]] = {"float": FIGURE_PLACES, "within": ("section", "chapter")}
SCHEMAS: Mapping[str, Schema] = {f"figures.{key}": words(allowed) for key, allowed in _ALLOWED.items()}


def report_token(keys: Sequence[str], value: object, span: Span, report: Report) -> None:
    """Report a setting of theme.toml with a value that it cannot have."""
    table, key = keys[-2:] if len(keys) > 1 else ("", "")
    allowed = _ALLOWED.get(key, ()) if table == "figures" else ()
    if allowed and value not in allowed:
        listed = Phrase("{others} or {last}", others=", ".join(allowed[:-1]), last=allowed[-1])
        hint = nearest(str(value), allowed)
        report(VALUE, span, key=key, value=shown(value), allowed=listed, hint=hint)


CHECK = TokenCheck(SCHEMAS, report_token)
