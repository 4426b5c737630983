"""What an edition came to last time tells where its pages will stand: that saves a round of layouts and changes no byte."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from bookbuilder import api
from bookbuilder.build_step import Running, Step
from bookbuilder.cache_key import cache_keys
from bookbuilder.diagnostics import Span
from bookbuilder.document.galley import Summary
from bookbuilder.document.nodes import Chapter, Entry, Target
from bookbuilder.formats.pdf.compile.compiled_part import CompiledPage, CompiledPart
from bookbuilder.formats.pdf.compile.job import Task
from bookbuilder.formats.pdf.paginate import foresight
from bookbuilder.formats.pdf.paginate.foresight import NEW, Shape
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World
from tests.cases import book

PROSE = "Ein Satz, der nichts sagt und nur die Seite füllt. " * 60
CHAPTERS = {
    f"chapters/de/{n:02}-teil.md": f"# Teil {n}\n\nSiehe [](#{(n % 4) + 2:02}-teil){{ref=page}}.\n\n{PROSE}\n"
    for n in range(1, 13)
}
FIRST = "chapters/de/01-teil.md"
PAGE = CompiledPage(1, 2, right=True, box=(0, 0, 9, 9))


G = TypeVar("G")
R = TypeVar("R")
Fresh = Callable[[str], bytes]


class Recording(PoolRunner):
    """Notes which parts each round has to lay out."""

    def __init__(self, world: World) -> None:
        super().__init__(world, 1)
        self.rounds: list[set[str]] = []
        self.edited: set[str] = set()

    def begin(self, step: Step[G, R], given: Sequence[G]) -> Running[R]:
        before = self.counted(step)[0]
        self.edited |= {one.job.name for one in given if isinstance(one, Task) and one.edited}
        places = [self.world.recall(self._name(step.function, key)) for key in cache_keys(given)]
        begun = super().begin(step, given)
        if self.counted(step)[0] > before and isinstance(given[0], Task):
            self.rounds.append(
                {one.job.name for one, data in zip(given, places) if data is None and isinstance(one, Task)}
            )
        return begun


def made(root: Path) -> tuple[bytes, list[set[str]]]:
    """Build, and return the PDF and what each round laid out."""
    with Recording(World(root)) as work:
        result = api.build(work.world, runner=work)
    assert not result.failed, result.diagnostics
    (file,) = result.files
    return file.read_bytes(), work.rounds


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of twelve chapters that name the pages of others, and was built."""
    root = book.write(tmp_path_factory.mktemp("built") / "book", CHAPTERS, editions=book.PRINT)
    made(root)
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """The book that was built, with what is remembered of it, to be changed."""
    root = tmp_path / "book"
    shutil.copytree(built, root)
    return root


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """Give what builds a book of which nothing is remembered; `first` is its first chapter."""

    @cache
    def fresh(first: str) -> bytes:
        files = {**CHAPTERS, FIRST: first}
        return made(book.write(tmp_path_factory.mktemp("fresh") / "book", files, editions=book.PRINT))[0]

    return fresh


@pytest.mark.heavy
def test_an_edit_that_moves_all_pages_takes_one_round(root: Path, fresh: Fresh) -> None:
    longer = CHAPTERS[FIRST] + f"\n{PROSE}\n\n{PROSE}\n\n{PROSE}\n"
    (root / FIRST).write_text(longer)
    data, rounds = made(root)
    edited, others = rounds  # side by side: nobody waits for the first
    assert edited == {"01-teil"} and "contents" in others and len(others) > 1
    assert data == fresh(longer)


@pytest.mark.heavy
def test_an_edit_that_moves_nothing_takes_one_layout(root: Path, fresh: Fresh) -> None:
    edited = CHAPTERS[FIRST].replace("Ein Satz", "Kein Satz", 1)
    (root / FIRST).write_text(edited)
    with Recording(World(root)) as work:
        (file,) = api.build(work.world, runner=work).files
    assert work.rounds == [{"01-teil"}] and work.edited == {"01-teil"}
    assert file.read_bytes() == fresh(edited)


@pytest.mark.heavy
def test_a_chapter_more_or_less(root: Path, tmp_path: Path) -> None:
    new = root / "chapters/de/00-neu.md"
    new.write_text(f"# Neu\n\n{PROSE}\n\n{PROSE}\n")
    more, rounds = made(root)
    assert len(rounds) <= 2 and "00-neu" in rounds[0]
    new.unlink()
    assert made(root)[1] == []
    files = {**CHAPTERS, "chapters/de/00-neu.md": f"# Neu\n\n{PROSE}\n\n{PROSE}\n"}
    assert more == made(book.write(tmp_path / "fresh", files, editions=book.PRINT))[0]


@pytest.mark.heavy
def test_an_index_at_the_end_waits_for_the_pages_that_it_lists(tmp_path: Path) -> None:
    """It is laid out once, whatever was guessed, and a part that comes to other numbers at the same time."""
    words = {
        path: text.replace("Ein Satz", f'Ein [Wort]{{index="Wort {at % 5}"}}', 1)
        for at, (path, text) in enumerate(CHAPTERS.items())
    }
    index = "---\nkind: index\n---\n# Register\n\n::: index\n:::\n"
    rounds = {}
    for name in ("99-register", "00-register"):
        files = words | {f"chapters/de/{name}.md": index}
        rounds[name] = made(book.write(tmp_path / name, files, editions=book.PRINT))[1]
    laid_out = {name: [name in one for one in of_book] for name, of_book in rounds.items()}
    assert sum(laid_out["99-register"]) == 1 and laid_out["99-register"][-1]
    assert sum(laid_out["00-register"]) > 1, "what was guessed is wrong"


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ["nothing", "noise", "wrong"])
def test_what_is_remembered_wrongly_costs_nothing_but_time(kind: str, root: Path, fresh: Fresh) -> None:
    world = World(root)
    for place in (world.cache / "kept").glob("*/*"):
        data = world.recall(place.name) or b""
        if b"main 01-teil" not in data:
            continue
        assert from_msgpack(data, dict[str, Shape])
        wrong = Shape(
            CompiledPart(
                "left", (PAGE,) * 40, 0, 0, (), (), anchors=(("01-teil", -7, 0, 0), ("x", 99, 0, 0))
            ),
            5,
        )
        said = {f"main {n:02}-teil": wrong for n in range(1, 13)}
        put = {"nothing": b"", "noise": b"\xc1", "wrong": msgspec.msgpack.encode(said)}
        world.retain(place.name, put[kind])
    edited = CHAPTERS[FIRST] + f"\n{PROSE}\n"
    (root / FIRST).write_text(edited)
    assert made(root)[0] == fresh(edited)


def summary(room: int, *places: tuple[str, int]) -> Summary:
    head = Chapter(id="a", span=Span(), title=(), blocks=())
    entry = Entry((), Target("a", "a", ""), 1)
    return Summary(head, entry, "", (), (), (), locates=False, places=places, room=room)


def test_a_part_grows_and_shrinks_with_its_text() -> None:
    last = Shape(CompiledPart("", (PAGE,) * 4, 0, 0, (), (), anchors=(("a", 0, 0, 0), ("b", 3, 0, 0))), 4000)
    same, longer, shorter = (
        last.predicted(summary(room, ("b", room - 1)), 1000) for room in (4100, 6000, 1500)
    )
    assert [len(one.pages) for one in (same, longer, shorter)] == [4, 6, 2]
    assert [{name: page for name, page, *_ in one.anchors}["b"] for one in (same, longer, shorter)] == [
        3,
        5,
        1,
    ]
    assert len(last.predicted(None, 1000).pages) == 4
    assert len(NEW.predicted(summary(2900), 1000).pages) == 3
    assert len(NEW.predicted(summary(10**9), 1).pages) == 10_000
    assert len(last.predicted(summary(0), 1000).pages) == 1


def test_how_much_goes_on_a_page() -> None:
    shapes = {
        "a": Shape(CompiledPart("", (PAGE,) * 3, 0, 0, (), ()), 5000),
        "b": Shape(CompiledPart("", (PAGE,), 0, 0, (), ())),
    }
    assert foresight.letters_per_page(shapes, 7.0) == 2000
    assert foresight.letters_per_page({}, 7.0) == 7.0
