"""Raises the printed lines of a theme to the thinnest that a printer prints."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.html.environment import points
from bookbuilder.html.theme import Theme

TABLE = "rule"
"""The table of a theme with the thickness of its lines."""


def with_printable_rules(theme: Theme, least: float) -> Theme:
    """Return the theme with no line thinner than `least` points among its tokens `rule.…`.

    A token that is no absolute length stays as it is, and so does one of zero: there is no line. A thickness that a style
    sheet says itself is told by `press.line`."""
    rules = theme.tokens.get(TABLE)
    if not least or not isinstance(rules, dict):
        return theme
    raised = {key: f"{least:g}pt" if _thinner(value, least) else value for key, value in rules.items()}
    return replace(theme, tokens={**theme.tokens, TABLE: raised})


def _thinner(value: object, least: float) -> bool:
    try:
        return 0 < points(value) < least
    except ValueError:
        return False
