"""Pages of any size, in type of any size, with any leading and notes, have no fault; what cannot be read well is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.diagnostics import Diagnostic
from tests.cases import book
from tests.conftest import REPO

TRIMS = [(90, 140), (105, 170), (125, 190), (148, 210), (170, 240), (210, 297)]
SIZES = [7, 8.5, 10.3, 12, 14, 17, 20, 24]
FAULTS = {
    *("page.overprint", "page.sparse", "text.cut", "line.cut", "line.gap", "word.torn"),
    *("heading.stranded", "figure.section", "note.moved"),
}
PAGES = (
    st.sampled_from(TRIMS),
    st.sampled_from(SIZES),
    st.sampled_from([1.1, 1.2, 1.3, 1.5, 1.8]),
    st.sampled_from([0.6, 0.8, 1.0]),
    st.sampled_from([8, 10, 14]),
)
"""Trims, sizes of type, leading and notes as shares of these, and the part of the width that each margin takes."""
LETTER = 0.46 * 0.3528
"""In mm: the width of a letter in type of one point, about."""


def told(folder: Path, theme: str, more: Mapping[str, str | bytes] | None = None) -> tuple[Diagnostic, ...]:
    """Return what is told of a chapter with all that a chapter may have, in a theme; `more` are fonts of the book."""
    files: dict[str, str | bytes] = {
        "chapters/de/01-eins.md": (REPO / "tests/theme/everything.md").read_text(encoding="utf-8"),
        **{
            f"chapters/de/images/{name}.svg": (REPO / f"tests/drawings/{name}.svg").read_bytes()
            for name in ("bars", "axis")
        },
        "styles/dossier/theme.toml": theme,
        **(more or {}),
    }
    root = book.write(folder, files, editions=book.PRINT)
    result = api.check(root, validators=False)
    assert not result.failed, result.diagnostics
    return result.diagnostics


def page_theme(
    trim: tuple[int, int], margin: int, size: float, leading: float, note: float, columns: int = 1
) -> str:
    """Return a theme of pages of a trim (mm) with margins (mm), with type of a size (pt), and leading and notes as shares of
    that, in one column or two."""
    width, height = trim
    return f"""\
[page]
width = "{width}mm"
height = "{height}mm"
top = "{margin}mm"
bottom = "{margin}mm"
inner = "{margin}mm"
outer = "{margin}mm"
columns = "{columns}"
[grid]
baseline = "{size * leading:.1f}pt"
[size]
text = "{size}pt"
note = "{size * note:.1f}pt"
[leading]
note = "{size * note * 1.25:.1f}pt"
"""


@pytest.mark.heavy
@settings(max_examples=12)
@given(*PAGES, st.sampled_from([1, 2]))
def test_pages_of_every_size_have_no_fault(
    trim: tuple[int, int], size: float, leading: float, note: float, margins: int, columns: int
) -> None:
    width = trim[0]
    margin = max(8, width // margins)
    letters = ((width - 2 * margin) / columns - 3 * (columns - 1)) / (LETTER * size)
    assume(letters > 22)
    event(f"{columns} columns of {round(letters, -1):.0f} letters")
    theme = page_theme(trim, margin, size, leading, note, columns)
    with TemporaryDirectory() as folder:
        found = [str(one) for one in told(Path(folder), theme) if one.code in FAULTS]
    assert not found


@pytest.mark.parametrize(
    ("size", "problem"),
    [("4pt", "that is more than one reads with ease"), ("26pt", "that is few"), ("10pt", "")],
)
def test_lines_that_are_hard_to_read_are_told_once(size: str, problem: str, tmp_path: Path) -> None:
    text = "Die Zeit ist knapp, und im Haus wird über die Lage geredet, wie man es oft hört. " * 60
    files = {
        "chapters/de/01-a.md": f"# A\n\n{text}\n\n{text}\n",
        "chapters/de/02-b.md": f"# B\n\n{text}\n\n{text}\n",
        "styles/dossier/theme.toml": f'[size]\ntext = "{size}"\n[grid]\nbaseline = "{float(size[:-2]) * 1.3:.1f}pt"\n',
    }
    root = book.write(tmp_path, files, editions=book.PRINT)
    found = [
        one.message for one in api.check(root, validators=False).diagnostics if one.code == "line.length"
    ]
    assert [one.partition(": ")[2] for one in found] == ([problem] if problem else [])
