"""docs/glossary.md lists the terms of the field that the program uses: each occurs in the module named beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
_ROW = re.compile(
    r"^\| (?P<term>[^|]+) \| (?P<german>[^|]+) \| (?P<meaning>[^|]+) \| `(?P<module>[^`|]+)` \|$",
    re.MULTILINE,
)
ROWS = [match.groupdict() for match in _ROW.finditer(PAGE)]


def test_every_row_of_the_tables_is_an_entry() -> None:
    lines = [
        line
        for line in PAGE.splitlines()
        if line.startswith("| ") and not line.startswith(("| term", "| ---"))
    ]
    assert len(lines) == len(ROWS) > 60


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["term"])
def test_the_module_uses_the_term(row: dict[str, str]) -> None:
    path = ROOT / "bookbuilder" / row["module"]
    term = re.compile(r"(?<![a-z])" + re.sub(r"[ -]", "[ _-]?", row["term"]), re.IGNORECASE)
    assert term.search(f"{path.read_text(encoding='utf-8')} {row['module']}")


def test_terms_are_in_order_and_stand_once_in_a_section() -> None:
    for section in PAGE.split("\n## ")[1:]:
        terms = [match["term"] for match in _ROW.finditer(section)]
        assert terms == sorted(set(terms))


RIDDLES = ("fount", "lacking", "led", "mended", "rising", "seat", "seated", "spared", "told", "tongue")


def test_names_that_were_riddles_stay_away() -> None:
    """Words that said nothing to a newcomer do not come back as names."""
    riddle = f"(?:{'|'.join(RIDDLES)})"
    binding = re.compile(
        rf"\b(?:def|class|for|as) {riddle}\b|^\s*{riddle}(?:: .*)?(?:, \w+)* = ", re.MULTILINE
    )
    found = [
        f"{path.relative_to(ROOT)}: {match[0].strip()}"
        for path in sorted((ROOT / "bookbuilder").rglob("*.py"))
        for match in binding.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
