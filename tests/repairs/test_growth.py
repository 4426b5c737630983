"""A manuscript full of errors is repaired in time that grows with its size, and not with the square of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder.project.flavour import Flavour
from bookbuilder.repairs.repair_book import repair_book
from bookbuilder.world import World
from tests.cases import book
from tests.growth import linear

SAMPLES = {
    "elements without an end": "<small>x ",
    "elements": "<small>x</small> ",
    "comments without an end": "<!-- x ",
    "references": "[a](#nowhere) ",
    "brackets without an end": "[a](#nowhere ![",
    "braces": "[a]{b=c} ",
    "loose braces": "{b=c} ",
    "anchors": "\n\n## A {#x}\n\nText.",
    "pictures": "\n\n![a](https://example.org/a.png)",
    "directives": "\n\n::: strange\nText.\n:::",
    "notes": "Text.[^1] ",
}


@pytest.mark.heavy
@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_repairs_take_linear_time(sample: str, tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": book.CHAPTER})
    world = World(root)

    def work(text: str) -> object:
        return repair_book(world, {"chapters/de/01-a.md": f"# A\n\n{text}\n".encode()}, Flavour.BOOKBUILDER)

    assert linear(work, sample * 150, sample * 1500)
