"""Puts notes in the margin beside their lines, when the pages are laid out.

In the style sheet a note is positioned absolutely at the head of the page, so that it takes no room in the text, and no page
ends in it. It is moved from there into the outer margin, with its first line on that of its call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from bookbuilder.formats.pdf.engine.marks import mark
from bookbuilder.formats.pdf.page_breaking.margin_places import GAP, margin_places

CLASSES = frozenset(("margin-note", "margin"))
"""The classes of a note that is called in a line, and of one between two blocks."""
EQUAL = 1.0
"""In px: margins that differ by less are the same on both sides."""
PX = 96 / 72
"""Pixels of CSS in a point."""


class _Note(NamedTuple):
    """A note: its box, the box that stands for it in the text, and the line beside which it stands (None: none)."""

    box: boxes.Box
    place: AbsolutePlaceholder
    line: boxes.LineBox | None


def place_margin_notes(pages: Iterable[boxes.PageBox]) -> None:
    """Move the notes of pages into their margins. Such a page can stand on no other side than that it was laid out for."""
    for page in pages:
        notes = sorted(((_wanted(note), note) for note in _notes(page)), key=lambda pair: pair[0])
        if not notes:
            continue
        mark(page).planned_for_side = abs(page.margin_left - page.margin_right) >= EQUAL
        # A figure stands at the head of a page, say, and is called further down.
        heights = [note.box.margin_height() for _, note in notes]
        top, gap = page.content_box_y(), min(note.box.style["font_size"] for _, note in notes) / 2
        tops = margin_places([wanted for wanted, _ in notes], heights, top, top + page.height, gap)
        for (_, note), place in zip(notes, tops, strict=True):
            note.place.translate(_side(page, note.box) - note.box.position_x, place - note.box.position_y)


def _side(page: boxes.PageBox, note: boxes.Box) -> float:
    """Return where a note begins from the left: in the outer margin, which is the wider one, or else at the end of lines."""
    left, right = page.margin_left, page.margin_right
    ends_right = page.style["direction"] == "ltr" if abs(left - right) < EQUAL else right > left
    if ends_right:
        return float(page.content_box_x() + page.width + GAP * PX)
    return float(page.content_box_x() - GAP * PX - note.margin_width())


def _wanted(note: _Note) -> float:
    """Return the top at which the first line of a note is on that of its call."""
    first = next((box for box in _flow(note.box) if isinstance(box, boxes.LineBox)), None)
    if note.line is None:
        return float(note.box.position_y)
    ahead = first.position_y - note.box.position_y + first.baseline if first else note.line.baseline
    return float(note.line.position_y + note.line.baseline - ahead)


def _notes(page: boxes.PageBox) -> Iterator[_Note]:
    """Yield the notes of a page in their order."""
    waiting: list[AbsolutePlaceholder] = []

    def walk(box: boxes.Box, line: boxes.LineBox | None) -> Iterator[_Note]:
        for child in box.children:
            if isinstance(child, AbsolutePlaceholder):
                if not is_margin_note(child._box):
                    continue
                if line is None:  # it stands between blocks: its line is the next one
                    waiting.append(child)
                else:
                    yield _Note(child._box, child, line)
                continue
            if isinstance(child, boxes.LineBox):
                while waiting:
                    place = waiting.pop(0)
                    yield _Note(place._box, place, child)
            yield from walk(child, child if isinstance(child, boxes.LineBox) else line)

    for child in page.children:
        if not isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox):
            yield from walk(child, None)
    yield from (_Note(place._box, place, None) for place in waiting)


def is_margin_note(box: boxes.Box) -> bool:
    """Whether a box is a note in the margin."""
    element = box.element
    return element is not None and not CLASSES.isdisjoint((element.get("class") or "").split())


def _flow(box: boxes.Box) -> Iterator[boxes.Box]:
    for child in box.children:
        if not isinstance(child, AbsolutePlaceholder):
            yield child
            yield from _flow(child)
