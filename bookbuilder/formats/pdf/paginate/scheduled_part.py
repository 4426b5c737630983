"""A part of a book on its way to its pages: what it is compiled from, and what it was compiled to last."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bookbuilder.document.galley import Summary
from bookbuilder.formats.pdf import half_title
from bookbuilder.formats.pdf.compile.compiled_part import NOT_COMPILED, CompiledPart
from bookbuilder.formats.pdf.compile.job import Job
from bookbuilder.formats.pdf.paginate.page_order import PageSequence, page_sequence
from bookbuilder.formats.pdf.paginate.reserved_room import ReservedRoom
from bookbuilder.formats.pdf.parts import BookPart, Parts


@dataclass(frozen=True, slots=True)
class Position:
    """What a part has to know of the parts around it: the side of its first page, the number of that page (None: does not
    matter), the number of pages of the book (0: does not matter), and the named strings that it begins with."""

    right: bool = True
    first: int | None = None
    page_count: int = 0
    strings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class ScheduledPart:
    """A part, what it is compiled from, and what it was compiled to.

    `summary` is that of its (first) chapter, and `text` a hash of that; None and empty for a part that is no chapter.
    `html` has the page labels that are known; with `verbatim_numbers`, they are printed as they stand there, since the
    linker cannot put others in their place. `job` is what was asked for last (None: nothing yet). `compiled` came of the
    last job that is done, without its objects; `data` is the same as bytes, with them, and `key` names it.
    """

    part: BookPart
    summary: Summary | None
    text: str = ""
    html: str = ""
    position: Position = Position()
    verbatim_numbers: bool = False
    job: Job | None = None
    key: str = ""
    data: bytes = b""
    compiled: CompiledPart = NOT_COMPILED

    @property
    def name(self) -> str:
        """A name that no other part of the book has."""
        return f"{self.part.matter} {self.part.name}"

    @property
    def room(self) -> int:
        """How much room the text of a chapter takes, in letters; 0 for other parts."""
        return self.summary.room if self.summary else 0


def scheduled(parts: Parts) -> tuple[ScheduledPart, ...]:
    """Return the parts of a book, none of which is compiled yet."""
    galleys = {galley.summary.head.id: galley for galley in parts.book.document.galleys}
    return tuple(
        ScheduledPart(part, galleys[part.name].summary, galleys[part.name].digest)
        if part.matter == "main"
        else ScheduledPart(part, None)
        for part in parts.all
    )


@dataclass(frozen=True, slots=True)
class PageRules:
    """How the pages of a book follow one another: whether it is read from right to left, the `multiple` to which blank
    pages fill up its page count, whether they are `facing` one another, and whether it has a half title (None: if it is
    not too thin)."""

    right_to_left: bool = False
    multiple: int = 1
    facing: bool = True
    half_title: bool | None = True


def in_order(
    parts: Sequence[ScheduledPart], rules: PageRules, reserved: ReservedRoom | None = None
) -> PageSequence:
    """Return the pages of compiled parts in their order; a part has at least the pages that are reserved for it. The
    half title has no page in a book without one."""
    styled = list(zip((one.compiled for one in parts), label_styles(parts), strict=True))

    def ordered(left_out: Collection[int]) -> PageSequence:
        return page_sequence(
            styled,
            right_to_left=rules.right_to_left,
            multiple=rules.multiple,
            least=reserved.pages if reserved else {},
            facing=rules.facing,
            left_out=left_out,
        )

    half_titles = [at for at, one in enumerate(parts) if one.part.name == half_title.NAME and not one.summary]
    if not half_titles or rules.half_title:
        return ordered(())
    without = ordered(half_titles)
    wanted = rules.half_title is None and body_pages(parts, without) >= half_title.LEAST_PAGES
    return ordered(()) if wanted else without


def body_pages(parts: Sequence[ScheduledPart], order: PageSequence) -> int:
    """Return how many pages a book has between its covers, without blank ones at the end."""
    pages = list(order.pages)
    while pages and (pages[-1].page < 0 or parts[pages[-1].part].part.matter == "back"):
        pages.pop()
    return sum(bool(page.style) for page in pages)


def label_styles(parts: Sequence[ScheduledPart]) -> list[str]:
    """Return how the page labels of each part are written: like its folios, or like those of the part behind it; empty for a
    part that does not count."""
    styles: list[str] = []
    following = "decimal"
    for one in reversed(parts):
        following = next((f.style for f in one.compiled.furniture if f.style), "") or following
        styles.append(following if one.part.counts else "")
    return styles[::-1]
