"""The record of a build: nothing is made when nothing has changed, and never does it say so falsely."""

from __future__ import annotations

import inspect
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cache_key import excluded
from bookbuilder.cli import main
from bookbuilder.input_log import InputLog
from bookbuilder.pipeline import build_record
from bookbuilder.pipeline.build_record import previous_build, remember_build
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import QUESTIONS, World, sealed
from tests.cases import book
from tests.cases.case import ROOT
from tests.commands import program
from tests.conftest import Built, modules_at_startup
from tests.properties.test_same_bytes import PICTURE
from tests.steps import step

FIRST, SECOND = "chapters/de/01-a.md", "chapters/de/02-b.md"
FILES = {
    FIRST: '# Eins\n\n[x]{index=X} "Ein" Satz. Mehr in [](#02-b).\n\n![Ein Bild](p.svg)\n',  # both give warnings
    SECOND: "# Zwei\n\nEin anderer  Satz.\n",
    "chapters/de/p.svg": PICTURE,
    "facts.toml": "[aid]\namount = '200e6 USD'\n",
    "styles/dossier/web.css": "p { color: #123 }\n",
}
EDITIONS = book.PRINT + '[editions.web]\nformat = "web"\n'


def written(root: Path) -> Path:
    return book.write(root, FILES, editions=EDITIONS)


def finished(root: Path) -> dict[str, bytes]:
    """Return what lies in the output folder."""
    return {
        place.relative_to(root).as_posix(): place.read_bytes()
        for place in sorted((root / "output").rglob("*"))
        if place.is_file()
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A book that was built, with themes and fonts that a test may change; each leaves it as it was."""
    folder = tmp_path_factory.mktemp("record")
    for name in ("styles", "fonts"):
        shutil.copytree(ROOT / name, folder / "assets" / name)
    world = World(written(folder / "book"), folder / "assets")
    assert api.build(world, jobs=1).files
    return world


def answers(world: World) -> list[tuple[str, str]]:
    """Return the questions of the record."""
    data = world.recall(BuildRequest().name)
    assert data is not None
    return [(question, path) for question, path, _ in json.loads(data)["inputs"]]


def lies(world: World) -> bool:
    """Whether the record says that nothing has changed."""
    return previous_build(world, BuildRequest()) is not None


# -- what it tells ------------------------------------------------------------------------------------------------


def test_what_was_told_and_made_is_told_again(tmp_path: Path) -> None:
    root = written(tmp_path)
    first, before = api.build(root), finished(root)
    second = api.build(root)
    assert not first.unchanged and second.unchanged
    assert second.diagnostics == first.diagnostics
    assert any(one.fix for one in first.diagnostics) and any(one.hint for one in first.diagnostics)
    assert (second.files, second.made, second.reused) == (first.files, 0, first.made + first.reused)
    assert finished(root) == before


def test_another_time_of_a_file_is_no_change(built: World) -> None:
    for place in built.root.rglob("*"):
        os.utime(place, (1, 1))
    assert lies(built)


def test_a_book_that_was_moved_is_the_same(built: World, tmp_path: Path) -> None:
    shutil.copytree(built.root, tmp_path / "moved")
    assert lies(replace(built, root=tmp_path / "moved"))


def test_a_book_with_errors_is_not_remembered(tmp_path: Path) -> None:
    root = book.write(tmp_path, {FIRST: "# A\n\n[](#x)\n"}, editions=book.PRINT)
    assert api.build(root).failed
    assert api.build(root).failed
    assert previous_build(World(root), BuildRequest()) is None


# -- what is a change ---------------------------------------------------------------------------------------------


@pytest.mark.heavy
def test_every_file_that_was_read_counts(built: World) -> None:
    places = {
        path: (built.root if question == "read" else built.assets) / path
        for question, path in answers(built)
        if question in ("read", "read_asset")
    }
    assert {FIRST, "book.toml", "facts.toml", "chapters/de/p.svg", "styles/dossier/print.css"} <= set(places)
    for path, place in places.items():
        data = place.read_bytes()
        place.write_bytes(bytes([data[0] ^ 1]) + data[1:])
        assert not lies(built), path
        place.unlink()
        assert not lies(built), path
        place.write_bytes(data)
        assert lies(built), path


def test_every_folder_that_was_listed_counts(built: World) -> None:
    folders = {
        path: (built.root if question == "files" else built.assets) / path
        for question, path in answers(built)
        if question in ("files", "asset_files") and not path.startswith("package/")
    }
    assert {"chapters/de", "styles/dossier", "fonts"} <= set(folders)
    for path, folder in folders.items():
        there = folder.is_dir()
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("new.txt", "inner/new.txt"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text("x")
            assert not lies(built), path
            (folder / name).unlink()
        (folder / "inner").rmdir()
        if not there:
            folder.rmdir()
        assert lies(built), path


def test_every_file_that_was_looked_for_counts(built: World) -> None:
    absent = [path for question, path in answers(built) if question == "exists" and not built.exists(path)]
    assert {"names.toml", "hyphenation.toml", "abbreviations.toml"} <= set(absent)
    for path in absent:
        place = built.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("")
        assert not lies(built), path
        place.unlink()
        assert lies(built), path


def test_a_link_in_the_place_of_a_file_is_refused_as_ever(built: World, tmp_path: Path) -> None:
    place = built.root / FIRST
    shutil.move(place, tmp_path / "a.md")
    place.symlink_to(tmp_path / "a.md")
    assert not lies(built)
    place.unlink()
    shutil.move(tmp_path / "a.md", place)
    assert lies(built)


def test_every_finished_file_counts(built: World, tmp_path: Path) -> None:
    files = list(finished(built.root).items())
    assert len({Path(name).suffix for name, _ in files}) > 2
    for name, data in files:
        place = built.root / name
        place.write_bytes(data + b"x")
        assert not lies(built), name
        place.unlink()
        assert not lies(built), name
        (tmp_path / "x").write_bytes(data)
        place.symlink_to(tmp_path / "x")
        assert not lies(built), name
        place.unlink()
        place.write_bytes(data)
    (folder,) = (place for place in (built.root / "output").iterdir() if place.is_dir())
    (folder / "more.html").write_text("x")
    assert not lies(built)
    (folder / "more.html").unlink()
    assert lies(built)


@pytest.mark.parametrize(
    "asked",
    [
        BuildRequest(("de",)),
        BuildRequest((), ("web",)),
        BuildRequest(strict=True),
        BuildRequest(single_pass=True),
    ],
    ids=["locales", "editions", "strict", "single pass"],
)
def test_another_option_is_another_record(built: World, asked: BuildRequest) -> None:
    assert previous_build(built, asked) is None


def test_the_surroundings_count(built: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert not lies(replace(built, environ={**built.environ, "LANG": "xx_XX"}))
    assert lies(replace(built, environ={**built.environ, "EDITOR": "ed"}))
    (tmp_path / "babel-99.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert not lies(built)
    monkeypatch.undo()
    assert lies(built)
    monkeypatch.setattr(World, "program_digest", lambda _: "another program")
    assert not lies(built)


def test_a_book_with_other_themes_is_made_again(built: World, tmp_path: Path) -> None:
    shutil.copytree(built.assets, tmp_path / "assets")
    sheet = tmp_path / "assets/styles/dossier/print.css"
    sheet.write_text(sheet.read_text() + "p { color: red }")
    assert not lies(replace(built, assets=tmp_path / "assets"))


# -- a walk through what people do --------------------------------------------------------------------------------


@pytest.mark.heavy
def test_after_any_changes_the_files_are_those_of_a_fresh_build(tmp_path: Path) -> None:
    """Twelve random steps, each of them followed by a build, and by one without a cache in another folder."""
    chance = random.Random(4)
    root = written(tmp_path / "book")
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: (root / SECOND).write_text(f"# Zwei\n\nEin Satz {chance.randrange(9)}.\n"),
        lambda: book.write(root, FILES, editions=EDITIONS),
        lambda: (root / f"chapters/de/03-{chance.randrange(3)}.md").write_text("# Drei\n\nNoch einer.\n"),
        lambda: list(map(Path.unlink, root.glob("chapters/de/03-*.md"))),
        lambda: shutil.rmtree(root / "output"),
        lambda: [place.write_bytes(b"x") for place in root.glob("output/*.pdf")],
        lambda: (root / "styles/dossier/web.css").write_text("p { color: #456 }\n"),
        lambda: (root / "names.toml").write_text(""),
    ]
    unchanged = []
    for number in range(12):
        chance.choice(steps)()
        result = api.build(root, jobs=1)
        unchanged.append(result.unchanged)
        fresh = tmp_path / str(number)
        shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("output", ".bookbuilder"))
        again = api.build(fresh, jobs=1)
        assert not again.unchanged
        assert result.diagnostics == again.diagnostics
        assert finished(root) == finished(fresh)
    assert {True, False} == set(unchanged)


# -- records that are damaged, odd or hostile ---------------------------------------------------------------------


@pytest.fixture
def entry(built: World) -> Iterator[dict[str, object]]:
    """The record, which is put back afterwards."""
    data = built.recall(BuildRequest().name)
    assert data is not None
    yield json.loads(data)
    built.retain(BuildRequest().name, data)
    assert lies(built)


@pytest.mark.parametrize("keep_bytes", [0, 1, 16, 17, 500])
def test_a_torn_record_is_none(built: World, entry: dict[str, object], keep_bytes: int) -> None:
    name = BuildRequest().name
    place = built.cache / "kept" / name[:2] / name
    place.write_bytes(place.read_bytes()[:keep_bytes])
    assert not lies(built)


@pytest.mark.parametrize(
    "change",
    [
        {"inputs": None},
        {"inputs": [["remove", "chapters", ""]]},
        {"inputs": [["run", "true", ""]]},
        {"inputs": [["read", 5, ""]]},
        {"inputs": [["read"]]},
        {"made": [["/etc/passwd", ""]]},
        {"made": [["../assets", ""]]},
        {"diagnostics": [["a"]]},
        {"diagnostics": [[1, "error", ["", 0, 0], "", "", None]]},
        {"diagnostics": [["a", "fatal", ["", 0, 0], "", "", None]]},
        {"parts": "many"},
        {"environment": []},
    ],
    ids=str,
)
def test_an_odd_record_is_none(built: World, entry: dict[str, object], change: dict[str, object]) -> None:
    built.retain(BuildRequest().name, json.dumps(entry | change).encode())
    assert not lies(built)
    assert (built.root / FIRST).exists()


@pytest.mark.parametrize("data", [b"", b"5", b"[]", b"{}", b"[" * 100_000, b"\xff"], ids=lambda d: str(d[:4]))
def test_what_is_no_record_is_none(built: World, entry: dict[str, object], data: bytes) -> None:
    built.retain(BuildRequest().name, data)
    assert not lies(built)


def test_looking_makes_no_folder_and_a_cache_that_leads_out_is_told_by_the_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(tmp_path)]) == 1
    assert not list(tmp_path.iterdir())
    root = written(tmp_path / "book")
    (root / ".bookbuilder").mkdir()
    (root / ".bookbuilder/cache").symlink_to(tmp_path)
    assert main(["build", str(root)]) == 1
    assert "[path.outside]" in capsys.readouterr().err


# -- what is noted ------------------------------------------------------------------------------------------------


def test_a_file_that_changes_while_it_is_read_twice_is_not_remembered(tmp_path: Path) -> None:
    world = World(written(tmp_path), input_log=InputLog())
    world.read(FIRST)
    (tmp_path / FIRST).write_text("# Eins\n")
    world.read(FIRST)
    remember_build(world, build_record.BuildRecord(BuildRequest(), "", (), "output"))
    assert build_record.previous_environment(world, BuildRequest()) is None


def test_all_that_reads_is_noted(tmp_path: Path) -> None:
    """A new way to read that is forgotten here would not be asked again."""
    silent = {"text", "theme_files", "published"}  # made of the others; of what a build wrote itself
    silent |= {"versions", "theme_path"}  # made of `exists`
    silent |= {"unlogged_text"}  # its entries are noted one by one
    silent |= {
        "empty",
        "published_on",
        "size",
        "writable",
        "program",
        "run",
        "recall",
        "recall_for_user",
        "cached",
        "house_fonts",
        "house_font_stamps",
        "materialized",
        "show_in_pager",
    }  # for commands, and the cache
    silent |= {
        "beside",
        "package_file",
        "read_tool",
        "scratch",
        "scratched",
    }  # for validators, which no build runs
    own = {
        "of",  # makes a World
        "ask",
        "environment",
        "folder_state",
        "materialize",
        "program_digest",
        "prune",
        "processes",
        "publish",
        "remove",
        "retain",
        "retain_for_user",
        "withdraw",
    }
    own |= {"keep_library_cache", "library_cache"}
    methods = {name for name, _ in inspect.getmembers(World, callable) if not name.startswith("_")}
    assert methods == QUESTIONS | silent | own
    world = World(tmp_path, input_log=InputLog())
    (tmp_path / "a").write_text("x")
    for question in QUESTIONS:
        path = "styles" if question == "asset_files" else "styles/dossier/theme.toml"
        world.ask(question, path if "asset" in question else "a")
    assert isinstance(world.input_log, InputLog)
    assert {question for question, _ in world.input_log.digests} == QUESTIONS


def test_a_seal_is_that_of_the_files(tmp_path: Path) -> None:
    files = {"a.html": b"a", "b/c.css": b"c", "b.css": b""}
    World(tmp_path).publish("output", [("web", files), ("one", {"": b"x" * 100})])
    assert World(tmp_path).published("output/web") == sealed(files)
    assert World(tmp_path).published("output/one") == sealed({"": b"x" * 100})
    assert World(tmp_path).published("output/two") is None


@dataclass(frozen=True)
class Peeking:
    world: World = field(metadata=excluded("a test"))
    number: int


def peek(given: Peeking) -> bytes:
    """Read a file of the book, as work that is done elsewhere must not."""
    return given.world.read(FIRST)


@pytest.mark.heavy
def test_work_in_another_process_reads_nothing(tmp_path: Path) -> None:
    world = World(written(tmp_path), input_log=InputLog())
    with PoolRunner(world, 2) as work:
        work._started()
        while not work.ready:  # until the others are there, work is done here
            time.sleep(0.05)
        with pytest.raises(RuntimeError, match="read in another process"):
            work.run(step("tests.unit.test_build_record:peek"), [Peeking(world, 1), Peeking(world, 2)])


@pytest.mark.heavy
def test_all_formats_are_made_in_other_processes_without_reading_there(tmp_path: Path) -> None:
    result = api.build(book.write(tmp_path, FILES), jobs=2)
    assert not result.failed
    assert result.made > 3
    assert len(result.files) > 3


def questions(root: Path) -> list[object]:
    """Return what the last build asked, and what it was answered."""
    data = World(root).recall(BuildRequest().name)
    assert data is not None
    return sorted(json.loads(data)["inputs"])


def asks_the_same_from_the_cache(root: Path) -> None:
    """Were a file read by work whose result is in the cache, the record would not have it."""
    cold = questions(root)
    shutil.rmtree(root / "output")
    result = api.build(root, jobs=1)
    assert result.files and not result.unchanged and result.made == 0 < result.reused
    assert questions(root) == cold


@pytest.mark.heavy
def test_a_build_from_the_cache_asks_all_that_a_cold_one_asks(tmp_path: Path) -> None:
    assert not api.build(book.write(tmp_path, FILES), jobs=1).unchanged
    asks_the_same_from_the_cache(tmp_path)


@pytest.mark.heavy
def test_a_build_of_the_dossier_from_the_cache_does_so_too(dossier: Built, tmp_path: Path) -> None:
    asks_the_same_from_the_cache(shutil.copytree(dossier.root, tmp_path / "book"))


# -- several at once, and the command line ------------------------------------------------------------------------


@pytest.mark.heavy
def test_builds_at_once_do_not_mislead_one_another(tmp_path: Path) -> None:
    root = written(tmp_path / "book")
    started = [("-j", "1"), ("-j", "1"), ("-e", "web")]
    for process in [program().start("build", *words, folder=root) for words in started]:
        with process:
            _, err = process.communicate()
            assert process.returncode == 0, err
    assert api.build(root).unchanged
    assert api.build(root, editions=["web"]).unchanged
    fresh = written(tmp_path / "fresh")
    api.build(fresh)
    assert finished(root) == finished(fresh)


@pytest.mark.heavy
def test_the_command_says_the_same_again_and_that_nothing_has_changed(tmp_path: Path) -> None:
    root = written(tmp_path)

    def say(*words: str) -> tuple[int, str, list[str]]:
        done = program().run("build", *words, "--jobs", "1", folder=root)
        passing = ("de: ", "publishing", "no e-book: ")  # what is told of a build that has something to do
        told = [line for line in done.stderr.splitlines() if not line.startswith(passing)]
        return done.returncode, done.stdout, told

    first, second = say("--edition", "print"), say("--edition", "print")
    assert first[:2] == second[:2]
    assert first[0] == 0 and first[1].startswith("output/fall.de.print.pdf ")
    made, same = first[2][-1], second[2][-1]
    parts = made.partition(" parts")[0]
    assert made == f"{parts} parts of PDFs: {parts} laid out, 0 from the cache"
    assert same == f"nothing has changed ({parts} parts of PDFs: 0 laid out, {parts} from the cache)"
    assert first[2][:-1] == second[2][:-1]
    assert any("warning: " in line for line in second[2]) and any("  hint: " in line for line in second[2])
    assert say("-e", "print", ".")[2][-1] == same  # other words for the same
    assert say("-e", "print", "--json")[1] == say("-e", "print", "--json")[1]
    (root / SECOND).write_text("# Zwei\n\nNeu.\n")
    assert (
        say("--edition", "print")[2][-1]
        == f"{parts} parts of PDFs: 1 laid out, {int(parts) - 1} from the cache"
    )
    (root / SECOND).write_text("# Zwei\n\n[](#x)\n")
    assert say("--edition", "print")[0] == 1
    assert say("--edition", "print")[:2] == (1, "")


LOADED = """
import sys
from bookbuilder.cli import main
code = main(sys.argv[1:])
print(code, *sys.modules)
"""


@pytest.mark.heavy
def test_nothing_heavy_is_loaded_to_say_that_nothing_has_changed(tmp_path: Path) -> None:
    root = written(tmp_path)

    def loaded() -> list[str]:
        ended = subprocess.run(
            [sys.executable, "-c", LOADED, "build", root, "-e", "print"],
            check=True, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        return ended.stdout.splitlines()[-1].split()

    assert "typer" in loaded()
    code, *modules = loaded()
    assert code == "0"
    ours = {name for name in modules if name.startswith("bookbuilder.")}
    shared = (
        *(
            "exit_codes",
            "fold_findings",
            "paths_in_messages",
            "outcome",
            "print_findings",
            "print_outcome",
            "replay_build",
        ),
        "safe_output",
    )
    mine = ("cli.shared", *(f"cli.shared.{name}" for name in shared))
    ours = {name for name in ours if not name.startswith("bookbuilder.world.")}
    assert ours == {
        f"bookbuilder.{name}"
        for name in (
            "input_log",
            "cache",
            "cache_key",
            "diagnostics",
            "folder_lock",
            "isolation",
            "isolation.python_process",
            "isolation.search_paths",
            "open_folder",
            "printed_text",
            "jail",
            "jail.rlimits",
            "phrases",
            "program_language",
            "program_language.chosen_language",
            "program_language.translation",
            "library_files",
            "user_folders",
            "atomic_publish",
            "paragraph_counts",
            "typed_decoding",
            "world",
            "pipeline",
            "pipeline.build_record",
            "pipeline.build_request",
            "workers",
            "workers.environment_hash",
            "cli",
            *mine,
        )
    }
    others = (
        {name.partition(".")[0] for name in modules} - set(sys.stdlib_module_names) - modules_at_startup()
    )
    others -= {"bookbuilder"}
    assert {name for name in others if not name.startswith("_")} <= {"msgspec", "typing_extensions"}


@pytest.mark.heavy
def test_a_command_line_that_another_program_understood_is_read_again(tmp_path: Path) -> None:
    root = written(tmp_path)
    for _ in range(2):
        program().run("build", "-e", "web", folder=root)
    world = World(root)
    kept = {place.name: world.recall(place.name) or b"" for place in (world.cache / "kept").glob("*/*")}
    (name,) = (name for name, data in kept.items() if data.startswith(b'{"book"'))
    said = json.loads(kept[name])
    world.retain(name, json.dumps(said | {"around": "", "json": True}).encode())
    done = program().run("build", "-e", "web", folder=root)
    assert done.stdout.startswith("output/") and done.stderr.endswith("nothing has changed\n")
