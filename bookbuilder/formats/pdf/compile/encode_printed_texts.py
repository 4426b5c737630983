"""Encodes where the text of a part stands on its pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

import msgspec

from bookbuilder.formats.edition_trace import PrintedText
from bookbuilder.typed_decoding import from_msgpack

_PARTS = 100
"""In how many parts a point is counted."""
LENGTH = 7


def numbers_of(page: Iterable[PrintedText]) -> list[int]:
    """Return the texts of a page as numbers, `LENGTH` of each; the first is that of its text node. Texts with a measure
    that is not finite are left out."""
    return [number for text in page if _stands(text) for number in _numbers(text)]


def encode(pages: Sequence[Sequence[int]]) -> bytes:
    """Return the texts of pages, each as numbers (`numbers_of`), as bytes."""
    return msgspec.msgpack.encode(pages)


def _stands(text: PrintedText) -> bool:
    return isfinite(text.x + text.y + text.width + text.height)


def _numbers(text: PrintedText) -> tuple[int, ...]:
    measures = (text.x, text.y, text.width, text.height)
    return text.node, text.offset, text.length, *(round(measure * _PARTS) for measure in measures)


def decode(data: bytes) -> tuple[tuple[PrintedText, ...], ...]:
    """Return the texts of pages from their bytes; raises `msgspec.DecodeError` if they are none."""
    pages = from_msgpack(data, list[list[int]])
    return tuple(tuple(_text(*numbers) for numbers in _groups(page)) for page in pages)


def _groups(numbers: Sequence[int]) -> list[Sequence[int]]:
    return [numbers[start : start + LENGTH] for start in range(0, len(numbers), LENGTH)]


def _text(node: int, offset: int, length: int, *measures: int) -> PrintedText:
    x, y, width, height = (measure / _PARTS for measure in measures)
    return PrintedText(node, offset, length, x, y, width, height)
