"""Makes the comments of a file that came back into marks at their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bookbuilder.proof.joined_texts import JoinedTexts
from bookbuilder.proof.mark import MarkedWords, MarkSubject, ProofMark, ProofMarkKind
from bookbuilder.proof.mark_maker import MarkAuthor, MarkMaker, printed_range, words_around
from bookbuilder.proof.returned_text import ReturnedComment, ReturnedParagraph
from bookbuilder.proof.sent_record import SentText
from bookbuilder.proof.word_hunks import CharacterMap


class CommentMarks:
    """The comments of a file: each becomes a mark at its words."""

    def __init__(self, maker: MarkMaker) -> None:
        went_out = Counter(maker.sent.comments)
        self._maker = maker
        self._open: dict[str, ReturnedComment] = {}
        for comment in maker.document.comments:
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
        before: JoinedTexts,
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
        who = MarkAuthor(comment.author, comment.date)
        there = printed_range(text, start, end) if text.number else None
        if there is None and text.number:
            point = printed_range(text, start, start)
            there = point
        if there is None:
            words = words_around(text.shown, start, end)
            mark = self._maker.mark(ProofMarkKind.COMMENT, words, who, about=MarkSubject.MADE)
        else:
            mark = self._maker.placed(ProofMarkKind.COMMENT, text, *there, "", who)
        self._marks[comment.id] = replace(mark, comment=comment.text)

    def unplaced(self, paragraph: ReturnedParagraph) -> None:
        """Take the comments of a paragraph that is new."""
        for anchor in paragraph.comments:
            if comment := self._open.get(anchor.comment):
                words = MarkedWords(paragraph.text[anchor.start : anchor.end])
                who = MarkAuthor(comment.author, comment.date)
                mark = self._maker.mark(ProofMarkKind.COMMENT, words, who, about=MarkSubject.LOST)
                self._marks[comment.id] = replace(mark, comment=comment.text)

    def rest(self) -> list[ProofMark]:
        """Return the marks, those that answer another one behind it; one without words stands where that one does."""
        made: dict[str, ProofMark] = {}
        for comment in self._in_order():
            mark = self._marks.get(comment.id)
            above = made.get(comment.answers)
            if mark is None:
                who = MarkAuthor(comment.author, comment.date)
                lost = self._maker.mark(ProofMarkKind.COMMENT, MarkedWords(""), who, about=MarkSubject.LOST)
                mark = lost if above is None else replace(above, author=who.author, date=who.date)
                mark = replace(mark, comment=comment.text)
            made[comment.id] = replace(mark, answers=above.id if above is not None else "")
        return list(made.values())

    def _in_order(self) -> Iterator[ReturnedComment]:
        """Yield the comments, each behind the one that it answers. Of those that answer one another in a circle the first
        one answers none."""
        given: set[str] = set()
        for first in self._open.values():
            chain: dict[str, ReturnedComment] = {}
            comment: ReturnedComment | None = first
            while comment is not None and comment.id not in given and comment.id not in chain:
                chain[comment.id] = comment
                comment = self._open.get(comment.answers)
            given.update(chain)
            yield from reversed(chain.values())
