"""Finds the characters of a page that a mark is about, by what kind of mark it is."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.proof.page_text import PageText
from bookbuilder.proof.pdf_marks import Box, Figure, PageMark, PdfAnnotation

NEAR = 60.0
"""Points: how far a note may be from its words. Notes are put beside them, or into the margin."""
AT_POINT = 14.0
"""Points: how far the tip of a caret may be from its words."""
_OVER_TEXT = frozenset({"Highlight", "Underline", "Squiggly", "StrikeOut"})


def marked_characters(one: PdfAnnotation, page: PageText, figures: Sequence[Figure]) -> PageMark:
    """Return a mark with the characters that it is about, and the picture, if it is on one."""
    picture = next((figure.alt for figure in figures if _on(one, figure.box)), None)
    if one.subtype in _OVER_TEXT and one.quads:
        found = page.inside(one.quads) or page.inside(_raised(one.quads))
    elif one.subtype == "Caret":
        return _caret(one, page, picture)
    elif one.subtype == "Ink" and one.strokes:
        found = _drawn(one, page)
    elif one.subtype in ("Square", "Circle", "Polygon") or (one.subtype in _OVER_TEXT and not one.quads):
        found = page.inside([one.box]) or _beside(one, page)
    elif one.subtype in ("Line", "PolyLine"):
        found = _drawn(one, page)
    else:
        found = _beside(one, page)
    if not found:
        return PageMark(one, picture=picture)
    start, end = (
        page.widened(found[0], found[-1] + 1) if _whole_words(one, page, found) else (found[0], found[-1] + 1)
    )
    first = max(_runs(found, page), key=len)
    if (end - start) > 2 * len(found) + 80:
        start, end = page.widened(first[0], first[-1] + 1)
    return PageMark(one, start, end, found=True, picture=picture)


def _whole_words(one: PdfAnnotation, page: PageText, found: Sequence[int]) -> bool:
    """Whether a mark means whole words. Who strikes out a letter of a word means that letter; a selection of several words
    that begins or ends inside one was drawn by hand."""
    if one.subtype != "StrikeOut":
        return True
    inside = page.text[found[0] : found[-1] + 1]
    if " " in inside.strip():
        return True
    start, end = page.widened(found[0], found[-1] + 1)
    return (found[-1] + 1 - found[0]) * 4 >= (end - start) * 3


def _runs(found: Sequence[int], page: PageText) -> list[list[int]]:
    """Return the runs of characters that follow one another, but for spaces and a few characters."""
    runs: list[list[int]] = []
    for number in found:
        if runs and len(page.text[runs[-1][-1] + 1 : number].strip()) <= 12:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _on(one: PdfAnnotation, box: Box) -> bool:
    """Whether a mark is in a box, with the middles of all its parts."""
    middles: Sequence[tuple[float, float]] = [
        ((own[0] + own[2]) / 2, (own[1] + own[3]) / 2) for own in one.quads or (one.box,)
    ]
    if (tip := _tip(one)) is not None:
        middles = [tip]
    return all(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in middles)


def _raised(quads: Sequence[Box]) -> list[Box]:
    """Return the boxes of lines under words, which are flat, as high as what they underline."""
    return [(left, bottom, right, max(top, bottom + 9.0)) for left, bottom, right, top in quads]


def _caret(one: PdfAnnotation, page: PageText, picture: str | None) -> PageMark:
    """Return a caret as a point before the character that its tip is at; behind the last one of a line, behind it."""
    x, tip = (one.box[0] + one.box[2]) / 2, one.box[3]
    number = page.nearest(x, tip, AT_POINT)
    if number is None:
        return PageMark(one, picture=picture)
    box = page.boxes[number]
    assert box is not None
    after = x > (box[0] + box[2]) / 2
    if _rightward(page.text[number]):
        after = not after
    at = number + after
    return PageMark(one, at, at, found=True, picture=picture)


def _rightward(character: str) -> bool:
    from unicodedata import bidirectional

    return bidirectional(character) in ("R", "AL")


def _drawn(one: PdfAnnotation, page: PageText) -> list[int]:
    """Return the characters inside a shape that was drawn by hand, or on the line that a flat one is on."""
    points = [point for stroke in one.strokes for point in zip(stroke[0::2], stroke[1::2], strict=False)]
    if not points:
        return page.inside([one.box])
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    if found := page.inside([(left, bottom, right, top)]):
        return found
    x, y = (left + right) / 2, (bottom + top) / 2
    number = page.nearest(x, y + 3, AT_POINT)  # a line under words is nearer to the next ones
    if number is None:
        return []
    box = page.boxes[number]
    assert box is not None
    return page.inside([(left, box[1], right, box[3])]) or [number]


def _tip(one: PdfAnnotation) -> tuple[float, float] | None:
    """Return what the line of a text beside the text points at; None if it has none."""
    if one.subtype == "FreeText" and one.strokes and len(one.strokes[0]) == 2:
        return one.strokes[0][0], one.strokes[0][1]
    return None


def _beside(one: PdfAnnotation, page: PageText) -> list[int]:
    """Return a character of the word under a note, or of the nearest one."""
    x, y = (one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2
    x, y = _tip(one) or (x, y)
    number = page.nearest(x, y, NEAR)
    return [] if number is None else [number]
