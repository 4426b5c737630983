"""The state of a translation is read as it was written, refused when it is broken, and merged by git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings
from bookbuilder.translate.block_digest import digest
from bookbuilder.translate.state import StateEntry, read, state_toml

PATH = "l10n/en/01-a.toml"


def entry(text: str, *targets: str, confidence: float = 1.0, merged: bool = False) -> StateEntry:
    return StateEntry(digest(text), text, targets or (digest(text + "!"),), confidence, merged)


@given(st.lists(st.text(max_size=40).map(lambda text: text.replace("\r", "")), max_size=8))
def test_what_was_written_is_read(texts: list[str]) -> None:
    entries = tuple(
        entry(text, "aaaaaaaaaaaa", "bbbbbbbbbbbb", confidence=0.5, merged=len(text) % 2 == 1)
        for text in texts
    )
    findings = Findings()
    assert read(state_toml(entries), PATH, findings) == entries
    assert not findings.sorted()


BROKEN = [
    ("version = 1\n[[block]\n", "l10n/en/01-a.toml:2:8: error: this state of a translation cannot be read"),
    (
        "version = 2\n",
        "l10n/en/01-a.toml:1:1: error: this state of a translation cannot be read: it should begin with",
    ),
    ("version = 1\nblock = 3\n", "cannot be read: it should begin with version = 1"),
    (
        "version = 1\n[[block]]\nsource = 'x'\n",
        "l10n/en/01-a.toml:2: error: this state of a translation cannot be read",
    ),
    ("version = 1\nblock = [1, 2]\n", "a block holds source, target and text"),
    (
        "version = 1\n\n[[block]]\nsource = 'x'\ntarget = 'y'\ntext = 'z'\n",
        f"l10n/en/01-a.toml:3: error: the text of this block has the hash {digest('z')}, and the state says x [state.torn]",
    ),
    ("version = 1\nx = " + "[" * 5000, "cannot be read"),
]


@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_a_broken_state_is_refused(text: str, said: str) -> None:
    findings = Findings()
    assert read(text, PATH, findings) is None
    (found,) = findings.sorted()
    assert said in str(found)
    assert found.code in ("state.broken", "state.torn")


def test_marks_of_a_merge_are_explained() -> None:
    findings = Findings()
    read("version = 1\n<<<<<<< HEAD\n=======\n>>>>>>> other\n", PATH, findings)
    assert "git has left marks of a merge" in findings.sorted()[0].hint


def test_two_people_who_work_on_neighbouring_blocks_are_merged_by_git(tmp_path: Path) -> None:
    base = [entry(f"Absatz {n}\nmit Zeilen") for n in range(4)]
    mine, theirs = list(base), list(base)
    mine[1] = entry("Absatz 1, anders")
    theirs[2] = entry("Absatz 2, ganz\nanders")
    theirs.insert(4, entry("Absatz 5"))
    for name, entries in (("base", base), ("mine", mine), ("theirs", theirs)):
        (tmp_path / name).write_text(state_toml(entries), encoding="utf-8")
    done = subprocess.run(
        ["git", "merge-file", "-p", "mine", "base", "theirs"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert read(done.stdout, PATH, Findings()) == (base[0], mine[1], theirs[2], base[3], theirs[4])
