"""A style sheet of a theme adds to the one that it replaces: `{{ inherited }}`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.html.fonts import fonts
from bookbuilder.html.theme import Theme, theme
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import ROOT

CHAPTER = {"chapters/de/01-a.md": "# A\n\nEin Satz.\n"}
PROGRAM = (ROOT / "styles/dossier/base.css").read_text(encoding="utf-8")


def loaded(root: Path, files: dict[str, str], name: str = "house") -> Theme:
    """Return a theme of a book with some files."""
    world, findings = World(book.write(root, {**CHAPTER, **files})), Findings()
    found = theme(world, name, fonts(world, findings), "Latn", "", findings)
    assert not findings.sorted()
    return found


def test_what_a_sheet_inherits_stands_where_it_says(tmp_path: Path) -> None:
    files = {
        "styles/house/theme.toml": "",
        "styles/house/base.css": "a { b: c }\n{{ inherited }}\nd { e: f }\n",
    }
    sheet = loaded(tmp_path, files).sheets["base.css"]
    first, middle, last = sheet.splitlines()
    assert (first, last) == ("a { b: c }", "d { e: f }")
    assert middle.split() == PROGRAM.split()


def test_each_theme_adds_to_the_one_below_it(tmp_path: Path) -> None:
    files = {
        "styles/dossier/base.css": "x { own: yes }\n{{ inherited }}\n",
        "styles/house/theme.toml": "",
        "styles/house/base.css": "{{inherited}}\nhouse { a: b }\n",
        "styles/street/theme.toml": 'extends = "house"\n',
        "styles/street/base.css": "{{- inherited -}}\nstreet { a: b }\n",
        "styles/town/theme.toml": 'extends = "street"\n',
    }
    sheet = loaded(tmp_path, files, "town").sheets["base.css"]
    places = [sheet.index(part) for part in ("own: yes", ".smallcaps", "house {", "street {")]
    assert places == sorted(places)


def test_a_sheet_without_the_tag_replaces_the_other(tmp_path: Path) -> None:
    files = {"styles/house/theme.toml": "", "styles/house/base.css": "a { b: c }\n"}
    assert loaded(tmp_path, files).sheets["base.css"] == "a { b: c }\n"


def test_a_sheet_inherits_once(tmp_path: Path) -> None:
    """Else a chain of themes would double it with each link."""
    files = {f"styles/t{n}/theme.toml": f'extends = "{f"t{n - 1}" if n else ""}"\n' for n in range(20)}
    files |= {f"styles/t{n}/base.css": "{{ inherited }}{{ inherited }}x { y: z }\n" for n in range(20)}
    assert len(loaded(tmp_path, files, "t19").sheets["base.css"]) < 20 * 50


@pytest.mark.parametrize("place", ["styles/house/base.css", "styles/house/print.css"])
def test_what_is_wrong_behind_it_is_reported_at_its_line(place: str, tmp_path: Path) -> None:
    files = {
        "styles/house/theme.toml": "",
        place: "{{ inherited }}\n\na { font-size: 1km }\n" + "b { width: 9e9mm }\n",
    }
    with pytest.raises(BookbuilderError) as raised:
        loaded(tmp_path, files)
    assert [str(one.span) for one in raised.value.diagnostics] == [f"{place}:4:5"]
