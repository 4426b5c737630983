"""Progress shows a share of the work and how long the rest takes, on a terminal; elsewhere it is plain lines."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cli.shared.print_findings import Console
from bookbuilder.cli.shared.progress import LAY_OUT, progress
from bookbuilder.diagnostics import Counts
from bookbuilder.formats.pdf.compile.job import COMPILE
from bookbuilder.workers.step_counts import StepCounts
from tests.cases import book


class Heard:
    def __init__(self) -> None:
        self.said: list[tuple[str, int, int, float | None]] = []

    def counted(self, function: str, done: int, total: int, left: float | None) -> None:
        self.said.append((function, done, total, left))


def test_the_rest_is_reckoned_from_what_is_done() -> None:
    heard, times = Heard(), iter([0, 0, 1, 4, 8, 8, 16])
    tally = StepCounts(heard, lambda: float(next(times)))
    tally.wanted("a", [10, 10, 20, 40])
    for size in (10, 10, 20):
        tally.made("a", size)
    tally.wanted("a", [])
    tally.wanted("a", [80])
    tally.made("a", 40)
    assert heard.said == [
        ("a", 0, 4, None),
        ("a", 1, 4, None),  # too early to tell
        ("a", 2, 4, 12.0),
        ("a", 3, 4, 8.0),
        ("a", 3, 5, 24.0),
        ("a", 4, 5, 16.0),
    ]


def test_nobody_who_listens_costs_nothing() -> None:
    tally = StepCounts()
    tally.wanted("a", [1])
    tally.made("a", 1)


def test_elsewhere_than_on_a_terminal_nothing_is_counted() -> None:
    stream = io.StringIO()
    with progress(Console(stream, {})) as say:
        say("de: reading")
        assert not isinstance(say, Counts)
    assert stream.getvalue() == "de: reading\n"


def test_on_a_terminal_a_build_counts_its_parts(tmp_path: Path) -> None:
    files = {f"chapters/de/{n:02}-a.md": f"# Kapitel {n}\n\n{'Ein Satz. ' * 400}\n" for n in range(1, 7)}
    root = book.write(tmp_path, files, editions=book.PRINT)
    ours, theirs = pty.openpty()
    run = (
        "import sys; from bookbuilder.cli import main; sys.exit(main(['build', '--jobs', '2', sys.argv[1]]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", run, root],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    ) as program:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 4096):
                shown += piece
        except OSError:  # how a terminal tells that nobody writes to it any more
            pass
        assert program.wait(300) == 0
    os.close(ours)
    counted = re.findall(rb"laying out (\d+)/(\d+) parts", shown)
    assert counted and int(counted[-1][1]) >= 6
    assert COMPILE.function == LAY_OUT


@pytest.mark.heavy
@pytest.mark.parametrize(("edition", "read"), [("pdf", ["de", "en"]), ("web", ["de", "en", "fr"])])
def test_a_language_is_read_if_an_edition_needs_it(edition: str, read: list[str], tmp_path: Path) -> None:
    """A translation is compared with its source, and a web edition links the other languages."""
    files = {f"chapters/{name}/01-a.md": "# A\n\nEin Satz.\n" for name in ("de", "en", "fr")}
    root = book.write(
        tmp_path, files, editions='[editions.pdf]\nformat = "pdf"\n[editions.web]\nformat = "web"\n'
    )
    said: list[str] = []
    api.build(root, locales=["en"], editions=[edition], progress=said.append)
    assert [line for line in said if line.endswith(": reading")] == [f"{name}: reading" for name in read]
