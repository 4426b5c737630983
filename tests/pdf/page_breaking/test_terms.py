"""A page parts a list of terms so that two lines of an entry stand on either side: a term keeps two lines of what it means,
and no last line stands alone."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from tests.pdf.line_breaking.typeset_paragraphs import Typesetter

LINE = 18
WORDS = "Die Zeit ist knapp, und im Haus wird über die Lage geredet, wie man es oft hört. " * 8


def entry_lines(document: Any) -> list[tuple[int, str, int]]:
    """Return the lines of all entries: the number of the entry, `dt` or `dd`, and the page."""
    found: list[tuple[int, str, int]] = []
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            if isinstance(box, boxes.BlockBox) and box.element_tag in ("dt", "dd"):
                assert box.element is not None
                entry = int(box.element.get("data-entry") or 0)
                lines = [one for one in (box, *box.descendants()) if isinstance(one, boxes.LineBox)]
                found += [(entry, box.element_tag, number)] * len(lines)
    return found


LENGTHS = st.lists(st.sampled_from([8, 20, 60, 110, 160, 260, 420]), min_size=1, max_size=4)


@pytest.mark.heavy
@settings(max_examples=25)
@given(
    st.lists(LENGTHS, min_size=6, max_size=16),
    st.booleans(),
    st.integers(0, 12),
    st.integers(9, 22),
    st.booleans(),
)
def test_an_entry_is_not_parted_after_one_line(
    press: Typesetter, entries: list[list[int]], tight: bool, before: int, rows: int, nested: bool
) -> None:
    def meaning(lengths: list[int]) -> str:
        if tight and len(lengths) == 1:
            return WORDS[: lengths[0]].strip()
        return "".join(f"<p>{WORDS[:length].strip()}</p>" for length in lengths)

    terms = "".join(
        f'<dt data-entry="{number}">Wort {number}</dt><dd data-entry="{number}">{meaning(lengths)}</dd>'
        for number, lengths in enumerate(entries)
    )
    listed = f"<dl>{terms}</dl>"
    html = "<p>Kurz.</p>" * before + (f"<ul><li>{listed}</li></ul>" if nested else listed)
    css = f"@page {{ size: 420px {rows * LINE + 40}px !important }} p, dt, dd {{ text-indent: 0; line-height: {LINE}px }}"
    document = press.pages(html, css)
    found = entry_lines(document)
    for number in range(len(entries)):
        pages = [page for entry, _, page in found if entry == number]
        kinds = [kind for entry, kind, _ in found if entry == number]
        assert kinds[0] == "dt" and len(pages) >= 2
        means = pages[kinds.index("dd") :]
        if len(means) > rows - 4:  # a page holds no more of it
            continue
        on_first = means.count(pages[0])
        assert on_first >= min(2, len(means)), (number, pages)
        for one, other in pairwise(sorted(set(means))):
            assert means.count(other) >= 2, (number, one, pages)
