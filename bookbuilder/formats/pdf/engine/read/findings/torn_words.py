"""Finds words that the end of a line cuts without a hyphen, because they found no room."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from weasyprint.formatting_structure.boxes import Box, LineBox, PageBox, ReplacedBox, TextBox

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.html_element import classes_of
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of
from bookbuilder.formats.pdf.engine.read.box_places import area, text_place

_SPACED = frozenset(
    (
        "LATIN",
        "GREEK",
        "CYRILLIC",
        "HEBREW",
        "ARABIC",
        "ARMENIAN",
        "GEORGIAN",
        "DEVANAGARI",
        "HANGUL",
        "DIGIT",
    )
)
"""The scripts that part words by spaces, as the names of their letters begin."""


def find(pages: Sequence[PageBox]) -> Iterator[LayoutFinding]:
    """Yield the lines that end inside a word without a hyphen; the words of each are what stands before and behind."""
    for number, page in enumerate(pages):
        for box in boxes_of(page).every:
            children = box.children
            if len(children) > 1 and isinstance(children[0], LineBox):
                for line, following in pairwise(children):
                    torn = _torn(line, following)
                    if torn is not None:
                        right, bottom = line.position_x + line.width, line.position_y + line.height
                        yield LayoutFinding(
                            "word.torn",
                            number,
                            words=torn,
                            text=text_place(line),
                            area=area([(line.position_x, line.position_y, right, bottom)]),
                        )


def _torn(line: Box, following: Box) -> tuple[str, str] | None:
    """Return the two parts of the word that ends a line and begins the following one; None if none does."""
    last, first = _outermost(line, -1), _outermost(following, 0)
    if last is None or first is None or not last.text or not first.text:
        return None
    if _is_code_or_address(first):
        return None  # what has no places to part is parted anywhere
    if not (_is_of_word(last.text[-1]) and _is_of_word(first.text[0])):
        return None
    text, byte = marks(first).rest or (first.text, 0)
    before = text.encode()[:byte].decode()
    # A space, a hyphen or a sign at which lines may end; at the beginning of a text, there may be a space in front of it.
    if not before or not _is_of_word(before[-1]):
        return None
    return last.text.split()[-1], first.text.split()[0]


def _is_code_or_address(box: Box) -> bool:
    assert box.element is not None
    if box.element_tag == "a" and "/" in "".join(box.element.itertext()):
        return True
    if box.element_tag in ("code", "pre", "kbd", "samp"):
        return True
    # A row of block code, or a coloured part of one.
    return any(name in ("address", "row") or name.startswith("code-") for name in classes_of(box.element))


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() and unicodedata.name(sign, "").split(" ")[0] in _SPACED


def _outermost(line: Box, at: int) -> TextBox | None:
    """Return the first (0) or last (-1) text of a line; None if something else is there."""
    box = line
    while not isinstance(box, TextBox):
        inside = [child for child in box.children if child.is_in_normal_flow()]
        if not inside or isinstance(box, ReplacedBox):
            return None
        box = inside[at]
    return box
