"""Faults that are put into pages on purpose are found, and good pages have none."""

from __future__ import annotations

from itertools import count
from random import Random
from typing import Any

import pytest
from weasyprint.layout import inline

from bookbuilder.formats.pdf.engine.read.layout_findings import layout_findings
from bookbuilder.formats.pdf.engine.shaping import text_offsets
from tests.pdf.line_breaking.typeset_paragraphs import Typesetter
from tests.pdf.page_breaking.page_faults.seeded_faults import FAULTS, PAGE

SEEDS = 60
FOUND = 0.98
"""The share of faults that are found at least."""


def table_is_out_of_order(document: Any) -> bool:
    """Whether the table stands under another heading than it is written under, by where both are printed."""
    places: dict[Any, tuple[int, float]] = {}
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            if box.element_tag in ("h2", "table"):
                places.setdefault(box.element, (number, box.position_y))
    chapter = next(
        box.element
        for box in document.pages[0]._page_box.descendants()
        if box.element is not None and box.element.tag == "section"
    )
    written = [element for element in chapter.iter() if element in places]
    printed = sorted(written, key=places.__getitem__)
    return written != printed


@pytest.fixture(autouse=True)
def _offsets(press: Typesetter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Record where texts are parted, as in a part of a book."""
    (change,) = text_offsets.PATCH.changes
    monkeypatch.setattr(inline, "split_text_box", change.replace(inline.split_text_box, None))


@pytest.mark.heavy
@pytest.mark.parametrize("kind", FAULTS, ids="-".join)
def test_a_fault_is_found(press: Typesetter, kind: tuple[str, str]) -> None:
    code, which = kind
    missed, faulty = [], 0
    for seed in count():
        if faulty == SEEDS:
            break
        html, css = FAULTS[kind](Random(seed))
        document = press.pages(html, f"{PAGE}\n{css}")
        if code == "figure.section" and not table_is_out_of_order(document):
            continue
        faulty += 1
        found = [one for one in layout_findings(document) if one.code == code]
        if which in ("rule", "picture"):
            found = [one for one in found if one.words[2] == which]
        if not found:
            missed.append(seed)
        assert all(one.area and 0 <= one.page < len(document.pages) for one in found)
    assert len(missed) <= SEEDS * (1 - FOUND), missed
