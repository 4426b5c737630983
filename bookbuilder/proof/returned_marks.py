"""Makes what was changed in a file that came back into marks at the words of the chapters as they are now."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import NamedTuple

from bookbuilder.diagnostics import NOWHERE, Span
from bookbuilder.proof.block_source import BlockSource
from bookbuilder.proof.current_texts import CurrentTexts
from bookbuilder.proof.edit_block import refused
from bookbuilder.proof.mark import MarkedWords, MarkSubject, ProofMark, ProofMarkKind
from bookbuilder.proof.mark_place import PARAGRAPH_END
from bookbuilder.proof.mark_problems import FACT, NAME
from bookbuilder.proof.match_paragraphs import ParagraphGroup, match_paragraphs
from bookbuilder.proof.returned_text import (
    OBJECT,
    SIGNS,
    ReturnedComment,
    ReturnedDocument,
    ReturnedParagraph,
    TrackedChange,
    without_signs,
)
from bookbuilder.proof.sent_record import SentRecord, SentText
from bookbuilder.proof.word_hunks import CharacterMap, Hunk, hunks

AROUND = 40
"""Characters of the words around a mark."""
TARGET = 80
"""Characters of the paragraph behind which another one now stands."""
_FORMATS = ("strong", "emphasis", "strike", "superscript", "subscript", "underline", "smallcaps")


class _Who(NamedTuple):
    author: str
    date: str


@dataclass(frozen=True, slots=True)
class _Reader:
    """What is shared by the marks of a file."""

    document: ReturnedDocument
    sent: SentRecord
    current: CurrentTexts
    changes: Iterator[int] = field(default_factory=lambda: count(1))

    def together(self, marks: Iterable[ProofMark]) -> Iterator[ProofMark]:
        """Yield the marks that one change is made of, with its name if they are several."""
        found = tuple(marks)
        change = str(next(self.changes)) if len(found) > 1 else ""
        yield from (replace(mark, change=change) for mark in found)

    def mark(self, kind: ProofMarkKind, words: MarkedWords, who: _Who, **values: object) -> ProofMark:
        mark = ProofMark(kind, self.document.name, self.sent.locale, words, author=who.author, date=who.date)
        return replace(mark, **values)  # type: ignore[arg-type]  # the fields of a ProofMark

    # -- places ------------------------------------------------------------------------------------------------

    def placed(
        self, kind: ProofMarkKind, text: SentText, start: int, end: int, new: str, who: _Who, tail: str = ""
    ) -> ProofMark:
        """Return a mark at characters of a text as it was printed; `tail` is added to its quote."""
        source = self.current.source(text)
        quote = text.printed[start:end]
        around = MarkedWords(
            quote + tail, text.printed[max(start - AROUND, 0) : start], text.printed[end : end + AROUND]
        )
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
        return self._at(kind, source, *there, new, who, tail)

    def _at(
        self, kind: ProofMarkKind, source: BlockSource, start: int, end: int, new: str, who: _Who, tail: str
    ) -> ProofMark:
        text = source.block.text
        words = MarkedWords(
            text[start:end] + tail, text[max(start - AROUND, 0) : start], text[end : end + AROUND]
        )
        first, last, known = _span(source, start, end)
        whole = tail and start == 0 and end == len(text)  # with the facts and names in it
        free = whole or kind in (ProofMarkKind.COMMENT, ProofMarkKind.MOVE)
        about, key = (MarkSubject.TEXT, "") if free else _about(source, start, end)
        if not known and about is MarkSubject.TEXT:
            about = MarkSubject.MADE
        return self.mark(kind, words, who, new=new, start=first, end=last, about=about, key=key)

    def unplaced(self, words: MarkedWords, who: _Who, new: str = "", place: Span = NOWHERE) -> ProofMark:
        """Return a mark on what no line of a chapter says."""
        kind = (
            ProofMarkKind.REPLACE
            if new and words.quote
            else ProofMarkKind.INSERT
            if new
            else ProofMarkKind.DELETE
        )
        return self.mark(kind, words, who, new=new, about=MarkSubject.MADE, start=place, end=place)


def returned_marks(
    document: ReturnedDocument, sent: SentRecord, current: CurrentTexts
) -> tuple[ProofMark, ...]:
    """Return the marks of a file that came back, in the order of the book; equal ones differ in their numbers."""
    reader = _Reader(document, sent, current)
    found: list[ProofMark] = []
    comments = _Comments(reader)
    for of_notes in (False, True):
        texts = [text for text in sent.texts if bool(text.story) == of_notes]
        paragraphs = [
            one
            for one in document.paragraphs
            if bool(one.story) == of_notes and (one.names or one.text.strip(f" \t\n{SIGNS}"))
        ]
        matched = match_paragraphs(texts, paragraphs)
        for group in matched.groups:
            of_group = [texts[number] for number in group.sent]
            now = [paragraphs[number] for number in group.returned]
            found += _group_marks(reader, of_group, now, comments)
            if group.moved and now:
                found += _moved(reader, group, texts, now[0])
        for number in matched.new:
            paragraph = paragraphs[number]
            who = _author(reader, paragraph, 0, len(paragraph.text))
            found.append(reader.unplaced(MarkedWords(""), who, without_signs(paragraph.text)))
            comments.unplaced(paragraph)
    found += comments.rest()
    return _numbered(found)


def _numbered(marks: Iterable[ProofMark]) -> tuple[ProofMark, ...]:
    counts: Counter[str] = Counter()
    result = []
    for mark in marks:
        number = counts[mark.id]
        counts[mark.id] += 1
        result.append(replace(mark, number=number) if number else mark)
    return tuple(result)


# -- a group of paragraphs -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Joined:
    """Texts one behind the other, with ends of paragraphs between them."""

    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        return PARAGRAPH_END.join(self.texts)

    @property
    def starts(self) -> tuple[int, ...]:
        at, result = 0, []
        for text in self.texts:
            result.append(at)
            at += len(text) + len(PARAGRAPH_END)
        return tuple(result)

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the text of a character, and its number in it."""
        number = max(bisect_right(self.starts, offset) - 1, 0)
        return number, min(offset - self.starts[number], len(self.texts[number]))


def _group_marks(
    reader: _Reader, texts: Sequence[SentText], now: Sequence[ReturnedParagraph], comments: _Comments
) -> Iterator[ProofMark]:
    before, after = _Joined(tuple(t.shown for t in texts)), _Joined(tuple(p.text for p in now))
    changes = hunks(before.text, after.text) if now else (Hunk(0, len(before.text), 0, 0),)
    characters = CharacterMap(after.text, before.text)
    for number, paragraph in enumerate(now):
        comments.take(paragraph, after.starts[number], characters, before, texts)
    if not now and not any(text.number for text in texts):
        return
    for hunk in changes:
        yield from _hunk_marks(reader, hunk, before, after, texts, now)
    if now:
        yield from _format_marks(reader, before, after, texts, now)


def _author(reader: _Reader, paragraph: ReturnedParagraph, start: int, end: int) -> _Who:
    """Return who changed characters of a paragraph: who the file says, else who saved it."""
    touching = [one for one in paragraph.changes if one.start <= end and one.end >= start]

    def rank(one: TrackedChange) -> tuple[int, int]:
        return -(min(one.end, end) - max(one.start, start)), abs(one.start - start)

    best = min(touching, key=rank, default=None)
    return _Who(best.author, best.date) if best else _Who(reader.document.person, "")


def _hunk_marks(
    reader: _Reader,
    hunk: Hunk,
    before: _Joined,
    after: _Joined,
    texts: Sequence[SentText],
    now: Sequence[ReturnedParagraph],
) -> Iterator[ProofMark]:
    if now:
        number, at = after.locate(hunk.other_start)
        who = _author(reader, now[number], at, at + hunk.other_end - hunk.other_start)
    else:
        who = _Who(reader.document.person, "")
    old = before.text[hunk.start : hunk.end]
    new = after.text[hunk.other_start : hunk.other_end]
    if without_signs(old) == without_signs(new):
        if old.count(OBJECT) != new.count(OBJECT):
            yield from _thing(reader, hunk, before, texts, who)
        return
    if not old.strip() and not new.strip() and PARAGRAPH_END not in old + new and _at_edge(hunk, before):
        return
    if old.count(OBJECT) > new.count(OBJECT):
        yield from _thing(reader, hunk, before, texts, who)
    yield from reader.together(_word_marks(reader, hunk, before, texts, without_signs(new), who))


def _word_marks(
    reader: _Reader, hunk: Hunk, before: _Joined, texts: Sequence[SentText], new: str, who: _Who
) -> Iterator[ProofMark]:
    """Yield the marks on the words of a change, and on the ends of paragraphs in it."""
    first, start = before.locate(hunk.start)
    last, end = before.locate(hunk.end)
    if first == last:
        yield from _in_text(reader, texts[first], start, end, new, who)
        return
    # Several texts: words at the end of the first one, ends of paragraphs, words at the beginning of the last one.
    whole = [
        (start == 0 if number == first else True)
        and (end == len(texts[last].shown) if number == last else True)
        for number in range(first, last + 1)
    ]
    if not whole[0] or (whole[-1] and new):
        keep = first
    elif not whole[-1]:
        keep = last
    else:
        keep = -1  # all of them go
    # Two that are joined, with words between them.
    joined = keep == first == last - 1 and start == len(texts[first].shown) and not end
    between = new if joined and PARAGRAPH_END not in new else ""
    for number in range(first, last + 1):
        text = texts[number]
        begin = start if number == first else 0
        behind = end if number == last else len(text.shown)
        if whole[number - first] and number != keep:
            yield from _gone(reader, text, who)
            continue
        words = new if number == keep and not between else ""
        if begin < behind or words:
            yield from _in_text(reader, text, begin, behind, words, who)
    partial = [number for number in range(first, last + 1) if not whole[number - first] or number == keep]
    for number in partial[:-1]:
        text = texts[number]
        kind = ProofMarkKind.REPLACE if between else ProofMarkKind.DELETE
        point = len(text.printed)
        yield reader.placed(kind, text, point, point, between, who, tail=PARAGRAPH_END)


def _at_edge(hunk: Hunk, before: _Joined) -> bool:
    """Whether a change of spaces is at the beginning or end of a paragraph, where none are printed."""
    number, start = before.locate(hunk.start)
    _, end = before.locate(hunk.end)
    return start == 0 or end == len(before.texts[number])


def _thing(
    reader: _Reader, hunk: Hunk, before: _Joined, texts: Sequence[SentText], who: _Who
) -> Iterator[ProofMark]:
    """Yield the mark on a call of a note, a picture or a reference that was taken out: it has no words of its own."""
    number, start = before.locate(hunk.start)
    text = texts[number]
    if not text.number:
        return
    source = reader.current.source(text)
    place = source.block.span if source is not None else Span(text.file)
    shown = text.shown
    words = MarkedWords(OBJECT, shown[max(start - AROUND, 0) : start], shown[start + 1 : start + AROUND])
    yield reader.unplaced(words, who, place=place)


def _gone(reader: _Reader, text: SentText, who: _Who) -> Iterator[ProofMark]:
    """Yield the mark on a text that is no more."""
    if text.number:
        yield reader.placed(ProofMarkKind.DELETE, text, 0, len(text.printed), "", who, tail=PARAGRAPH_END)
    else:
        yield reader.unplaced(MarkedWords(text.shown), who)


def _in_text(
    reader: _Reader, text: SentText, start: int, end: int, new: str, who: _Who
) -> Iterator[ProofMark]:
    """Yield the marks on characters of a text as it is in the document."""
    if not text.number:
        shown = text.shown
        words = MarkedWords(
            shown[start:end], shown[max(start - AROUND, 0) : start], shown[end : end + AROUND]
        )
        yield reader.unplaced(words, who, new)
        return
    there = _printed(text, start, end)
    if there is None:
        words = MarkedWords(without_signs(text.shown[start:end]), text.shown[max(start - AROUND, 0) : start])
        source = reader.current.source(text)
        place = source.block.span if source is not None else Span(text.file)
        yield reader.unplaced(words, who, new, place)
        return
    start, end = there
    if PARAGRAPH_END in new and start < end:
        if text.printed[start:end].strip():
            yield reader.placed(ProofMarkKind.DELETE, text, start, end, "", who)
        start = end
    whole = (start, end) == (0, len(text.printed)) and not new
    if whole and text.printed:
        yield reader.placed(ProofMarkKind.DELETE, text, start, end, "", who, tail=PARAGRAPH_END)
        return
    kind = ProofMarkKind.INSERT if start == end else ProofMarkKind.REPLACE if new else ProofMarkKind.DELETE
    if start < end or new:
        yield reader.placed(kind, text, start, end, new, who)


def _printed(text: SentText, start: int, end: int) -> tuple[int, int] | None:
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


# -- formats, places -------------------------------------------------------------------------------------------


def _format_marks(
    reader: _Reader,
    before: _Joined,
    after: _Joined,
    texts: Sequence[SentText],
    now: Sequence[ReturnedParagraph],
) -> Iterator[ProofMark]:
    """Yield the marks on words that look other than they did."""
    names = {name for text in texts for name in _runs(text)} | {name for one in now for name in one.formats}
    if not names:
        return
    characters = CharacterMap(before.text, after.text)
    for name in _FORMATS:
        if name not in names:
            continue
        had = _flags(before, [_runs(text).get(name, []) for text in texts])
        has = _flags(after, [one.formats.get(name, []) for one in now])
        for sign, start, end in _differences(before.text, had, has, characters):
            number, begin = before.locate(start)
            text = texts[number]
            there = _printed(text, begin, begin + end - start) if text.number else None
            if there is None or there[0] == there[1]:
                continue
            place, at = after.locate(characters.character(start))
            who = _author(reader, now[place], at, at + end - start)
            yield reader.placed(ProofMarkKind.FORMAT, text, *there, sign + name, who)


def _runs(text: SentText) -> dict[str, list[tuple[int, int]]]:
    result: dict[str, list[tuple[int, int]]] = {}
    for run in text.formats:
        name, _, place = run.partition(" ")
        start, _, end = place.partition("-")
        if start.isdecimal() and end.isdecimal():
            result.setdefault(name, []).append((int(start), int(end)))
    return result


def _flags(joined: _Joined, runs: Sequence[Sequence[tuple[int, int]]]) -> bytearray:
    result = bytearray(len(joined.text))
    for first, of_text in zip(joined.starts, runs, strict=True):
        for start, end in of_text:
            for number in range(first + start, min(first + end, len(result))):
                result[number] = 1
    return result


def _differences(
    text: str, had: bytearray, has: bytearray, characters: CharacterMap
) -> Iterator[tuple[str, int, int]]:
    """Yield the runs of characters that got (`+`) or lost (`-`) a format; spaces between such words belong to them."""
    run: tuple[str, int, int] | None = None
    for number, letter in enumerate(text):
        if letter in SIGNS:
            continue
        there = characters.character(number)
        sign = ""
        if there >= 0 and had[number] != has[there]:
            sign = "+" if has[there] else "-"
        if letter.isspace() and letter != "\n":
            continue
        if run and sign == run[0]:
            run = sign, run[1], number + 1
            continue
        if run:
            yield run
        run = (sign, number, number + 1) if sign else None
    if run:
        yield run


def _moved(
    reader: _Reader, group: ParagraphGroup, texts: Sequence[SentText], now: ReturnedParagraph
) -> Iterator[ProofMark]:
    """Yield the mark on a paragraph that stands elsewhere."""
    text = texts[group.sent[0]]
    if not text.number:
        return
    behind = texts[group.behind] if group.behind is not None else None
    source = reader.current.source(behind) if behind is not None and behind.number else None
    target = source.block.text[:TARGET] if source is not None else ""
    who = _author(reader, now, 0, len(now.text))
    yield reader.placed(ProofMarkKind.MOVE, text, 0, len(text.printed), target, who)


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


# -- comments --------------------------------------------------------------------------------------------------


class _Comments:
    """The comments of a file: each becomes a mark at its words."""

    def __init__(self, reader: _Reader) -> None:
        went_out = Counter(reader.sent.comments)
        self._reader = reader
        self._open: dict[str, ReturnedComment] = {}
        for comment in reader.document.comments:
            said = f"{comment.author}: {comment.text}"
            if went_out[said]:
                went_out[said] -= 1
            else:
                self._open[comment.id] = comment
        self._marks: dict[str, ProofMark] = {}

    def take(
        self,
        paragraph: ReturnedParagraph,
        first: int,
        characters: CharacterMap,
        before: _Joined,
        texts: Sequence[SentText],
    ) -> None:
        """Place the comments of a paragraph, which begins at a character of what came back."""
        for anchor in paragraph.comments:
            comment = self._open.get(anchor.comment)
            if comment is None:
                continue
            inside = [characters.character(first + number) for number in range(anchor.start, anchor.end)]
            known = [number for number in inside if number >= 0]
            if known:
                number, start = before.locate(known[0])
                last, end = before.locate(known[-1])
                end = end + 1 if last == number else len(texts[number].shown)
            else:
                number, start = before.locate(characters.point(first + anchor.start) or 0)
                end = start
            self._place(comment, texts[number], start, end)

    def _place(self, comment: ReturnedComment, text: SentText, start: int, end: int) -> None:
        who = _Who(comment.author, comment.date)
        there = _printed(text, start, end) if text.number else None
        if there is None and text.number:
            point = _printed(text, start, start)
            there = point
        if there is None:
            shown = text.shown
            words = MarkedWords(
                shown[start:end], shown[max(start - AROUND, 0) : start], shown[end : end + AROUND]
            )
            mark = self._reader.mark(ProofMarkKind.COMMENT, words, who, about=MarkSubject.MADE)
        else:
            mark = self._reader.placed(ProofMarkKind.COMMENT, text, *there, "", who)
        self._marks[comment.id] = replace(mark, comment=comment.text)

    def unplaced(self, paragraph: ReturnedParagraph) -> None:
        """Take the comments of a paragraph that is new."""
        for anchor in paragraph.comments:
            if comment := self._open.get(anchor.comment):
                words = MarkedWords(paragraph.text[anchor.start : anchor.end])
                who = _Who(comment.author, comment.date)
                mark = self._reader.mark(ProofMarkKind.COMMENT, words, who, about=MarkSubject.LOST)
                self._marks[comment.id] = replace(mark, comment=comment.text)

    def rest(self) -> list[ProofMark]:
        """Return the marks, those that answer another one behind it; one without words stands where that one does."""
        result: list[ProofMark] = []
        ids: dict[str, str] = {}
        waiting = list(self._open.values())
        while waiting:
            ready = [one for one in waiting if not (one.answers in self._open and one.answers not in ids)]
            for comment in ready or waiting[:1]:
                mark = self._marks.get(comment.id)
                if mark is None:
                    above = next((one for one in result if ids.get(comment.answers) == one.id), None)
                    who = _Who(comment.author, comment.date)
                    mark = self._reader.mark(
                        ProofMarkKind.COMMENT, MarkedWords(""), who, about=MarkSubject.LOST
                    )
                    if above is not None:
                        mark = replace(above, author=who.author, date=who.date)
                    mark = replace(mark, comment=comment.text)
                mark = replace(mark, answers=ids.get(comment.answers, ""))
                ids[comment.id] = mark.id
                result.append(mark)
            waiting = [one for one in waiting if one.id not in ids]
        return result
