"""The folder of a stranger holds files that look like our code, our programs and our settings. No command touches one.

What is laid there is in `traps.py`. The place varies (a book, its series, a folder where there is no home), and so does
what the environment says: PATH with a dot, an empty entry and a folder of the book.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bookbuilder.cli import commands
from tests.cases import book
from tests.catalogue.books import texts
from tests.conftest import Shared
from tests.manual.first_pages import lay_first_pages
from tests.proofs.hand_made import HandMadePdf
from tests.sampled import sampled
from tests.security import traps
from tests.series import desk

BOOKBUILDER = f"{sysconfig.get_path('scripts')}/bookbuilder"
EDITIONS = "\n".join(f'[editions.{name}]\nformat = "{name}"\n' for name in ("pdf", "epub", "web"))
MANUSCRIPT = "# Titel\n\nEin Satz.\n"


@dataclass(frozen=True)
class Case:
    """A command as it is called: its words, in which BOOK, SERIES and NEW stand for folders; whether it stays until it is
    interrupted, has an option `--no-jail`, and copies all files of a book for those who build it; what is added to the words
    when it is in its jail; whether the manual that it shows was built before, as `build --no-jail` builds a book."""

    words: str
    stays: bool = False
    jail: bool = False
    copies: bool = False
    in_jail: str = ""
    built: bool = False


CASES: Mapping[str, Case] = {
    "build": Case("build BOOK --jobs 2", jail=True),
    "cache key": Case("cache key"),
    "cache prune": Case("cache prune BOOK"),
    "cache stats": Case("cache stats BOOK"),
    "catalogue build": Case("catalogue build BOOK", jail=True, copies=True),
    "chart": Case("chart DATA --output NEW/charts.html"),
    # Every validator starts once for it: outside of the jail, which would keep it from what it must not touch.
    "check": Case("check BOOK", jail=True, in_jail="--quick"),
    "clean": Case("clean BOOK"),
    "docs": Case("docs --print-path", built=True),
    "doctor": Case("doctor BOOK"),
    "explain": Case("explain page.short"),
    "explain-key": Case("explain-key --book BOOK"),
    "export": Case("export docx --book BOOK --locale de", jail=True),
    "facts promote": Case("facts promote BOOK"),
    "facts rates": Case("facts rates BOOK"),
    "facts why": Case("facts why fact BOOK"),
    "fonts add": Case("fonts add ja BOOK --from SERIES"),
    "fonts list": Case("fonts list"),
    "formulas speak": Case("formulas speak BOOK", jail=True),
    "help": Case("help build"),
    "import": Case("import MANUSCRIPT --dir NEW/imported"),
    "lsp": Case("lsp"),
    "merge": Case("merge DOCUMENT --book BOOK", jail=True),
    "new": Case("new NEW/new --kind empty"),
    "new-issue": Case("new-issue 2022-W05 --series SERIES"),
    "new-locale": Case("new-locale fr --book BOOK"),
    "pictures list": Case("pictures list BOOK"),
    "preview": Case("preview BOOK", stays=True, jail=True),
    "proof collect": Case("proof collect PROOF --book BOOK", jail=True),
    "series feed": Case("series feed --series SERIES"),
    "series new-index": Case("series new-index 2022 --series SERIES"),
    "series record": Case("series record BOOK --series SERIES", jail=True),
    "series status": Case("series status --series SERIES"),
    "series where-used": Case("series where-used fact --series SERIES"),
    "proof accept": Case("proof accept abcd --book BOOK --by Max", jail=True),
    "proof answer": Case("proof answer abcd --book BOOK --by Max --text x"),
    "proof apply": Case("proof apply abcd --book BOOK --by Max", jail=True),
    "proof close": Case("proof close abcd --book BOOK --by Max"),
    "proof list": Case("proof list BOOK"),
    "proof reject": Case("proof reject abcd --book BOOK --by Max"),
    "proof reopen": Case("proof reopen abcd --book BOOK --by Max"),
    "proof report": Case("proof report BOOK"),
    "sources add": Case("sources add https://example.org/a --book BOOK"),
    "sources check": Case("sources check BOOK"),
    "sources list": Case("sources list BOOK"),
    "status": Case("status BOOK"),
    "theme check": Case("theme check --book BOOK"),
    "theme list": Case("theme list --book BOOK"),
    "theme new": Case("theme new house --book BOOK"),
    "theme show": Case("theme show print.css --book BOOK"),
    "todo": Case("todo BOOK --jobs 2 --fix image.alt", jail=True),
    "translate adopt": Case("translate adopt --book BOOK"),
    "translate export": Case("translate export en --book BOOK"),
    "translate import": Case("translate import MANUSCRIPT --book BOOK"),
    "translate sync": Case("translate sync --book BOOK"),
}


PROGRAMS = ("doctor", "import")
"""Commands without a jail that look for other programs."""


@pytest.fixture(scope="module", autouse=True)
def names_that_are_found_once(shared: Shared) -> Iterator[None]:
    """To find the names of all modules, all of them are loaded: once for all workers."""

    def write(folder: Path) -> None:
        folder.mkdir()
        (folder / "names").write_text("\n".join(traps.module_names()), encoding="utf-8")

    found = (shared.folder("module-names", write) / "names").read_text(encoding="utf-8").split("\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(traps, "module_names", lambda: frozenset(found))
        yield


CHAPTERS = texts(0)
GERMAN = {path: text for path, text in CHAPTERS.items() if path.startswith("chapters/de/")}


def lay(place: Path, chapters: Mapping[str, str] = CHAPTERS) -> Path:
    """Write a series with a book and a folder that is neither, and lay traps into each of them; return the book."""
    series = desk.write(place / "series", {})
    root = book.write(series / "book", chapters, editions=EDITIONS)
    (place / "elsewhere").mkdir()
    for folder in (root, series, place / "elsewhere"):
        traps.lay(folder)
    (place / "home").mkdir()
    (place / "manuscript.md").write_text(MANUSCRIPT)
    pdf = HandMadePdf()
    pdf.mark("Highlight", "minister")
    (place / "proof.pdf").write_bytes(pdf.data())
    with zipfile.ZipFile(place / "returned.docx", "w") as document:
        document.writestr("[Content_Types].xml", "<Types/>")
    (place / "aid.csv").write_text("Monat,Summe\nJanuar,200\nMai,120\n")
    return root


def environment(place: Path, folder: Path, *, home: bool) -> dict[str, str]:
    """Return an environment in which programs and settings may come from where the command is run, or from a book."""
    root = place / "series/book"
    path = os.pathsep.join([".", "", f"{root}/bin", str(root), "bin", f"{root}/../bin", os.environ["PATH"]])
    kept = {name: value for name, value in os.environ.items() if name in ("LANG", "LC_ALL")}
    relative = {
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_CACHE_HOME": "",
        "TMPDIR": ".",
    }
    if home:
        return {**kept, "PATH": path, "HOME": str(place / "home")}
    return {**kept, **relative, "PATH": path, "BROWSER": "/bin/true", "PWD": str(folder)}


def run(words: Sequence[str], folder: Path, environ: Mapping[str, str], *, stays: bool) -> tuple[int, str]:
    """Run a command and return its exit code and all that it prints; one that stays is interrupted when it has built."""
    with subprocess.Popen(
        words, cwd=folder, env=dict(environ), text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        if stays:
            assert process.stdout is not None
            assert any(line.startswith("http://127.0.0.1") for line in process.stdout)
            for _ in range(600):
                if process.poll() is not None or (folder / "output").is_dir() or _built(words):
                    break
                time.sleep(0.1)
            process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=300)
        return process.returncode, said


def _built(words: Sequence[str]) -> bool:
    return any(Path(word, "output").is_dir() for word in words)


def touched(place: Path, name: str, *, jail: bool, home: bool) -> None:
    """Run a command of a name among fresh traps, and compare what it opened with what was laid."""
    case = CASES[name]
    # Commands with a jail make the editions of each language in the same way; what compares languages has none.
    chapters = GERMAN if case.jail else CHAPTERS
    root = lay(place, chapters)
    laid = traps.files(place) - {str(root / path) for path in chapters}
    own = {str(root / "book.toml"), str(place / "series/series.toml"), str(place / "manuscript.md")}
    folder = root if home else place / "elsewhere"
    if "SERIES" in case.words and "BOOK" not in case.words and home:
        folder = place / "series"
    (place / "new").mkdir()
    if case.built:
        lay_first_pages(place / "home/.cache", "en")
    named = {
        "BOOK": root,
        "SERIES": place / "series",
        "NEW": place / "new",
        "MANUSCRIPT": place / "manuscript.md",
        "DATA": place / "aid.csv",
        "PROOF": place / "proof.pdf",
        "DOCUMENT": place / "returned.docx",
    }
    words = case.words
    for word, path in named.items():
        words = words.replace(word, str(path))
    arguments = [*words.split(), *(case.in_jail.split() if jail else ["--no-jail"])]
    with traps.Watch(root, place / "series", place / "elsewhere") as watch:
        code, said = run(
            [BOOKBUILDER, *arguments], folder, environment(place, folder, home=home), stays=case.stays
        )
        opened = watch.opened()
    if case.copies:  # what it has read it must not have run, or the book would not be made
        assert code == 0, said
    else:
        assert sorted((opened & laid) - own) == [], said
    assert traps.RAN not in said and "Traceback" not in said, said
    assert code in (0, 1, 130), said


def test_every_command_is_tried() -> None:
    assert sorted(CASES) == sorted(commands())


@pytest.mark.heavy
def test_a_trap_that_is_touched_is_seen(tmp_path: Path) -> None:
    """Else what follows would show nothing."""
    root = lay(tmp_path)
    with traps.Watch(root) as watch:
        path = os.pathsep.join([".", os.environ["PATH"]])
        subprocess.run(
            [sys.executable, "-c", "import weasyprint"], cwd=root, check=False, capture_output=True
        )
        subprocess.run(
            ["/bin/sh", "-c", "less"], cwd=root, env={"PATH": path}, check=False, capture_output=True
        )
        assert {f"{root}/weasyprint.py", f"{root}/less"} <= watch.opened()


@pytest.mark.parametrize("name", sampled(["build", "doctor"], 2))
def test_what_everybody_runs_touches_nothing(name: str, tmp_path: Path) -> None:
    touched(tmp_path, name, jail=True, home=True)


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("name", "jail", "home"),
    # A command that has a jail in it and without it, once with a home; one that looks for other programs in both
    # homes as well. The others are tried in either home in turn.
    [
        (name, turn == 0 or not CASES[name].jail, (turn == 0) == (number % 2 == 0))
        for number, name in enumerate(CASES)
        for turn in range(2 if CASES[name].jail or name in PROGRAMS else 1)
    ],
)
def test_no_command_touches_anything(name: str, jail: bool, home: bool, tmp_path: Path) -> None:
    touched(tmp_path, name, jail=jail, home=home)


CALLS = """
import importlib, json, os, pathlib, pkgutil, sys
sys.path.append(sys.argv[1])
import bookbuilder
from tests.command_server import LIBRARIES
for name in [*(one.name for one in pkgutil.walk_packages(bookbuilder.__path__, "bookbuilder.")), *LIBRARIES]:
    importlib.import_module(name)
sys.path[:0] = ["", os.getcwd()]
result = bookbuilder.build(pathlib.Path("."), jobs=2)
print(json.dumps([str(one) for one in result.diagnostics]), len(result.files))
"""


@pytest.mark.heavy
def test_workers_of_a_program_that_calls_us_take_no_code_from_the_book(tmp_path: Path) -> None:
    """A script, a notebook or a shell of Python that runs in the book searches it; the processes that we start do not."""
    root = lay(tmp_path)
    environ = {**os.environ, "PATH": os.pathsep.join([".", "", os.environ["PATH"]])}
    with traps.Watch(root) as watch:
        done = subprocess.run(
            [sys.executable, "-P", "-c", CALLS, str(traps.REPO)],
            cwd=root, env=environ, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        opened = watch.opened()
    assert done.stdout.startswith("[] "), done.stdout + done.stderr
    assert (
        sorted(path for path in opened & traps.files(tmp_path) if path.endswith(".py") or "/bin/" in path)
        == []
    )
    assert done.stderr == ""


@pytest.mark.heavy
def test_python_m_loads_nothing_of_the_book(tmp_path: Path) -> None:
    """Python puts the working folder before all libraries there. It loads a few modules of its own before it runs ours, and
    looks for the program itself; all else comes from where it is installed."""
    root = lay(tmp_path)
    before = subprocess.run(
        [sys.executable, "-m", "bookbuilder", "cache", "key"], cwd=tmp_path / "home", check=True, capture_output=True,
        text=True, env={**os.environ, "PYTHONVERBOSE": "1"}, timeout=60,
    ).stderr.partition("search_paths")[0]  # fmt: skip
    for name in traps.module_names():
        if f"import '{name}'" in before or f"import {name} " in before or name == "bookbuilder":
            (root / f"{name}.py").unlink(missing_ok=True)
    assert {"weasyprint.py", "typer.py", "json.py", "signal.py"} <= set(os.listdir(root))
    laid = traps.files(root)
    for words in ("build --jobs 2", "doctor"):
        with traps.Watch(root) as watch:
            code, said = run(
                [sys.executable, "-m", "bookbuilder", *words.split()], root, os.environ, stays=False
            )
            assert (code, sorted(path for path in watch.opened() & laid if path.endswith(".py"))) == (
                0,
                [],
            ), said


@pytest.mark.heavy
def test_folders_with_such_names_change_nothing(tmp_path: Path) -> None:
    plain, named = (book.write(tmp_path / name / "book", texts(0), editions=EDITIONS) for name in ("a", "b"))
    for name in {*traps.module_names(), *traps.program_names(), *traps.SETTINGS}:
        if not os.path.lexists(named / name):
            (named / name).mkdir(parents=True)
    for words in ("doctor", "build --jobs 2", "check --quick --jobs 2"):
        first, second = (
            run([BOOKBUILDER, *words.split()], root, environment(tmp_path, root, home=True), stays=False)
            for root in (plain, named)
        )
        assert (first[0], sorted(first[1].splitlines())) == (second[0], sorted(second[1].splitlines()))
    made = [
        {path.relative_to(root): path.read_bytes() for path in (root / "output").rglob("*") if path.is_file()}
        for root in (plain, named)
    ]
    assert made[0] == made[1] and len(made[0]) > 6
