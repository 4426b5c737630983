"""Writes marks into a PDF with poppler, whose selection gives their boxes: run by the system's Python, which has GObject.

Reads JSON from standard input: `source`, `target`, and `marks`, each with page, kind, text and selection (from and to, in
points from the upper left corner of the page).
"""

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any


@cache
def poppler() -> Any:
    """Return poppler as GObject gives it."""
    import gi  # type: ignore[import-not-found] # the Python of the system has it

    gi.require_version("Poppler", "0.18")
    from gi.repository import Poppler  # type: ignore[import-not-found]

    return Poppler


def rectangle(left: float, top: float, right: float, bottom: float) -> Any:
    found = poppler().Rectangle.new()
    found.x1, found.y1, found.x2, found.y2 = left, top, right, bottom
    return found


def corner(x: float, y: float) -> Any:
    found = poppler().Point()
    found.x, found.y = x, y
    return found


def quad(left: float, low: float, right: float, high: float) -> Any:
    found = poppler().Quadrilateral()
    found.p1, found.p2 = corner(left, high), corner(right, high)
    found.p3, found.p4 = corner(left, low), corner(right, low)
    return found


KINDS = ("highlight", "underline", "squiggly", "strikeout")


def main() -> None:
    given = json.load(sys.stdin)
    document = poppler().Document.new_from_file(Path(given["source"]).as_uri(), None)
    for mark in given["marks"]:
        page = document.get_page(mark["page"])
        _, height = page.get_size()
        x1, y1, x2, y2 = mark["selection"]
        area = rectangle(x1, y1, x2, y2)
        regions = page.get_selected_region(1.0, poppler().SelectionStyle.GLYPH, area)
        boxes = [(one.x, height - one.y - one.height, one.x + one.width, height - one.y) for one in
                 (regions.get_rectangle(i) for i in range(regions.num_rectangles()))]  # fmt: skip
        if not boxes:
            continue
        whole = rectangle(
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        if mark["kind"] == "note":
            made = poppler().AnnotText.new(document, whole)
        else:
            assert mark["kind"] in KINDS
            make = getattr(poppler().AnnotTextMarkup, f"new_{mark['kind']}")
            made = make(document, whole, [quad(*box) for box in boxes])
        made.set_contents(mark["text"])
        made.set_label("Eve")
        page.add_annot(made)
    document.save(Path(given["target"]).as_uri())


if __name__ == "__main__":
    main()
