"""`preview --open` opens the browser, which stays when the preview ends, and opens nothing else."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from bookbuilder.jail import browser
from tests.cases import book
from tests.kills import TWO, Command
from tests.patience import PATIENCE

BROWSER = """#!/bin/sh
echo "$1" >> {folder}/opened
exec env -i {python} {folder}/stay.py {folder}
"""
STAY = """
import os, signal, sys, time
folder = sys.argv[1]
open(f"{folder}/signals", "w").write(str(sorted(signal.pthread_sigmask(signal.SIG_BLOCK, []))))
open(f"{folder}/process.part", "w").write(str(os.getpid()))
os.rename(f"{folder}/process.part", f"{folder}/process")
time.sleep(600)
"""


@pytest.mark.heavy
def test_the_browser_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may also stay in front, as one in a terminal does: the preview does not wait for it."""
    script = tmp_path / "browser"
    script.write_text(BROWSER.format(folder=tmp_path, python=sys.executable))
    script.chmod(0o755)
    (tmp_path / "stay.py").write_text(STAY)
    monkeypatch.setenv("BROWSER", str(script))
    root = book.write(tmp_path / "book", TWO, editions=book.PRINT)
    command = Command(tmp_path, "preview", root, "--open", shown=True)
    command.until(lambda one: "1 editions in" in one.said() and (tmp_path / "process").exists())
    process = int((tmp_path / "process").read_text())
    try:
        address = command.said().partition("\n")[0]
        assert (tmp_path / "opened").read_text() == f"{address}\n"
        assert (tmp_path / "signals").read_text() == "[]"
        command.process.send_signal(signal.SIGINT)
        assert command.process.wait(PATIENCE) == 130
        time.sleep(0.5)
        # It may be about to sleep still, but it has not ended.
        assert Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] in "RSD"
    finally:
        os.kill(process, signal.SIGKILL)
        command.end(0)


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ("http://127.0.0.1:8000/a-token_1/", True),
        ("http://example.org/", False),
        ("http://127.0.0.1:8000/a/ --x", False),
        ("http://127.0.0.1:8000@example.org/a/", False),
        ("file:///etc/passwd", False),
        (f"file:///home/J%C3%B6rg/.cache/bookbuilder/manual-{'0a' * 16}/manual.de/index.html", True),
        (f"file:///home/x/manual-{'0a' * 16}/index.html", False),
        (f"file:///home/x/manual-{'0a' * 16}/manual.../index.html", False),
        (f"file:///home/x/manual-{'0a' * 16}/manual.en/other.html", False),
        (f"file://host/manual-{'0a' * 16}/manual.en/index.html", False),
        (f"file:///x/manual-{'0a' * 16}/manual.en/index.html#a b", False),
        ("--help", False),
        ("", False),
    ],
)
def test_only_a_page_of_a_preview_or_of_the_manual_is_opened(
    asked: str, opened: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(os, "posix_spawn", lambda program, words, environment, **rest: started.append(words))
    answering, asking = os.pipe()
    browser.ask_on(asking)
    browser.open_page(asked)
    browser._answer(answering)
    assert [words[-1] for words in started] == ([asked] if opened else [])
    browser.give_up()


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ("file:///home/J%C3%B6rg/hilfe-charts.html", True),
        ("file:///home/x/a.htm", True),
        ("file:///etc/passwd", False),
        ("file:///x/a.html#a b", False),
        ("http://example.org/a.html", False),
    ],
)
def test_only_a_written_page_is_opened_when_a_command_is_done(
    asked: str, opened: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(
        os, "posix_spawn", lambda program, words, environment, **rest: started.append(words[-1])
    )
    answering, asking = os.pipe()
    browser.ask_on(asking)
    browser.open_when_done(asked)
    browser._answer(answering)
    assert not started, "it is not written yet"
    browser.open_written()
    assert started == ([asked] if opened else [])
    browser.open_when_done("file:///a.html")
    browser.open_written()
    assert started[-1] == "file:///a.html", "a process without a front opens it itself"
    browser.give_up()
