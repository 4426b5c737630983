"""The sample books that `bookbuilder new` begins with: whole in each language, in a theme of their kind, and up to date."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.html.theme_list import listed_themes
from bookbuilder.starters.starter import StarterRequest, starters
from bookbuilder.starters.theme_of_starter import suitable_theme, with_theme
from bookbuilder.world import World

LANGUAGES = (("de",), ("en",), ("de", "en"), ("en", "de"))
THEMES = [theme.name for theme in listed_themes(World(Path()))]
DAY = dt.date(2026, 3, 2)
SAMPLES = [name for name in starters() if World(Path()).asset_files(f"package/starters/{name}/book")]
LONGEST = 150_000
"""Bytes of the files of a sample book, in both languages and with the states: they are in every wheel."""


def sample(name: str, locales: tuple[str, ...] = ("de", "en")) -> Mapping[str, bytes]:
    """Return the files of a sample book."""
    return starters()[name].files(StarterRequest("mein-buch", locales, "", DAY), World(Path()))


def settings(files: Mapping[str, bytes]) -> dict[str, Any]:
    return tomllib.loads(files["book.toml"].decode())


def written(name: str, locales: str, folder: Path, *options: str) -> Path:
    """Write a sample book as its author would."""
    assert main(["new", str(folder), "--kind", name, "--locale", locales, *options]) == 0
    return folder


def test_there_is_one_of_each_kind() -> None:
    assert set(SAMPLES) == {"report", "paper", "novel", "magazine", "manual"}


@pytest.mark.parametrize("locales", LANGUAGES, ids=",".join)
@pytest.mark.parametrize("name", SAMPLES)
def test_it_has_the_files_of_its_languages(name: str, locales: tuple[str, ...]) -> None:
    files = sample(name, locales)
    book = settings(files)
    assert book["book"]["id"] == "mein-buch" and book["book"]["source"] == locales[0]
    assert (
        book["locales"].keys()
        == set(locales)
        == {path.split("/")[1] for path in files if path.startswith("chapters/")}
    )
    assert {path.split("/")[1] for path in files if path.startswith("l10n/")} == (
        {"en"} if locales == ("de", "en") else set()
    )
    assert all(
        set(value) == set(locales)
        for key, value in book["imprint"].items()
        if key in ("isbn", "rights", "credits")
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_its_chapters_are_the_same_in_both_languages(name: str) -> None:
    files = sample(name)
    chapters = {
        locale: {
            path.rpartition("/")[2]: data.decode()
            for path, data in files.items()
            if f"chapters/{locale}/" in path
        }
        for locale in ("de", "en")
    }
    assert chapters["de"].keys() == chapters["en"].keys()
    for stem, german in chapters["de"].items():
        english = chapters["en"][stem]
        for marks in (
            r"\{#([\w:-]+)",
            r"\]\(#([\w:-]+)\)",
            r"^:::+ ([a-z-]+)",
            r"fact=\"?([\w.-]+)",
            r"^(#+) ",
        ):
            assert re.findall(marks, german, re.MULTILINE) == re.findall(marks, english, re.MULTILINE), (
                stem,
                marks,
            )


@pytest.mark.parametrize("name", SAMPLES)
def test_its_text_is_long_enough_to_show_a_page_and_its_files_are_small(name: str) -> None:
    files = sample(name)
    words = [len(data.split()) for path, data in files.items() if path.startswith("chapters/de/")]
    assert sum(words) > 1200
    assert sum(map(len, files.values())) < LONGEST


@pytest.mark.parametrize("name", SAMPLES)
def test_its_pictures_are_drawings_that_load_nothing(name: str) -> None:
    for path, data in sample(name).items():
        if path.startswith("images/"):
            assert path.endswith(".svg") and len(data) < 10_000
            assert not re.search(rb"href|url\(|<script|<image|@import", data)


@pytest.mark.parametrize("name", SAMPLES)
def test_its_translation_is_up_to_date(name: str, tmp_path: Path) -> None:
    assert main(["status", "--strict", str(written(name, "de,en", tmp_path / "b"))]) == 0


# -- themes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", starters())
def test_a_book_begins_in_the_theme_of_its_kind(name: str, tmp_path: Path) -> None:
    starter = starters()[name]
    book = settings({"book.toml": (written(name, "de", tmp_path / "b") / "book.toml").read_bytes()})
    assert book["book"].get("theme", "dossier") == starter.theme
    assert starter.theme == suitable_theme(starter, THEMES)
    assert suitable_theme(starter, ["dossier"]) == "dossier"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["empty", "dossier", "novel"])
def test_a_book_begins_in_the_theme_that_is_asked_for(name: str, theme: str, tmp_path: Path) -> None:
    folder = written(name, "de", tmp_path / "b", "--theme", theme)
    assert (
        settings({"book.toml": (folder / "book.toml").read_bytes()})["book"].get("theme", "dossier") == theme
    )


@pytest.mark.parametrize("name", starters())
def test_a_theme_changes_one_line_and_no_chapter(name: str) -> None:
    files = starters()[name].files(StarterRequest("mein-buch", ("de",), "", DAY), World(Path()))
    changed = with_theme(files, "anderes")
    assert {path for path in files if files[path] != changed[path]} == {"book.toml"}
    before, after = (one["book.toml"].decode().splitlines() for one in (files, changed))
    assert len(set(after) - set(before)) == 1
    assert {**settings(changed)["book"], "theme": ""} == {**settings(files)["book"], "theme": ""}


# -- built ----------------------------------------------------------------------------------------------------------


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("name", "locales"),
    [
        (name, locales)
        for number, name in enumerate(SAMPLES)
        for locales in (("de", "en,de"), ("en", "de,en"))[number % 2]
    ],
)
def test_nothing_is_wrong_with_it_and_it_is_built(name: str, locales: str, tmp_path: Path) -> None:
    """A check compares the words of every edition with those of the chapters, and looks for overprint and holes."""
    folder = written(name, locales, tmp_path / "b")
    found = api.check(folder, jobs=1, jail=False).diagnostics
    assert [str(one) for one in found if one.severity != "notice"] == []
    made = api.build(folder, strict=True, jobs=1, jail=False).files
    assert {path.suffix for path in made} >= {".pdf", ".epub", ".html"}
