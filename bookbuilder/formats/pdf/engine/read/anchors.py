"""Reads what readers navigate by from pages that are laid out: anchors, links and the outline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pydyf
from weasyprint.matrix import Matrix

from bookbuilder.formats.pdf.compile.compiled_part import OutlineEntry, PlacedLink

if TYPE_CHECKING:
    from weasyprint.document import Document
    from weasyprint.formatting_structure.boxes import Box

SCALE = 0.75
"""Points in a px."""


def anchors(document: Document) -> Iterator[tuple[str, int, float, float]]:
    """Yield each anchor with its page (from 0) and its place on that, x and y in points."""
    seen = set()
    for at, page in enumerate(document.pages):
        for name, (x, y, *_) in page.anchors.items():
            if name not in seen:
                seen.add(name)
                yield name, at, round(x * SCALE, 3), round((page.height - y) * SCALE, 3)


def outline(document: Document) -> Iterator[OutlineEntry]:
    """Yield the entries of the outline."""
    for at, page in enumerate(document.pages):
        for level, label, (x, y), state in page.bookmarks:
            yield OutlineEntry(
                level, label, at, round(x * SCALE, 3), round((page.height - y) * SCALE, 3), state == "closed"
            )


def links(document: Document, take: Callable[[], int]) -> tuple[list[PlacedLink], dict[Box, int]]:
    """Return the links, and the object number of the link of each box; `take` gives the numbers."""
    annotations: list[PlacedLink] = []
    numbers: dict[Box, int] = {}
    for at, page in enumerate(document.pages):
        matrix = Matrix(SCALE, 0, 0, -SCALE, 0, page.height * SCALE)
        for kind, target, (x1, y1, x2, y2), box in page.links:
            if kind not in ("internal", "external"):
                continue
            left, first = matrix.transform_point(x1, y1)
            right, second = matrix.transform_point(x2, y2)
            action = (
                b"/Dest " + pydyf.String(target).data
                if kind == "internal"
                else b"/A<</Type/Action/S/URI/URI " + pydyf.String(target).data + b">>"
            )
            numbers[box] = take()
            # PDF/A asks for the flag Print (ISO 19005-3, 6.3.2).
            rest = b"/F 4/BS<</W 0>>" + action
            annotations.append(PlacedLink(numbers[box], at, (left, first, right, second), rest))
    return annotations, numbers
