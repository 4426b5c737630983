"""Finds the text under a point of a printed page, and where a place of the text is printed.

The typesetter says where each piece of a line stands and which text it is (`PrintedText`), pdfium where each character is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise
from math import hypot
from unicodedata import bidirectional

from bookbuilder.formats.edition_trace import EditionTrace, PrintedText
from bookbuilder.formats.source_map import SourceMap, TextPlace
from bookbuilder.formats.text_places import counted
from bookbuilder.preview.page_characters import Character, CharacterBox, PageCharacters

REACH = 12.0
"""The most points between a point and the character that is meant."""
_INSIDE = 0.1
"""Points within which a point counts as inside a character's box; the distance from its middle adds a little."""


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """A word on a page, as far as it stands in one line and one text node: its number among the words of the page, the place
    of its first character, its text, and the boxes of its characters."""

    page: int
    number: int
    place: TextPlace
    text: str
    boxes: tuple[CharacterBox, ...]


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """A picture on a page: the name of its HTML, its number among the pictures in it, and its box."""

    page: int
    html: str
    number: int
    box: CharacterBox


class PrintedPlaces:
    """The printed places of a PDF. `characters` returns those of a page."""

    def __init__(
        self, trace: EditionTrace, source_map: SourceMap, characters: Callable[[int], PageCharacters]
    ) -> None:
        self._trace, self._map, self._characters = trace, source_map, characters
        self._pages: dict[int, _Page] = {}

    def word_at(self, page: int, x: float, y: float) -> PrintedWord | None:
        """Return the word at a point of a page, or near it; None if there is none. Raises `IndexError` if there is no such
        page."""
        found = self._page(page)
        at = found.nearest(x, y, REACH)
        if at is None:
            return None
        piece = found.piece_of[at]
        assert piece is not None
        return self._word(found, at, piece)

    def picture_at(self, page: int, x: float, y: float) -> PrintedPicture | None:
        """Return the smallest picture at a point of a page, unless a character of the text is just there; None if there is
        none. Raises `IndexError` if there is no such page."""
        found = self._page(page)
        if found.nearest(x, y, _INSIDE) is not None:
            return None
        around = [one for one in found.pictures if one.box.holds(x, y)]
        return min(around, key=lambda one: one.box.width * one.box.height, default=None)

    def word(self, page: int, number: int) -> PrintedWord | None:
        """Return a word of a page by its number, from 0; the last one if there are fewer, None if there are none."""
        found = self._page(page)
        starts = found.word_starts
        if not starts:
            return None
        at = starts[min(number, len(starts) - 1)]
        piece = found.piece_of[at]
        assert piece is not None
        return self._word(found, at, piece)

    def find(self, place: TextPlace) -> PrintedWord | None:
        """Return the first word that has the character of a place; None if it is not printed."""
        for number, (html, texts) in enumerate(self._trace.pages):
            if html != place.html:
                continue
            for piece in texts():
                if piece.picture is not None:
                    continue
                before = self._before(html, piece, place)
                if before is not None and (at := self._page(number).character(piece, before)) is not None:
                    return self._word(self._page(number), at, piece)
        return None

    def _page(self, number: int) -> _Page:
        if not 0 <= number < len(self._trace.pages):
            raise IndexError(number)
        if number not in self._pages:
            html, texts = self._trace.pages[number]
            self._pages[number] = _Page.of(number, html, texts(), self._characters(number))
        return self._pages[number]

    def _before(self, html: str, piece: PrintedText, place: TextPlace) -> int | None:
        """Return how many printed characters of a piece are before a place in it; None if it is not in it."""
        left, node, offset = piece.length, piece.node, piece.offset
        before = 0
        while left > 0:
            text = self._map.text(TextPlace(html, node, 0))[offset:]
            if node == place.node:
                at = place.offset - offset
                return before + len(text[:at].casefold()) if 0 <= at < min(left, len(text)) else None
            before, left = before + len(text.casefold()), left - len(text)
            node, offset = node + 1, 0
            if not text and left:
                return None
        return None

    def _place(self, html: str, piece: PrintedText, before: int) -> TextPlace:
        """Return the place behind so many printed characters of a piece."""
        node, offset = piece.node, piece.offset
        while True:
            text = self._map.text(TextPlace(html, node, 0))
            while before > 0 and offset < len(text):
                before -= len(text[offset].casefold())
                offset += 1
            if offset < len(text) or node > piece.node + piece.length:
                return TextPlace(html, node, offset)
            if before <= 0 and offset >= len(text):
                return TextPlace(html, node, len(text) - 1)  # a hyphen at the end of a line
            node, offset = node + 1, 0

    def _word(self, page: _Page, at: int, piece: PrintedText) -> PrintedWord:
        number = bisect_right(page.word_starts, at) - 1
        first, *behind = page.word_starts[number : number + 2]
        of_word = [
            one for one in range(first, *(behind or [len(page.characters)])) if page.piece_of[one] is piece
        ]
        of_piece = [one for one, other in enumerate(page.piece_of) if other is piece]
        before = sum(len(page.characters[one].text.casefold()) for one in of_piece if one < first)
        text = "".join(page.characters[one].text for one in of_word)
        boxes = tuple(page.characters[one].box for one in of_word)
        return PrintedWord(page.number, number, self._place(page.html, piece, before), text, boxes)


@dataclass(frozen=True, eq=False)
class _Page:
    """A page, its characters, the piece of text that each belongs to (None: it is of a style sheet), and its pictures."""

    number: int
    html: str
    characters: tuple[Character, ...]
    piece_of: tuple[PrintedText | None, ...]
    pictures: tuple[PrintedPicture, ...]

    @classmethod
    def of(cls, number: int, html: str, texts: Sequence[PrintedText], found: PageCharacters) -> _Page:
        characters = [one for one in found.characters if counted(one.text)]
        boxes = [
            (one.picture, CharacterBox(one.x + found.trim_x, one.y + found.trim_y, one.width, one.height))
            for one in texts
        ]
        pictures = tuple(PrintedPicture(number, html, at, box) for at, box in boxes if at is not None)
        texts = [one for one in texts if one.picture is None]
        pieces = [_piece(one.box, texts, found.trim_x, found.trim_y) for one in characters]
        ordered: list[Character] = []
        for _, group in groupby(zip(pieces, characters, strict=True), key=lambda one: id(one[0])):
            ordered += _in_reading_order([character for _, character in group])
        return cls(number, html, tuple(ordered), tuple(pieces), pictures)

    @cached_property
    def word_starts(self) -> tuple[int, ...]:
        """The first characters of the words."""
        return tuple(
            at
            for at, piece in enumerate(self.piece_of)
            if piece is not None
            and (not at or self.piece_of[at - 1] is not piece or self.characters[at].begins_word)
        )

    def nearest(self, x: float, y: float, reach: float) -> int | None:
        """Return the character at a point, or next to it, at most so many points away."""
        best, least = None, reach
        for number, (character, piece) in enumerate(zip(self.characters, self.piece_of, strict=True)):
            box = character.box
            distance = hypot(
                max(box.x - x, 0, x - box.x - box.width), max(box.y - y, 0, y - box.y - box.height)
            )
            distance += abs(y - box.middle[1]) / 100  # lines overlap: the one in whose middle it is
            if piece is not None and distance < least:
                best, least = number, distance
        return best

    def character(self, piece: PrintedText, before: int) -> int | None:
        """Return the character of a piece before which there are so many."""
        of_piece = [number for number, one in enumerate(self.piece_of) if one is piece]
        for number in of_piece:
            if before <= 0:
                return number
            before -= len(self.characters[number].text.casefold())
        return None


def _in_reading_order(characters: list[Character]) -> list[Character]:
    """Return the characters of a piece in reading order: on a page written right to left, pdfium reverses the words of a
    line that is written left to right."""
    if any(bidirectional(letter) in ("R", "AL") for one in characters for letter in one.text):
        return characters
    result = sorted(characters, key=lambda one: one.box.x)
    return result[:1] + [
        replace(one, begins_word=one.begins_word or _parted(before.box, one.box))
        for before, one in pairwise(result)
    ]


def _parted(before: CharacterBox, box: CharacterBox) -> bool:
    """Whether there is room for a space between two characters."""
    return box.x - before.x - before.width > 0.15 * box.height


def _piece(
    box: CharacterBox, texts: Sequence[PrintedText], trim_x: float, trim_y: float
) -> PrintedText | None:
    """Return the printed text that a character belongs to: the one whose vertical centre is nearest to the character's."""
    x, y = box.middle[0] - trim_x, box.middle[1] - trim_y
    around = [
        text
        for text in texts
        if text.x - 0.5 <= x <= text.x + text.width + 0.5 and text.y - 2 <= y <= text.y + text.height + 2
    ]
    return min(around, key=lambda text: abs(text.y + text.height / 2 - y), default=None)
