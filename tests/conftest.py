"""What many tests need: the dossier, built once for all; `--accept`; hypothesis with a bounded time."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from bookbuilder import user_folders
from tests.validators import browser

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

REPO = Path(__file__).parents[1]
BUILD = "import sys; from bookbuilder.__main__ import main; sys.exit(main())"


def pytest_configure(config: pytest.Config) -> None:
    """Give the tests places of the user's own that are theirs, and in which a build starts with nothing."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        own = tempfile.mkdtemp(prefix="bookbuilder-tests-")
        os.environ.update(XDG_CACHE_HOME=f"{own}/cache", XDG_STATE_HOME=f"{own}/state")
        # Where nothing of the user's own can be written, a build goes on here; a secret in /tmp would be found by all.
        os.environ[user_folders.SYSTEM_TMPDIR] = os.path.join(own, "system")
        Path(own, "system").mkdir()
        config.add_cleanup(lambda: shutil.rmtree(own, ignore_errors=True))


_SLOW = re.compile(
    r"process_time|tests\.(validators|kills|growth|pdf|linear|check\.made)|playwright|chromium|subprocess|build_book|Built\b"
    r"|api\.(build|check)|import build\b|PoolRunner|typeset\.|cli import main|\brun: Run\b"
)
"""What is named in the source of a test that lays out, starts a process, measures time or waits for a program."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `--quick`, leave slow modules out before they are loaded; no list names them."""
    slow = (
        config.getoption("--quick")
        and collection_path.name.startswith("test_")
        and collection_path.suffix == ".py"
        and _SLOW.search(collection_path.read_text(encoding="utf-8"))
    )
    return True if slow else None


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
    for name in ("book.toml", "facts.toml", "names.toml"):
        shutil.copy(REPO / name, target / name)
    return target


def build_book(root: Path, *options: str, **environment: str) -> Built:
    """Build a book in a process of its own, as a user would; it must have no errors."""
    done = subprocess.run(
        [sys.executable, "-c", BUILD, "build", str(root), "--json", *options],
        capture_output=True, text=True, env=os.environ | environment, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(root, json.loads(done.stdout))


@pytest.fixture(scope="session")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The dossier in every locale and format; the workers of one run share it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    root, done = shared / "dossier", shared / "dossier.json"
    try:
        (shared / "dossier.lock").mkdir()
    except FileExistsError:
        for _ in range(3000):
            if done.exists():
                break
            time.sleep(0.1)
        assert done.exists(), "the worker that builds the dossier failed"
        return Built(root, json.loads(done.read_text()))
    built = build_book(copy_dossier(root))
    partial = shared / "dossier.part"
    partial.write_text(json.dumps(built.said))
    partial.rename(done)
    return built


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser, one for all the tests of a worker: Playwright cannot be started twice in a process."""
    with browser() as opened:
        yield opened
