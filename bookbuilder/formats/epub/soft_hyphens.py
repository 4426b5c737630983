"""Inserts soft hyphens for reading systems that cannot hyphenate the language (an option of the edition).

Only in paragraphs and cells: headings are also used in contents and read aloud, and code and addresses must not change.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.document import Document
from bookbuilder.document.walk import node_fields, plain
from bookbuilder.formats.book import Book
from bookbuilder.locales.hyphenator import Hyphenator, hyphenator
from bookbuilder.locales.text_runs import Flow, LetterRun
from bookbuilder.project.hyphenation_file import hyphenation_exceptions


def with_soft_hyphens(book: Book) -> Document:
    """Return the document of a book with soft hyphens in its running text."""
    words = hyphenation_exceptions(book.world, book.project)
    hyphenators: dict[str, Hyphenator | None] = {}

    def of(tag: str) -> Hyphenator | None:
        if tag not in hyphenators:
            same = tag.partition("-")[0] == book.locale.language
            chars = str(book.locale.settings.get("hyphenation", {}).get("chars", "")) if same else ""
            hyphenators[tag] = hyphenator(tag, book.world, chars, words.of(tag))
        return hyphenators[tag]

    def change(value: Any, tag: str, *, running: bool) -> Any:
        if isinstance(value, tuple):
            return tuple(change(part, tag, running=running) for part in value)
        if not isinstance(value, nodes.Node | nodes.Chapter):
            return value
        tag = value.lang or tag
        match value:
            case nodes.Text(text):
                words = of(tag) if running else None
                return replace(value, text=_inserted(text, words)) if words else value
            case nodes.CodeText():
                return value
            case nodes.Link(address) if plain(value.content) in (address, address.removeprefix("mailto:")):
                return value
            case nodes.Paragraph() | nodes.Cell():
                running = True
        return replace(
            value,
            **{name: change(getattr(value, name), tag, running=running) for name in node_fields(type(value))},
        )

    chapters: tuple[nodes.Chapter, ...] = change(book.document.chapters, book.locale.tag, running=False)
    return Document.of(book.document.locale, chapters, book.document.targets)


def _inserted(text: str, words: Hyphenator) -> str:
    """Return a text with soft hyphens, except in addresses."""
    flow = Flow.of((LetterRun(text),))
    start, parts = 0, []
    for end, fixed in zip(flow.ends, flow.fixed):
        piece = flow.text[start:end]
        parts.append(piece if fixed else words.with_hyphens(piece))
        start = end
    return "".join(parts)
