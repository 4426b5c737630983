"""Finds texts that are printed over others, over the rules of a box or a table, or over pictures that are no ground."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from weasyprint.formatting_structure.boxes import Box, PageBox, ReplacedBox

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.read.all_boxes import around, boxes_of, expanded
from bookbuilder.formats.pdf.engine.read.box_places import area, text_place
from bookbuilder.formats.pdf.engine.read.text_ink import (
    TextInk,
    exact_ink,
    text_inks,
    transformed,
    turning_matrices,
)

_WIDE, _HIGH = 0.15, 0.12
"""In em of the smaller text: how much of two inks lies on each other if that is seen."""
_CORE = 0.3
"""The share of a text, at its top and at its foot, that a rule may touch: under an ascender, through a descender."""
_SLACK = 0.5
"""In px: what rounding leaves over."""
_EDGES = ("top", "right", "bottom", "left")
_WIDTHS = tuple(f"border_{edge}_width" for edge in _EDGES)


class _Rectangle(NamedTuple):
    """A rule of a box, or a picture: its rectangle, in px."""

    left: float
    top: float
    right: float
    bottom: float
    box: Box


def find(pages: Sequence[PageBox]) -> Iterator[LayoutFinding]:
    """Yield the texts that are printed over something. The words of each are the text, and the one under it; empty if that
    is a rule or a picture, with the word that says it as the third: `rule`, `picture`."""
    for number, page in enumerate(pages):
        inks = sorted(text_inks(page), key=lambda ink: ink.top)
        found: list[tuple[TextInk, TextInk | _Rectangle, str]] = []
        found += ((upper, lower, "") for upper, lower in _over_texts(inks))
        rules, pictures = _rules_and_pictures(page)
        found += (
            (ink, rule, "rule")
            for rule in rules
            for ink in inks
            if _crosses(rule, ink) and not _hides(page, ink, rule)
        )
        found += (
            (ink, picture, "picture")
            for picture in pictures
            for ink in inks
            if _lies_on(picture, ink) and not _is_ground(page, picture, ink)
        )
        seen: set[int] = set()
        for ink, other, kind in found:
            if id(ink.box) in seen:
                continue
            seen.add(id(ink.box))
            under = other.box.text.strip() if isinstance(other, TextInk) else ""
            place = text_place(ink.box) or text_place(other.box)
            rectangles = [ink[:4], other[:4]] if not kind else [ink[:4]]
            yield LayoutFinding(
                "page.overprint",
                number,
                words=(ink.box.text.strip(), under, kind),
                text=place,
                area=area(rectangles),
            )


def _over_texts(inks: Sequence[TextInk]) -> Iterator[tuple[TextInk, TextInk]]:
    """Yield the pairs of texts, sorted by their tops, that lie on each other."""
    for at, ink in enumerate(inks):
        left, right, bottom = ink.left, ink.right, ink.bottom
        for index in range(at + 1, len(inks)):
            other = inks[index]
            if other.top >= bottom:
                break
            if other.left < right and left < other.right and _on_each_other(ink, other):
                first, second = exact_ink(ink), exact_ink(other)
                if _on_each_other(first, second):
                    yield second, first


def _on_each_other(one: TextInk, other: TextInk) -> bool:
    size = min(one.box.style["font_size"], other.box.style["font_size"])
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return bool(wide > _WIDE * size and high > _HIGH * size)


def _rules_and_pictures(page: PageBox) -> tuple[list[_Rectangle], list[_Rectangle]]:
    rules: list[_Rectangle] = []
    pictures: list[_Rectangle] = []
    for box in expanded(boxes_of(page).every):
        values = box.__dict__
        if isinstance(box, ReplacedBox):
            x, y = box.content_box_x(), box.content_box_y()
            pictures.append(_Rectangle(x, y, x + box.width, y + box.height, box))
        elif any(map(values.get, _WIDTHS)) and box.style["visibility"] == "visible":
            rules.extend(_edges(box))
    if matrices := turning_matrices(page):
        rules, pictures = (
            [
                _Rectangle(*transformed(one[:4], matrices[one.box]), one.box) if one.box in matrices else one
                for one in kind
            ]
            for kind in (rules, pictures)
        )
    return rules, pictures


def _edges(box: Box) -> Iterator[_Rectangle]:
    """Yield the lines around a box that are drawn."""
    left, top = box.border_box_x(), box.border_box_y()
    right, bottom = left + box.border_width(), top + box.border_height()
    for edge in _EDGES:
        width = getattr(box, f"border_{edge}_width")
        if not width or box.style[f"border_{edge}_style"] in ("none", "hidden"):
            continue
        colour = box.style[f"border_{edge}_color"]
        if getattr(colour, "alpha", 1) == 0:
            continue
        yield _Rectangle(
            right - width if edge == "right" else left,
            bottom - width if edge == "bottom" else top,
            left + width if edge == "left" else right,
            top + width if edge == "top" else bottom,
            box,
        )


def _crosses(rule: _Rectangle, ink: TextInk) -> bool:
    """Whether a rule goes through a text."""
    if rule.right <= ink.left or ink.right <= rule.left or rule.bottom <= ink.top or ink.bottom <= rule.top:
        return False
    size, high = ink.box.style["font_size"], ink.bottom - ink.top
    if rule.bottom - rule.top > rule.right - rule.left:
        inside = ink.left + _SLACK < rule.left and rule.right < ink.right - _SLACK
        return bool(inside and min(rule.bottom, ink.bottom) - max(rule.top, ink.top) > _CORE * high)
    inside = ink.top + _CORE * high < rule.bottom and rule.top < ink.bottom - _CORE * high
    return bool(inside and min(rule.right, ink.right) - max(rule.left, ink.left) > _WIDE * size)


def _hides(page: PageBox, ink: TextInk, rule: _Rectangle) -> bool:
    """Whether a text stands on a ground of its own, which covers a rule."""
    behind = around(page, rule.box)
    return any(
        box.background is not None and getattr(box.background.color, "alpha", 0) == 1
        for box in around(page, ink.box)
        if box not in behind
    )


def _lies_on(picture: _Rectangle, ink: TextInk) -> bool:
    if picture.right <= ink.left or ink.right <= picture.left:
        return False
    size = ink.box.style["font_size"]
    wide = min(picture.right, ink.right) - max(picture.left, ink.left)
    high = min(picture.bottom, ink.bottom) - max(picture.top, ink.top)
    return bool(wide > _WIDE * size and high > _HIGH * size)


def _is_ground(page: PageBox, picture: _Rectangle, ink: TextInk) -> bool:
    """Whether a picture is made the ground of a text: one of both is out of the flow, and all of the text is on it."""
    inside = (
        picture.left <= ink.left
        and ink.right <= picture.right
        and picture.top <= ink.top
        and ink.bottom <= picture.bottom
    )
    return inside and any(
        box.style["position"] in ("absolute", "fixed", "relative")
        for one in (picture.box, ink.box)
        for box in around(page, one)
    )
