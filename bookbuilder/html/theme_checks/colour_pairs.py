"""Checks the colours that the style sheets put together, besides those of text that every build looks at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.html.chart_colours import SERIES
from bookbuilder.html.contrast import GRAPHICS, LEAST, ratio
from bookbuilder.html.nearest_colour import nearest_colour
from bookbuilder.html.theme import Theme
from bookbuilder.phrases import Phrase

PAIR = Rule(
    "theme.pair",
    "{one} beside {other} has a contrast of {ratio} : 1; it needs {least} : 1",
    "Code and the names on maps are text (WCAG 2.1, 1.4.3: 4.5 : 1). The areas of a chart, routes and the line of a cover"
    " say something only to those who can tell them from what is beside them (1.4.11: 3 : 1).",
    Severity.WARNING,
)
CODE = ("keyword", "name", "string", "number", "comment", "deleted", "inserted")
WHITE, BLACK = "#ffffff", "#000000"
"""The grounds of e-books, which their readers choose."""
LIGHT = ("color.paper", "color.tint", "web.paper", "web.tint", "web.sepia.paper", "web.sepia.tint")
DARK = ("web.dark.paper", "web.dark.tint")
E_BOOK = (WHITE, BLACK)
LAND = ("sea", "land", "around")


def colour_pairs() -> Iterator[tuple[str, Sequence[str], float]]:
    """Yield a setting, the settings or colours beside it, and the least contrast."""
    for table, names, light, least in (
        ("code", CODE, LIGHT, LEAST),
        ("chart", SERIES, LIGHT[:3], GRAPHICS),
    ):
        for name in names:
            yield f"{table}.{name}", light, least
            yield f"{table}.dark.{name}", DARK, least
            yield f"{table}.ebook.{name}", E_BOOK, least
    for table in ("chart", "chart.dark"):  # those of e-books are told apart by patterns
        yield from (
            (f"{table}.{one}", (f"{table}.{next_one}",), GRAPHICS) for one, next_one in pairwise(SERIES)
        )
    for table in ("map", "map.dark"):
        here = [f"{table}.{name}" for name in LAND]
        yield f"{table}.ink", [*here, f"{table}.focus"], LEAST
        yield f"{table}.muted", here, LEAST
        yield f"{table}.route", here, GRAPHICS
        yield f"{table}.second_route", here, GRAPHICS
    yield "cover.accent", ("cover.ground",), GRAPHICS
    yield "color.second", ("color.paper",), GRAPHICS


def report_pairs(theme: Theme, report: Report) -> None:
    """Report colours of a theme that are too near to those beside them (`theme.pair`)."""
    for one, others, least in colour_pairs():
        colour = _colour(theme.tokens, one)
        beside = [(other, _colour(theme.tokens, other)) for other in others]
        found = [(other, value, ratio(colour, value)) for other, value in beside]
        low = [
            (other, value, contrast)
            for other, value, contrast in found
            if contrast is not None and contrast < least
        ]
        for other, _, contrast in low:
            proposed = nearest_colour(
                colour, [value for _, value, known in found if known is not None], least
            )
            hint = (
                Phrase('the nearest of its hue that holds is "{colour}"', colour=proposed) if proposed else ""
            )
            keys = tuple(one.split("."))
            place = theme.place(keys if keys in theme.spans else tuple(other.split(".")))
            cut = f"{int(contrast * 100) / 100:.2f}"
            report(PAIR, place, hint=hint, one=one, other=other, ratio=cut, least=f"{least:g}")


def _colour(tokens: Mapping[str, Any], name: str) -> Any:
    value: Any = tokens
    for key in name.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return name if name.startswith("#") else value
