"""Every theme of the program sets a book without faults and keeps its words; two lines that extend it are a whole theme."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest

from bookbuilder import api
from bookbuilder.html.section_numbers import CLASS as SECTION_NUMBER
from tests.cases import book
from tests.conftest import copy_dossier
from tests.theme import long_book
from tests.validators import ace, epubcheck, verapdf

ROOT = Path(__file__).parents[2]
THEMES = sorted(path.parent.name for path in (ROOT / "styles").glob("*/theme.toml"))
OWN = "dossier"
"""The theme of a book that names none, and of the dossier."""
BOOKS = ROOT / "tests" / "books"
QUIET = (*book.FULLNESS, "formula.unspoken", "margin.room", "figure.place")
"""What is told of a good book as well."""
ANCIENT = {"paper": ("glyph.foreign",)}
"""Source Serif has no letters of ancient Greek, which the book with everything quotes."""
CHAPTER = """---
title: Ein Jahr in Zahlen
kind: analysis
summary: Was geschah.
author: Erika Mustermann
---

Der erste Absatz[^1] ist lang genug, dass er in mehr als einer Zeile steht, und er hat eine *kursive* Stelle. Wer misst,
muss warten können; wer rechnet, muss zweifeln können. Beides lernt man nicht an einem Tag, und mancher lernt es nie.

Der zweite Absatz ist einer, wie ihn jedes Buch hat: Er sagt noch einmal, was der erste gesagt hat, nur mit anderen Worten,
und lässt es dabei.

[^1]: Eine Anmerkung.

## Der Anfang

::: key-figures
- **2,5 %** aller Haushalte
- **40** Tage ohne Regen
:::

### Am Morgen

::: aside Im Kasten
Ein Satz.
:::

::: pullquote
Ein Satz, der größer steht.
:::

## Das Ende

| Jahr | Regen |
|------|------:|
| 2021 |   635 |
| 2022 |   540 |
"""


def themed(root: Path, theme: str) -> Path:
    """Set a book in a theme, without what it changes in its own."""
    shutil.rmtree(root / "styles", ignore_errors=True)
    settings = root / "book.toml"
    text = re.sub(r"(?m)^theme = .*\n", "", settings.read_text(encoding="utf-8"))
    settings.write_text(text.replace("[book]\n", f'[book]\ntheme = "{theme}"\n', 1), encoding="utf-8")
    return root


def small_book(root: Path, theme: str, **files: str) -> Path:
    chapters = {f"chapters/de/0{n}-kapitel.md": CHAPTER for n in (1, 2)}
    return themed(book.write(root, {**chapters, **files}), theme)


def assert_without_faults(result: api.Result, *also: str) -> None:
    assert not result.failed
    assert [str(one) for one in result.diagnostics if one.code not in (*QUIET, *also)] == []


@pytest.mark.parametrize("theme", THEMES)
def test_a_small_book_has_no_fault(theme: str, tmp_path: Path) -> None:
    assert_without_faults(api.build(small_book(tmp_path, theme), jobs=1))


@pytest.mark.heavy
@pytest.mark.parametrize("theme", THEMES)
def test_the_dossier_has_no_fault(theme: str, tmp_path: Path) -> None:
    """In all editions and in English as well in its own theme: German has the longer words, and what is told of e-books and
    of the web the small book shows in each theme."""
    locales, editions = ((), ()) if theme == OWN else (("de",), ("pdf",))
    root = themed(copy_dossier(tmp_path / "book"), theme)
    assert_without_faults(api.build(root, locales=locales, editions=editions, jobs=2))


@pytest.mark.heavy
@pytest.mark.parametrize("theme", [name for name in THEMES if name != OWN])
@pytest.mark.parametrize(("name", "locales"), [("report", ("de", "ar", "ja")), ("everything", ())])
def test_a_book_with_everything_has_no_fault(
    theme: str, name: str, locales: tuple[str, ...], tmp_path: Path
) -> None:
    """In print, in each script. In the theme of their own they pass all gates in all editions (`tests/books`)."""
    root = tmp_path / "book"
    shutil.copytree(BOOKS / name, root)
    if name == "report":
        shutil.copytree(BOOKS / "ja" / "fonts", root / "fonts")
    assert_without_faults(
        api.build(themed(root, theme), locales=locales, editions=("pdf",), jobs=2), *ANCIENT.get(theme, ())
    )


LONG = (("report", "en"), ("paper", "ar"), ("novel", "ja"), ("magazine", "de"))


@pytest.mark.heavy
@pytest.mark.parametrize("language", long_book.LANGUAGES)
@pytest.mark.parametrize("theme", [name for name in THEMES if name != OWN])
def test_a_long_book_has_no_fault(theme: str, language: str, tmp_path: Path) -> None:
    """Each theme has 300 pages in one language, and some 50 in the others."""
    pages = 300 if (theme, language) in LONG else 50
    root = themed(long_book.write(tmp_path, language, pages), theme)
    result = api.build(root, editions=["pdf"], jobs=1)
    assert_without_faults(result)
    # A page of the A4 themes holds two of A5; a chapter of any begins on a new one.
    assert len(pikepdf.open(result.files[0]).pages) > pages / 3


JUDGED = (("report", "de"), ("paper", "en"), ("novel", "ja"), ("magazine", "ar"))
"""In the theme of the program's own, `tests/books` pass the gates in each script."""


@pytest.mark.heavy
@pytest.mark.parametrize(("theme", "language"), JUDGED)
def test_the_gates_find_nothing(theme: str, language: str, tmp_path: Path) -> None:
    """Each theme in one of the languages, for twenty books would take too long."""
    root = themed(long_book.write(tmp_path, language, long_book.CHAPTER), theme)
    result = api.build(root, editions=["pdf", "epub"], jobs=1)
    assert_without_faults(result)
    (pdf,), (epub,) = ([one for one in result.files if one.suffix == end] for end in (".pdf", ".epub"))
    assert verapdf(pdf, "3a", "ua1") == {"3a": {}, "ua1": {}}
    assert epubcheck(epub) == ()
    assert ace(epub) == ()


def test_each_theme_and_language_is_judged() -> None:
    assert {theme for theme, _ in JUDGED} == {*THEMES} - {OWN}
    assert {language for _, language in JUDGED} == set(long_book.LANGUAGES)


def words(root: Path) -> list[str]:
    """Return what an e-book says in its chapters, without the numbers of its sections and chapters."""
    result = api.build(root, editions=["epub"], jobs=1)
    assert not result.failed
    (path,) = [one for one in result.files if one.suffix == ".epub" and not one.stem.isdigit()]
    with zipfile.ZipFile(path) as archive:
        names = [name for name in sorted(archive.namelist()) if re.search(r"0\d-kapitel\.xhtml$", name)]
        texts = [archive.read(name).decode() for name in names]
    assert len(texts) == 2
    numbers = rf'<span class="{SECTION_NUMBER}">[^<]*</span>|<p class="number[ "][^>]*>.*?</p>'
    return re.sub(r"<[^>]+>", " ", re.sub(numbers, "", " ".join(texts), flags=re.DOTALL)).split()


@pytest.fixture(scope="module")
def words_in_the_dossier(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return words(small_book(tmp_path_factory.mktemp("dossier"), "dossier"))


@pytest.mark.parametrize("theme", [name for name in THEMES if name != "dossier"])
def test_another_theme_keeps_the_words(theme: str, tmp_path: Path, words_in_the_dossier: list[str]) -> None:
    assert "".join(words(small_book(tmp_path, theme))) == "".join(words_in_the_dossier)


@pytest.mark.parametrize("theme", THEMES)
def test_two_lines_are_a_whole_theme(theme: str, tmp_path: Path) -> None:
    small_book(tmp_path, theme)
    house = tmp_path / "styles/house/theme.toml"
    house.parent.mkdir(parents=True)
    house.write_text(f'extends = "{theme}"\ncolor = {{ accent = "#8a1c1c" }}\n', encoding="utf-8")
    settings = tmp_path / "book.toml"
    text = settings.read_text(encoding="utf-8").replace(f'theme = "{theme}"', 'theme = "house"')
    settings.write_text(text, encoding="utf-8")
    assert_without_faults(api.build(tmp_path, editions=["pdf", "epub"], jobs=1))
    with zipfile.ZipFile(next(tmp_path.glob("output/*.epub"))) as archive:
        sheets = " ".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".css"))
    assert "#8a1c1c" in sheets
