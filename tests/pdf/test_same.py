"""What makes a part quicker to lay out changes nothing in it: each of these parts of the engine can be left out."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes
from weasyprint.text import line_break

from bookbuilder import api
from bookbuilder.build.work import Workshop
from bookbuilder.formats.pdf import cascade, glyphs, late, measures, shaping, sheets, spared, weasy
from bookbuilder.formats.pdf.compile import compile_part
from bookbuilder.formats.pdf.jobs import Task
from bookbuilder.formats.pdf.patches import patched
from bookbuilder.formats.pdf.resources import case
from bookbuilder.html.fonts import Fonts
from bookbuilder.world import World
from tests.cases import book

ROOT = Path(__file__).parents[2]
TEXT = (
    "Die Donaudampfschifffahrtsgesellschaft vergibt 1.200 Stellen, heißt es; Wahrscheinlichkeitsrechnungen "
    "und E-Mail-Adressen wie a@example.org – „ganz ohne“ Leerzeichen/Umbruch – sprechen dagegen. AVA To. "
    "Ein­kaufs­wagen, Ostsee-Insel, 3,5\u202f%, xx\u00a0yy Weltwirtschaftsforum!\nNeue Zeile. 日本語の文章です。 نص عربي "
)


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> list[Task]:
    """The parts of the dossier, and of a book with everything in it."""
    found: list[Task] = []
    begin = Workshop.begin

    def recorded(self: Workshop, function: str, given: Any, keys: Any, sizes: Any) -> Any:
        found.extend(one for one in given if isinstance(one, Task))
        return begin(self, function, given, keys, sizes)

    dossier = tmp_path_factory.mktemp("dossier")
    names = ("book.toml", "facts.toml", "names.toml", "chapters")
    subprocess.run(["cp", "-r", *(ROOT / name for name in names), dossier], check=True)
    text = (ROOT / "tests/theme/everything.md").read_text(encoding="utf-8")
    files = {"chapters/de/01-eins.md": text, "chapters/de/02-zwei.md": "# Zwei\n\nGriechisch Ελλάδα.\n"}
    files |= {
        f"chapters/de/images/{n}.svg": (ROOT / f"chapters/de/images/{n}.svg").read_text(encoding="utf-8")
        for n in ("hilfe", "jahre")
    }
    whole = book.write(tmp_path_factory.mktemp("whole"), files, editions=book.PRINT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workshop, "begin", recorded)
        api.build(dossier, editions=("pdf",), locales=("de",), jobs=1)
        assert not api.build(whole, jobs=1).failed
    assert len(found) > 20
    return found


LEFT_OUT = {
    "cascade": [(cascade, "PATCHES", ())],
    "measures": [(measures, "PATCHES", ())],
    "shaping": [(shaping, "PATCHES", ())],
    "spared": [(spared, "PATCHES", ())],
    "glyphs": [(glyphs, "draw", late._theirs)],
    "all": [(one, "PATCHES", ()) for one in (cascade, measures, shaping, spared)]
    + [(glyphs, "draw", late._theirs)],
}


@pytest.fixture(scope="module")
def made(tasks: list[Task]) -> list[bytes]:
    """The parts as we make them."""
    return [compile_part(task) for task in tasks]


@pytest.fixture(scope="module")
def unmarked(tasks: list[Task]) -> list[bytes]:
    """The parts as we make them, but without the marks around glyphs that say something else, which WeasyPrint lacks."""
    with patched([(glyphs, "agree", lambda *_: True)]):
        return [compile_part(task) for task in tasks]


@pytest.mark.parametrize("name", LEFT_OUT)
def test_parts_are_the_same_without(
    name: str, tasks: list[Task], made: list[bytes], unmarked: list[bytes]
) -> None:
    sheets._PARSED.clear()
    with patched(LEFT_OUT[name]):
        wanted = unmarked if any(owner is glyphs for owner, *_ in LEFT_OUT[name]) else made
        for task, ours in zip(tasks, wanted, strict=True):
            assert compile_part(task) == ours, task.job.name


def test_marks_are_few_and_small(made: list[bytes], unmarked: list[bytes]) -> None:
    assert made != unmarked
    assert sum(map(len, made)) < 1.01 * sum(map(len, unmarked))


def test_a_part_that_was_laid_out_before_is_the_same(tasks: list[Task], made: list[bytes]) -> None:
    """Its lines are known then, and those of a part in which a sentence is new; not where words are parted otherwise."""
    task, ours = max(zip(tasks, made, strict=True), key=lambda pair: len(pair[0].job.html))
    at = task.job.html.rindex("</p>")
    html = f"{task.job.html[:at]} Ein Satz mehr.{task.job.html[at:]}"
    edited = replace(task, job=replace(task.job, html=html))
    other = replace(task, job=replace(task.job, words=replace(task.job.words, chars="9 4 4")))
    broken, split = [], shaping._split

    def counted(*given: Any) -> Any:
        broken.append(given[0])
        return split(*given)

    def count(one: Task) -> tuple[int, bytes]:
        broken.clear()
        return (compile_part(one), len(broken))[::-1]

    with patched(((shaping, "_split", counted),)):
        shaping.begin("other words")
        every, first = count(task)
        again, second = count(task)
        some, third = count(edited)
        anew, _ = count(other)
    assert first == second == ours != third
    assert every > 100 and again < every / 20 and some < every / 10 and anew > every / 2
    shaping.begin("other words")
    assert compile_part(edited) == third


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Any]]:
    """Boxes of text in different styles."""
    world = World(tmp_path_factory.mktemp("book"))
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    html = f'<html lang="de"><body><p>{TEXT}</p><p class="a">{TEXT}</p><p class="b">{TEXT}</p></body></html>'
    css = (
        "@page { size: 90mm 200mm } html { font: 10px/16px Alegreya; hyphens: auto } .a { letter-spacing: 1px }"
        " .b { word-spacing: 2px; overflow-wrap: break-word; white-space: pre-wrap; hyphens: manual }"
    )
    with weasy.typesetter(world, case(world, Fonts((), files))) as (fonts, _), patched(cascade.PATCHES):
        laid = weasy.lay_out(html, css, {}, fonts)
        found = {
            id(box.style): box
            for page in laid.document.pages
            for box in page._page_box.descendants()
            if isinstance(box, boxes.TextBox)
        }
        assert len(found) >= 3
        yield list(found.values())


def test_lines_break_where_weasyprint_breaks_them(texts: list[Any]) -> None:
    """Also where the shapes of another text answer, which is what most of these widths bring about."""
    context = SimpleNamespace(dictionaries={})
    kept = 0
    same = shaping._same

    def counted(*given: Any) -> Any:
        nonlocal kept
        found = same(*given)
        kept += found is not None
        return found

    def broken(style: Any, width: float) -> Iterator[tuple[Any, ...]]:
        text = TEXT.encode()
        skip = 0
        while skip < len(text):
            line, *rest = line_break.split_first_line(text[skip:].decode(), style, context, width, 0)
            yield line.text, *rest
            skip = len(text) if rest[1] is None else skip + rest[1]

    for box in texts:
        for width in range(12, 420, 6):
            theirs = list(broken(box.style, width))
            with patched((*shaping.PATCHES, (shaping, "_same", counted))):
                assert list(broken(box.style, width)) == theirs, width
    assert kept > 100


def test_complaints_about_a_style_sheet_are_heard_in_every_part(tmp_path: Path) -> None:
    """Also one that is made while a part is drawn, as of a colour."""
    world = World(tmp_path)
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    folder = case(world, Fonts((), files))
    plain = "html { font: 10px/16px Alegreya }"
    early, late_ = (f"{plain} {more}" for more in ("p { colour: red }", "b { --x: 1px; color: var(--x) }"))
    for css, heard in ((plain, 0), (early, 1), (early, 1), (late_, 1), (late_, 1), (plain, 0), (plain, 0)):
        with weasy.typesetter(world, folder) as (fonts, messages):
            laid = weasy.lay_out("<html><body><p>A <b>B</b></p></body></html>", css, {}, fonts)
            laid.document.write_pdf()
            assert len(messages) == heard, messages
