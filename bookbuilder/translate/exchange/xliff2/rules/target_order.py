"""Checks the `order` of targets that stand in another order than their sources."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.xliff2.namespaces import Violation, parts, tag


def of_unit(unit: etree._Element) -> Iterator[Violation]:
    """Check that the targets of a unit with an `order` permute their places."""
    if unit.find(tag("segment")) is None:
        yield Violation(unit, "<unit> has no segment")
    places: dict[int, etree._Element] = {}
    orders: set[int] = set()
    for place, part in enumerate(parts(unit), 1):
        target = part.find(tag("target"))
        value = target.get("order") if target is not None else None
        if target is None or value is None or not value.strip().isascii() or not value.strip().isdecimal():
            continue
        order = int(value) if len(value) < DIGITS else 0
        if order in orders:
            yield Violation(target, Phrase("the order {order} stands twice", order=order))
        orders.add(order)
        places[place] = target
    for place, target in places.items():
        if place not in orders:
            yield Violation(
                target, Phrase("it has left place {place}, which no other target takes", place=place)
            )


DIGITS = 9
"""The most digits of an order; no unit has that many segments."""
