"""Checks the settings of a theme's `[lines]` and `[pages]`, which become custom properties of CSS: WeasyPrint accepts
anything there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.html.token_checks.token_check import TokenCheck, shown
from bookbuilder.json_schema import Schema, either, matching, words
from bookbuilder.phrases import Phrase

VALUE = Rule(
    "theme.lines",
    "{token} cannot be {value}: {limit}",
    "How lines and pages are broken is set by words and numbers of few kinds. Any other would be passed over in silence, and"
    " the book set as if nothing had been said.",
)
WORDS = {"breaking": ("paragraph", "line"), "hanging": ("on", "off")}
COSTS = ("hyphen", "double", "contrast", "runt")
MOST_COST = 1_000_000
MOST_ELASTIC = 2
"""In per cent; more can be seen."""
MOST_SPACE = 1
"""In lines: how much the space above a block may grow so that a page is full."""
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


def _number_schema(most: int) -> Schema:
    """Return the schema of a number; one in quotes may be any, since a schema cannot compare it."""
    return either(matching(_NUMBER.pattern), {"type": "number", "minimum": 0, "maximum": most})


SCHEMAS: Mapping[str, Schema] = {
    **{f"lines.{key}": words(both) for key, both in WORDS.items()},
    **{f"lines.{key}": _number_schema(MOST_COST) for key in COSTS},
    "lines.elastic": matching(f"{_NUMBER.pattern}%"),
    "pages": _number_schema(MOST_SPACE),
}
"""What a setting, or each of a table, can be."""


def report_token(keys: Sequence[str], value: object, span: Span, report: Report) -> None:
    """Report a setting of theme.toml with a value that it cannot have."""
    if len(keys) != 2 or keys[0] not in ("lines", "pages"):
        return
    key, text = keys[1], str(value)
    limit = hint = ""
    if keys[0] == "pages":
        limit = (
            ""
            if _number(text, MOST_SPACE)
            else Phrase("it is a number from 0 to {most_space}", most_space=MOST_SPACE)
        )
    elif key in WORDS and value not in WORDS[key]:
        first, second = WORDS[key]
        limit, hint = (
            Phrase('it is "{first}" or "{second}"', first=first, second=second),
            nearest(text, WORDS[key]),
        )
    elif key in COSTS and not _number(text, MOST_COST):
        limit = Phrase("it is a number from 0 to {most_cost}", most_cost=MOST_COST)
    elif key == "elastic" and not (text.endswith("%") and _number(text[:-1], MOST_ELASTIC)):
        limit = Phrase('it is "0%" to "{most_elastic}%"', most_elastic=MOST_ELASTIC)
    if limit:
        report(VALUE, span, hint=hint, token=".".join(keys), value=shown(value), limit=limit)


def _number(text: str, most: int) -> bool:
    return _NUMBER.fullmatch(text) is not None and float(text) <= most


CHECK = TokenCheck(SCHEMAS, report_token)
