"""Reads a book, exports it, and looks into what comes out."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree, html
from msgspec import structs

from bookbuilder.diagnostics import Findings
from bookbuilder.document import nodes
from bookbuilder.document.margin_notes import MARGIN
from bookbuilder.document.normalize_letters import letters
from bookbuilder.document.walk import transform
from bookbuilder.exporters.exporter import ExportInput, exporters
from bookbuilder.exporters.proof_comments import proof_comments
from bookbuilder.formats.book import Book
from bookbuilder.pipeline.artifacts import read_books
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.validators.compare_shown_text import Difference, differences
from bookbuilder.validators.expected_text import ExpectedPiece, expected_pieces
from bookbuilder.world import World

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_book(root: Path, locale: str = "de", edition: str = "pdf") -> Book:
    """Return one edition of a book without errors."""
    context = Context(World(root))
    planned = read_books(context, BuildRequest((locale,), (edition,)))
    assert not context.failed(), context.findings.sorted()
    return planned.books[planned.only_laid_out]


def export(book: Book, form: str, **given: Any) -> tuple[dict[str, bytes], Findings]:
    """Return the files of an export, and what was reported."""
    findings, world = Findings(), book.world
    assert isinstance(world, World)
    comments = proof_comments(world, book.document.chapters, findings)
    asked = replace(ExportInput(world, book, comments=comments), **given)
    return exporters()[form].export(asked, findings), findings


@lru_cache(maxsize=16)
def export_once(book: Book, form: str, flavour: str = "") -> Mapping[str, bytes]:
    """Return the files of an export, which are made once for all tests."""
    return export(book, form, flavour=flavour)[0]


@dataclass(frozen=True)
class Word:
    """A file of Word."""

    data: bytes

    @cached_property
    def parts(self) -> Mapping[str, bytes]:
        with zipfile.ZipFile(BytesIO(self.data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def xml(self, name: str) -> Any:
        return etree.fromstring(self.parts[name])

    @cached_property
    def document(self) -> Any:
        return self.xml("word/document.xml")

    @cached_property
    def instructions(self) -> list[str]:
        """The instructions of all fields in the text."""
        return [one.text.strip() for one in self.document.iter(f"{W}instrText")]

    @cached_property
    def bookmarks(self) -> list[str]:
        return [one.get(f"{W}name") for one in self.document.iter(f"{W}bookmarkStart")]

    def paragraphs(self, style: str = "") -> list[Any]:
        """Return the paragraphs that have a style."""
        every = self.document.iter(f"{W}p")
        return [one for one in every if not style or self.style(one) == style]

    @staticmethod
    def style(paragraph: Any) -> str:
        found = paragraph.find(f"{W}pPr/{W}pStyle")
        return found.get(f"{W}val") if found is not None else ""

    @staticmethod
    def text(element: Any) -> str:
        """Return the words in an element, without instructions of fields."""
        return "".join(one.text or "" for one in element.iter(f"{W}t"))

    @cached_property
    def chapters(self) -> list[str]:
        """The words of each chapter, with those of notes where they are called."""
        notes = {one.get(f"{W}id"): self.text(one) for one in self.xml("word/footnotes.xml")}
        result = [""]
        for paragraph in self.document.iter(f"{W}p"):
            if self.style(paragraph) == "Heading1":
                result.append("")
            for one in paragraph.iter(f"{W}t", f"{W}footnoteReference"):
                result[-1] += one.text or "" if one.tag == f"{W}t" else notes[one.get(f"{W}id")]
            result[-1] += "\n"
        return result[1:]


def wrong_words(book: Book, shown: str, *, notes: str) -> list[Difference]:
    """Return the words that are lost, twice or elsewhere in a text. `notes` stand where they are `called`, behind each
    `chapter`, behind the `book`, or `nowhere`."""
    pieces: list[ExpectedPiece] = []
    chapters = [
        {"called": chapter, "chapter": margins_in_place(chapter)}.get(notes) or margins_as_notes(chapter)
        for chapter in book.document.chapters
    ]
    for chapter in map(charts_as_data, chapters):
        text = structs.replace(chapter, notes=()) if notes in ("book", "nowhere") else chapter
        pieces += expected_pieces(text, in_print=notes == "called")
    if notes == "book":
        for chapter in chapters:
            only_notes = structs.replace(chapter, title=(), subtitle=(), summary=(), blocks=())
            pieces += expected_pieces(only_notes, in_print=False)
    return list(differences(pieces, letters(shown)))


def charts_as_data(chapter: nodes.Chapter) -> nodes.Chapter:
    """Return a chapter whose charts are tables below their captions, as exports have them."""

    def change(node: nodes.Node) -> nodes.Node:
        if not isinstance(node, nodes.Figure) or not node.chart:
            return node
        (data,) = node.description
        return structs.replace(data, caption=(*node.caption, nodes.Text(node.credit, span=node.span)))

    result: nodes.Chapter = transform(chapter, change)
    return result


def margins_in_place(chapter: nodes.Chapter) -> nodes.Chapter:
    """Return a chapter whose notes in the margin stand in the line, as where there are no notes."""

    def change(node: nodes.Node) -> nodes.Node:
        is_note = isinstance(node, nodes.Styled) and node.kind == MARGIN
        return structs.replace(node, kind="span") if is_note else node

    result: nodes.Chapter = transform(chapter, change)
    return result


def margins_as_notes(chapter: nodes.Chapter) -> nodes.Chapter:
    """Return a chapter whose notes in the margin are notes at the foot, as exports have them; in their order."""
    made: list[nodes.Note] = []
    last = 0.0

    def change(node: nodes.Node) -> nodes.Node:
        nonlocal last
        if isinstance(node, nodes.NoteRef):
            last = node.number
        if not isinstance(node, nodes.Styled) or node.kind != MARGIN:
            return node
        last += 0.01
        number: Any = last  # between two others
        label = f"margin-{number}"
        paragraph = nodes.Paragraph(node.content, span=node.span)
        made.append(nodes.Note(label, (paragraph,), number=number, span=node.span))
        return nodes.NoteRef(label, number=number, span=node.span)

    blocks = transform(chapter.blocks, change)
    return structs.replace(chapter, blocks=blocks, notes=(*chapter.notes, *made))


def html_text(data: bytes | str) -> str:
    """Return the words of a page."""
    root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    for one in list(root.iter("style", "script", "title")):
        one.drop_tree()
    return " ".join(root.itertext())
