"""Reads the boxes of a part before they are laid out: its page numbers, its texts, and the side that it begins on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.numbers.margin_boxes import FurnitureMaker
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch, Scope
from bookbuilder.formats.pdf.engine.read.page_starts import PageStarts
from bookbuilder.formats.pdf.engine.setup.facing_pages_property import pages_face
from bookbuilder.formats.pdf.engine.setup.part_state import PartState

if TYPE_CHECKING:
    from weasyprint.css import StyleFor
    from weasyprint.css.counters import CounterStyle
    from weasyprint.css.targets import TargetCollector
    from weasyprint.formatting_structure.boxes import BlockBox, Box

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement


def _build(theirs: Function, part: PartState) -> Function:
    furniture, starts = part[FurnitureMaker], part[PageStarts]

    def build_formatting_structure(
        element_tree: HtmlElement,
        style_for: StyleFor,
        get_image_from_uri: Function,
        base_url: str | None,
        target_collector: TargetCollector,
        counter_style: CounterStyle,
        footnotes: list[Box],
    ) -> BlockBox:
        root: BlockBox = theirs(
            element_tree, style_for, get_image_from_uri, base_url, target_collector, counter_style, footnotes
        )
        furniture.start = _start_side(root) if pages_face(root.style) else ""
        for box in (root, *footnotes):
            furniture.numbers.split_texts(box)
        starts.note_runs(element_tree, (root, *footnotes))
        return root

    return build_formatting_structure


def _start_side(root: Box) -> str:
    """Return the side that a part wants to begin on: that of the first box with a forced break before it."""
    box: Box | None = root
    while box is not None:
        wanted = box.style["break_before"]
        if wanted in ("recto", "verso"):
            return "right" if (wanted == "recto") == (root.style["direction"] == "ltr") else "left"
        if wanted != "auto":
            return str(wanted) if wanted in ("left", "right") else ""
        children = [child for child in box.children if child.is_in_normal_flow()]
        box = children[0] if children else None
    return "auto"


PATCH = Patch(
    "Texts are split where page numbers stand, and noted with the HTML that they are made from.",
    Kind.HOOK,
    (Change("weasyprint.formatting_structure.build:build_formatting_structure", "cec02c4844472c92", _build),),
    Scope.PART,
)
