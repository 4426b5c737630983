"""What many tests need: the dossier, built once for all; `--accept`; hypothesis with a bounded time."""

import contextlib
import fcntl
import gc
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from bookbuilder import user_folders
from bookbuilder.build_step import call
from bookbuilder.cache_key import cache_keys
from bookbuilder.cli import main
from bookbuilder.formats.epub import cover_image
from bookbuilder.formats.pdf import hyphen_glyphs
from bookbuilder.formats.pdf.cover import PAGE
from bookbuilder.html import font_file
from bookbuilder.html.subset_job import SUBSET, Subset
from bookbuilder.program_language import chosen_language
from bookbuilder.workers import worker_task
from bookbuilder.world import Assets, World
from tests import heavy_modules
from tests.commands import program
from tests.dossier_files import copy_files
from tests.fixed_examples import forget_constants_of_modules
from tests.kept_books import KeptBooks
from tests.long_tests import longest_first
from tests.validators import judges
from tests.validators.chromium import chromium
from tests.validators.engines import SINGLE_FILES, resident_engines, unjudged

__all__ = ["chromium"]  # a fixture of all tests, which stands beside the program that it starts

settings.register_profile(
    "bookbuilder",
    deadline=None,  # a machine that is busy is no bug
    max_examples=100,
    derandomize=True,  # the same examples on every machine; `--hypothesis-profile search` looks for new ones
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.register_profile("search", settings.get_profile("bookbuilder"), max_examples=2000, derandomize=False)
settings.register_profile("quick", settings.get_profile("bookbuilder"), max_examples=25)
settings.load_profile("bookbuilder")
forget_constants_of_modules()

REPO = Path(__file__).parents[1]
BOOKS = "BOOKBUILDER_TESTS_BOOKS"
"""Where workers find the books that are kept."""
FONTS = "BOOKBUILDER_TESTS_FONTS"
"""Where workers find the fonts that were cut down in this session."""
BUILD = "import sys; from bookbuilder.__main__ import main; sys.exit(main())"


def pytest_configure(config: pytest.Config) -> None:
    """Give the tests places of the user's own that are theirs, and in which a build starts with nothing, in English."""
    os.environ[chosen_language.OWN] = chosen_language.ENGLISH
    if "PYTEST_XDIST_WORKER" not in os.environ:
        own = tempfile.mkdtemp(prefix="bookbuilder-tests-")
        os.environ.update(
            XDG_CACHE_HOME=f"{own}/cache", XDG_CONFIG_HOME=f"{own}/config", XDG_STATE_HOME=f"{own}/state"
        )
        # Where nothing of the user's own can be written, a build goes on here; a secret in /tmp would be found by all.
        os.environ[user_folders.SYSTEM_TMPDIR] = os.path.join(own, "system")
        os.environ[FONTS] = os.path.join(own, "fonts")
        for name in ("system", "fonts"):
            Path(own, name).mkdir()
        config.add_cleanup(lambda: shutil.rmtree(own, ignore_errors=True))
        with contextlib.suppress(OSError):  # a folder that cannot be written: each session makes its books
            kept = KeptBooks.begin(REPO / ".pytest_cache/books", REPO)
            kept.share_secret(Path(own, "state"))
            os.environ[BOOKS] = str(kept.place)
        if config.getoption("numprocesses", None):
            config.add_cleanup(judges.share(os.path.join(own, "judges")))


def pytest_collection_finish() -> None:
    """Keep the garbage collector from going through thousands of tests, and whatever else stays, again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def in_this_process() -> Iterator[None]:
    """Let a small book be built in the process of its test: to start others for it takes longer than to build it.

    Tests that are about these say how many there are; commands in a process of their own have as many as ever.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(World, "cores", property(lambda _: 1))
        yield


@pytest.fixture(scope="session", autouse=True)
def fonts_and_covers_that_are_made_once() -> Iterator[None]:
    """Let a font be cut down to the characters of a small book once, its characters be listed and its hyphens be added once,
    and the cover of an e-book be laid out and drawn once, not for each book: most have the same title.

    Covers are told apart as the cache of a book does it, by all that they are made of. Whether fonts have the same bytes
    every time is asked in tests/unit/test_font_file.py, of the functions themselves.
    """
    covers, place = dict[str, bytes](), Path(os.environ[FONTS])

    @lru_cache(maxsize=512)
    def cut(given: Subset) -> bytes:
        """Cut a font, or read what a worker of this session has made of it."""
        (key,) = cache_keys([given])
        file, own = place / key, place / f"{key}.{os.getpid()}"
        if not file.exists():
            own.write_bytes(call(SUBSET.function, given))
            own.rename(file)
        return file.read_bytes()

    def done(function: str, given: object) -> bytes:
        if function == SUBSET.function and type(given) is Subset:
            return cut(given)
        if function != PAGE.function:
            return call(function, given)
        (key,) = cache_keys([given])
        if key not in covers:
            covers[key] = call(function, given)
        return covers[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker_task, "call", done)
        for module, name in (
            (font_file, "characters"),
            (hyphen_glyphs, "added"),
            (cover_image, "rasterized"),
        ):
            patch.setattr(module, name, lru_cache(maxsize=64)(getattr(module, name)))
        yield


@pytest.fixture(scope="session", autouse=True)
def program_that_is_hashed_once() -> Iterator[None]:
    """Let the files of the program be hashed once and not by each build: a sixth of a small one is that, and they stay."""
    with pytest.MonkeyPatch.context() as patch:
        of_files = Assets.program_digest
        digest = cache(lambda: of_files(World(REPO)))
        patch.setattr(Assets, "program_digest", lambda _: digest())
        yield


_SLOW = re.compile(
    r"process_time|pytest_lsp|tests\.(commands|validators|kills|growth|pdf|linear|check\.made)|playwright|chromium|subprocess|build_book|Built\b"
    r"|api\.(build|check)|tests\.export\.exported|import build\b|PoolRunner|typeset\.|cli import main|\brun: Run\b"
)
"""What is named in the source of a test that lays out, starts a process, measures time or waits for a program."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave modules out before they are loaded: with `--quick` slow ones, with `-m heavy` those that have no heavy test."""
    if config.option.markexpr == "heavy" and not heavy_modules.may_be_heavy(collection_path):
        return True
    slow = (
        config.getoption("--quick")
        and collection_path.name.startswith("test_")
        and collection_path.suffix == ".py"
        and _SLOW.search(collection_path.read_text(encoding="utf-8"))
    )
    return True if slow else None


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Let workers begin with the longest tests, when others have chosen."""
    if lost := heavy_modules.unknown(items):
        raise pytest.UsageError(f"tests/heavy_modules.py does not know these as heavy: {', '.join(lost)}")
    yield
    if workers := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0")):
        items[:] = longest_first(items, workers)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--accept` and `--quick`."""
    parser.addoption(
        "--quick",
        action="store_true",
        help="leave out what lays out, starts a process, measures time or waits for a program",
    )
    parser.addoption(
        "--accept", action="store_true", help="write what comes out into the cases; read the diff afterwards"
    )


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether new output is taken over instead of compared."""
    return bool(request.config.getoption("--accept"))


@dataclass(frozen=True)
class Built:
    """A book that was built: its folder, and what `build --json` said."""

    root: Path
    said: dict[str, object]

    @property
    def output(self) -> Path:
        return self.root / "output"

    def file(self, name: str) -> Path:
        """Return a finished file; it must be there."""
        path = self.output / name
        assert path.exists(), f"{name} was not built: {sorted(p.name for p in self.output.iterdir())}"
        return path


def modules_at_startup() -> set[str]:
    """Return the top-level modules that this Python has loaded before it runs a line of ours.

    They depend on the system (Debian's Python loads `sitecustomize`) and on what is installed beside the program.
    """
    listing = "import sys; print(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", listing], check=True, capture_output=True, text=True, timeout=60
    )
    return {name.partition(".")[0] for name in ended.stdout.split()}


def copy_dossier(target: Path) -> Path:
    """Return a folder that holds the sample dossier and nothing else."""
    target.mkdir(parents=True)
    shutil.copytree(REPO / "chapters", target / "chapters")
    copy_files(target)
    return target


def build_book(root: Path, *options: str, **environment: str) -> Built:
    """Build a book in a process of its own, as a user would; it must have no errors.

    Python itself is started where the environment is said, since it settles the order of hashes and its encodings then.
    """
    words = ["build", str(root), "--json", *options]
    if environment:
        done = subprocess.run(
            [sys.executable, "-c", BUILD, *words],
            capture_output=True, text=True, env=os.environ | environment, timeout=600, check=False,
        )  # fmt: skip
    else:
        done = program().run(*words, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(root, outcome(done.stdout))


def build_book_here(root: Path) -> Built:
    """Build a book in the process of the test, where fonts are cut once; it must have no errors."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        code = main(["build", str(root), "--json", "--jobs", "1"])
    assert code == 0, out.getvalue()
    return Built(root, outcome(out.getvalue()))


def outcome(events: str) -> dict[str, Any]:
    """Return what came of a build from its events: its `diagnostics` and `files`, and what it said when it was `done`."""
    lines = [json.loads(line) for line in events.splitlines()]
    assert lines[0]["event"] == "started" and lines[-1]["event"] == "done", events
    found = [{key: value for key, value in line.items() if key != "event"} for line in lines]
    by_kind = {
        kind: [values for line, values in zip(lines, found, strict=True) if line["event"] == kind]
        for kind in ("diagnostic", "file")
    }
    files = [values["path"] for values in by_kind["file"]]
    return {"diagnostics": by_kind["diagnostic"], "files": files, **found[-1]}


@dataclass(frozen=True)
class Shared:
    """Folders that all tests of a run share, whichever worker they are in. They are only read: who changes one copies it.

    Books are shared with the next run as well, if it is one of the same program (`tests/kept_books.py`).
    """

    place: Path
    kept: KeptBooks | None = None

    def folder(self, name: str, make: Callable[[Path], object]) -> Path:
        """Return the folder of a name; the first who asks for it makes it, the others wait until it is whole."""
        return _made_once(self.place, name, make, (self.place / f"{name}.whole").touch)

    def book(self, name: str, make: Callable[[Path], Built]) -> Built:
        """Return the book of a name, which the first who asks for it writes and builds."""
        place = self.kept.place if self.kept else self.place

        def build(root: Path) -> None:
            (place / f"{name}.json").write_text(json.dumps(make(root).said), encoding="utf-8")

        def finish() -> None:
            if self.kept:
                self.kept.finish(name)
            else:
                (place / f"{name}.whole").touch()

        root = _made_once(place, name, build, finish)
        return Built(root, json.loads((place / f"{name}.json").read_text(encoding="utf-8")))


def _made_once(place: Path, name: str, make: Callable[[Path], object], finish: Callable[[], None]) -> Path:
    folder, whole = place / name, place / f"{name}.whole"
    with (place / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of one who failed
            make(folder)
            finish()
    return folder


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """Folders that the workers of one run share."""
    base = tmp_path_factory.getbasetemp()
    place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    place.mkdir(exist_ok=True)
    kept = os.environ.get(BOOKS)
    return Shared(place, KeptBooks(Path(kept), REPO) if kept else None)


@pytest.fixture(scope="session")
def dossier(shared: Shared) -> Built:
    """The dossier in every locale and format."""
    return shared.book("dossier", lambda root: build_book(copy_dossier(root)))


@pytest.fixture
def warm() -> Iterator[None]:
    """Validators of the program ask judges that stay, instead of starting a JVM and a browser for a small book."""
    with resident_engines():
        yield


@pytest.fixture
def without_single_files() -> Iterator[None]:
    """Validators of the program are not asked about the single file of a web edition."""
    with unjudged(SINGLE_FILES):
        yield
