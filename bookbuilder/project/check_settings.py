"""Reads `[check]` of book.toml: how much a finding matters in this book, and which are ignored, each with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bookbuilder.diagnostics import Severity
from bookbuilder.project.project import Checks, Ignore, Weight
from bookbuilder.project.toml_location import Spot
from bookbuilder.project.value_parsers import Kind, filled, list_of, one_of, table

IGNORE: Mapping[str, Kind[object]] = {"code": filled, "reason": filled, "path": filled, "words": filled}
_severity = one_of([severity.value for severity in Severity])


def checks(data: Any, spot: Spot) -> Checks:
    """Return what `[check]` says; reports `book.*`."""
    read = table(data, spot, {"severity": _any, "ignore": list_of(_ignore)}) or {}
    here = spot.of("severity")
    weights: tuple[Weight, ...] = ()
    if "severity" in read:
        if isinstance(read["severity"], dict):
            weights = tuple(_weights(read["severity"], here, ""))
        else:
            here.unfit(read["severity"], "a table", "[check.severity]")
    return Checks(weights, read.get("ignore", ()))


def _any(value: Any, spot: Spot) -> Any:
    del spot
    return value


def _weights(data: Mapping[str, Any], spot: Spot, above: str) -> Iterator[Weight]:
    """Yield code → severity; a code may be written with quotes or without, where its point makes a table of it."""
    for key, value in data.items():
        here = spot.of(key)
        if isinstance(value, dict) and not above:
            yield from _weights(value, here, f"{key}.")
        elif (said := _severity(value, here)) is not None:
            yield Weight(f"{above}{key}", Severity(said), here.span)


def _ignore(value: Any, spot: Spot) -> Ignore | None:
    """A finding that is not told: its code and the reason, and perhaps only in one file, or where it has certain words."""
    read = table(value, spot, IGNORE, needed=("code", "reason"))
    return Ignore(**read, span=spot.span) if read and {"code", "reason"} <= read.keys() else None
