"""A chapter that begins below another one has the room there that the notes of that leave, and pages that are full."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from random import Random

import pytest

from bookbuilder import api
from tests.cases import book

WORDS = "Die Zeit ist knapp, und im Haus wird über die Lage geredet, wie man es oft hört."


def chapters(random: Random, notes: int) -> dict[str, str]:
    """Return chapters of some sections each, whose last paragraph calls so many notes."""
    files = {}
    for number in range(1, 31):
        numbers = count()
        lines = ["---", f"title: Kapitel {number}", "---", ""]
        for section in range(random.randint(1, 2)):
            lines += [f"## Abschnitt {section}", ""]
            for _ in range(random.randint(1, 5)):
                lines += [" ".join([WORDS] * random.randint(1, 7)), ""]
        called = [f"n{next(numbers)}" for _ in range(notes)]
        lines += [WORDS + "".join(f"[^{name}]" for name in called), ""]
        for name in called:
            lines += [f"[^{name}]: {' '.join([WORDS] * random.randint(1, 3))}", ""]
        files[f"chapters/de/{number:02}-kapitel.md"] = "\n".join(lines)
    return files


@pytest.mark.parametrize(
    "notes", [0, 2, pytest.param(1, marks=pytest.mark.heavy), pytest.param(4, marks=pytest.mark.heavy)]
)
def test_no_page_is_nearly_empty(notes: int, tmp_path: Path) -> None:
    root = book.write(
        tmp_path,
        chapters(Random(notes), notes),
        editions=book.PRINT,
    )
    settings = root / "book.toml"
    text = settings.read_text(encoding="utf-8").replace("[book]\n", '[book]\ntheme = "paper"\n', 1)
    settings.write_text(text, encoding="utf-8")
    result = api.check(root, jobs=1)
    assert [str(one) for one in result.diagnostics if one.code in ("page.sparse", "heading.stranded")] == []
