"""Collects the sources of a book that are attached to its PDF: the chapters of its language, its facts and its names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document.walk import bare, plain
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.link.chart_files import chart_files
from bookbuilder.formats.pdf.link.link_input import Attachment

ABSENT = Rule(
    "attachment.missing",
    "the PDF shall carry {path}, but the book has no such file",
    "attachments names what a book is made from: its chapters, and facts.toml and names.toml if it has them.",
    Severity.WARNING,
)
SINGLE = Rule(
    "attachment.single",
    "a PDF that is laid out in one piece carries no attachments",
    "`--single-pass` is there to compare what is printed; the linker alone puts files into a PDF. Build without it.",
    Severity.NOTICE,
)
MARKDOWN = "text/markdown"
"""RFC 7763. The type has no parameters here (ISO 32000-1, table 45)."""
TOML = "application/toml"
"""Of the register of IANA."""


def attachments(book: Book, report: Report) -> tuple[Attachment, ...]:
    """Return the files that an edition asks for, as their authors wrote them. Reports `attachment.missing`; raises
    `BookbuilderError` (`file.*`) if one cannot be read."""
    kinds = attached_kinds(book)
    files = [*(_chapters(book) if "chapters" in kinds else ())]
    if "facts" in kinds:
        # Translators: an attachment of a PDF; the file with the values that the chapters share
        words = book.locale.say("The amounts, numbers and dates of the book")
        files += _settings(book, "facts.toml", words, report)
    if "names" in kinds:
        # Translators: an attachment of a PDF; the file with the names of people, places and organizations
        words = book.locale.say("The names in the book")
        files += _settings(book, "names.toml", words, report)
    if "charts" in kinds:
        files += chart_files(book.document)
    return tuple(files)


def attached_kinds(book: Book) -> tuple[str, ...]:
    """Return what an edition attaches: what it names, else the data of its charts, for readers who do not see them. A
    printer has no use for those."""
    named = book.edition.print.attachments
    if named is not None:
        return named
    charts = any(galley.summary.charts for galley in book.document.galleys)
    return ("charts",) if charts and not book.edition.printer else ()


def _chapters(book: Book) -> Iterator[Attachment]:
    """Yield the files of the chapters; an imprint without one is made from book.toml."""
    for head in book.document.heads:
        name = PurePosixPath(head.span.path).name
        if not name.endswith(".md"):
            continue
        # Translators: an attachment of a PDF; the file that a chapter was made from
        words = book.locale.say("Source text: {title}", title=plain(bare(head.title)))
        yield Attachment(name, MARKDOWN, book.world.read(head.span.path), "Source", words)


def _settings(book: Book, path: str, words: str, report: Report) -> Iterator[Attachment]:
    if book.world.exists(path):
        yield Attachment(path, TOML, book.world.read(path), "Source", words)
    else:
        report(ABSENT, book.edition.span, path=path)
