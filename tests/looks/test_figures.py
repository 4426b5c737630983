"""What is counted in lines: each figure finds its fault, and a book without faults has none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bookbuilder import api
from tests.cases import book
from tests.looks.figures import figures
from tests.looks.lines import Line, read_lines

WIDTH, SIZE, PITCH, TOP, ROWS = 200.0, 10.0, 12.0, 500.0, 10


def paragraph(number: int, page: int, row: int, count: int, kind: str = "P") -> list[Line]:
    """Return a paragraph of so many lines that begins in a row of a page and goes on at the head of the next ones."""
    lines = []
    for at in range(count):
        on, below = divmod(row + at, ROWS)
        last = at == count - 1
        lines.append(
            Line(
                page + on, number, kind, ("Document", "Sect"), 0, 80 if last else WIDTH, TOP - PITCH * below,
                SIZE, "Wort", (2.5,),
            )
        )  # fmt: skip
    return lines


def pages(*counts: int) -> list[Line]:
    """Return a chapter of paragraphs of so many lines, one behind the other, on full pages."""
    lines = paragraph(0, 0, 0, 1, "H1")
    for number, count in enumerate(counts, 1):
        at = len(lines)
        lines += paragraph(number, at // ROWS, at % ROWS, count)
    return lines


GOOD = pages(5, 8, 8, 8, 8, 8, 4)


def test_nothing_is_wrong_with_full_pages() -> None:
    found = figures(GOOD)
    assert (found.lines, found.gaps, found.gaps_mean) == (49, 42, 0.25)
    assert (found.wide_gaps, found.hyphens, found.runts) == (0, 0, 0)
    assert (found.widows, found.orphans, found.lonely_headings) == (0, 0, 0)
    assert (found.pages, found.short_pages, found.spreads, found.uneven_spreads) == (4, 0, 1, 0)
    assert found.left_out == {"the end of a chapter": 1}


def test_gaps_hyphens_and_short_last_lines() -> None:
    lines = list(GOOD)
    for at in (2, 3, 4, 7):
        lines[at] = replace(lines[at], text="Wör-")
    lines[8] = replace(lines[8], gaps=(5.1,))
    lines[13] = replace(lines[13], right=19)
    found = figures(lines)
    assert found.hyphens == round(400 / 49, 2)
    assert found.hyphens_in_runs == round(300 / 49, 2)
    assert found.wide_gaps == round(100 / 42, 2)
    assert found.runts == 1


@pytest.mark.parametrize(
    ("counts", "alone"), [((8, 3), (1, 0)), ((4, 5), (0, 0)), ((7, 3), (0, 1)), ((8, 2, 9), (1, 1))]
)
def test_lines_that_are_alone(counts: tuple[int, ...], alone: tuple[int, int]) -> None:
    found = figures(pages(*counts))
    assert (found.orphans, found.widows) == alone


def test_a_heading_at_the_foot() -> None:
    lines = pages(7)
    lines += [*paragraph(50, 0, 8, 1, "H2"), *paragraph(51, 0, 9, 5)]
    assert figures(lines).lonely_headings == 1


def test_pages_that_are_not_full() -> None:
    lines = [line for line in GOOD if (line.page, line.baseline) != (2, TOP - PITCH * (ROWS - 1))]
    found = figures(lines)
    assert (found.short_pages, found.uneven_spreads) == (25, 100)


def test_tables_and_notes_are_no_running_text() -> None:
    lines = [replace(line, inside=("Document", "Table", "TR", "TD")) for line in GOOD[6:]]
    assert figures([*GOOD[:6], *lines]).lines == 5


def test_lines_of_a_book(tmp_path: Path) -> None:
    """Word for word as it was written, across emphasis and notes; the gaps of a line that is filled are alike."""
    words = "Ein *Satz* mit **Wörtern** und einer Note,[^a] der noch lange weitergeht. " * 12
    text = f"# Titel\n\n{words.replace('[^a]', '', 11)}\n\n## Zweiter\n\nMehr.\n\n[^a]: Die Note.\n"
    root = book.write(tmp_path, {"chapters/de/01-a.md": text}, editions=book.PRINT)
    (file,) = api.build(root, jobs=1).files
    lines = read_lines(file)
    first = next(line for line in lines if line.text.startswith("Ein Satz"))
    block = [line for line in lines if line.block == first.block]
    read = "".join(line.text.rstrip("‐") if line.hyphenated else f"{line.text} " for line in block)
    plain = " ".join(["Ein Satz mit Wörtern und einer Note, der noch lange weitergeht."] * 12)
    assert read.strip() == "Note,1".join(plain.rsplit("Note,", 1))
    assert len(block) > 8
    filled = [line for line in block[:-1] if line.gaps]
    assert all(max(line.gaps) - min(line.gaps) < 0.12 * line.size for line in filled)
    assert {line.kind for line in lines} >= {"H1", "H2", "P"}
    assert all(abs(line.size - first.size) < 0.01 for line in block)
