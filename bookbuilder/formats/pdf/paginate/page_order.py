"""Puts the pages of compiled parts in order, with blank pages before a part that must begin on one side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bookbuilder.formats.pagemap import PageMap, PageStart
from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart
from bookbuilder.formats.text_places import Place

STYLES = {"decimal": "D", "lower-roman": "r", "upper-roman": "R", "lower-alpha": "a", "upper-alpha": "A",
          "lower-latin": "a", "upper-latin": "A"}  # fmt: skip
"""Counter style → style of page labels (ISO 32000-1, table 159)."""


NO_PAGES: Mapping[int, int] = MappingProxyType({})
NO_PAGES_OF_ANCHORS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page in its place: the part and the page in it (-1: a blank one that is no page of the part), its side, and its
    number.

    `style` is how the number is written in a page label; empty for a page that does not count.
    """

    part: int
    page: int
    right: bool
    number: int
    style: str

    @property
    def key(self) -> tuple[int, int]:
        """The part and the page in it."""
        return self.part, self.page

    @property
    def label(self) -> str:
        """The page label: the folio, if the page had one."""
        return written(self.number, self.style)


@dataclass(frozen=True, slots=True)
class PageSequence:
    """The pages in their order, the index of the page of every anchor, and where each page begins in the text."""

    pages: tuple[PlacedPage, ...]
    anchors: Mapping[str, int]
    page_starts: tuple[Place, ...] = ()

    @property
    def count(self) -> int:
        """How many pages the book has."""
        return len(self.pages)

    @property
    def page_map(self) -> PageMap:
        """The page map of the book."""
        starts = zip(self.pages, self.page_starts, strict=True)
        return PageMap(tuple(PageStart(page.label, *start) for page, start in starts), self.labels())

    def label(self, anchor: str) -> str:
        """Return the label of the page of an anchor; empty if there is no such anchor."""
        index = self.anchors.get(anchor)
        return "" if index is None else self.pages[index].label

    def labels(self) -> dict[str, str]:
        """Return the labels of the pages of all anchors."""
        return {anchor: self.label(anchor) for anchor in self.anchors}


@dataclass(frozen=True, slots=True)
class SomePages(PageSequence):
    """Some pages of a book, in their order; those that they name may be others of the `whole`."""

    whole: PageSequence = PageSequence((), NO_PAGES_OF_ANCHORS)

    @property
    def count(self) -> int:
        """How many pages the book has."""
        return self.whole.count

    def label(self, anchor: str) -> str:
        """Return the label of the page of an anchor; empty if there is no such anchor."""
        return self.whole.label(anchor)


def page_sequence(
    parts: Sequence[tuple[CompiledPart, str]],
    *,
    right_to_left: bool = False,
    multiple: int = 1,
    least: Mapping[int, int] = NO_PAGES,
    facing: bool = True,
    left_out: Collection[int] = (),
) -> PageSequence:
    """Return all pages in their order. Each part comes with the style of its page labels: a counter style, or empty for a
    part that does not count, such as a cover. Blank pages at the end make the number of pages a `multiple`; blank pages
    behind a part give it `least` pages. Pages that are not `facing` are all on the side of the first one. Parts that are
    `left_out` (by their index) have no page. The first page that counts is page 1, unless its style sheet says otherwise."""
    pages: list[PlacedPage] = []
    number, counted = 0, False

    def on_the_right() -> bool:
        return (not facing or len(pages) % 2 == 0) != right_to_left

    for at, (part, style) in enumerate(parts):
        if at in left_out:
            continue
        label = STYLES.get(style, STYLES["decimal"]) if style else ""  # viewers know no other figures
        if part.start in ("left", "right") and on_the_right() != (part.start == "right"):
            number += 1
            pages.append(PlacedPage(at, -1, on_the_right(), number, pages[-1].style if pages else ""))
        for index, page in enumerate(part.pages):
            reset, increment, value = page.counter
            # The style sheet may set the counter on the half title, which the book may not have.
            if label and not counted:
                counted = True
                reset = 1 - increment if reset is None and value is None else reset
            number = (number if reset is None else reset) + increment
            number = number if value is None else value
            pages.append(PlacedPage(at, index, on_the_right(), number, label))
        for _ in range(len(part.pages), least.get(at, 0)):
            number += 1
            pages.append(PlacedPage(at, -1, on_the_right(), number, label))
    for _ in range(-len(pages) % multiple if pages else 0):
        number += 1
        pages.append(PlacedPage(len(parts) - 1, -1, on_the_right(), number, pages[-1].style))
    indexes = {page.key: index for index, page in enumerate(pages)}
    anchors: dict[str, int] = {}
    for at, (part, _) in enumerate(parts):
        for name, page_of_part, *_ in part.anchors if at not in left_out else ():
            anchors.setdefault(name, indexes[at, page_of_part])
    starts = [parts[page.part][0].page_starts[page.page] if page.page >= 0 else ("", 0) for page in pages]
    return PageSequence(tuple(pages), anchors, tuple(starts))


def written(number: int, style: str) -> str:
    """Return a number as a page label writes it.

    >>> written(14, "D"), written(14, "r"), written(28, "a"), written(3, "")
    ('14', 'xiv', 'bb', '')
    """
    if style in ("r", "R"):
        roman = "".join(_roman(number))
        return roman if style == "r" else roman.upper()
    if style in ("a", "A"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "a" else letter.upper()
    return str(number) if style else ""


def _roman(number: int) -> Iterator[str]:
    signs: Iterable[tuple[int, str]] = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
    for value, sign in signs:
        yield sign * (number // value)
        number %= value
