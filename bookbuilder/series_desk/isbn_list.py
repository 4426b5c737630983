"""The ISBNs of a series: isbn.toml lists them, with the edition that has each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bookbuilder.diagnostics import BookbuilderError, Findings, Report, Rule, Severity, Span, diagnostic
from bookbuilder.phrases import Phrase
from bookbuilder.project.book_rules import BOOK_RULES
from bookbuilder.project.edit_toml import edit_toml
from bookbuilder.project.isbn_issn import isbn
from bookbuilder.series_desk.series_books import SeriesBook
from bookbuilder.toml_tables.positions import key_spans
from bookbuilder.toml_tables.toml_table import read_table
from bookbuilder.world import World

FILE = "isbn.toml"
SYNTAX = Rule(
    "isbn.syntax",
    "isbn.toml cannot be read: {problem}",
    'isbn.toml lists the ISBNs of a series, each in quotes with the edition that has it, "978-3-16-148410-0" ='
    ' "2022-04 de pdf". One that is free has an empty text.',
)
EMPTY = Rule(
    "isbn.empty",
    "isbn.toml has {free} free ISBN, but the issue needs {wanted}",
    "Every edition of every issue has an ISBN of its own, and none is used twice. When the numbers are used up, the"
    " ISBN agency"
    " of the country gives new ones.",
)
TAKEN = Rule(
    "isbn.taken",
    "{number} is free in isbn.toml, but {folder} has it",
    "An ISBN is used once. This one stands in the book.toml of a book already, so no other book gets it; write the"
    " edition that"
    " has it into isbn.toml.",
    Severity.WARNING,
)
TWICE = Rule(
    "isbn.twice",
    "{number} stands in {folder} and in {other}",
    "An ISBN identifies one edition of one book. With the same number in two books, shops and libraries take one for the"
    " other.",
)


@dataclass(frozen=True, slots=True)
class IsbnList:
    """isbn.toml: its text, and for each number as written the edition that has it (empty: it is free)."""

    text: str
    users: Mapping[str, str]

    def assigned(self, numbers: Mapping[str, str]) -> str:
        """Return the text with editions for numbers, number → edition. All other text stays as it is."""
        text = edit_toml(self.text, {(number,): user for number, user in numbers.items()})
        assert text is not None
        return text


def read_isbn_list(world: World, report: Report) -> IsbnList | None:
    """Return isbn.toml of a series; None if there is none. Reports `isbn.syntax` and `book.isbn`."""
    if not world.exists(FILE):
        return None
    text = world.text(FILE)
    table = read_table(text, FILE, report, SYNTAX)
    if table is None:
        return IsbnList(text, {})
    top, users = table.top(report, BOOK_RULES), {}
    for number, user in table.data.items():
        if not isinstance(user, str):
            hint = Phrase('write "{number}" = "" if it is free', number=number)
            report(
                SYNTAX,
                top.of(number).span,
                hint=hint,
                problem=Phrase("the value of {number} is no text", number=number),
            )
        elif isbn(number, top.of(number)) is not None:
            users[number] = user
    return IsbnList(text, users)


def free_numbers(
    world: World, books: Sequence[SeriesBook], wanted: Sequence[str], report: Report
) -> tuple[IsbnList, dict[str, str]] | None:
    """Return isbn.toml and a free number for each wanted edition, number → edition; None if there is no such file.

    A number that a book has already is not free, whatever the list says (`isbn.taken`). Raises `BookbuilderError`
    (`isbn.*`)."""
    findings = Findings()
    listed = read_isbn_list(world, findings)
    if listed is None:
        return None
    if findings.failed:
        raise BookbuilderError(*findings.sorted())
    used = {_digits(number): book.folder for book in books for number, _ in numbers_of(book)}
    spans = key_spans(listed.text, FILE)
    free = []
    for number, user in listed.users.items():
        if not user and _digits(number) in used:
            report(TAKEN, spans[number,], number=number, folder=used[_digits(number)])
        elif not user:
            free.append(number)
    if len(free) < len(wanted):
        hint = "add numbers to it, or leave them out with --no-isbn"
        raise BookbuilderError(diagnostic(EMPTY, Span(FILE), hint=hint, free=len(free), wanted=len(wanted)))
    return listed, dict(zip(free, wanted, strict=False))


def numbers_of(book: SeriesBook) -> Iterator[tuple[str, str]]:
    """Yield each ISBN of a book as written, with its locale and edition: `de pdf`."""
    if book.project is None:
        return
    seen = set()
    for locale, imprint in book.project.imprints.items():
        for edition, number in imprint.isbn.items():
            if (edition, number) not in seen:
                seen.add((edition, number))
                yield number, f"{locale} {edition}"


def report_shared_numbers(books: Sequence[SeriesBook], report: Report) -> None:
    """Report numbers that two books have (`isbn.twice`), with paths from the folder of the series."""
    first: dict[str, str] = {}
    for book in books:
        for number, _ in numbers_of(book):
            other = first.setdefault(_digits(number), book.folder)
            if other != book.folder:
                span = Span(f"{book.folder}/book.toml")
                hint = Phrase("give {folder} another number", folder=book.folder)
                report(TWICE, span, hint=hint, number=number, folder=book.folder, other=other)


def _digits(number: str) -> str:
    return number.replace("-", "").replace(" ", "")
