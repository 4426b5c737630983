"""Sets page numbers in the text so that another number with as many digits takes the same room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.numbers.deferred_numbers import is_number, keep_numbers_whole
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.css import StyleFor
    from weasyprint.css.counters import CounterStyle
    from weasyprint.css.targets import TargetCollector
    from weasyprint.formatting_structure.boxes import BlockBox, Box
    from weasyprint.layout.block import SkipStack

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement


def _build(theirs: Function) -> Function:
    def build_formatting_structure(
        element_tree: HtmlElement, style_for: StyleFor, get_image_from_uri: object, base_url: str | None,
        target_collector: TargetCollector, counter_style: CounterStyle, footnotes: list[Box],
    ) -> BlockBox:  # fmt: skip
        root: BlockBox = theirs(
            element_tree, style_for, get_image_from_uri, base_url, target_collector, counter_style, footnotes
        )
        for box in (root, *footnotes):
            keep_numbers_whole(box)
        return root

    return build_formatting_structure


def _first_letter(theirs: Function) -> Function:
    def first_letter_to_box(box: Box, skip_stack: SkipStack, style: Mapping[str, object] | None) -> object:
        """Make no initial of the first figure of a page number: the linker may put another number there."""
        return skip_stack if style and is_number(box) else theirs(box, skip_stack, style)

    return first_letter_to_box


PATCH = Patch(
    "Page numbers have tabular figures and are not split, so that the linker can put others in their place.",
    Kind.LAYOUT,
    (
        Change(
            "weasyprint.formatting_structure.build:build_formatting_structure", "cec02c4844472c92", _build
        ),
        Change("weasyprint.layout.inline:first_letter_to_box", "9f3d58c31344c13b", _first_letter),
    ),
)
