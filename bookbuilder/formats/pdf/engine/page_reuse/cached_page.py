"""A page that was laid out, with what it was made of and what came of it, for the next layout of its part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.page_reuse.drawn_page import DrawnPage
from bookbuilder.formats.pdf.engine.page_reuse.page_content import PageContent

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box, PageBox
    from weasyprint.layout.block import SkipStack
    from weasyprint.layout.page import PageState, PageType

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement


@dataclass(slots=True, eq=False)
class CachedPage:
    """A page as WeasyPrint's `make_page` made it: what that was given, what it returned and changed.

    `box` is the page, `children` what it held before its margin boxes were made. `start` and `end` say where it begins and
    where the next one does, in WeasyPrint's terms (`skip_stack`); `state` and `state_behind` are the counters before and
    behind it. `content` is what it is made of (None: it is not known, so it is laid out again). `notes` are the elements of
    its footnotes. `drawn` and `texts` (`encode_printed_texts`) are what was made of it, as soon as they are there.
    """

    box: PageBox
    children: tuple[Box, ...]
    page_type: PageType
    start: SkipStack
    end: SkipStack
    next_page: Mapping[str, str | None]
    state: PageState
    state_behind: PageState
    content: PageContent | None = None
    notes: tuple[HtmlElement | None, ...] = ()
    drawn: DrawnPage | None = None
    texts: list[int] | None = None
