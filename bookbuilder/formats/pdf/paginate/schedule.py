"""Paginates a book: compiles its parts, each on its own, until every page number fits the slot that it was given.

Parts are laid out with page labels that are guessed (`first_labels`) or foreseen (`foresight`). Then their pages are put in
order (`page_order`), and those parts are laid out again whose slots do not fit the numbers that came out (`corrections`).
What is left to do is to give the objects of the parts their numbers, and to link them (`bookbuilder.formats.pdf.link`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder.formats.book import Book
from bookbuilder.formats.pagemap import PageMap
from bookbuilder.formats.pdf import half_title
from bookbuilder.formats.pdf.font_directory import keep_font_index
from bookbuilder.formats.pdf.paginate import corrections, foresight
from bookbuilder.formats.pdf.paginate.compile_requests import PartCompiler, Schedule, wait_for
from bookbuilder.formats.pdf.paginate.deferred_indexes import with_known_labels
from bookbuilder.formats.pdf.paginate.first_labels import with_first_labels
from bookbuilder.formats.pdf.paginate.page_order import PageSequence
from bookbuilder.formats.pdf.paginate.reserved_room import ReservedRoom
from bookbuilder.formats.pdf.paginate.scheduled_part import (
    PageRules,
    ScheduledPart,
    body_pages,
    in_order,
    scheduled,
)
from bookbuilder.formats.pdf.parts import Parts
from bookbuilder.formats.pdf.resource import Resource
from bookbuilder.formats.pdf.screen_pages import for_screen

PASSES = 8
RESERVING_PASSES = 24
"""Layouts of a book whose numbers get room that only grows (`reserved_room.py`)."""


@dataclass(frozen=True, slots=True, eq=False)
class PaginatedBook:
    """A book with its compiled parts and all pages in their order, ready to be linked."""

    book: Book
    parts: tuple[ScheduledPart, ...]
    order: PageSequence

    @property
    def page_map(self) -> PageMap:
        """Where each page begins in the text."""
        number = self.book.project.isbn(self.book.edition).replace("-", "").replace(" ", "")
        return replace(self.order.page_map, source=f"urn:isbn:{number}" if number else self.book.identifier)


ShowEarly = Callable[[Sequence[ScheduledPart], PageSequence, Sequence[int]], None]
"""Is told the parts of a book, the order that their pages will most likely have, and which of them were edited: these are
compiled, others may not be yet."""


def paginated(
    book: Book,
    parts: Parts,
    css: str,
    resources: Mapping[str, Resource],
    multiple: int = 1,
    show: ShowEarly | None = None,
) -> PaginatedBook | None:
    """Return a book with its pages, the number of which is a `multiple` of some number; None if its page numbers do not
    converge. `show` is called as soon as parts that were edited are compiled. Raises `BookbuilderError` for what cannot
    be laid out."""
    compiler = PartCompiler(book, parts, css, resources)
    fresh = Schedule(scheduled(parts))
    may_have = any(part.name == half_title.NAME for part in parts.all)
    rules = PageRules(
        book.locale.direction == "rtl",
        multiple,
        not for_screen(book),
        half_title.wanted(book) if may_have else False,
    )
    schedule, order = _settled(compiler, fresh, rules, show)
    if rules.half_title is None and (order is None or _near_limit(schedule, order)):
        # The numbers of a book with a half title may be longer, and move a page. So the pages without one decide.
        schedule, order = _settled(compiler, fresh, replace(rules, half_title=False))
        if order is not None and body_pages(schedule.parts, order) >= half_title.LEAST_PAGES:
            schedule, order = _settled(compiler, fresh, replace(rules, half_title=True))
    if order is None:
        return None
    foresight.remember(book, schedule.parts)
    keep_font_index(book.world, compiler.fonts)
    return PaginatedBook(book, *_with_pages(schedule.parts, order))


def _near_limit(schedule: Schedule, order: PageSequence) -> bool:
    """Whether a book that has a half title might be too thin for one with other page numbers."""
    has_one = len({page.part for page in order.pages}) == len(schedule.parts)
    return has_one and len(order.pages) < 2 * half_title.LEAST_PAGES


def _with_pages(
    parts: Sequence[ScheduledPart], order: PageSequence
) -> tuple[tuple[ScheduledPart, ...], PageSequence]:
    """Return the parts that have pages, and the pages in their order."""
    kept = sorted({page.part for page in order.pages})
    places = {at: place for place, at in enumerate(kept)}
    pages = tuple(replace(page, part=places[page.part]) for page in order.pages)
    return tuple(parts[at] for at in kept), replace(order, pages=pages)


def _settled(
    compiler: PartCompiler, fresh: Schedule, rules: PageRules, show: ShowEarly | None = None
) -> tuple[Schedule, PageSequence | None]:
    """Return the parts, laid out until all numbers fit, and their pages; no pages if the numbers do not converge. They
    get no reserved room while it is open whether there is a half title."""
    schedule, order = fresh, None
    foreseen = foresight.with_foreseen_labels(compiler, schedule, rules)
    if foreseen is not None:
        schedule, order = _laid_out(compiler, foreseen, rules, PASSES, show=show)
        if order is None:  # how it converges must not depend on the build before
            wait_for(schedule, schedule.requests)
    if order is None:
        schedule, order = _laid_out(compiler, with_first_labels(compiler, fresh, rules), rules, PASSES)
    if order is None and rules.half_title is not None:
        schedule, order = _laid_out(compiler, schedule, rules, RESERVING_PASSES, ReservedRoom())
    elif order is None:
        wait_for(schedule, schedule.requests)
    return schedule, order


def _with_edited_shown(schedule: Schedule, rules: PageRules, show: ShowEarly) -> Schedule:
    """Wait for the parts that were edited, and show them in the order that all pages are likely to have."""
    if not schedule.edited:
        return schedule
    schedule = wait_for(schedule, schedule.requests[:1])
    likely = [
        one if one.key else replace(one, compiled=foreseen)
        for one, foreseen in zip(schedule.parts, schedule.foreseen, strict=True)
    ]
    show(likely, in_order(likely, rules), schedule.edited)
    return schedule


def _laid_out(
    compiler: PartCompiler,
    schedule: Schedule,
    rules: PageRules,
    passes: int,
    reserved: ReservedRoom | None = None,
    show: ShowEarly | None = None,
) -> tuple[Schedule, PageSequence | None]:
    """Compile what has to be, at most `passes` times; return the parts, and their pages if all numbers fit."""
    every = range(len(schedule.parts))
    # A part that lists all pages has its length by now, and waits until they are known.
    waiting = [at for at in every if schedule.parts[at].part.lists_pages and schedule.parts[at].job]
    # Indexes at the end of a new book: they got no HTML, since their pages are not known (`with_first_labels`).
    indexes = [at for at in every if not schedule.parts[at].html]
    schedule = compiler.request(schedule, (at for at in every if at not in waiting and at not in indexes))
    if indexes:
        schedule = with_known_labels(compiler, wait_for(schedule, schedule.requests), indexes, rules)
        schedule = compiler.request(schedule, every)
    if show:
        schedule = _with_edited_shown(schedule, rules, show)
    seen: set[tuple[str, ...]] = set()
    for _ in range(passes):
        schedule = wait_for(schedule, schedule.requests)
        if reserved:
            reserved = reserved.with_pages([one.compiled for one in schedule.parts])
        order = in_order(schedule.parts, rules, reserved)
        if reserved:
            reserved = reserved.with_labels(order.labels())
        now = corrections.corrected(schedule.parts, order, reserved, compiler.html)
        if now is None:
            return schedule, order
        compiled = tuple(one.key for one in schedule.parts)
        schedule = replace(schedule, parts=now)
        if compiled in seen and not reserved:
            return schedule, None  # it goes round in a circle
        seen.add(compiled)
        schedule = compiler.request(schedule, every)
    return schedule, None
