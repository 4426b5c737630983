"""The fork server of the workers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import forkserver
from pathlib import Path

import pytest

from bookbuilder.workers import worker_start
from bookbuilder.world import World
from tests.cases import book

ASK_AND_GO = """
import os, signal, socket
from multiprocessing import forkserver
from bookbuilder.workers import worker_start

worker_start.start()
with socket.socket(socket.AF_UNIX) as asking:
    asking.connect(forkserver._forkserver._forkserver_address)
os.waitpid(forkserver._forkserver._forkserver_pid, 0)
"""


@pytest.mark.heavy
def test_a_server_whose_caller_goes_in_the_middle_of_a_request_ends_in_silence() -> None:
    """A killed build may have connected and sent nothing; its server printed a traceback after the build had ended."""
    done = subprocess.run(
        [sys.executable, "-c", ASK_AND_GO], check=False, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def preloaded_modules(monkeypatch: pytest.MonkeyPatch, *roots: Path) -> set[str]:
    """Return the modules that a fork server would load for a build of some books."""
    asked: list[str] = []

    def isolated(books: Iterable[str], modules: Sequence[str]) -> AbstractContextManager[None]:
        del books
        asked.extend(modules)
        return nullcontext()

    monkeypatch.setattr(worker_start, "isolated", isolated)
    monkeypatch.setattr(forkserver, "ensure_running", lambda: None)
    worker_start.start(map(World, roots))
    return set(asked)


def test_workers_read_chapters_of_long_books_that_are_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout, everything = set(worker_start.LAYOUT_MODULES), set(worker_start.PRELOADED_MODULES)
    chapters: dict[str, str | bytes] = {
        "chapters/de/01-a.md": book.CHAPTER,
        "chapters/de/bild.png": b"0" * worker_start.LONG_BOOK,
    }
    short = book.write(tmp_path / "short", chapters)
    long = book.write(tmp_path / "long", {**chapters, "chapters/de/02-b.md": "Wort " * 50_000})
    assert preloaded_modules(monkeypatch) == everything, "nothing is known"
    assert preloaded_modules(monkeypatch, short) == layout
    assert preloaded_modules(monkeypatch, long) == preloaded_modules(monkeypatch, short, long) == everything
    assert preloaded_modules(monkeypatch, tmp_path / "missing") == layout
    World(long).retain("0" * 64, b"a result")
    assert preloaded_modules(monkeypatch, long) == layout


def test_what_lays_out_loads_nothing_that_reads_a_book() -> None:
    """A short book is laid out by processes that load while it is read; each module more makes it wait."""
    code = f"""
import sys
for name in {worker_start.LAYOUT_MODULES!r}:
    __import__(name)
print(*sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "weasyprint" in loaded and "bookbuilder.formats.pdf.engine.compile_part" in loaded
    ours = {name.removeprefix("bookbuilder.") for name in loaded if name.startswith("bookbuilder.")}
    packages = {name.partition(".")[0] for name in ours if "." in name}
    assert packages == {
        *("document", "formats", "html", "isolation", "jail", "locales", "picture_rights", "workers", "world")
    }
    assert {name for name in ours if name.startswith(("document.", "html.", "workers."))} == {
        "document.figure_places", "document.truncated_pictures", "document.picture_files", "document.picture_types",
        "document.remove_picture_metadata",
        "document.css_complexity_bound", "document.css_complexity", "document.style_variables", "document.svg_safety",
        "html.font_file", "html.hanging_characters", "html.resource_loads", "workers.fork_server_end",
    }  # fmt: skip
    formats = {name for name in ours if name.startswith("formats.") and not name.startswith("formats.pdf")}
    assert formats == {"formats.edition_trace", "formats.format", "formats.text_places"}
