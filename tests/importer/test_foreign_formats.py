"""Formats that pandoc reads for us: each is written by pandoc from one text, and imported again."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from bookbuilder.cli import main
from bookbuilder.cli.shared import foreign_source
from bookbuilder.cli.shared.foreign_source import FORMATS
from bookbuilder.pandoc.run_pandoc import find_pandoc
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.text_errors import text_errors
from bookbuilder.world import World

TEXT = """\
---
title: Das Buch
---

# Die Reise

Ein Satz mit *Betonung* und **Nachdruck**.

- Erstens
- Zweitens

# Die Ankunft

Der letzte Satz.
"""
WRITERS = {ending: form for ending, (form, _) in FORMATS.items()}


def pandoc(folder: Path, data: bytes, source: str, target: str) -> bytes:
    command = [find_pandoc(World(folder)), "-f", source, "-t", target, "--standalone", "-o", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def said(tmp_path: Path, name: str, data: bytes) -> int:
    (tmp_path / name).write_bytes(data)
    target = str(tmp_path / "buch")
    return main(["import", str(tmp_path / name), "--dir", target, "--locale", "de", "--date", "2026-01-01"])


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_is_a_book_with_all_its_words(ending: str, tmp_path: Path) -> None:
    command = [
        find_pandoc(World(tmp_path)),
        "-f",
        "markdown",
        "-t",
        WRITERS[ending],
        "--standalone",
        "-o",
        "-",
    ]
    written = subprocess.run(command, input=TEXT.encode(), capture_output=True, check=True).stdout
    assert said(tmp_path, f"reise{ending}", written) == 0
    root = tmp_path / "buch"
    files = [root / "book.toml", *sorted((root / "chapters/de").glob("*.md"))]
    text = " ".join(file.read_text(encoding="utf-8") for file in files)
    there = set(re.findall(r"\w+", pandoc(tmp_path, written, WRITERS[ending], "plain").decode()))
    assert {"Reise", "Ankunft"} <= there  # some formats have no title
    assert there - set(re.findall(r"\w+", text)) == set()
    assert text_errors(World(root), {}, BuildRequest()) == ()


def test_without_pandoc_it_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(foreign_source, "find_pandoc", lambda _: "")
    assert said(tmp_path, "a.rst", b"A\n=\n\nText.\n") == 1
    told = " ".join(capsys.readouterr().err.split())
    assert (
        "a.rst: error: this is reStructuredText, which is read with pandoc, and that is not installed [source.pandoc]"
        in told
    )
    assert "nothing was written" in told and not (tmp_path / "buch").exists()


def test_what_pandoc_cannot_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(tmp_path, "a.ipynb", b"{") == 1
    told = " ".join(capsys.readouterr().err.split())
    assert "pandoc cannot read this as a notebook of Jupyter:" in told and "[source.unread]" in told


def test_a_file_that_is_named_pulls_in_no_others(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Geheim")
    tex = "\\documentclass{book}\\begin{document}\\chapter{A}\\input{%s}\\include{secret}Text.\\end{document}"
    assert said(tmp_path, "a.tex", (tex % (tmp_path / "secret.txt")).encode()) == 0
    assert "Geheim" not in "".join(file.read_text() for file in (tmp_path / "buch").rglob("*.md"))
