"""Whatever is wrong in the folder of a series: each message names a file as it is seen from where the user is, in its place
as in its words."""

from __future__ import annotations

import os
import re
from itertools import product
from pathlib import Path

import pytest

from bookbuilder.cli import main
from tests.sampled import sampled

BOOK = """\
[book]
id = "heft"
source = "de"
date = 2022-01-24
theme = "mine"
[locales.de]
title = "Ein Heft"
[locales.en]
title = "An Issue"
[editions.pdf]
format = "pdf"
printer = "x"
"""
PRINTER = 'name = "X"\ndate = 2020-01-01\n'
SERIES = {
    "series.toml": '[series]\nid = "hefte"\n[imprint]\npublisher = "Musterverlag"\n',
    "facts.toml": "[oil]\nnumber = 5\n",
    "styles/mine/theme.toml": "",
    "styles/mine/print.css": "",
    "printers/x.toml": PRINTER,
    "heft/book.toml": BOOK,
    "heft/chapters/de/01-a.md": "# Eins\n\nEin Satz mit [5]{fact=oil}.\n",
    "heft/chapters/en/01-a.md": "# One\n\nA sentence with [5]{fact=oil}.\n",
}
CMYK = f'{PRINTER}[colour]\nkeep = "cmyk"\nprofile = '
FAULTS: dict[str, tuple[dict[str, str | bytes], str]] = {
    "series.toml": ({"series.toml": "[series]\nid = \n"}, "../series.toml:2:6"),
    "a key of series.toml": ({"series.toml": '[series]\nid = "h"\n[book]\nfoo = 1\n'}, "../series.toml:4:1"),
    "facts.toml": ({"facts.toml": "[oil]\nnumber = 'x'\n"}, "../facts.toml:2:1"),
    "a fact": (
        {"heft/chapters/de/01-a.md": "# Eins\n\nEin Satz mit [6]{fact=oil}.\n"},
        "correct the words, or the value in ../facts.toml",
    ),
    "a fact that the source lacks": (
        {"heft/chapters/de/01-a.md": "# Eins\n\nEin Satz.\n"},
        "is not in chapters/de/01-a.md:3:1",
    ),
    "parts that differ": (
        {"heft/chapters/de/01-a.md": "# Eins\n\nEin [Satz](#01-a) mit [5]{fact=oil}.\n"},
        "hint: compare with chapters/de/01-a.md",
    ),
    "names.toml": ({"names.toml": "[persons.koehl]\nfoo = 1\n"}, "../names.toml:2:1"),
    "glossary.toml": ({"glossary.toml": "[haus]\nfoo = 1\n"}, "../glossary.toml:1:2"),
    "abbreviations.toml": ({"abbreviations.toml": '[de]\n"x" = 3\n'}, "../abbreviations.toml:2:1"),
    "theme.toml": ({"styles/mine/theme.toml": "[color\n"}, "../styles/mine/theme.toml:1:7"),
    "a colour": ({"styles/mine/theme.toml": '[color]\naccent = "blau"\n'}, "../styles/mine/theme.toml:2:1"),
    "a list for a font": (
        {"styles/mine/theme.toml": '[font]\nbody = ["A"]\n'},
        "../styles/mine/theme.toml:2:1",
    ),
    "extends": ({"styles/mine/theme.toml": 'extends = "nix"\n'}, "../styles/mine/theme.toml:1:1"),
    "print.css": ({"styles/mine/print.css": "p { color: bl }\n"}, "../styles/mine: warning: the typesetter"),
    "print.css in Latin-1": ({"styles/mine/print.css": b"/* \xfc */"}, "../styles/mine/print.css:1:4"),
    "an address": (
        {"styles/mine/print.css": "p { background: url(a.png) }\n"},
        "../styles/mine/print.css:1:17: error: url() in ../styles/mine/print.css names a.png",
    ),
    "a picture": (
        {"styles/mine/print.css": 'p { background: url("{{ picture("a.svg") }}") }\n'},
        "../styles/mine/print.css:1: error: the template ../styles/mine/print.css does not work",
    ),
    "a hairline": (
        {
            "styles/mine/print.css": "p { border: 0.01pt solid }\n",
            "printers/x.toml": f"{PRINTER}line = 0.25\n",
        },
        "hint: in the style sheets of the theme: ../styles/mine/",
    ),
    "a template": (
        {"styles/mine/templates/titlepage.html.j2": "<p>{{ foo }\n"},
        "../styles/mine/templates/titlepage.html.j2:1",
    ),
    "fonts.toml": ({"fonts/fonts.toml": "[x\n"}, "../fonts/fonts.toml:1:3"),
    "a family": ({"fonts/fonts.toml": "[Foo]\n"}, "no font in ../fonts/ is of the family Foo"),
    "a face": (
        {"fonts/fonts.toml": '[Foo]\nfaces = [{ file = "a.ttf" }]\n'},
        "../fonts/fonts.toml:2:1: error: fonts.toml names ../fonts/Foo/a.ttf",
    ),
    "a font": (
        {"fonts/fonts.toml": '[Foo]\nfaces = [{ file = "a.ttf" }]\n', "fonts/Foo/a.ttf": "x"},
        "../fonts/Foo/a.ttf: error: ../fonts/Foo/a.ttf is not a font",
    ),
    "a printer": ({"printers/x.toml": "[x\n"}, "../printers/x.toml:1:3"),
    "a printer without a date": ({"printers/x.toml": 'name = "X"\n'}, "../printers/x.toml: error: "),
    "a profile": (
        {"printers/x.toml": f'{CMYK}"x.icc"\n', "printers/x.icc": "x"},
        "../printers/x.toml:5:1: error: ../printers/x.icc is no ICC profile",
    ),
    "the size of a page": (
        {"printers/x.toml": f"{PRINTER}[size]\nlist = [[100, 100]]\n"},
        "../styles/mine/theme.toml: warning: the page is",
    ),
}
PLACE = re.compile(r"[\w./-]*\b(?:series|facts|names|glossary|abbreviations|theme|fonts|x)\.toml(?=:\d)")
SHARED = re.compile(r"[\w./-]*\b(?:styles|fonts|printers)/[\w./-]+")
WHERE = {"in the book": ("heft", ""), "in the series": ("", "heft"), "elsewhere": ("other", "../heft")}


def built(
    series: Path, where: str, monkeypatch: pytest.MonkeyPatch, printed: pytest.CaptureFixture[str]
) -> str:
    """Return what the command prints in a folder of the series."""
    folder, argument = WHERE[where]
    (series / "other").mkdir(exist_ok=True)
    monkeypatch.chdir(series / folder)
    main(["build", "--jobs", "1", *([argument] if argument else [])])
    return printed.readouterr().err


def write(series: Path, files: dict[str, str | bytes]) -> Path:
    for path, text in {**SERIES, **files}.items():
        (series / path).parent.mkdir(parents=True, exist_ok=True)
        (series / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    return series


@pytest.mark.parametrize(("fault", "where"), sampled(product(FAULTS, WHERE), 11), ids=str)
def test_a_file_has_one_name(
    fault: str,
    where: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    files, wanted = FAULTS[fault]
    said = built(write(tmp_path, files), where, monkeypatch, capsys)
    folder, argument = WHERE[where]
    above = {"": "../", "heft": "", "../heft": "../"}[argument]
    book = f"{argument}/" if argument else ""
    wanted = wanted.replace(" chapters/", f" {book}chapters/").replace("../", above)
    assert wanted in said, said
    for place in (*PLACE.findall(said), *SHARED.findall(said)):
        assert os.path.exists(tmp_path / folder / place) or fault == "a face", (place, said)


def test_a_theme_of_the_program_is_no_file_of_the_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else an editor opens a file that is not there."""
    printer = f"{PRINTER}line = 9\n[size]\nlist = [[100, 100]]\n"
    plain = BOOK.replace('theme = "mine"\n', "")
    rule = "# Eins\n\nEin Satz.\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n: Tabelle\n"
    files: dict[str, str | bytes] = {"heft/book.toml": plain, "printers/x.toml": printer}
    files |= {"heft/chapters/de/01-a.md": rule, "heft/chapters/en/01-a.md": rule.replace("Eins", "One")}
    said = built(write(tmp_path, files), "in the series", monkeypatch, capsys)
    assert "heft/book.toml:11:1: warning: the page is" in said, said
    assert "the theme dossier comes with the program" in said
    assert "heft/styles" not in said
