"""Reports names that a map should print and does not, each at its place in the source."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document import nodes

ROOM = Rule(
    "map.room",
    "{name} has no room on this map {medium}",
    "Where the name of a place has no room, not even in smaller type or with a line to its dot, there is a number, which is"
    " explained below the map. Where even that has none, or a name is longer than three lines there, it is only in the table"
    " and in the alternative text.",
    Severity.NOTICE,
)
OUTSIDE = Rule(
    "map.outside",
    "{name} lies outside of this map",
    "`bounds` says the edges of a map. A place beyond them has no dot and no name on it, though the table and the"
    " alternative text have it.",
    Severity.NOTICE,
)
FEW = 10
"""Names that are reported one by one."""


class MapSvg(msgspec.Struct, frozen=True):
    """A map as SVG, and which of its places and routes it lacks (`maps.draw_map.DrawnMap`)."""

    svg: str = ""
    without_room: tuple[int, ...] = ()
    outside: tuple[int, ...] = ()
    cut_routes: tuple[int, ...] = ()


def report_unprinted(figure: nodes.Figure, drawings: Iterable[tuple[str, MapSvg]], report: Report) -> None:
    """Report the names that drawings lack, each with its medium (`map.room`), and places beyond their edges once
    (`map.outside`)."""
    drawn = figure.map
    if drawn is None or drawn.scope is None:
        return
    spans: dict[str, Span] = {}
    for word in (*drawn.places, *(word for route in drawn.routes for word in route)):
        spans.setdefault(word.text, word.span)
    of_places = tuple(spans.values())
    names = [place.name for place in drawn.scope.places]
    beyond = dict[int, None]()
    for medium, drawing in drawings:
        beyond |= dict.fromkeys(drawing.outside)
        for place in drawing.without_room[:FEW]:
            hint = "leave some places near it, make two maps, or show a smaller part of the world"
            report(ROOM, of_places[place], hint=hint, name=_short(names[place]), medium=medium)
        for route in drawing.cut_routes:
            hint = "shorten it"
            report(ROOM, figure.span, hint=hint, name=_short(drawn.route_names[route]), medium=medium)
    for place in list(beyond)[:FEW]:
        report(
            OUTSIDE, of_places[place], hint="widen `bounds`, or leave the place", name=_short(names[place])
        )


def _short(name: str, most: int = 40) -> str:
    return name if len(name) <= most else f"{name[:most]}…"
