"""How a table asks to be set in print."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from tests.cases import book

SETTING = "table.setting"
TEXT = " ".join(["Die Zeit ist knapp, und im Haus wird über die Lage geredet, wie man es oft hört."] * 40)
TABLE = "::: table {{{}}}\n| A | B | C |\n|---|---|---|\n| a | b | c |\n\nTafel.\n:::\n"


def told(tmp_path: Path, options: str) -> list[str]:
    """Return what is told of a table with options."""
    root = book.write(
        tmp_path,
        {"chapters/de/01-a.md": f"# A\n\nWort.\n\n{TABLE.format(options)}\n{TEXT}\n"},
        editions=book.PRINT,
    )
    return [
        f"{one.code}: {one.message}"
        for one in api.check(root, validators=False).diagnostics
        if one.code.partition(".")[0] in ("table", "directive", "attribute", "page", "text", "line")
    ]


@pytest.mark.parametrize(
    "options", ["size=small", "width=60", "width=full", "width=page", 'columns="3 1 1.5"', "rotate=yes"]
)
def test_what_is_known_is_set_without_a_fault(options: str, tmp_path: Path) -> None:
    assert told(tmp_path, options) == []


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ("size=big", "size=big is not known: it is small"),
        ("width=5", "width=5 is not known: it is full, page, or a number from 10 to 100"),
        ("width=wide", "width=wide is not known: it is full, page, or a number from 10 to 100"),
        ('columns="1 2"', "columns=1 2 is not known: it is a number for each of the 3 columns"),
        ('columns="1 0 2"', "columns=1 0 2 is not known: it is a number for each of the 3 columns"),
        ("rotate=left", "rotate=left is not known: it is yes or no"),
    ],
)
def test_what_is_not_known_is_told(options: str, problem: str, tmp_path: Path) -> None:
    assert told(tmp_path, options) == [f"{SETTING}: {problem}"]
