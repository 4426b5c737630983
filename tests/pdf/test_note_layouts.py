"""Footnotes are laid out once for a page, and everything stands where it stood when all of them were laid out again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.layout import block

from bookbuilder.formats.pdf.compile.job import Task
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.compile_part import compile_part
from bookbuilder.formats.pdf.engine.setup.install_patches import patched
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.font_family import Fonts
from bookbuilder.world import World
from tests.cases import book
from tests.conftest import REPO, copy_dossier
from tests.pdf.recorded_tasks import last_task_of_each_part, recorded_tasks

NEW = ("note_layouts", "footnote_list")
SENTENCE = "Ein Satz, der die Zeile füllt und nichts sagt, auch wenn man ihn noch einmal liest."


def _chapter() -> str:
    """Return a chapter with notes that hold more than lines, notes that are longer than a page has room for, notes that are
    called in a list, a quotation and a table, and many short ones."""
    notes: list[str] = []

    def call(text: str) -> str:
        notes.append(f"[^{len(notes)}]: {text}")
        return f"[^{len(notes) - 1}]"

    parts = ["# Noten"]
    for number in range(9):
        short = "".join(f"{SENTENCE}{call(f'Akte {number}, Blatt {n}.')} " for n in range(5))
        long = " ".join([SENTENCE] * (3 + 5 * (number % 5)))
        parts += [
            short,
            f"- Erstens.{call('Kurz.')}\n- Zweitens.{call(long)}",
            f"> Ein Zitat.{call(SENTENCE)} {SENTENCE}",
            f"| Tag | Ort |\n| --- | --- |\n| Montag{call('In der Tabelle.')} | Kiew{call(long)} |\n| Dienstag | Lemberg |",
            f"## Abschnitt {number}",
            f"{SENTENCE}{call(f'Eine Liste.{chr(10)}{chr(10)}    - eins{chr(10)}    - zwei{chr(10)}{chr(10)}    > Zitat')} "
            + SENTENCE,
            f"{SENTENCE}{call(f'Eine Tabelle.{chr(10)}{chr(10)}    | A | B |{chr(10)}    |---|---|{chr(10)}    | 1 | 2 |')}",
        ]
    return "\n\n".join((*parts, *notes)) + "\n"


def _tasks(root: Path, locales: Sequence[str] = ()) -> list[Task]:
    """Return the parts with notes of the PDFs of a book."""
    return [
        task for task in last_task_of_each_part(recorded_tasks(root, locales)) if "footnote" in task.job.html
    ]


def _assert_same(tasks: list[Task], made: list[bytes], without: tuple[str, ...]) -> None:
    assert tasks
    for task, ours in zip(tasks, made, strict=True):
        plain = replace(task, job=replace(task.job, without_patches=without))
        assert compile_part(plain) == ours, task.job.name


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> list[Task]:
    """The parts of a book with such a chapter."""
    root = tmp_path_factory.mktemp("notes")
    return _tasks(book.write(root, {"chapters/de/01-noten.md": _chapter()}, editions=book.PRINT))


@pytest.fixture(scope="module")
def made(tasks: list[Task]) -> list[bytes]:
    """The parts as we make them."""
    return [compile_part(task) for task in tasks]


@pytest.mark.heavy
@pytest.mark.parametrize("names", [NEW, (*NEW, "style_cache"), ("speed",)], ids=" ".join)
def test_a_book_of_notes_is_the_same_without(
    names: tuple[str, ...], tasks: list[Task], made: list[bytes]
) -> None:
    _assert_same(tasks, made, names)


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["everything", "ar", "he", "ja", "zh", "dossier"])
def test_every_book_is_the_same_without(name: str, tmp_path: Path) -> None:
    root = tmp_path / name
    if name == "dossier":
        copy_dossier(root)
    else:
        shutil.copytree(REPO / "tests/books" / name, root)
    tasks = _tasks(root, ("de",) if name == "dossier" else ())
    _assert_same(tasks, [compile_part(task) for task in tasks], (*NEW, "style_cache"))


@pytest.mark.heavy
def test_a_note_is_laid_out_about_twice(tasks: list[Task]) -> None:
    """Once to plan the pages, once on its page; once more if others went before meanwhile."""
    laid_out: list[Any] = []
    theirs = block.block_box_layout

    def counted(context: Any, box: Any, *given: Any) -> Any:
        if "footnote" in ((box.element is not None and box.element.get("class")) or "").split():
            laid_out.append(box.element)
        return theirs(context, box, *given)

    with patched([(block, "block_box_layout", counted)]):
        for task in tasks:
            compile_part(task)
    assert len(set(laid_out)) > 100
    assert len(laid_out) < 2.5 * len(set(laid_out))


PAGE = """
@page { size: 300px 240px; margin: 20px; @footnote { margin-top: 6px; border-top: 1px solid } }
html { font: 10px/13px Alegreya } p { margin: 0; orphans: 2; widows: 2 } .note { float: footnote; footnote-policy: line }
"""
CASES = {
    "plain": ("", "Note."),
    "margins that collapse": ("@page { @footnote { border: none } } .note, .note p { margin: 5px 0 9px }", "<p>A<p>B"),
    "no room": ("@page { @footnote { max-height: 40px } }", SENTENCE * 2),
    "fixed height": ("@page { @footnote { height: 60px } }", SENTENCE),
    "relative": (".note { position: relative; top: 3px }", "Note."),
    "absolute": (".note p { position: absolute } .note { min-height: 20px }", "<p>A"),
    "float in a note": (".note b { float: left; height: 40px }", "<b>B</b> Note."),
    "float on the page": ("i { float: left; height: 90px; width: 40px }", "Note."),
    "columns on the page": ("body { columns: 2 }", "Note."),
    "policy block": (".note { footnote-policy: block }", SENTENCE * 2),
    "break in a note": (".note p + p { break-before: page }", "<p>A<p>B"),
    "page of a note": (".note p { page: other }", "<p>A"),
    "area without notes beside it": ("@page { @footnote { overflow: hidden } }", "Note."),
    "first line": (".note::first-line { font-size: 14px } .note::first-letter { font-size: 20px }", SENTENCE),
    "table": (".note { display: table }", "<table><tr><td>A<td>B</table>"),
    "note in a note": ("", 'A<span class="note">B</span>'),
}  # fmt: skip


def _boxes(page: Any) -> Iterator[tuple[Any, ...]]:
    for box in page.descendants(placeholders=True):
        text = box.text if isinstance(box, TextBox) else ""
        yield type(box).__name__, box.position_x, box.position_y, box.width, box.height, text


def _pages(css: str, note: str, folder: Path, without: tuple[str, ...]) -> list[list[tuple[Any, ...]]]:
    world = World(folder)
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    html = "".join(
        f"<p>{SENTENCE} <i></i> Anfang<span class='note'>{n} {note}</span> {SENTENCE} Ende<span class='note'>{n}</span>"
        for n in range(12)
    )
    with typeset.typesetter(world, font_directory(world, Fonts((), files)), "", without) as (fonts, _):
        laid = typeset.lay_out(f"<html><body>{html}</body></html>", PAGE + css, {}, fonts)
        return [list(_boxes(page._page_box)) for page in laid.document.pages]


@pytest.mark.heavy
@pytest.mark.parametrize("name", CASES)
def test_everything_stands_where_it_stood(name: str, tmp_path: Path) -> None:
    pages = _pages(*CASES[name], tmp_path, ())
    assert len(pages) > 3
    assert pages == _pages(*CASES[name], tmp_path, NEW)
