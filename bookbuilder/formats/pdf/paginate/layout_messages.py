"""Tells the author what is found on pages that are laid out: for each kind of finding a rule, and what its sentence says.

A new kind is a module in `engine/read/findings`, which finds it, and here its rule with an entry in `MESSAGES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart
from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.paginate.finding_places import FindingPlaces
from bookbuilder.formats.pdf.paginate.foreign_glyphs import FOREIGN, foreign_glyphs
from bookbuilder.formats.pdf.paginate.low_last_pages import LAST, low_last_pages
from bookbuilder.formats.pdf.paginate.overflow import overflowing
from bookbuilder.formats.pdf.paginate.page_faults import PAGE_FAULTS, counted_lines
from bookbuilder.formats.pdf.paginate.page_order import PageSequence
from bookbuilder.formats.pdf.paginate.short_pages import SHORT, short_pages
from bookbuilder.phrases import Phrase

UNMET = Rule(
    "paragraph.lines",
    "lines={asked} is not followed: {problem}",
    "`{lines=+1}` and `{lines=-1}` above a paragraph ask for a line more or less than it takes at its best. A paragraph can"
    " be set so if its last line is nearly full, or holds a word or two, and more easily the longer it is. Otherwise it is"
    " set at its best.",
    Severity.NOTICE,
)
PLACE = Rule(
    "figure.place",
    "float={asked} is not followed: {problem}",
    "`float` asks for the head or the foot of a page, or for a page of its own. A figure or a table moves there past the"
    " text that follows it, between the paragraphs of its chapter: not out of a list or a box, nor past a page break of"
    " yours or a figure that stays where it is written. It stands elsewhere if no page begins before that, or if pages"
    " would be left with holes of several lines. Where it stands is measured on the finished pages.",
    Severity.NOTICE,
)
CLIPPED = Rule(
    "head.long",
    "the running head has no room on one line: {head!r}",
    "The head of a page is one line above the text. A longer one is broken into two and comes too near to the edge of the"
    " paper.",
    Severity.WARNING,
)
LENGTH = Rule(
    "line.length",
    "a line of text has {letters} letters on average: {problem}",
    "An eye finds the next line best if a line has some 45 to 75 letters; below 35 the spaces become uneven, above 80 lines"
    " are lost. The size of type and the margins decide it, and whether the text stands in columns.",
    Severity.NOTICE,
)
CUT = Rule(
    "line.cut",
    "page {page} cuts off a line at its edge: {text!r}",
    "A line that can be parted nowhere, such as a very long word, runs over the edge of the paper and is lost.",
    Severity.WARNING,
)

Values = Mapping[str, Any]
"""What the sentence of a rule names, and a hint."""
Messages = Callable[[Sequence[LayoutFinding], Sequence[str], FindingPlaces], Iterable[tuple[Span, Values]]]
"""Returns what is told of the findings of one rule, and where, given the labels of all pages and the places of findings."""


def findings_in_order(
    parts: Sequence[CompiledPart], order: PageSequence, book: Book
) -> Iterator[LayoutFinding]:
    """Yield what is found on the pages of all parts, which are those of the book, and what is found as they are in order."""
    indexes = {placed.key: index for index, placed in enumerate(order.pages)}
    for at, part in enumerate(parts):
        for finding in part.findings:
            yield replace(finding, page=indexes[at, finding.page])
    yield from overflowing(parts, order, book)


def report_findings(
    findings: Iterable[LayoutFinding], labels: Sequence[str], places: FindingPlaces, report: Report
) -> None:
    """Report what is found on the pages of a book, each of which has one of the labels, at its place in the source."""
    by_code: dict[str, list[LayoutFinding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    for rule, messages in MESSAGES.items():
        if of_rule := by_code.pop(rule.code, None):
            for span, values in messages(of_rule, labels, places):
                report(rule, span, **values)
    assert not by_code, f"no rule for {', '.join(by_code)}"


def _each(values: Callable[[LayoutFinding], Values]) -> Messages:
    """Return how findings are told one by one: at their places, with the labels of their pages (`page`) and more values."""

    def messages(
        findings: Sequence[LayoutFinding], labels: Sequence[str], places: FindingPlaces
    ) -> Iterator[tuple[Span, Values]]:
        for finding in findings:
            area = places.area(finding)
            yield places.place(finding), {"page": labels[finding.page], "area": area, **values(finding)}

    return messages


# -- the kinds ---------------------------------------------------------------------------------------------------------


def _unmet_lines(finding: LayoutFinding) -> Values:
    (asked,), best = finding.words, finding.measure
    count = best + int(asked)
    problem: str = Phrase("the paragraph cannot be set in {lines}", lines=counted_lines(count))
    hint: str = Phrase(
        "it takes {lines} at its best; a word more or less may help, or take the wish out",
        lines=counted_lines(best),
    )
    if not best:
        problem, hint = "the paragraph is broken line by line", "take it out, or change the text"
    elif not count:
        problem = "the paragraph has only one line"
    return {"asked": asked, "problem": problem, "hint": hint}


_INSIDE = "take it out, and put it between two paragraphs of the chapter"
_ABOVE = Phrase("put it further above")
_MISPLACED = {
    **{
        name: (Phrase("it stands inside a {name}", name=name), _INSIDE)
        for name in ("list", "quotation", "box", "table")
    },
    "columns": (
        "it stands in one of two columns",
        "in a bilingual edition, it stands beside its translation",
    ),
    "high": ("it is higher than a page", "make it smaller, or two of it"),
    "break": (
        "no page begins between it and your page break",
        Phrase("{above}, or the page break further below", above=_ABOVE),
    ),
    "order": (
        "no page begins between it and the next one, which is not moved",
        Phrase(
            "figures and tables keep their order: {above}, or let the next one move as well", above=_ABOVE
        ),
    ),
    "barrier": (
        "no page begins between it and text that is broken line by line, or a table that is parted",
        Phrase("none is moved behind such: {above}", above=_ABOVE),
    ),
    "end": ("no page begins between it and the chapter's end", _ABOVE),
    "kept": ("what follows it stays with it", "put it elsewhere"),
    "unplanned": (
        "its page is not planned, behind a table that is parted or text that is broken line by line",
        "put it elsewhere, or take the wish out",
    ),
    "": ("a page would be left with a hole", "add or cut some lines before it, or put it elsewhere"),
}


def _misplaced_figure(finding: LayoutFinding) -> Values:
    asked, reason = finding.words
    problem, hint = _MISPLACED[reason]
    return {"asked": asked, "problem": problem, "hint": hint}


def _lengths(
    findings: Sequence[LayoutFinding], _: Sequence[str], places: FindingPlaces
) -> Iterator[tuple[Span, Values]]:
    """Yield once for the book what most of its parts have."""
    few = [one.measure for one in findings if one.measure < _FEW_LETTERS]
    many = [one.measure for one in findings if one.measure >= _FEW_LETTERS]
    letters = few if len(few) >= len(many) else many
    problem, hint = (
        "that is few",
        "take smaller type, narrower margins, a larger page, or one column (page.columns)",
    )
    if letters is many:
        problem = "that is more than one reads with ease"
        hint = "take larger type, wider margins, or two columns (page.columns)"
    span = places.book.edition.locale.span
    yield span, {"letters": round(median(letters)), "problem": problem, "hint": hint}


_FEW_LETTERS = 60


def _long_head(finding: LayoutFinding) -> Values:
    hint = "give the chapter a shorter name for it: `short: …` in its front matter" if finding.chapter else ""
    return {"head": finding.words[0], "hint": hint}


MESSAGES: Mapping[Rule, Messages] = {
    UNMET: _each(_unmet_lines),
    SHORT: short_pages,
    LAST: low_last_pages,
    PLACE: _each(_misplaced_figure),
    FOREIGN: foreign_glyphs,
    LENGTH: _lengths,
    CLIPPED: _each(_long_head),
    # Pages are counted from the cover: what cuts a line off may be a page without a folio.
    CUT: _each(lambda line: {"page": line.page + 1, "text": line.words[0]}),
    **{rule: _each(values) for rule, values in PAGE_FAULTS.items()},
}
