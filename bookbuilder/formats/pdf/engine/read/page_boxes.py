"""Reads the texts of pages that are laid out, and which of them are too long or too near the edge of the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from weasyprint.formatting_structure.boxes import Box, LineBox, PageBox, ReplacedBox, TextBox
from weasyprint.layout.absolute import AbsolutePlaceholder

from bookbuilder.formats.pdf.compile.compiled_part import EdgeText
from bookbuilder.formats.pdf.engine.html_element import classes_of
from bookbuilder.formats.pdf.engine.read.box_places import area, text_place
from bookbuilder.formats.pdf.engine.read.text_ink import text_inks

SLACK = 0.5
"""In px: what rounding leaves over."""


def texts(boxes: Iterable[Box]) -> Iterator[str]:
    """Yield the texts of boxes, block by block, with running heads and the marks of style sheets; no code and no
    addresses. The lines of a block follow one another without a space, so that an address stays whole.
    """
    for box in boxes:
        lines = [child for child in box.children if isinstance(child, LineBox)]
        if lines:
            yield "".join(text for line in lines for text in _texts(line))
        if not _is_code_or_address(box):
            yield from texts(child for child in box.children if not isinstance(child, TextBox | ReplacedBox))


def long_heads(boxes: Iterable[Box]) -> Iterator[str]:
    """Yield each running head that needs a second line, from the margin boxes of a page."""
    for box in boxes:
        lines = [part for part in box.descendants() if isinstance(part, LineBox)]
        wide = max((line.width for line in lines), default=0)
        if len(lines) > 1 or wide > box.width + SLACK:
            yield " ".join("".join(_texts(line)).strip() for line in lines)


def edge_texts(page: PageBox, shift: float) -> Iterator[EdgeText]:
    """Yield each text that would run over the edge of a page box, where it is or moved by `shift` px."""
    width = page.margin_width()
    for text in text_inks(page):
        left, right = text.left, text.right
        if left - abs(shift) < -SLACK or right + abs(shift) > width + SLACK:
            place = text_place(text.box), area([text[:4]])
            yield EdgeText(left, right, width, text.box.text.strip(), *place)


def _texts(box: Box) -> Iterator[str]:
    if isinstance(box, AbsolutePlaceholder):
        return  # it is no part of the line, and has lines of its own
    if isinstance(box, TextBox):
        yield box.text
    elif not isinstance(box, ReplacedBox) and not _is_code_or_address(box):
        for child in box.children:
            yield from _texts(child)


def _is_code_or_address(box: Box) -> bool:
    return box.element_tag in ("code", "pre") or "address" in classes_of(box.element)
