"""Rows of code in print: none is cut, what goes on has a hook, and whoever copies it copies no numbers and no hooks."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure.boxes import LineBox, TextBox

from bookbuilder import api
from bookbuilder.diagnostics import Findings
from bookbuilder.document.nodes import Chapter, Code
from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.block import blocks, renderer
from bookbuilder.html.fonts import fonts
from bookbuilder.html.medium import Medium
from bookbuilder.html.styles import shipped
from bookbuilder.html.theme import theme
from bookbuilder.locales import load
from bookbuilder.open_pdf import open_pdf
from bookbuilder.world import World
from tests.cases import book
from tests.conftest import REPO

WIDTH = 260
CSS = f"@page {{ size: {WIDTH + 20}px 2000px; margin: 10px }} * {{ margin: 0 }} pre {{ font: 9px/13px 'Source Code Pro' }}"
HOOK = re.compile(rb"\S+ \S+ m\n\S+ \S+ l\n\S+ \S+ l\nS\n")


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, FontDirectory]:
    place = World(tmp_path_factory.mktemp("code"))
    return place, font_directory(place, fonts(World(REPO), Findings()))


@pytest.fixture(scope="module")
def sheet() -> str:
    world, found = World(REPO), Findings()
    dossier = theme(world, "dossier", fonts(world, found), "Latn", (), found)
    return CSS + shipped(
        world, "package/html/feature_sheets/code-rows.css", dossier, load("de-DE", world), medium="print"
    )


def laid_out(letters: tuple[World, FontDirectory], sheet: str, node: Code) -> Any:
    world, held = letters
    chapter = Chapter(id="a", span=node.span, title=(), blocks=())
    medium = Medium(load("de-DE", World(REPO)), lambda target: "", lambda path: path, footnotes=True)
    html = blocks((node,), renderer(medium, chapter))
    with typeset.typesetter(world, held) as (known, _):
        return typeset.lay_out(f'<html lang="de"><body>{html}</body></html>', sheet, {}, known).document


def lines(document: Any) -> Iterator[list[Any]]:
    """Yield the lines of each row."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if box.element_tag in ("span", "mark") and box.children and isinstance(box.children[0], LineBox):
                yield list(box.children)


CODE = st.text(st.sampled_from("ab_.(){}=\"'/ ,;#:-0\u00e9"), max_size=150)


@pytest.mark.heavy
@given(st.lists(CODE, min_size=1, max_size=4), st.sampled_from(["", "python", "css", "diff"]), st.booleans())
@settings(max_examples=80)
def test_no_row_is_cut_and_no_letter_is_lost(
    letters: tuple[World, FontDirectory], sheet: str, rows: list[str], language: str, numbered: bool
) -> None:
    node = Code("\n".join(rows) + "\n", language, first_line=int(numbered), marks=((1, 1),))
    document = laid_out(letters, sheet, node)
    found = list(lines(document))
    assert len(found) == len(rows)
    for row, row_lines in zip(rows, found, strict=True):
        texts = [
            box
            for line in row_lines
            for box in line.descendants()
            if isinstance(box, TextBox) and not str(box.element_tag).endswith("::before")
        ]
        assert "".join(box.text for box in texts).replace("\u200b", "").split() == row.split()
        for box in texts:
            assert box.position_x + len(box.text.rstrip()) * 5.4 <= WIDTH + 11, (row, box.text)


@pytest.mark.parametrize(("length", "hooks"), [(40, 0), (60, 1), (130, 2)])
def test_what_goes_on_has_a_hook(
    letters: tuple[World, FontDirectory], sheet: str, length: int, hooks: int
) -> None:
    document = laid_out(letters, sheet, Code("x" * length + "\ny\n", first_line=1))
    assert [len(row) for row in lines(document)] == [hooks + 1, 1]
    assert len(HOOK.findall(document.write_pdf(uncompressed_pdf=True))) == hooks


SOURCE = """\
def greet(name):
    first = "a very long text that goes on and on, for no line of a page has room for all of it"
    return first

x = 12
"""


@pytest.mark.heavy
@pytest.mark.parametrize("tag", ["de", "ar"])
def test_whoever_copies_code_copies_what_was_written(tmp_path: Path, tag: str) -> None:
    text = f'# A\n\n```{{.python numbers=97 marks=98 caption="A"}}\n{SOURCE}```\n'
    root = book.write(
        tmp_path,
        {"book.toml": book.settings([tag], editions=book.PRINT), f"chapters/{tag}/01-a.md": text},
    )
    (path,) = (path for path in api.build(root, jobs=1).files if path.suffix == ".pdf")
    expected = "".join(SOURCE.split())
    with open_pdf(path.read_bytes()) as document:
        assert isinstance(document, pypdfium2.PdfDocument)
        shown = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    if tag != "ar":  # in lines from right to left PDFium turns the order of Latin words around
        assert any(expected in page for page in shown)
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    assert expected in "".join(done.stdout.split())
