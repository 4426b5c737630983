"""The first run on a machine: whatever home there is, a command prints what it prints elsewhere, and no library a word."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sysconfig
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from bookbuilder import user_folders
from tests.cases import book
from tests.catalogue.books import texts
from tests.conftest import Shared

BOOKBUILDER = f"{sysconfig.get_path('scripts')}/bookbuilder"
REPO = Path(__file__).parents[2]
EDITIONS = '[editions.pdf]\nformat = "pdf"\n[editions.epub]\nformat = "epub"\n'
GERMAN = {path: text for path, text in texts(0).items() if path.startswith("chapters/de/")}
"""One language: no home tells another from it. `status` compares two."""
MACHINE = """\
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>/proc/no-cache-of-the-system</cachedir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""
"""The settings of a fresh machine: fonts that nobody has looked at, and a cache that only the system may write."""
HOMES: Mapping[str, Mapping[str, str]] = {
    "fresh": {"HOME": "{place}/fresh"},
    "none": {},
    "empty": {"HOME": ""},
    "missing": {"HOME": "/proc/no-home"},  # where nobody can make one, not even root
    "a file": {"HOME": "{place}/file"},
    "relative": {
        "HOME": "home",
        "XDG_CACHE_HOME": "cache",
        "XDG_STATE_HOME": "state",
        "XDG_CONFIG_HOME": "config",
    },
    "a place without a cache": {"HOME": "{place}/fresh", "XDG_CACHE_HOME": "/proc/no-cache"},
}
COMMANDS = {
    "build": "build --jobs 2",
    "build in one process": "build --jobs 1",
    "build without a jail": "build --jobs 2 --no-jail",
    "check": "check --quick --jobs 2",
    "doctor": "doctor",
    "status": "status",
    "catalogue": "catalogue build .",
}  # fmt: skip


def printed(command: str, place: Path, home: str) -> list[str]:
    """Run a command for a new book in a home, and return the lines that all its processes print."""
    root, environ = new_book(place, home, GERMAN if command != COMMANDS["status"] else texts(0))
    done = subprocess.run(
        [BOOKBUILDER, *command.split()],
        cwd=root, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert not list(root.glob("home")) + list(root.glob("config")) + list(root.glob("cache"))
    return sorted(line for line in done.stdout.splitlines() if "s left)" not in line)  # how long it takes


def new_book(place: Path, home: str, chapters: Mapping[str, str] = GERMAN) -> tuple[Path, dict[str, str]]:
    """Write a book, and return it and the environment of a fresh machine with a home."""
    root = book.write(place / "book", chapters, editions=EDITIONS)
    (place / "fresh").mkdir()
    (place / "file").touch()
    (place / "system").mkdir(mode=0o700)
    # In the book, where a process in the jail can read it, as it reads those of the system.
    (root / "fonts.conf").write_text(MACHINE.format(fonts=REPO / "fonts/source-code-pro"))
    environ = {
        "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "FONTCONFIG_FILE": str(root / "fonts.conf"),
        user_folders.SYSTEM_TMPDIR: str(place / "system"),
    }  # fmt: skip
    return root, environ | {name: value.format(place=place) for name, value in HOMES[home].items()}


def looks_foreign(line: str) -> bool:
    """Whether a line is one of a library: such as `Fontconfig error: …`, `(process:1): Pango-WARNING **: …`."""
    words = ("fontconfig", "warning:", "critical", "glib", "pango-", "traceback", "error:", "site-packages")
    return any(word in line.casefold() for word in words)


@pytest.mark.parametrize("home", ["fresh", "missing"])
def test_a_first_build_prints_no_word_of_a_library(home: str, tmp_path: Path) -> None:
    assert [line for line in printed(COMMANDS["build"], tmp_path, home) if looks_foreign(line)] == []


PAIRS = [
    (command, home)
    for row, command in enumerate(COMMANDS)
    for column, home in enumerate(HOMES)
    if command == "build" or (row + column) % 3 == 0
]
"""A build in every home, and each other command in some of them: a home settles where files may lie, a command which
processes look for them there."""


@pytest.mark.heavy
@pytest.mark.parametrize(("command", "home"), PAIRS)
def test_what_is_printed_is_the_same_in_every_home(
    command: str, home: str, shared: Shared, tmp_path: Path
) -> None:
    """The same as in a fresh one, where each command is run once for all workers."""

    def run_in_a_fresh_home(place: Path) -> None:
        place.mkdir()
        (place / "lines.json").write_text(json.dumps(printed(COMMANDS[command], place, "fresh")))

    fresh = json.loads(
        (shared.folder(f"printed by {command}", run_in_a_fresh_home) / "lines.json").read_text()
    )
    lines = fresh if home == "fresh" else printed(COMMANDS[command], tmp_path, home)
    assert [line for line in lines if looks_foreign(line)] == []
    assert lines == fresh


@pytest.mark.heavy
def test_the_manual_and_the_preview_print_no_word_of_a_library(tmp_path: Path) -> None:
    """What they print differs by the place of the manual, and the address."""
    home = "missing"
    assert [line for line in printed("docs --print-path", tmp_path, home) if looks_foreign(line)] == []
    (tmp_path / "preview").mkdir()
    root, environ = new_book(tmp_path / "preview", home)
    with (
        (tmp_path / "printed").open("w") as told,
        subprocess.Popen(
            [BOOKBUILDER, "preview"],
            cwd=root,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
        ) as process,
    ):
        for _ in range(1200):
            if (root / "output").is_dir() or process.poll() is not None:
                break
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
    lines = (tmp_path / "printed").read_text().splitlines()
    assert (root / "output").is_dir() and lines[0].startswith("http://127.0.0.1"), lines
    assert [line for line in lines if looks_foreign(line)] == []
