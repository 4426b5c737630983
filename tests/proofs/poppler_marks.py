"""Writes marks into a PDF with poppler, whose selection gives their boxes: run by the system's Python, which has GObject.

Reads JSON from standard input: `source`, `target`, and `marks`, each with page, kind, text, box, from, to (points from the
upper left corner of the page).
"""

import json
import sys
from pathlib import Path

import gi

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler  # noqa: E402 # the version has to be asked for first


def rectangle(left, top, right, bottom):
    found = Poppler.Rectangle.new()
    found.x1, found.y1, found.x2, found.y2 = left, top, right, bottom
    return found


def corner(x, y):
    found = Poppler.Point()
    found.x, found.y = x, y
    return found


def quad(left, low, right, high):
    found = Poppler.Quadrilateral()
    found.p1, found.p2 = corner(left, high), corner(right, high)
    found.p3, found.p4 = corner(left, low), corner(right, low)
    return found


KINDS = {
    "highlight": Poppler.AnnotTextMarkup.new_highlight,
    "underline": Poppler.AnnotTextMarkup.new_underline,
    "squiggly": Poppler.AnnotTextMarkup.new_squiggly,
    "strikeout": Poppler.AnnotTextMarkup.new_strikeout,
}


def main() -> None:
    given = json.load(sys.stdin)
    document = Poppler.Document.new_from_file(Path(given["source"]).as_uri(), None)
    for mark in given["marks"]:
        page = document.get_page(mark["page"])
        _, height = page.get_size()
        x1, y1, x2, y2 = mark["selection"]
        area = rectangle(x1, y1, x2, y2)
        regions = page.get_selected_region(1.0, Poppler.SelectionStyle.GLYPH, area)
        boxes = [(one.x, height - one.y - one.height, one.x + one.width, height - one.y) for one in
                 (regions.get_rectangle(i) for i in range(regions.num_rectangles()))]  # fmt: skip
        if not boxes:
            continue
        whole = rectangle(min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        if mark["kind"] == "note":
            made = Poppler.AnnotText.new(document, whole)
        else:
            made = KINDS[mark["kind"]](document, whole, [quad(*box) for box in boxes])
        made.set_contents(mark["text"])
        made.set_label("Eve")
        page.add_annot(made)
    document.save(Path(given["target"]).as_uri())


main()
