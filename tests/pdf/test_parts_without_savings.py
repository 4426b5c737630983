"""What makes a part quicker to lay out changes nothing in it: each of these parts of the engine can be left out.

Each by itself is left out of a book with everything in it, all of them of that and of the dossier, and of three whole books
in tests/interop/test_without_speed.py.
"""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bookbuilder.formats.pdf.compile.job import Task
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.compile_part import compile_part
from bookbuilder.formats.pdf.engine.glyphs import glyph_drawing
from bookbuilder.formats.pdf.engine.patch import Kind
from bookbuilder.formats.pdf.engine.setup import font_configuration, style_sheets
from bookbuilder.formats.pdf.engine.setup.install_patches import patched, patches
from bookbuilder.formats.pdf.engine.shaping import word_cache
from bookbuilder.formats.pdf.engine.shaping.word_cache import WordCache
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.font_family import Fonts
from bookbuilder.world import World
from tests.cases import book
from tests.conftest import REPO, Shared, copy_dossier
from tests.pdf.recorded_tasks import last_task_of_each_part, recorded_tasks

SINGLE = tuple(name for name, patch in patches().items() if patch.kind is Kind.SPEED)
LEFT_OUT = {name: (name,) for name in (*SINGLE, "speed", "glyph_drawing")} | {
    "both": ("speed", "glyph_drawing")
}
PLAIN = [(glyph_drawing, "agree", lambda *_: True), (glyph_drawing, "_pieces_of_words", lambda *_: None)]
"""What WeasyPrint lacks: marks around glyphs that say something else, and lines that are put together from words."""


class Parts(NamedTuple):
    """The parts of a book with everything in it and of the dossier, as we make them, and but for what WeasyPrint lacks."""

    whole: list[Task]
    dossier: list[Task]
    made: list[bytes]
    plain: list[bytes]


@pytest.fixture(scope="module")
def parts(shared: Shared) -> Parts:
    """The parts, which the first worker makes."""
    folder = shared.folder("parts", _make_parts)
    return Parts(*pickle.loads((folder / "parts.pickle").read_bytes()))


def _make_parts(folder: Path) -> None:
    dossier = copy_dossier(folder / "dossier")
    text = (REPO / "tests/theme/everything.md").read_text(encoding="utf-8")
    files = {"chapters/de/01-eins.md": text, "chapters/de/02-zwei.md": "# Zwei\n\nGriechisch Ελλάδα.\n"}
    files |= {
        f"chapters/de/images/{n}.svg": (REPO / f"tests/drawings/{n}.svg").read_text(encoding="utf-8")
        for n in ("bars", "axis")
    }
    whole = book.write(folder / "whole", files, editions=book.PRINT)
    of_dossier = last_task_of_each_part(recorded_tasks(dossier, ("de",)))
    of_whole = last_task_of_each_part(recorded_tasks(whole))
    assert len(of_dossier) > 10 and len(of_whole) > 5
    tasks = [*of_whole, *of_dossier]
    made = [compile_part(task) for task in tasks]
    with patched(PLAIN):
        plain = [compile_part(task) for task in tasks]
    kept = Parts(of_whole, of_dossier, made, plain)
    (folder / "parts.pickle").write_bytes(pickle.dumps(tuple(kept)))


@pytest.fixture(scope="module")
def tasks(parts: Parts) -> list[Task]:
    """The parts of both books."""
    return [*parts.whole, *parts.dossier]


@pytest.fixture(scope="module")
def made(parts: Parts) -> list[bytes]:
    """The parts as we make them."""
    return parts.made


@pytest.fixture(scope="module")
def plain(parts: Parts) -> list[bytes]:
    """The parts as we make them, but for what WeasyPrint lacks."""
    return parts.plain


def without(task: Task, names: tuple[str, ...]) -> Task:
    """Return a task that is done without some changes to WeasyPrint."""
    return replace(task, job=replace(task.job, without_patches=names))


@pytest.mark.heavy
@pytest.mark.parametrize("name", LEFT_OUT)
def test_parts_are_the_same_without(
    name: str,
    parts: Parts,
    tasks: list[Task],
    made: list[bytes],
    plain: list[bytes],
) -> None:
    style_sheets._PARSED.clear()
    font_configuration._KNOWN.clear()
    wanted = plain if "glyph_drawing" in LEFT_OUT[name] else made
    for task, ours in zip(parts.whole if name in SINGLE else tasks, wanted):
        assert compile_part(without(task, LEFT_OUT[name])) == ours, task.job.name


@pytest.mark.heavy
def test_parts_are_the_same_whatever_was_laid_out_before(tasks: list[Task], made: list[bytes]) -> None:
    font_configuration._KNOWN.clear()
    with patched([(word_cache, "MOST_WORDS", 40)]):
        for task, ours in zip(tasks[::-1], made[::-1], strict=True):
            assert compile_part(task) == ours, task.job.name


@pytest.mark.heavy
def test_marks_are_few_and_small(tasks: list[Task], made: list[bytes]) -> None:
    with patched(PLAIN[:1]):
        unmarked = [compile_part(task) for task in tasks]
    assert made != unmarked
    assert sum(map(len, made)) < 1.01 * sum(map(len, unmarked))


@pytest.mark.heavy
def test_lines_of_words_take_less_room(made: list[bytes], plain: list[bytes]) -> None:
    assert sum(map(len, made)) < sum(map(len, plain))


@pytest.mark.heavy
def test_a_part_that_was_laid_out_before_is_the_same(tasks: list[Task], made: list[bytes]) -> None:
    """Its words are known then, those of a part in which a sentence is new, and most where words are parted otherwise."""
    task, ours = max(zip(tasks, made, strict=True), key=lambda pair: len(pair[0].job.html))
    at = task.job.html.rindex("</p>")
    html = f"{task.job.html[:at]} Ein Satz mehr.{task.job.html[at:]}"
    edited = replace(task, job=replace(task.job, html=html))
    other = replace(task, job=replace(task.job, hyphenation=replace(task.job.hyphenation, chars="9 4 4")))
    shaped, shape = [], WordCache._shaped

    def counted(self: WordCache, text: str) -> Any:
        shaped.append(text)
        return shape(self, text)

    def count(one: Task) -> tuple[int, bytes]:
        shaped.clear()
        return (compile_part(one), len(shaped))[::-1]

    font_configuration._KNOWN.clear()  # the words that were shaped go with the fonts
    with patched(((WordCache, "_shaped", counted),)):
        every, first = count(task)
        again, second = count(task)
        some, third = count(edited)
        anew, fourth = count(other)
    assert first == second == ours != third
    assert len({ours, third, fourth}) == 3
    assert every > 300 and again == 0 and some < every / 20 and anew < every / 2
    font_configuration._KNOWN.clear()
    assert compile_part(edited) == third


def test_complaints_about_a_style_sheet_are_heard_in_every_part(tmp_path: Path) -> None:
    """Also one that is made while a part is drawn, as of a colour."""
    world = World(tmp_path)
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    folder = font_directory(world, Fonts((), files))
    plain = "html { font: 10px/16px Alegreya }"
    early, late_ = (f"{plain} {more}" for more in ("p { colour: red }", "b { --x: 1px; color: var(--x) }"))
    for css, heard in ((plain, 0), (early, 1), (early, 1), (late_, 1), (late_, 1), (plain, 0), (plain, 0)):
        with typeset.typesetter(world, folder) as (fonts, messages):
            laid = typeset.lay_out("<html><body><p>A <b>B</b></p></body></html>", css, {}, fonts)
            laid.document.write_pdf()
            assert len(messages) == heard, messages
