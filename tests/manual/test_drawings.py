"""The drawings of the manual can be read on a phone: one that is wider than its screen has another for it beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from bookbuilder.diagnostics import Findings
from bookbuilder.document.picture_variants import narrow_variant
from bookbuilder.manual.manual_book import manual_files
from bookbuilder.world import World

ROOT = Path(__file__).parents[2]
COLUMN = 312
"""In px: the measure of a page of the web edition on a phone of 360 px."""
LEAST = 9
"""In px: the least height of letters (`screen.small`)."""
DRAWINGS = {
    path: data
    for path, data in manual_files(World(ROOT), Findings()).items()
    if path.endswith(".svg") and isinstance(data, bytes)
}


def smallest(data: bytes) -> float:
    """Return the size of the smallest letters of a drawing on a phone, in px."""
    root = etree.fromstring(data)
    width = float(root.get("viewBox", "").split()[2])
    sizes = [float(size) for size in root.xpath("//@font-size")]
    return min(sizes, default=LEAST) * min(COLUMN / width, 1)


@pytest.mark.parametrize("path", sorted(path for path in DRAWINGS if not re.search(r"\.narrow\.", path)))
def test_a_drawing_can_be_read_on_a_phone(path: str) -> None:
    assert smallest(DRAWINGS.get(narrow_variant(path), DRAWINGS[path])) >= LEAST


def test_there_are_drawings() -> None:
    assert len(DRAWINGS) > 3
