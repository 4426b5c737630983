"""Sets page numbers into their slots."""

from __future__ import annotations

from bookbuilder.formats.pdf.compile.compiled_part import PAGE_COUNT, PAGE_NUMBER, Slot


def set_number(slot: Slot, label: str) -> tuple[bytes, float]:
    """Return the operator that draws a number in a slot, and the width of the number in thousandths of the font size.

    In the text of a page, where the room is fixed, the figures are set evenly into it, unless they are fewer.
    """
    if label == slot.text or not slot.glyphs or not label.isdecimal() or not label.isascii():
        return slot.operator, slot.width
    glyphs = [slot.glyphs[int(figure)] for figure in label]
    width = sum(slot.widths[int(figure)] for figure in label)
    fewer = len(glyphs) < len(slot.text)
    if slot.name in (PAGE_NUMBER, PAGE_COUNT) or len(glyphs) < 2 or fewer or abs(width - slot.width) < 0.5:
        return b"[<%b>] TJ" % "".join(glyphs).encode(), width
    gap = b">%d<" % round((width - slot.width) / (len(glyphs) - 1))
    return b"[<%b>] TJ" % gap.join(glyph.encode() for glyph in glyphs), slot.width
