"""Decides which pages of a part are those of the layout before, and keeps its pages for the next one."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from bookbuilder.formats.edition_trace import number_of_picture
from bookbuilder.formats.pdf.compile.encode_printed_texts import LENGTH
from bookbuilder.formats.pdf.engine.lines.line_plan import skip_path
from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.page_reuse.box_signature import Signature, signature
from bookbuilder.formats.pdf.engine.page_reuse.cached_page import CachedPage
from bookbuilder.formats.pdf.engine.page_reuse.page_content import PageContent, PlannedContents
from bookbuilder.formats.pdf.engine.pages.block_column import KnownBlocks, known_blocks
from bookbuilder.formats.pdf.engine.pages.block_properties import is_chapter
from bookbuilder.formats.pdf.engine.pages.chapter_pages import ChapterPages
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch, Scope
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of
from bookbuilder.formats.pdf.engine.read.page_flow import chapters
from bookbuilder.formats.pdf.engine.read.page_starts import PageStarts
from bookbuilder.formats.pdf.engine.setup.part_state import PartState
from bookbuilder.formats.pdf.engine.shaping.style_cache import Computed, Models
from bookbuilder.formats.text_places import SourceRun, SourceText

if TYPE_CHECKING:
    from weasyprint.document import Document
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import SkipStack
    from weasyprint.layout.page import PageState, PageType

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement


@dataclass(frozen=True, slots=True, eq=False)
class CachedLayout:
    """The layout of a part: its elements, the text nodes in them, the models of its styles, what is around its chapter, its
    pages, and the children of its chapter (by the identity of their elements) with their signatures and blocks. `for_side`
    says that the pages were planned for the side of the sheet on which they stand."""

    root: HtmlElement
    reading: SourceText
    models: Models
    around: Signature
    pages: tuple[CachedPage, ...]
    children: Mapping[int, tuple[Signature, KnownBlocks]]
    for_side: bool


@dataclass(slots=True, eq=False)
class PageReuse:
    """What is known while a part is laid out: the layout `before`, and the pages that are done. `failed`: something in
    the part cannot be compared with the layout before, so from here on no page is taken or kept."""

    before: CachedLayout | None
    pages: list[CachedPage] = field(default_factory=list)
    failed: bool = False
    _models: Models = field(init=False, repr=False)  # `begin` sets these two, unless it fails
    _chapter: boxes.Box = field(init=False, repr=False)
    _path: tuple[int, ...] = ()
    _around: Signature = ()
    _signatures: dict[boxes.Box, Signature] = field(default_factory=dict)
    _contents: PlannedContents | None = None

    def begin(self, context: LayoutContext, root: boxes.Box) -> None:
        """Look at the boxes of a part before its first page is laid out: `root` is that of its HTML. What has not changed in
        its chapter is marked with the blocks that it had."""
        found = list(_chapters(root, ()))
        if self.pages or len(found) != 1 or not _is_plain(context):
            self.failed = True  # it is laid out a second time, or is no chapter
            return
        ((self._path, self._chapter),) = found
        assert isinstance(root.style, Computed)
        self._models = root.style.models
        self._around = signature(root, without=self._chapter)
        self._signatures = {child: signature(child) for child in self._chapter.children}
        before = self.before
        if before and (before.models is not self._models or before.around != self._around):
            before = self.before = None
        for child, made_of in self._signatures.items() if before else ():
            known = before.children.get(id(child.element)) if before else None
            if known and known[0] == made_of:
                mark(child).known_blocks = known[1]

    def taken(
        self,
        context: LayoutContext,
        page_type: PageType,
        start: SkipStack,
        state: PageState,
        reading: SourceText,
    ) -> CachedPage | None:
        """Return the next page if it is one of the layout before; None if it is to be laid out.

        `start` is where it begins, in WeasyPrint's terms. What its layout changes is changed: the notes that have no page
        yet, and the counters (`state`)."""
        number = len(self.pages)
        if number == 0 or self.failed:
            return None  # the pages are planned when the first one is laid out
        plan, before = self._plan, self.before
        self.failed = not _is_plain(context) or plan is None or plan.again
        if self.failed or before is None or number >= len(before.pages):
            return None
        if self._is_for_side is not before.for_side:
            return None
        kept, content = before.pages[number], self._content(start)
        if not (content and kept.content and kept.drawn and kept.drawn.uses):
            return None
        if (kept.content.key, kept.page_type, kept.state) != (content.key, page_type, state):
            return None
        for note in [note for note in context.footnotes if note.element in set(kept.notes)]:
            context.footnotes.remove(note)
        _set_state(state, kept.state_behind)
        moved_by = content.path[0] - kept.content.path[0]
        end = _moved(kept.end, len(self._path), moved_by)
        page = replace(kept, start=start, end=end, content=content)
        _renew(page, self._chapter, _new_runs(before.reading, reading), reading.pictures)
        self._add(page)
        return page

    def keep(self, context: LayoutContext, page: CachedPage) -> None:
        """Keep a page that was laid out now, unless something goes on on the next one."""
        self.failed = self.failed or not _is_plain(context)
        if not self.failed:
            page.content = self._content(page.start) if self.pages else None
            page.notes = tuple(note.element for note in context.current_page_footnotes)
            self._add(page)

    def layout(self, root: HtmlElement, reading: SourceText, document: Document) -> CachedLayout | None:
        """Return what is kept of a finished part, given its elements and text nodes; None if not all of its pages can be
        kept."""
        if self.failed or [page._page_box for page in document.pages] != [page.box for page in self.pages]:
            return None
        # WeasyPrint numbers the signs that a font lacks in the order in which a document meets them.
        if any(font.missing for font in document.fonts.values()):
            return None
        plan = self._plan
        blocks = known_blocks(plan.galley) if plan else {}
        children = {
            id(child.element): (made_of, blocks.get(child, {}))
            for child, made_of in self._signatures.items()
            # An anonymous box has the element of its parent, the chapter; several may have it.
            if child.element is not self._chapter.element
        }
        pages = tuple(self.pages)
        return CachedLayout(root, reading, self._models, self._around, pages, children, self._is_for_side)

    def _add(self, page: CachedPage) -> None:
        mark(page.box).cached_page = page
        self.pages.append(page)

    @property
    def _plan(self) -> ChapterPages | None:
        return marks(self._chapter).chapter_pages

    @property
    def _is_for_side(self) -> bool:
        return marks(self._chapter).planned_for_side

    def _content(self, start: SkipStack) -> PageContent | None:
        """Return the content of the page that begins at a place; None if it is not known."""
        if self._contents is None:
            if self._plan is None:
                return None
            self._contents = PlannedContents(self._chapter, self._plan, self._signatures)
        path, depth = skip_path(start), len(self._path)
        return self._contents.page(path[depth:]) if path[:depth] == self._path else None


def _chapters(box: boxes.Box, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], boxes.Box]]:
    for index, child in enumerate(box.children):
        if is_chapter(child):
            yield (*path, index), child
        elif isinstance(child, boxes.BlockBox):
            yield from _chapters(child, (*path, index))


def _is_plain(context: LayoutContext) -> bool:
    """Whether nothing but the text of the chapter goes on from one page to the next."""
    return not (
        context.reported_footnotes
        or context.broken_out_of_flow
        or any(context.running_elements.values())
        or context.target_collector.counter_lookup_items
    )


def _moved(stack: SkipStack, depth: int, by: int) -> SkipStack:
    """Return a place, in WeasyPrint's terms, with the index at a depth changed `by` a number."""
    if stack is None:
        return None
    ((index, inner),) = stack.items()
    return {index: _moved(inner, depth - 1, by)} if depth else {index + by: inner}


def _set_state(state: PageState, value: PageState) -> None:
    """Give counters, which WeasyPrint changes in place, another value."""
    depth, values, scopes, groups = state
    depth[:], new_values, scopes[:], groups[:] = copy.deepcopy(value)
    values.clear()
    values.update(new_values)


def _new_runs(before: SourceText, now: SourceText) -> Mapping[SourceRun, SourceRun]:
    """Return the text nodes of a layout by those of the one before, in elements that are still the same."""
    new = {(run.holder, run.tail): run for run in now.texts}
    pairs = ((run, new.get((run.holder, run.tail))) for run in before.texts)
    return {run: found for run, found in pairs if found is not None}


def _renew(
    page: CachedPage,
    chapter: boxes.Box,
    runs: Mapping[SourceRun, SourceRun],
    pictures: Mapping[HtmlElement, int],
) -> None:
    """Make a page one of this layout: with its text nodes and pictures, and the plan of its chapter."""
    page.box.children = list(page.children)
    numbers: dict[int, int] = {}
    for box in boxes_of(page.box).every:
        old = marks(box).runs
        if old:
            new = tuple(runs[run] for run in old)
            numbers.update((one.number, other.number) for one, other in zip(old, new, strict=True))
            mark(box).runs = new
        picture = None if isinstance(box, AbsolutePlaceholder) else marks(box).picture
        if picture is not None:
            assert box.element is not None
            numbers[number_of_picture(picture)] = number_of_picture(pictures[box.element])
            mark(box).picture = pictures[box.element]
    if page.texts:
        # One by one: a moved figure stands behind what follows it, so numbers do not all move by the same.
        page.texts = [value if at % LENGTH else numbers[value] for at, value in enumerate(page.texts)]
    for piece in chapters(page.box):
        mark(piece).chapter_pages = marks(chapter).chapter_pages


def _make_page(theirs: Function, part: PartState) -> Function:
    reuse, starts = part.get(PageReuse), part[PageStarts]

    def make_page(
        context: LayoutContext,
        root: boxes.Box,
        page_type: PageType,
        start: SkipStack,
        page_number: int,
        state: PageState,
    ) -> tuple[boxes.PageBox, SkipStack, dict[str, str | None]]:
        if reuse is None:
            box, end, next_page = theirs(context, root, page_type, start, page_number, state)
            return box, end, next_page
        if page_number == 1:
            reuse.begin(context, root)
        taken = reuse.taken(context, page_type, start, state, starts.reading)
        if taken is not None:
            return taken.box, taken.end, dict(taken.next_page)
        # WeasyPrint changes counters in place.
        before = copy.deepcopy(state)
        box, end, next_page = theirs(context, root, page_type, start, page_number, state)
        made = CachedPage(
            box, tuple(box.children), page_type, start, end, dict(next_page), before, copy.deepcopy(state)
        )
        reuse.keep(context, made)
        return box, end, next_page

    return make_page


def _layout_backgrounds(theirs: Function, _: PartState) -> Function:
    def layout_backgrounds(page: boxes.PageBox, get_image_from_uri: object) -> None:
        cached = marks(page).cached_page
        if not (cached and cached.drawn):
            theirs(page, get_image_from_uri)

    return layout_backgrounds


PATCH = Patch(
    "A page of a part that is laid out again is the one of the last time if nothing that it is made of has changed.",
    Kind.SPEED,
    (
        Change("weasyprint.layout.page:make_page", "656f183328e8b1b5", _make_page),
        Change("weasyprint.layout.background:layout_backgrounds", "5d7d4d589e3d8a33", _layout_backgrounds),
    ),
    Scope.PART,
    needs=("style_cache",),
)
