"""Makes marks at the words of the chapters as they are now, for what was changed in a file that came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import NamedTuple

from bookbuilder.diagnostics import NOWHERE, Span
from bookbuilder.proof.block_source import BlockSource
from bookbuilder.proof.current_texts import CurrentTexts
from bookbuilder.proof.edit_block import refused
from bookbuilder.proof.mark import MarkedWords, MarkSubject, ProofMark, ProofMarkKind
from bookbuilder.proof.mark_problems import FACT, NAME
from bookbuilder.proof.returned_text import SIGNS, ReturnedDocument, ReturnedParagraph, TrackedChange
from bookbuilder.proof.sent_record import SentRecord, SentText
from bookbuilder.proof.word_hunks import CharacterMap

AROUND = 40
"""Characters of the words around a mark."""


class MarkAuthor(NamedTuple):
    """Who made a mark, and when (ISO 8601); empty if the file does not say it."""

    author: str
    date: str


@dataclass(frozen=True, slots=True)
class MarkMaker:
    """Makes the marks of a file: at words of the chapters, if they are known there."""

    document: ReturnedDocument
    sent: SentRecord
    current: CurrentTexts
    change_numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def as_one_change(self, marks: Iterable[ProofMark]) -> Iterator[ProofMark]:
        """Yield the marks that one change is made of, with its name if they are several."""
        found = tuple(marks)
        change = str(next(self.change_numbers)) if len(found) > 1 else ""
        yield from (replace(mark, change=change) for mark in found)

    def mark(self, kind: ProofMarkKind, words: MarkedWords, who: MarkAuthor, **values: object) -> ProofMark:
        """Return a mark with some of the other fields of a `ProofMark`."""
        mark = ProofMark(kind, self.document.name, self.sent.locale, words, author=who.author, date=who.date)
        return replace(mark, **values)  # type: ignore[arg-type]  # the fields of a ProofMark

    def author(self, paragraph: ReturnedParagraph, start: int, end: int) -> MarkAuthor:
        """Return who changed characters of a paragraph: who the file says, else who saved it."""
        touching = [one for one in paragraph.changes if one.start <= end and one.end >= start]

        def rank(one: TrackedChange) -> tuple[int, int]:
            return -(min(one.end, end) - max(one.start, start)), abs(one.start - start)

        best = min(touching, key=rank, default=None)
        return MarkAuthor(best.author, best.date) if best else MarkAuthor(self.document.person, "")

    def placed(
        self,
        kind: ProofMarkKind,
        text: SentText,
        start: int,
        end: int,
        new: str,
        who: MarkAuthor,
        tail: str = "",
    ) -> ProofMark:
        """Return a mark at characters of a text as it was printed; `tail` is added to its quote."""
        source = self.current.source(text)
        around = words_around(text.printed, start, end, tail)
        if source is None:
            return self.mark(kind, around, who, new=new, about=MarkSubject.LOST, start=Span(text.file))
        characters = self.current.characters(text)
        if start < end:
            there = characters.range(start, end)
        else:
            point = characters.point(start, exact=True)
            there = None if point is None else (point, point)
        if there is None:
            return self.mark(kind, around, who, new=new, about=MarkSubject.LOST, start=source.block.span)
        return self._at(kind, source, *there, around, new, who, whole_tail=bool(tail))

    def _at(
        self,
        kind: ProofMarkKind,
        source: BlockSource,
        start: int,
        end: int,
        words: MarkedWords,
        new: str,
        who: MarkAuthor,
        *,
        whole_tail: bool,
    ) -> ProofMark:
        first, last, known = _span(source, start, end)
        whole = whole_tail and start == 0 and end == len(source.block.text)  # with the facts and names in it
        free = whole or kind in (ProofMarkKind.COMMENT, ProofMarkKind.MOVE)
        about, key = (MarkSubject.TEXT, "") if free else _about(source, start, end)
        if not known and about is MarkSubject.TEXT:
            about = MarkSubject.MADE
        return self.mark(kind, words, who, new=new, start=first, end=last, about=about, key=key)

    def unplaced(
        self, words: MarkedWords, who: MarkAuthor, new: str = "", place: Span = NOWHERE
    ) -> ProofMark:
        """Return a mark on what no line of a chapter says."""
        kind = (
            ProofMarkKind.REPLACE
            if new and words.quote
            else ProofMarkKind.INSERT
            if new
            else ProofMarkKind.DELETE
        )
        return self.mark(kind, words, who, new=new, about=MarkSubject.MADE, start=place, end=place)


def words_around(text: str, start: int, end: int, tail: str = "") -> MarkedWords:
    """Return characters of a text, with `tail` behind them, and the words before and after them."""
    return MarkedWords(text[start:end] + tail, text[max(start - AROUND, 0) : start], text[end : end + AROUND])


def printed_range(text: SentText, start: int, end: int) -> tuple[int, int] | None:
    """Return characters of a text in the document as those that the book prints; None if it prints none of them."""
    if text.shown == text.printed:
        return start, end
    shown = text.shown
    characters = CharacterMap(shown, text.printed)
    skipped = frozenset(number for number in range(start, end) if shown[number] in SIGNS)
    if end - start > len(skipped):
        return characters.range(start, end, skipped)
    after = shown[end : end + 1]
    if start and shown[start - 1] in SIGNS and after and after not in SIGNS:
        number = characters.character(end)
        if number >= 0:
            return number, number
    point = characters.point(start)
    return None if point is None else (point, point)


def _span(source: BlockSource, start: int, end: int) -> tuple[Span, Span, bool]:
    """Return the places of characters of a text in its file, and whether they are known."""
    file, path, ranges = source.file, source.path, source.ranges
    known = [one for one in ranges[start:end] if one is not None and one[0] < one[1]]
    if start < end and known:
        first = source.start_of(start) if source.kinds[start] == "value" else known[0][0]
        return file.place(path, first), file.place(path, known[-1][1]), True
    if start < end:
        offset = source.start_of(start)
        place = file.place(path, offset) if offset >= 0 else source.block.span
        return place, place, False
    for number in (start - 1, start):
        if 0 <= number < len(ranges) and (one := ranges[number]) is not None:
            place = file.place(path, one[1] if number < start else one[0])
            return place, place, True
    offset = source.start_of(start if start < len(ranges) else start - 1)
    place = file.place(path, offset) if offset >= 0 else source.block.span
    return place, place, offset >= 0


def _about(source: BlockSource, start: int, end: int) -> tuple[MarkSubject, str]:
    refusal = refused(source, start, end)
    if refusal is None:
        return MarkSubject.TEXT, ""
    about = {FACT.code: MarkSubject.FACT, NAME.code: MarkSubject.NAME}.get(
        refusal.rule.code, MarkSubject.TEXT
    )
    return about, refusal.key
