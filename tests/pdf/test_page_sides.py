"""A thin book in print has no half title, a thick one has."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart, Page
from bookbuilder.formats.pdf.paginate.page_order import page_sequence
from tests.cases import book
from tests.theme.page import Sheet


def thick(root: Path, pages: int, *, theme: str = "", editions: str = book.PRINT) -> Path:
    """Write a book with so many pages between its covers, if it has no half title: a title page with the imprint on its
    back, the contents, a blank page, and one chapter."""
    text = "# Kapitel\n\n" + "::: pagebreak\n:::\n\n".join("Ein Satz.\n\n" for _ in range(pages - 4))
    files = {"chapters/de/01-a.md": text}
    return book.write(
        root, files | ({"styles/dossier/theme.toml": theme} if theme else {}), editions=editions
    )


def built(root: Path, *, jobs: int = 1, single_pass: bool = False) -> Path:
    made = api.build(root, jobs=jobs, single_pass=single_pass)
    assert not made.failed, made.diagnostics
    return made.files[0]


def opening(path: Path) -> tuple[str, str, str, str]:
    """Return the first words of the third page, its label, the page of the chapter in the contents, and the last label."""
    sheet = Sheet(path)
    contents = next(page for page in range(1, 12) if sheet.text(page).startswith("Inhalt"))
    return (
        sheet.text(3),
        sheet.label(3),
        sheet.between(contents, 0, 150).split()[-1],
        sheet.label(len(sheet)),
    )


TITLE = "Ein Fall Musterverlag"


@pytest.mark.parametrize("single_pass", [False, True])
@pytest.mark.parametrize(
    ("pages", "theme", "wanted"),
    [
        (47, "", (TITLE, "1", "5", "47")),
        (48, "", ("Ein Fall", "1", "7", "50")),
        (8, "[front]\nhalf_title = true\n", ("Ein Fall", "1", "7", "10")),
        (48, "[front]\nhalf_title = false\n", (TITLE, "1", "5", "48")),
    ],
)
def test_a_thin_book_has_no_half_title(
    pages: int, theme: str, wanted: tuple[str, ...], *, single_pass: bool, tmp_path: Path
) -> None:
    root = thick(tmp_path, pages, theme=theme)
    assert opening(built(root, single_pass=single_pass)) == wanted


@pytest.mark.parametrize(("before", "after"), [(47, 48), (48, 47)])
def test_it_comes_and_goes_with_the_pages_whatever_was_built_before(
    before: int, after: int, tmp_path: Path
) -> None:
    root = tmp_path / "warm"
    built(thick(root, before))
    warm = built(thick(root, after)).read_bytes()
    cold = built(thick(tmp_path / "cold", after)).read_bytes()
    others = built(thick(tmp_path / "others", after), jobs=2).read_bytes()
    assert warm == cold == others


def test_blank_pages_for_the_printer_make_no_book_thicker(tmp_path: Path) -> None:
    root = thick(tmp_path, 45, editions=book.PRINT + 'printer = "haus"\n')
    profile = 'name = "Haus"\ndate = 2026-11-27\ncover = "apart"\n[pages]\nmultiple = 16\n'
    (root / "printers").mkdir()
    (root / "printers/haus.toml").write_text(profile, encoding="utf-8")
    sheet = Sheet(built(root))
    assert (len(sheet), sheet.text(1), sheet.label(1)) == (48, TITLE, "1")


def part(
    pages: int, start: str = "", counter: tuple[int | None, int, int | None] = (None, 1, None)
) -> CompiledPart:
    page = Page(0, 0, right=True, box=(0, 0, 0, 0), counter=counter)
    return CompiledPart(start, (page,) * pages, 0, 0, (), (), page_starts=(("", 0),) * pages)


def test_the_first_page_that_counts_is_page_1() -> None:
    cover, half, title, chapter = part(1), part(1, "right", (1, 0, None)), part(1, "right"), part(3, "right")
    parts = [(cover, ""), (half, "decimal"), (title, "decimal"), (chapter, "decimal")]
    assert [page.label for page in page_sequence(parts).pages] == ["", "", *"12345678"][:9]
    without = page_sequence(parts, left_out=[1])
    assert [(page.part, page.label) for page in without.pages] == [
        (0, ""), (2, ""), (2, "1"), (3, "2"), (3, "3"), (3, "4"), (3, "5"),
    ]  # fmt: skip
