"""Turns what was read from a PDF into marks: what each says, the words that it is about, and which belong together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder.proof.find_words import letters_around
from bookbuilder.proof.mark import MarkedWords, ProofMarkKind
from bookbuilder.proof.pdf_marks import MarkedPage, MarkedPdf, PageMark, PdfAnnotation

AROUND = 40
"""Characters of the words before and behind those of a mark."""
QUOTE = 2_000
"""Characters of the words of a mark that are kept."""
_COPIES = frozenset({"Highlight", "Underline", "Squiggly", "StrikeOut"})
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class ReadMark:
    """A mark of a PDF: the annotation that says most of it, its page and the characters of it that it is about (`found`:
    whether there are any), and what it says. `answers` is the number of the annotation that it answers, -1 for none."""

    annotation: PdfAnnotation
    page: MarkedPage
    start: int
    end: int
    found: bool
    picture: str | None
    kind: ProofMarkKind
    words: MarkedWords
    new: str = ""
    comment: str = ""
    answers: int = -1


def read_marks(pdf: MarkedPdf) -> Iterator[ReadMark]:
    """Yield the marks of a PDF in its order: a replaced text, which is two annotations, is one mark."""
    for page in pdf.marked:
        yield from _of_page(page)


def _of_page(page: MarkedPage) -> Iterator[ReadMark]:
    marks = {one.annotation.number: one for one in page.marks}
    groups: dict[int, list[PageMark]] = {}
    for one in page.marks:
        if one.annotation.grouped and one.annotation.parent in marks:
            groups.setdefault(_head(one, marks), []).append(one)
    grouped = {other.annotation.number for others in groups.values() for other in others}
    for number, one in marks.items():
        if number not in grouped:
            yield _read(one, groups.get(number, ()), page)


def _head(one: PageMark, marks: Mapping[int, PageMark]) -> int:
    """Return the number of the annotation that a group is told by."""
    seen: set[int] = set()
    while one.annotation.grouped and one.annotation.parent in marks and one.annotation.number not in seen:
        seen.add(one.annotation.number)
        one = marks[one.annotation.parent]
    return one.annotation.number


def _read(head: PageMark, others: Sequence[PageMark], page: MarkedPage) -> ReadMark:
    members = (head, *others)
    # The words are those of the member that covers some: a caret is a point.
    over = next((one for one in members if one.found and one.end > one.start), head)
    said = next((one.annotation.text for one in members if one.annotation.text), "")
    kinds = {one.annotation.subtype for one in members}
    text, start, end = page.text, over.start, over.end
    quote = _plain(text[start:end])[:QUOTE] if over.found else ""
    before, after = letters_around(text, start, end, AROUND) if over.found else ("", "")
    answers = head.annotation.parent if not head.annotation.grouped else -1
    result = ReadMark(
        head.annotation,
        page,
        start,
        end,
        over.found,
        next((one.picture for one in members if one.picture is not None), None),
        ProofMarkKind.COMMENT,
        MarkedWords(quote, before, after),
        answers=answers,
    )
    if answers >= 0:
        return replace(result, comment=said or head.annotation.state)
    if {"StrikeOut", "Caret"} <= kinds:
        new = said if _plain(said) != quote else ""
        return replace(result, kind=ProofMarkKind.REPLACE if new else ProofMarkKind.DELETE, new=new)
    match head.annotation.subtype:
        case "StrikeOut" if not said or _plain(said) == quote:
            return replace(result, kind=ProofMarkKind.DELETE)
        case "StrikeOut" if _is_remark(said, quote):
            return replace(result, kind=ProofMarkKind.DELETE, comment=said)
        case "StrikeOut":
            return replace(result, kind=ProofMarkKind.REPLACE, new=said)
        case "Caret" if said:
            return replace(result, kind=ProofMarkKind.INSERT, new=_spaced(said, text, start))
        case "Caret" | "Text" | "FreeText" | "Stamp":
            return replace(result, comment=said)
        case subtype if not said or (subtype in _COPIES and _plain(said) == quote):
            return replace(result, kind=ProofMarkKind.HIGHLIGHT)
        case _:
            return replace(result, comment=said)


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _is_remark(said: str, quote: str) -> bool:
    """Whether what is said of struck words is about them, and not what is to stand there."""
    return "?" in said or "\n" in said.strip() or len(said.split()) > 2 * len(quote.split()) + 6


def _spaced(said: str, text: str, at: int) -> str:
    """Return words to put in with the space that parts them from the word beside them, if they are put in between words."""
    new = said.strip(" \t")
    before, behind = text[at - 1 : at], text[at : at + 1]
    if not new[:1].isalnum() or not (new[-1:].isalnum() or behind.isspace() or not behind):
        return said if not (before.isspace() or behind.isspace()) else new
    if before and not before.isspace() and (behind.isspace() or not behind):
        return f" {new}"
    if behind and not behind.isspace() and (before.isspace() or not before):
        return f"{new} "
    return said


def in_book_order(marks: Iterable[ReadMark]) -> list[ReadMark]:
    """Return marks in the order of their pages and their words; answers follow in the order of the file."""
    return sorted(marks, key=lambda one: (one.page.number, one.start, one.annotation.number))
