"""Tells the author which pages are some lines short: each by itself, or once for a chapter of which many are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from bookbuilder.diagnostics import Rule, Severity, Span
from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.paginate.finding_places import FindingPlaces
from bookbuilder.phrases import Phrase
from bookbuilder.project.book_schema import EASY_READING

SHORT = Rule(
    "page.short",
    "{pages} {lines} short: {reason}",
    "The pages of a chapter are planned together: paragraphs are set a line longer or shorter, figures stand further below,"
    " so that pages are full and facing ones are level. Where that is not enough, the way that looks best leaves a page"
    " short. A reader will hardly see a line; more of them are mended by a few words before the place, or by another place"
    " for what cannot be parted. The last page of a chapter and one that ends as you ask may be short.",
    Severity.NOTICE,
)
MANY = 4
"""Pages of a chapter that are told one by one at most: where more are short, no page is the cause of it."""
LEAST = 2
"""Lines that a page lacks at least, if it is told: spreads that are a line short are common, and nobody sees it."""
LEAST_RAGGED = 4
"""The same where lines end as they fall: so do pages then, and it is the design of a theme and nothing to mend."""
_LINES = (
    *(
        Phrase("two lines"),
        Phrase("three lines"),
        Phrase("four lines"),
        Phrase("five lines"),
        Phrase("six lines"),
    ),
    *(Phrase("seven lines"), Phrase("eight lines"), Phrase("nine lines"), Phrase("ten lines")),
    *(Phrase("eleven lines"), Phrase("twelve lines")),
)
"""From two on; more are told in figures."""
_BELOW = {
    "heading": Phrase("the heading below stays with what follows it"),
    "table": Phrase("the table below cannot be parted"),
    "row": Phrase("the row below cannot be parted"),
    "figure": Phrase("the figure below cannot be parted"),
    "picture": Phrase("the picture below cannot be parted"),
    "code": Phrase("the code below cannot be parted"),
    "box": Phrase("the box below cannot be parted"),
    "": Phrase("its paragraphs cannot be set so that they fill it"),
}
"""Why a page is short, by what begins the next one (`engine.read.findings.short_pages`)."""
_BEFORE = {
    "heading": Phrase("what stands on them cannot be set so that they are full, mostly before a heading"),
    "table": Phrase("what stands on them cannot be set so that they are full, mostly before a table"),
    "row": Phrase("what stands on them cannot be set so that they are full, mostly before a row"),
    "figure": Phrase("what stands on them cannot be set so that they are full, mostly before a figure"),
    "picture": Phrase("what stands on them cannot be set so that they are full, mostly before a picture"),
    "code": Phrase("what stands on them cannot be set so that they are full, mostly before code"),
    "box": Phrase("what stands on them cannot be set so that they are full, mostly before a box"),
    "": Phrase("what stands on them cannot be set so that they are full"),
}
"""Why many are, by what begins the next one most often."""


def short_pages(
    findings: Sequence[LayoutFinding], labels: Sequence[str], places: FindingPlaces
) -> Iterator[tuple[Span, Mapping[str, Any]]]:
    """Yield the pages that lack lines, at the block that begins the next page. Facing pages that lack equally many are told
    once: one of them is short for the sake of the other. In easy language no paragraph is parted, and any page may be
    short."""
    if places.book.edition.reading == EASY_READING:
        return
    ragged = places.book.theme.tokens["text"]["align"] == "start"
    least = LEAST_RAGGED if ragged else LEAST
    by_chapter: dict[str, list[LayoutFinding]] = {}
    for page in findings:
        if page.measure >= least:
            by_chapter.setdefault(page.chapter, []).append(page)
    for short in by_chapter.values():
        if len(short) > MANY:
            yield _many(short, labels, places)
            continue
        # Pages are counted from 0, and the first one has no page beside it.
        for _, facing in groupby(short, key=lambda page: ((page.page + 1) // 2, page.measure)):
            yield _facing(list(facing), labels, places)


def _facing(
    pages: Sequence[LayoutFinding], labels: Sequence[str], places: FindingPlaces
) -> tuple[Span, Mapping[str, Any]]:
    cause = next((page for page in pages if page.words[0]), pages[0])
    lines, folios, (kind,) = cause.measure, [labels[page.page] for page in pages], cause.words
    reason = _BELOW[kind]
    hint = "add or cut some lines before it"
    if kind not in ("", "heading", "row"):
        hint = "add or cut some lines before it, or put it elsewhere"
    return places.place(cause), {
        "pages": Phrase("pages {first} and {second} are each", first=folios[0], second=folios[1])
        if len(folios) > 1
        else Phrase("page {page} is", page=folios[0]),
        "lines": _LINES[lines - 2] if lines < len(_LINES) + 2 else Phrase("{count:,} lines", count=lines),
        "reason": reason,
        "hint": hint,
        "area": places.area(cause),
    }


def _many(
    pages: Sequence[LayoutFinding], labels: Sequence[str], places: FindingPlaces
) -> tuple[Span, Mapping[str, Any]]:
    kinds = Counter(page.words[0] for page in pages)
    kind, _ = kinds.most_common(1)[0]
    reason = _BEFORE[kind]
    first = labels[pages[0].page]
    return places.place(pages[0]), {
        "pages": Phrase(
            "{count:,} pages of this chapter, from page {page} on, are", count=len(pages), page=first
        ),
        "lines": Phrase("two lines or more"),
        "reason": reason,
        "hint": "allow more space above headings and lists (`pages` in the theme), or let them end as they are",
    }
