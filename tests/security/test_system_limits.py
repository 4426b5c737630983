"""Whatever limits a shell or a service manager sets, a command ends with its result or with one clear error: no traceback,
no exit code of a bug, and nothing half-written."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cases import book

pytestmark = pytest.mark.heavy

VALUES = {
    "v": (60_000, 300_000, 450_000, 480_000, 620_000, 900_000),
    "f": (0, 1, 20, 100, 1000),
    "n": (5, 6, 8, 12, 16, 32),
}
"""Kilobytes of address space, blocks of 1,024 bytes of a file, open files."""
COMMANDS = (
    ("build", "--jobs", "1"),
    ("build", "--jobs", "2"),
    ("check", "--quick"),
    ("build", "--json", "--jobs", "2"),
)
CHAPTER = "# Kapitel\n\nEin Satz mit *Wort*.\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n: Tabelle\n"


def drawn(seed: int) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return limits (by the letter of `ulimit`), one or two at once, and a command."""
    source = random.Random(seed)
    kinds = source.sample(sorted(VALUES), source.choice((1, 1, 2)))
    return {kind: source.choice(VALUES[kind]) for kind in kinds}, source.choice(COMMANDS)


CASES = [
    *(drawn(seed) for seed in range(3, 7)),
    *(({kind: value}, ("build", "--jobs", "2")) for kind in sorted(VALUES) for value in VALUES[kind]),
]


@pytest.mark.parametrize(
    ("limits", "command"),
    CASES,
    ids=[f"{number}-{'-'.join(limits)}" for number, (limits, _) in enumerate(CASES)],
)
def test_a_command_within_limits_ends_well(
    tmp_path: Path, limits: dict[str, int], command: tuple[str, ...]
) -> None:
    root = book.write(tmp_path / "buch", {"chapters/de/01-a.md": CHAPTER})
    set_limits = " && ".join(f"ulimit -{kind} {value}" for kind, value in limits.items())
    home = {name: str(tmp_path / name) for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME")}
    words = [sys.executable, "-m", "bookbuilder", command[0], str(root), *command[1:]]
    done = subprocess.run(
        ["bash", "-c", f'{set_limits} && exec "$@"', "bash", *words],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=240,
        check=False,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TMPDIR": str(tmp_path), **home},
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode in (0, 1, 3), done.stderr
    assert "Traceback" not in done.stderr
    assert "bug in bookbuilder" not in done.stderr
    if done.returncode:
        assert ": error: " in done.stderr + done.stdout or '"error"' in done.stdout
    written = sorted((root / "output").rglob("*")) if (root / "output").exists() else []
    if done.returncode or command[0] == "check":
        assert written == []
    else:
        assert {"fall.de.pdf", "fall.de.epub", "fall.de.html"} <= {path.name for path in written}
