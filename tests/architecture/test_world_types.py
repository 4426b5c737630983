"""Who may only read cannot publish: the type checker refuses it (decision 0052)."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECK = """
from bookbuilder.checks.check import BookInput, ChapterInput
from bookbuilder.diagnostics import Report
from bookbuilder.formats.book import Book

def each(one: ChapterInput, report: Report) -> None:
    one.world.{each}

def run(subject: BookInput, report: Report) -> None:
    subject.world.{each}

def render(book: Book, report: Report) -> None:
    book.world.{render}
"""


def refused(folder: Path, each: str, render: str) -> list[str]:
    """Return what mypy has against a check and a format that call a method of their world."""
    (folder / "check.py").write_text(CHECK.format(each=each, render=render))
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml", folder / "check.py"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    return [line.partition("error: ")[2] for line in done.stdout.splitlines() if "error: " in line]


def test_a_check_reads_and_a_format_keeps_and_neither_publishes_or_starts_a_program(tmp_path: Path) -> None:
    assert refused(tmp_path, 'read("a")', 'retain("a", b"")') == []
    assert refused(tmp_path, 'retain("a", b"")', 'publish("output", ())') == [
        '"Reader" has no attribute "retain"  [attr-defined]',
        '"Reader" has no attribute "retain"  [attr-defined]',
        '"Workspace" has no attribute "publish"  [attr-defined]',
    ]
    assert refused(tmp_path, 'publish("output", ())', 'run(["ls"], seconds=1)') == [
        '"Reader" has no attribute "publish"  [attr-defined]',
        '"Reader" has no attribute "publish"  [attr-defined]',
        '"Workspace" has no attribute "run"  [attr-defined]',
    ]
