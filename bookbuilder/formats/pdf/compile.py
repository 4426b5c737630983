"""Compiles a part of a book: its HTML becomes pages in an object that knows neither their numbers nor their sides."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from weasyprint import document as documents
from weasyprint import layout
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import build as boxing
from weasyprint.layout import page as paging

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.formats.pdf import cascade, late, measures, running, shaping, spared, weasy
from bookbuilder.formats.pdf.emit import emit
from bookbuilder.formats.pdf.furniture import Furnisher
from bookbuilder.formats.pdf.hyphens import parted
from bookbuilder.formats.pdf.jobs import Job, Task
from bookbuilder.formats.pdf.late import PLACEHOLDER, Late
from bookbuilder.formats.pdf.object import Object
from bookbuilder.formats.pdf.patches import patched
from bookbuilder.formats.pdf.turns import watching

ENDLESS = Rule(
    "part.endless",
    "{part} has more than {pages} pages",
    "A part of a book that fills so many pages is no text, or its theme leaves hardly any room on a page.",
)
LONGEST = 10_000
PASSES = 4
GARBAGE = 150_000
"""Objects that may lie about before they are collected: those of some four chapters, 20 MB."""
_NOT_FIRST = 1_000_000
"""Added to the index of the pages of a part that does not open the book, so that none is the `:first`; even, so that
`:nth(even)` is not turned round."""


def compile_part(task: Task) -> bytes:
    """Return a part as a compiled object, encoded."""
    job = task.job
    with weasy.typesetter(task.world, task.case, job.css) as (fonts, messages), parted(job.words, task.world):
        made = _compiled(job, fonts, messages, {}).encode()
    if gc.get_count()[0] > GARBAGE:  # boxes point at one another
        gc.collect(0)
    return made


def _compiled(
    job: Job, fonts: Any, messages: list[str], rooms: Mapping[int, int], times: int = PASSES
) -> Object:
    """Return a part whose numbers in running text have room for so many figures; with room for others if they need it.

    From the second layout on, room only grows: a number that needs less could move what needs more.
    """
    made = Late(rooms=rooms, total=job.total)
    furnisher = Furnisher(made, dict(job.strings), job.first)
    with _hooks(job, furnisher, made), watching() as turns:
        laid = weasy.lay_out(job.html, job.css, job.resources, fonts, job.name)
        needed = running.rooms(laid.document, furnisher, job.first)
        if rooms:
            most = max(needed.values(), default=0) if times == 1 else 0
            needed = {place: max(room, rooms.get(place, 0), most) for place, room in needed.items()}
        fits = all(rooms.get(place, PLACEHOLDER) == room for place, room in needed.items())
        if fits or not times:
            found = emit(laid.document, job, furnisher, made, messages)
            return replace(found, places=tuple(turns.places(laid.document)))
    return _compiled(job, fonts, messages, needed, times - 1)


@contextmanager
def _hooks(job: Job, furnisher: Furnisher, made: Late) -> Iterator[None]:
    """Change WeasyPrint while a part is laid out and drawn."""
    page_type = paging.PageType
    remake, styles = paging.remake_page, paging.set_page_type_computed_styles
    build = documents.build_formatting_structure
    start, lookup = layout.initialize_page_maker, layout.LayoutContext.get_string_or_element_for
    simple: list[bool] = []
    offset = 0 if job.opens else _NOT_FIRST
    said = boxing.content_to_boxes

    def numbered(side: str, blank: bool, name: Any, index: int, groups: Any) -> Any:
        """Make pages that no selector can tell apart the same page, so that their styles are computed once."""
        if simple and simple[0]:
            return page_type(side, blank, name, min(index, 1) if job.opens else 1, ())
        return page_type(side, blank, name, index + offset, groups)

    def remade(index: int, context: Any, root_box: Any, html: Any) -> Any:
        furnisher.html = html
        if index >= LONGEST:
            raise BookbuilderError(diagnostic(ENDLESS, Span("styles"), part=job.name, pages=LONGEST))
        if not simple:
            simple.append(
                not any(
                    _counts(selector)
                    for sheet, *_ in context.style_for._sheets
                    for _, found, _ in sheet.page_rules
                    for selector in found
                )
            )
        if index and context.page_maker[index][1]["break"] in ("left", "right", "recto", "verso"):
            furnisher.sided = True
        return remake(index, context, root_box, html)

    def styled(kind: Any, html: Any, style_for: Any) -> None:
        if (kind, None) not in style_for.get_computed_styles():
            styles(kind, html, style_for)

    def built(
        element: Any, style_for: Any, image: Any, base: Any, targets: Any, counters: Any, footnotes: list[Any]
    ) -> Any:
        root = build(element, style_for, image, base, targets, counters, footnotes)
        furnisher.start = _start(root)
        for box in (root, *footnotes):
            made.part(box)
        return root

    def asked(style: Any, box: Any, *given: Any, **page: Any) -> Any:
        return running.content(said, made, style, box, *given, **page)

    def furnished(context: Any, page: Any, state: Any) -> Iterator[Any]:
        if not furnisher.sides:
            furnisher.before = furnisher.blank(context, context.page_maker[0][3])
        furnisher.furnish(context, page, state)
        furnisher.last = {
            name: values[max(values)][-1] for name, values in context.string_set.items() if values
        }
        return iter(())

    def begun(context: Any, root_box: Any) -> None:
        start(context, root_box)
        resume, following, _, state, remake_state = context.page_maker[0]
        if job.first is not None:  # a page counts itself when it is laid out
            state[1]["page"] = [job.first - 1]
            state[2][-1].add("page")
        context.page_maker[0] = (resume, following, job.right, state, remake_state)

    def looked(context: Any, store: Any, page: Any, name: str, keyword: str) -> Any:
        found = lookup(context, store, page, name, keyword)
        return furnisher.string(context, store, name, keyword, found)

    def drawn(stream: Any, box: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
        return late.draw(made, stream, box, overflow, ellipsis, matrix)

    ours = (
        (paging, "PageType", numbered),
        (paging, "remake_page", remade),
        (paging, "set_page_type_computed_styles", styled),
        (documents, "build_formatting_structure", built),
        (boxing, "content_to_boxes", asked),
        (layout, "make_margin_boxes", furnished),
        (layout, "initialize_page_maker", begun),
        (layout.LayoutContext, "get_string_or_element_for", looked),
        (drawing, "draw_first_line", drawn),
    )
    try:
        with patched((*ours, *cascade.PATCHES, *measures.PATCHES, *shaping.PATCHES, *spared.PATCHES)):
            yield
    finally:
        shaping.forget()


def _start(root: Any) -> str:
    """Return the side that a part wants to begin on: that of the first box that asks for a break before it."""
    box = root
    while box is not None:
        wanted = box.style["break_before"]
        if wanted in ("recto", "verso"):
            return "right" if (wanted == "recto") == (root.style["direction"] == "ltr") else "left"
        if wanted != "auto":
            return str(wanted) if wanted in ("left", "right") else ""
        children = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
        box = children[0] if children else None
    return "auto"


def _counts(selector: Any) -> bool:
    """Does a page selector look at the number of the page (`:nth()`)?"""
    return selector[2].index is not None
