"""Checks that no word is lost: PDF, e-book and web edition have the words of the chapters, once and in order."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from typing import Any

from bookbuilder.diagnostics import Rule
from bookbuilder.document.nodes import Chapter
from bookbuilder.document.normalize_letters import letters
from bookbuilder.document.walk import bare, plain
from bookbuilder.phrases import Phrase
from bookbuilder.validators.compare_shown_text import DifferenceKind, differences
from bookbuilder.validators.expected_text import ExpectedPiece, expected_pieces
from bookbuilder.validators.pdf_text import PdfText, TextRun, is_right_to_left, pdf_text
from bookbuilder.validators.validator import Remark, Validator, ValidatorInput, own_tool

LOST = Rule(
    "words.lost",
    "{words} is missing from {name}",
    "A chapter was compared with what readers get of it, and there a word is missing. Either the theme hides it, or it is a"
    " bug of bookbuilder: please report it, with the paragraph.",
)
TWICE = Rule(
    "words.twice",
    "{name} has words twice before this place: {words}",
    "A chapter was compared with what readers get of it, and there words stand twice. Either a template of the theme prints"
    " them again, or it is a bug of bookbuilder: please report it, with the paragraph.",
)
MOVED = Rule(
    "words.moved",
    "{words} stands in another place in {name}",
    "A chapter was compared with what readers get of it, and there words stand in another place: somebody who listens to the"
    " book, or copies from it, gets them in the wrong order. It is a bug of bookbuilder or of the theme.",
)
_RULES = {DifferenceKind.LOST: LOST, DifferenceKind.TWICE: TWICE, DifferenceKind.MOVED: MOVED}
_OPENING = 200
"""Letters that may stand before a chapter title: its number, day, place."""
_SHOWN = 60
"""Letters of a finding that are shown."""


def judge(judged: ValidatorInput) -> tuple[Remark, ...]:
    """Return the differences between the words of the chapters and those of an artifact."""
    is_print = judged.artifact.name.endswith(".pdf")
    chapters = judged.book.document.chapters
    locales = (judged.book.locale, judged.book.beside or judged.book.locale)
    scrambled = is_print and any(locale.direction == "rtl" for locale in locales)
    if is_print:
        sections = in_print(pdf_text(judged.data), chapters)
        shown = {name: letters("".join(one.text for one in section)) for name, section in sections.items()}
    else:
        shown = _in_markup(judged, chapters)
    remarks: list[Remark] = []
    for chapter in chapters:
        pieces = expected_pieces(chapter, in_print=is_print)
        if pieces:
            remarks += _remarks(
                judged.artifact.name, chapter, pieces, shown.get(chapter.id, ""), scrambled=scrambled
            )
    return tuple(remarks)


def _remarks(
    name: str, chapter: Chapter, pieces: tuple[ExpectedPiece, ...], shown: str, *, scrambled: bool
) -> Iterator[Remark]:
    if not shown:
        title = plain(bare(chapter.title)) or chapter.id
        yield _remark(DifferenceKind.LOST, Phrase("the chapter “{title}”", title=title), name, pieces[0])
        return
    if scrambled:
        yield from _counted(name, pieces, shown)
        return
    if name.endswith(".pdf") and any(map(is_right_to_left, shown)):
        yield from _counted(name, pieces, shown)
        pieces, shown = _left_to_right(pieces), _words(shown)
    for difference in differences(pieces, shown):
        words = difference.words if len(difference.words) <= _SHOWN else difference.words[: _SHOWN - 1] + "…"
        yield _remark(difference.kind, f"“{words.strip()}”", name, difference.piece)


def _counted(name: str, pieces: tuple[ExpectedPiece, ...], shown: str) -> Iterator[Remark]:
    """Compare letter counts only: in right-to-left PDFs, numbers and foreign words change places within a line."""
    must = "".join(piece.letters for piece in pieces)
    short = [one for one in sorted(set(must)) if shown.count(one) < must.count(one)]
    if short:
        text = ", ".join(f"{one} ({must.count(one) - shown.count(one)})" for one in short[:10])
        yield _remark(
            DifferenceKind.LOST,
            Phrase("something of this chapter (letters: {text})", text=text),
            name,
            pieces[0],
        )


def _left_to_right(pieces: Iterable[ExpectedPiece]) -> tuple[ExpectedPiece, ...]:
    """Return pieces without what changes places around words from right to left: these, numbers, and foreign words in a
    text of them."""
    kept: list[ExpectedPiece] = []
    room = 0
    for piece in pieces:
        mainly = 2 * sum(map(is_right_to_left, piece.letters)) > len(piece.letters)
        if not mainly and (words := _words(piece.letters)):
            kept.append(replace(piece, letters=words, room=piece.room + room))
            room = 0
        else:
            room += piece.room + len(piece.letters)
    return tuple(kept)


def _words(letters: str) -> str:
    return "".join(one for one in letters if one.isalpha() and not is_right_to_left(one))


def _remark(kind: DifferenceKind, words: str, name: str, piece: ExpectedPiece) -> Remark:
    rule, span = _RULES[kind], piece.span
    return Remark(
        rule=kind,
        message=Phrase(rule.sentence, rule.code, words=words, name=name),
        path=span.path,
        line=span.line,
        column=span.column,
        code=rule.code,
    )


def in_print(shown: PdfText, chapters: tuple[Chapter, ...]) -> dict[str, tuple[TextRun, ...]]:
    """Return chapter id → its section of a PDF: the section that begins with its title, or, if the title is stored in visual
    order, one that has all letters of the chapter.

    If several match (a title page, equal titles), chapters and sections with the fewest differing letters are paired first.
    """
    sections = [letters("".join(piece.text for piece in section)) for section in shown.sections]
    counts = [Counter(text) for text in sections]
    must = [
        Counter("".join(piece.letters for piece in expected_pieces(chapter, in_print=True)))
        for chapter in chapters
    ]
    pairs = []
    for order, chapter in enumerate(chapters):
        title = letters(plain(bare(chapter.title)))
        for index, text in enumerate(sections if title else ()):
            if title in text[: _OPENING + 2 * len(title)]:
                pairs.append((_apart(must[order], counts[index]), order, index))
    found = _paired(pairs, {})
    pairs = [
        (_apart(wanted, count), order, index)
        for order, wanted in enumerate(must)
        if order not in found
        for index, count in enumerate(counts)
        if wanted <= count
    ]
    found = _paired(pairs, found)
    return {chapters[order].id: shown.sections[index] for order, index in sorted(found.items())}


def _apart(one: Counter[str], other: Counter[str]) -> int:
    return (one - other).total() + (other - one).total()


def _paired(pairs: list[tuple[int, int, int]], found: dict[int, int]) -> dict[int, int]:
    """Return chapters with their sections: `found` ones, then the nearest of the pairs (distance, chapter, section)."""
    found, taken = dict(found), set(found.values())
    for _, order, index in sorted(pairs):
        if order not in found and index not in taken:
            found[order] = index
            taken.add(index)
    return found


def _in_markup(judged: ValidatorInput, chapters: tuple[Chapter, ...]) -> dict[str, str]:
    """Return chapter id → letters of an e-book or web edition, where a chapter's element has its id."""
    result: dict[str, str] = {}
    wanted = {chapter.id for chapter in chapters}
    for data in documents(judged.artifact.files):
        root = tree(data)
        for element in root.iter() if root is not None else ():
            name = element.get("id") if isinstance(element.tag, str) else None
            if name in wanted and name not in result:
                result[name] = letters("".join(_text(element)))
    return result


@lru_cache(maxsize=2)
def _unpacked(data: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist() if name.endswith(".xhtml"))


def documents(files: Any) -> Iterator[bytes]:
    """Yield the pages of an e-book (a ZIP file) or of a web edition."""
    if "" in files and files[""][:2] == b"PK":
        yield from (data for _, data in _unpacked(files[""]))
    else:
        yield from (data for name, data in sorted(files.items()) if name.endswith(".html") or not name)


def tree(data: bytes) -> Any:
    """Return the parsed tree of a page, or None if it is empty."""
    from lxml import html

    from bookbuilder.xml_parser import xml_root

    if data.startswith(b"<?xml"):
        return xml_root(data, recover=True)
    return html.document_fromstring(data) if data.strip() else None


def _text(element: Any) -> Iterator[str]:
    """Yield the text of an element, without scripts, comments, drawings, and what a window of an e-book says of a term: that
    stands in the glossary."""
    tag = element.tag
    if not isinstance(tag, str) or tag.rpartition("}")[2] in ("script", "style", "template", "svg"):
        return
    if "term-note" in (element.get("class") or "").split():
        return
    yield element.text or ""
    for inner in element:
        yield from _text(inner)
        yield inner.tail or ""


def _key(judged: ValidatorInput) -> str:
    return " ".join(galley.digest for galley in judged.book.document.galleys)


VALIDATOR = Validator(
    "bookbuilder words",
    Phrase("no word is lost, twice there or out of order"),
    LOST,
    (".pdf", ".epub", ".html", "/"),
    own_tool,
    judge,
    key=_key,
    rules=(TWICE, MOVED),
)
