"""Makes the page furniture (running heads, folios) for both sides of the sheet: a part does not know where it will stand.

WeasyPrint asks for the margin boxes of a page when all pages are laid out. Here they are made twice, for a left-hand and a
right-hand page, with page numbers left open, and once for all pages that show the same.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeVar

from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, percent
from weasyprint.layout import page as paging

from bookbuilder.formats.pdf.compile.job import Job
from bookbuilder.formats.pdf.engine.numbers.deferred_numbers import (
    DeferredNumbers,
    KnownCounter,
    OpenCounter,
    PageCountCounter,
)
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch, Scope
from bookbuilder.formats.pdf.engine.setup.part_state import PartState

if TYPE_CHECKING:
    from weasyprint import HTML
    from weasyprint.formatting_structure.boxes import BlockBox, Box, MarginBox, PageBox
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.page import PageState

_B = TypeVar("_B", bound="Box")

SIDES = ("left", "right")

_MakeMarginBoxes = Callable[["LayoutContext", "PageBox", "PageState"], Iterable["MarginBox"]]
"""Makes the margin boxes of a page: context, page, counters."""
_Values = tuple[str, ...] | tuple["Box", ...]
"""The values of a named string (or the running elements of one name) that a margin box shows."""
_Store = Mapping[str, Mapping[int, Sequence[str] | Sequence["Box"]]]
"""The values of named strings, or running elements, by their names and the pages on which they are set."""


@dataclass(slots=True, eq=False)
class PageSide:
    """A page as it is on one side of the sheet: its page box and margin boxes, and how far its text moves to the right from
    where it was laid out, in px. `style` is the counter style of the folio."""

    page: PageBox
    boxes: list[MarginBox]
    shift: float
    style: str = ""


@dataclass(slots=True, eq=False)
class FurnitureMaker:
    """Makes the page furniture of one part.

    `strings` are the named strings with which the part begins, `first` is the number of its first page where it must be
    known (else None). `html` and `start` (the side that the part wants to begin on) are set before pages are laid out. What
    comes of it: the `sides` of each page, the sides of a blank page `before` the part, how each page changes the page
    `counters`, the `last_strings` of the part, the `inherited_strings` that it asked for, and whether it `depends_on_side`.
    `making` is true while margin boxes are made: then texts are split where numbers stand."""

    numbers: DeferredNumbers
    strings: Mapping[str, str]
    first: int | None = None
    html: HTML | None = None
    depends_on_side: bool = False
    start: str = ""
    before: dict[str, PageSide] = field(default_factory=dict)
    last_strings: dict[str, str] = field(default_factory=dict)
    inherited_strings: set[str] = field(default_factory=set)
    sides: dict[PageBox, dict[str, PageSide]] = field(default_factory=dict)
    counters: dict[PageBox, tuple[int | None, int, int | None]] = field(default_factory=dict)
    making: bool = False
    _lookups: dict[Hashable, list[tuple[str, str]]] = field(default_factory=dict)
    _cache: dict[Hashable, PageSide] = field(default_factory=dict)
    _number: int = 0
    _looked_up: list[tuple[str, str]] | None = None

    def furnish(
        self, theirs: _MakeMarginBoxes, context: LayoutContext, page: PageBox, state: PageState
    ) -> None:
        """Make both sides of a page that is laid out."""
        self._count(page)
        self.sides[page] = {side: self._side(theirs, context, page, state, side) for side in SIDES}

    def _count(self, page: PageBox) -> None:
        """Note how a page changes the page counter (CSS Paged Media 3, 6.1)."""
        reset = _page_value(page.style["counter_reset"])
        increment = _page_value(page.style["counter_increment"])
        value = _page_value(page.style["counter_set"])
        self.counters[page] = change = (reset, increment or 0, value)
        # `first` is the number of the first page itself, so that page does not count again.
        self._number = count(self._number, change) if len(self.counters) > 1 else self.first or 0

    def blank(
        self, theirs: _MakeMarginBoxes, context: LayoutContext, state: PageState
    ) -> dict[str, PageSide]:
        """Return the sides of an empty page that stands before the part."""
        assert self.html is not None
        sides = {}
        self._number = (self.first or 1) - 1
        for side in SIDES:
            page_type = paging.PageType(side, blank=True, name="auto", index=1, groups=())
            paging.set_page_type_computed_styles(page_type, self.html, context.style_for)
            page = boxes.PageBox(page_type, context.style_for(page_type))
            _measure(context, page)
            # `layout_backgrounds` of WeasyPrint asks the first child of a page for the background of the canvas.
            root = boxes.BlockBox("html", page.style.anonymous_style, None, [])
            root.position_x = root.position_y = root.width = root.height = 0
            for name in ("margin", "padding"):
                for edge in ("top", "right", "bottom", "left"):
                    setattr(root, f"{name}_{edge}", 0)
            page.children = (root,)
            background.layout_backgrounds(page, context.get_image_from_uri)
            sides[side] = PageSide(page, self._boxes(theirs, context, page, state), 0.0)
        return sides

    def _side(
        self, theirs: _MakeMarginBoxes, context: LayoutContext, page: PageBox, state: PageState, side: str
    ) -> PageSide:
        """Return a side of a page that is laid out; the same one for all pages that show the same there."""
        own = page.page_type.side == side
        page_box = page if own else self._on_other_side(context, page, side)
        kind = (
            page.page_type.blank,
            page.page_type.name,
            page.page_type.index == 0,
            page.page_type.groups,
            side,
        )
        counters = {name: value for name, value in state[1].items() if name not in ("page", "pages")}

        def key() -> Hashable:
            lookups = self._lookups.get(kind)
            if lookups is None:
                return None
            strings = tuple(context.get_string_set_for(page, *lookup) for lookup in lookups)
            return (
                kind,
                strings,
                repr(counters),
                self._number if self.first is not None else 0,
                own,
            )

        cached = self._cache.get(key())
        if cached is not None:
            return cached
        lookups: list[tuple[str, str]] = []
        self._looked_up = lookups
        self.numbers.style = ""
        margin_boxes = self._boxes(theirs, context, page_box, state)
        shift = page_box.content_box_x() - page.content_box_x()
        made = PageSide(page_box, margin_boxes, shift, self.numbers.style)
        self._looked_up = None
        if kind not in self._lookups:
            self._lookups[kind] = lookups
        # What a running element shows is not in the key.
        if all(name != "element" for name, _ in lookups):
            self._cache[key()] = made
        return made

    def _on_other_side(self, context: LayoutContext, page: PageBox, side: str) -> PageBox:
        assert self.html is not None
        other = page.copy()
        other.page_type = page.page_type._replace(side=side)
        paging.set_page_type_computed_styles(other.page_type, self.html, context.style_for)
        other.style = context.style_for(other.page_type)
        _measure(context, other)
        # Borders and pictures lie below the text, which alone is moved to the margins of the other side.
        if _frame(other) != _frame(page) or _bordered(page) or _bordered(other):
            self.depends_on_side = True
        return other

    def _boxes(
        self, theirs: _MakeMarginBoxes, context: LayoutContext, page: PageBox, state: PageState
    ) -> list[MarginBox]:
        quotes, counters, scopes, groups = state
        number = OpenCounter(0) if self.first is None else KnownCounter(self._number)
        open_state: PageState = (
            copy.deepcopy(quotes),
            {**counters, "page": [number], "pages": [PageCountCounter(0)]},
            copy.deepcopy(scopes),
            groups,
        )
        self.making = True
        try:
            with self.numbers.left_open(context.counter_style):
                margin_boxes = list(theirs(context, page, open_state))
        finally:
            self.making = False
        for box in margin_boxes:
            background.layout_box_backgrounds(page, box, context.get_image_from_uri)
            self.numbers.note_alignment(box)
        return margin_boxes

    def string(self, context: LayoutContext, store: _Store, name: str, keyword: str, own: _Values) -> _Values:
        """Return the value of a named string for a margin box: its `own` one, or that with which the part began."""
        if self._looked_up is not None:
            self._looked_up.append(
                ("element", name) if store is context.running_elements else (name, keyword)
            )
        if own or store is not context.string_set or context.current_page in store[name]:
            return own
        self.inherited_strings.add(name)
        # `all-once` lists what is set on the page itself, and looks at no page before.
        inherited = self.strings.get(name)
        return (inherited,) if inherited and keyword != "all-once" else own


def count(number: int, change: tuple[int | None, int, int | None]) -> int:
    """Return the page counter behind a page that changes it: reset to, increment by, set to.

    >>> count(6, (None, 1, None)), count(6, (1, 0, None))
    (7, 1)
    """
    reset, increment, value = change
    number = (number if reset is None else reset) + increment
    return number if value is None else value


def _page_value(pairs: Literal["auto"] | Sequence[tuple[str, int]]) -> int | None:
    """Return what a property of counters says of the page counter; None if it says nothing, the last value of several."""
    values = [value for name, value in (pairs if pairs != "auto" else ()) if name == "page"]
    return values[-1] if values else None


def _measure(context: LayoutContext, page: PageBox) -> None:
    size = page.style["size"]
    percent.resolve_percentages(page, size)
    page.position_x = page.position_y = 0
    paging.page_width(page, context, size[0])
    paging.page_height(page, context, size[1])


def _frame(page: PageBox) -> tuple[float, ...]:
    """Return the measures of a page that may not differ between its sides if its text fits both."""
    # Rounded: the sum of the two margins depends on which of them comes first.
    measures = (page.width, page.height, page.content_box_y(), page.margin_width(), page.margin_height())
    return tuple(round(measure, 3) for measure in measures)


def _bordered(page: PageBox) -> bool:
    edges = ("top", "right", "bottom", "left")
    return any(getattr(page, f"border_{edge}_width") for edge in edges) or bool(
        page.style["background_image"] and any(kind != "none" for kind, _ in page.style["background_image"])
    )


def _make_margin_boxes(theirs: _MakeMarginBoxes, part: PartState) -> Function:
    maker = part[FurnitureMaker]

    def make_margin_boxes(context: LayoutContext, page: PageBox, state: PageState) -> Iterator[MarginBox]:
        if not maker.sides:
            maker.before = maker.blank(theirs, context, context.page_maker[0][3])
        maker.furnish(theirs, context, page, state)
        maker.last_strings = {
            name: values[max(values)][-1] for name, values in context.string_set.items() if values
        }
        # The boxes of both sides are drawn by us (`drawn_pages`), so WeasyPrint gets none to put on the page.
        return iter(())

    return make_margin_boxes


def _create_anonymous_boxes(theirs: Function, part: PartState) -> Function:
    maker = part[FurnitureMaker]

    def create_anonymous_boxes(box: _B) -> _B:
        complete: _B = theirs(box)
        return maker.numbers.split_texts(complete) if maker.making else complete

    return create_anonymous_boxes


def _first_page(theirs: Function, part: PartState) -> Function:
    job = part[Job]

    def initialize_page_maker(context: LayoutContext, root_box: BlockBox) -> None:
        theirs(context, root_box)
        resume, following, _, state, remake_state = context.page_maker[0]
        if job.first is not None:  # a page counts itself when it is laid out
            state[1]["page"] = [job.first - 1]
            state[2][-1].add("page")
        context.page_maker[0] = (resume, following, job.right, state, remake_state)

    return initialize_page_maker


def _named_string(theirs: Function, part: PartState) -> Function:
    maker = part[FurnitureMaker]

    def get_string_or_element_for(
        context: LayoutContext, store: _Store, page: PageBox, name: str, keyword: str
    ) -> _Values:
        own: _Values = theirs(context, store, page, name, keyword)
        return maker.string(context, store, name, keyword, own)

    return get_string_or_element_for


PATCH = Patch(
    "Margin boxes are made for both sides of the sheet, with page numbers and the strings of earlier parts left open.",
    Kind.HOOK,
    (
        Change("weasyprint.layout.page:make_margin_boxes", "4a2d2e301eb3bc47", _make_margin_boxes),
        Change(
            "weasyprint.formatting_structure.build:create_anonymous_boxes",
            "f1e76cc779a89855",
            _create_anonymous_boxes,
        ),
        Change("weasyprint.layout:initialize_page_maker", "5bb3c878d722af53", _first_page),
        Change(
            "weasyprint.layout:LayoutContext.get_string_or_element_for", "f40ec28ae3470c6e", _named_string
        ),
    ),
    Scope.PART,
)
