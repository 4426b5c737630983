"""The cumulative index of a series: marks and locators of recorded issues (`3/2022: 4, 12–14; 4/2022: 7`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bookbuilder.diagnostics import Span
from bookbuilder.document.book_context import BookContext
from bookbuilder.document.issue_references import page_figures
from bookbuilder.document.nodes import Inline, Link, Styled, Text
from bookbuilder.locales import Locale
from bookbuilder.project.issue_record import IssueRecord, RecordedPlace


@dataclass(frozen=True, slots=True)
class IssuePlace:
    """A place in another issue: the number of the issue as readers call it, the folio of its page (empty: it was not
    printed), its name and its web address (empty: it has none)."""

    issue: str
    page: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class MarkedInIssue:
    """An index mark of another issue, as `document.book_context.Marked` has one of this book."""

    index: str
    entry: str
    target: IssuePlace
    sub: str
    name: str


def marks_of_issues(issues: Sequence[tuple[str, IssueRecord]], book: BookContext) -> Iterator[MarkedInIssue]:
    """Yield the index marks of recorded issues, in their order, in the language of the book where an issue has it."""
    for name, record in issues:
        there = record.edition(book.edition.name, book.locale.tag)
        for mark in there.marks:
            place = there.places.get(mark.anchor, RecordedPlace(""))
            address = there.address + place.file if there.address and place.file else ""
            target = IssuePlace(there.number or name, place.page, place.name, address)
            yield MarkedInIssue(mark.index, mark.entry, target, mark.sub, mark.name)


def issue_locators(places: Sequence[IssuePlace], locale: Locale, span: Span) -> tuple[Inline, ...]:
    """Return the locators of an entry: each issue with its pages, consecutive ones joined, or its chapters if it was not
    printed."""
    result: list[Inline] = []
    for issue, group in groupby(places, key=lambda place: place.issue):
        if result:
            result.append(Text("; ", span=span))
        result.append(Styled("issue-number", (Text(f"{issue}:", span=span),), span=span))
        separator = "\u00a0"
        for first, last in _runs(list(group)):
            result.append(Text(separator, span=span))
            result.append(_locator(first, locale, span))
            if last is not first:
                result += [Text("–", span=span), _locator(last, locale, span)]
            separator = ", "
    return (Styled("locators", tuple(result), span=span),)


def _runs(places: Sequence[IssuePlace]) -> Iterator[tuple[IssuePlace, IssuePlace]]:
    """Yield the first and the last place of each run of consecutive pages; a page is there once."""
    runs: list[tuple[IssuePlace, IssuePlace]] = []
    known: set[str] = set()
    for place in places:
        said = place.page or place.name
        if said in known:
            continue
        known.add(said)
        last = runs[-1][1].page if runs else ""
        if last.isdecimal() and place.page.isdecimal() and int(place.page) == int(last) + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    yield from runs


def _locator(place: IssuePlace, locale: Locale, span: Span) -> Inline:
    text = Text(page_figures(place.page, locale) if place.page else place.name, span=span)
    return Link(place.address, (text,), classes=("plain",), span=span) if place.address else text
