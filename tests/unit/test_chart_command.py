"""`bookbuilder chart`: a page with every kind of chart that can show a data file, or one drawing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bookbuilder.cli import main
from bookbuilder.cli.shared.desktop import has_desktop
from tests.patience import PATIENCE

DATA = "Land;2021;2022\nVereinigte Staaten;12 €;43 €\nDeutschland;5 €;9,7 €\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hilfe.csv").write_text(DATA, encoding="utf-8")
    return tmp_path


def test_a_page_has_every_kind_that_can_show_the_data(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["chart", "hilfe.csv"]) == 0
    assert capsys.readouterr().out == "hilfe-charts.html\n"
    page = (folder / "hilfe-charts.html").read_text(encoding="utf-8")
    drawn = re.findall(r"<h2>(\w+)</h2>\n<img", page)
    assert {"bar", "column", "line", "slope"} <= set(drawn) and not {"pie", "timeline"} & set(drawn)
    assert "<b>pie</b>: a pie chart cannot show this: a pie has one series, and here are 2" in page
    assert "::: chart {kind=bar src=hilfe.csv}" in page
    assert not re.search(r'(?:src|href)="(?!data:)', page), "it asks no server"


def test_a_drawing_has_its_fonts_and_the_direction_of_its_language(folder: Path) -> None:
    assert main(["chart", "hilfe.csv", "-k", "bar", "-l", "ar", "-o", "a.svg"]) == 0
    drawing = (folder / "a.svg").read_text(encoding="utf-8")
    assert 'direction="rtl"' in drawing and "@font-face" in drawing and "٤٣" in drawing
    assert 'style="font-variant-numeric: lining-nums tabular-nums"' in drawing


def test_columns_are_named(folder: Path) -> None:
    (folder / "h.csv").write_text('Land,Im Jahr "1",Rest\nA,1,x\nB,2,y\n', encoding="utf-8")
    assert main(["chart", "h.csv", "--y", 'Im Jahr "1"', "--x", "Rest", "-k", "bar"]) == 0
    page = (folder / "h-charts.html").read_text(encoding="utf-8")
    assert "Balkendiagramm" in page and "(y)" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hilfe.csv", "-k", "colum"], 'no chart called \'colum\' [chart.unknown]\n  hint: did you mean "column"?'),
        (["hilfe.csv", "--x", "Lant"], "hilfe.csv: error: hilfe.csv has no column 'Lant' [data.column]"),
        (["hilfe.csv", "-o", "a.svg"], "cannot hold 8 charts [chart.output]"),
        (["hilfe.csv", "-o", "a.png", "-k", "bar"], "cannot hold one chart [chart.output]"),
        (["hilfe.csv", "-k", "pie"], "hilfe.csv: error: a pie chart cannot show this"),
        (["hilfe.csv", "-l", "xx"], "bookbuilder: error: 'xx' is not a locale"),
        (["hilfe.csv", "--theme", "nix"], "bookbuilder: error: there is no theme 'nix'"),
        (["bad.csv"], "bad.csv:3:1: error: '2022-02-30' cannot be read as a day [data.value]"),
        (["bad.csv"], "bad.csv:3:12: error: 'x' cannot be read as a number [data.value]"),
        (["ragged.csv"], "ragged.csv:2:1: error: this row has 1 cell,"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_once_and_nothing_is_written(
    words: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.csv").write_text("Tag;Zahl\n2022-01-17;30\n2022-02-30;x\n", encoding="utf-8")
    (folder / "ragged.csv").write_text("a,b\n1\n", encoding="utf-8")
    before = sorted(folder.iterdir())
    assert main(["chart", *words]) != 0
    assert capsys.readouterr().err.count(said) == 1
    assert sorted(folder.iterdir()) == before


BROWSER = """#!/bin/sh
test -s {folder}/hilfe-charts.html && echo "$1" > {folder}/opened.part
mv {folder}/opened.part {folder}/opened
"""


@pytest.mark.parametrize(
    ("words", "opened"),
    [
        (["hilfe.csv", "--open"], True),
        (["hilfe.csv"], False),  # its output goes to no terminal
        (["hilfe.csv", "--no-open"], False),
        (["hilfe.csv", "--open", "--x", "Lant"], False),
        (["hilfe.csv", "--open", "-k", "bar", "-o", "a.svg"], False),
    ],
)
def test_the_browser_opens_the_page_as_soon_as_it_is_written(
    words: list[str], opened: bool, folder: Path
) -> None:
    script = folder / "browser"
    script.write_text(BROWSER.format(folder=folder))
    script.chmod(0o755)
    environment = {**os.environ, "BROWSER": str(script), "DISPLAY": ":9"}
    subprocess.run(
        [sys.executable, "-m", "bookbuilder", "chart", *words],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=PATIENCE,
    )  # fmt: skip
    until = time.monotonic() + (PATIENCE if opened else 0.5)
    while not (folder / "opened").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert (folder / "opened").exists() is opened
    if opened:
        assert (folder / "opened").read_text() == f"{(folder / 'hilfe-charts.html').as_uri()}\n"


@pytest.mark.parametrize(
    ("terminal", "environ", "platform", "wanted"),
    [
        (True, {"DISPLAY": ":0"}, "linux", True),
        (True, {"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        (True, {}, "linux", False),
        (True, {"DISPLAY": ""}, "linux", False),
        (False, {"DISPLAY": ":0"}, "linux", False),
        (True, {}, "darwin", True),
    ],
)
def test_a_desktop_is_a_terminal_with_a_screen(
    terminal: bool, environ: dict[str, str], platform: str, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    assert has_desktop(environ, platform) is wanted
