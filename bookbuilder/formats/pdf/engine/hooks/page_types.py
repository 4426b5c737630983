"""Gives pages of a part that no selector can tell apart one style, and stops a part that has no end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.formats.pdf.compile.job import Job
from bookbuilder.formats.pdf.engine.numbers.margin_boxes import FurnitureMaker
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch, Scope
from bookbuilder.formats.pdf.engine.setup.part_state import PartState

if TYPE_CHECKING:
    from weasyprint import HTML
    from weasyprint.css import PageSelectorType, StyleFor
    from weasyprint.formatting_structure.boxes import BlockBox, PageBox
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import SkipStack
    from weasyprint.layout.page import PageType

ENDLESS = Rule(
    "part.endless",
    "{part} has more than {pages} pages",
    "A part of a book that fills so many pages is no text, or its theme leaves hardly any room on a page.",
)
LONGEST = 10_000
_NOT_FIRST = 1_000_000
"""Added to the index of the pages of a part that does not open the book, so that none is the `:first`; even, so that
`:nth(even)` is not turned round."""


@dataclass(slots=True, eq=False)
class PageSelectors:
    """What is known of the page selectors of a part: whether none depends on the number of a page (None: not read yet)."""

    pages_alike: bool | None = None


def _page_type(theirs: type[PageType], part: PartState) -> Function:
    opens, selectors = part[Job].opens, part[PageSelectors]
    offset = 0 if opens else _NOT_FIRST

    def page_type(
        side: str, blank: bool, name: str, index: int, groups: tuple[tuple[str, int], ...]
    ) -> PageType:
        if selectors.pages_alike:
            return theirs(side, blank, name, min(index, 1) if opens else 1, ())
        return theirs(side, blank, name, index + offset, groups)

    return page_type


def _remake_page(theirs: Function, part: PartState) -> Function:
    furniture, page_selectors, name = part[FurnitureMaker], part[PageSelectors], part[Job].name

    def remake_page(
        index: int, context: LayoutContext, root_box: BlockBox, html: HTML
    ) -> tuple[PageBox, SkipStack]:
        furniture.html = html
        if index >= LONGEST:
            raise BookbuilderError(diagnostic(ENDLESS, Span("styles"), part=name, pages=LONGEST))
        if page_selectors.pages_alike is None:
            page_selectors.pages_alike = not any(
                _depends_on_number(selector)
                for sheet, *_ in context.style_for._sheets
                for _, selectors, _ in sheet.page_rules
                for selector in selectors
            )
        # A break to a side inside the part leaves a page blank or not, by the side on which the part began.
        if index and context.page_maker[index][1]["break"] in ("left", "right", "recto", "verso"):
            furniture.depends_on_side = True
        made: tuple[PageBox, SkipStack] = theirs(index, context, root_box, html)
        return made

    return remake_page


def _depends_on_number(selector: tuple[object, str | None, PageSelectorType]) -> bool:
    return selector[2].index is not None


def _set_styles(theirs: Function, _: PartState) -> Function:
    def set_page_type_computed_styles(page_type: PageType, html: HTML, style_for: StyleFor) -> None:
        if (page_type, None) not in style_for.get_computed_styles():
            theirs(page_type, html, style_for)

    return set_page_type_computed_styles


PATCH = Patch(
    "A part does not know the numbers of its pages, so those that look the same have one style, computed once.",
    Kind.HOOK,
    (
        Change("weasyprint.layout.page:PageType", "", _page_type),
        Change("weasyprint.layout.page:remake_page", "1ff09b2dffa17839", _remake_page),
        Change("weasyprint.layout.page:set_page_type_computed_styles", "4e68b396b35c4a06", _set_styles),
    ),
    Scope.PART,
)
