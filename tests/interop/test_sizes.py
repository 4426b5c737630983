"""Books of trim sizes, type sizes and lengths that are drawn come to rest, and print the numbers that they mean."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases import book
from tests.pdf.test_trim_sizes import build, files, wrong

sizes = st.fixed_dictionaries(
    {
        "width": st.integers(74, 297),
        "height": st.integers(105, 420),
        "type": st.integers(6, 24),
        "start": st.sampled_from(["page", "right", "auto"]),
        "chapters": st.lists(st.lists(st.integers(6, 120), min_size=2, max_size=9), min_size=1, max_size=3),
    }
)


@given(sizes)
@settings(max_examples=8)
def test_any_size(tmp_path_factory: pytest.TempPathFactory, given: dict[str, Any]) -> None:
    root = book.write(tmp_path_factory.mktemp("sizes"), files(given), editions=book.PRINT)
    assert wrong(build(root)) == []


@given(sizes, st.integers(0, 200))
@settings(max_examples=3)
def test_what_it_was_before_decides_nothing(
    tmp_path_factory: pytest.TempPathFactory, given: dict[str, Any], more: int
) -> None:
    """A book with other numbers was built before, so that each part is begun with what is wrong by now."""
    fresh = build(book.write(tmp_path_factory.mktemp("fresh"), files(given), editions=book.PRINT))
    longer = given | {"chapters": [[one + more for one in given["chapters"][0]], *given["chapters"][1:]]}
    root = book.write(tmp_path_factory.mktemp("again"), files(longer), editions=book.PRINT)
    build(root)
    book.write(root, files(given), editions=book.PRINT)
    assert build(root).read_bytes() == fresh.read_bytes()
