"""A small bilingual book in every format: all gates pass, and every file says what it is."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from bookbuilder import api
from tests.cases import book
from tests.pdf.test_structure import outline

pytestmark = pytest.mark.heavy

EDITIONS = """\
[editions.druck]
format = "pdf"
locales = ["de", "en"]
[editions.buch]
format = "epub"
locales = ["de", "en"]
[editions.netz]
format = "web"
locales = ["de", "en"]
"""
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="2" height="1" fill="#888"/></svg>'
)
DE = """\
---
title: Der Hafen
subtitle: Ein Ort
summary: Worum es geht.
kind: day
date: 2022-01-17
place: Kiew
---

Ein erster Satz über den Hafen.[^a] Mehr unter [Hafen](https://example.org/hafen).

## Die Boote {#boote}

Es gibt zwei, siehe [](#abb), und das zweite Kapitel, [](#02-b).[^b]

- Ein Kutter
- Ein Segler

::: figure {#abb credit="Foto: Haus"}
![Ein grauer Kasten](../bild.svg)

*Der Hafen.* Von Norden.

Eine längere Beschreibung.
:::

| Boot | Jahr |
|------|------|
| Anna | 1912 |

| Boot | Jahr | Ort  | Art    |
|------|------|------|--------|
| Anna | 1912 | Kiew | Kutter |

::: aside Am Rand
Ein Wort am Rand.[^c]
:::

---

[Kiew]{index=Kiew of=places} ist eine Stadt.

[^a]: Eine Anmerkung.
[^b]: Eine zweite.
[^c]: Eine dritte.
"""
EN = """\
---
title: The Harbor
subtitle: A Place
summary: What it is about.
kind: day
date: 2022-01-17
place: Kyiv
---

A first sentence about the harbor.[^a] More at [harbor](https://example.org/harbor).

## The Boats {#boote}

There are two, see [](#abb), and the second chapter, [](#02-b).[^b]

- A cutter
- A sailing boat

::: figure {#abb credit="Photo: House"}
![A gray box](../bild.svg)

*The harbor.* From the north.

A longer description.
:::

| Boat | Year |
|------|------|
| Anna | 1912 |

| Boat | Year | Place | Kind   |
|------|------|-------|--------|
| Anna | 1912 | Kyiv  | Cutter |

::: aside In Passing
A word in passing.[^c]
:::

---

[Kyiv]{index=Kyiv of=places} is a city.

[^a]: A note.
[^b]: A second one.
[^c]: A third one.
"""
INDEX = "---\ntitle: {}\nkind: index\n---\n\n::: index {{of=places}}\n:::\n"
FILES: dict[str, str | bytes] = {
    "chapters/bild.svg": PICTURE,
    "chapters/de/01-a.md": DE,
    "chapters/en/01-a.md": EN,
    "chapters/de/02-b.md": "# Bald\n\nText von hier.\n",
    "chapters/en/02-b.md": "# Soon\n\nText from here.\n",
    "chapters/de/03-index.md": INDEX.format("Register"),
    "chapters/en/03-index.md": INDEX.format("Index"),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = book.write(tmp_path_factory.mktemp("bilingual"), FILES, editions=EDITIONS)
    settings = (place / "book.toml").read_text(encoding="utf-8")
    settings = settings.replace('title = "A Case"', 'title = "A Case"\ntranslators = ["Jane Sample"]')
    (place / "book.toml").write_text(settings, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, Path]:
    result = api.build(root)
    assert [str(one) for one in result.diagnostics] == []
    return {path.name: path for path in result.files}


@pytest.mark.usefixtures("warm")
def test_all_gates_pass(root: Path) -> None:
    result = api.check(root, validators=True)
    assert [str(one) for one in result.diagnostics] == []
    assert all(one.ran for one in result.verdicts)
    assert {one.validator for one in result.verdicts} == {
        *("Ace by DAISY", "Chromium", "EPUBCheck", "Nu Html Checker", "axe", "qpdf", "veraPDF"),
        *("bookbuilder package", "bookbuilder tags", "bookbuilder words"),
    }


def test_there_is_one_file_for_both_languages(root: Path, files: dict[str, Path]) -> None:
    made = {path.name for path in (root / "output").iterdir()}
    assert made == {"fall.de-en.druck.pdf", "fall.de-en.buch.epub", "fall.de-en.netz", "fall.de-en.netz.html"}
    assert "fall.de-en.druck.pdf" in files
    for locales in (["de"], ["en"]):
        assert {path.name for path in api.build(root, locales=locales).files} >= {"fall.de-en.druck.pdf"}


def test_the_structure_of_the_pdf_is_read_row_by_row(files: dict[str, Path]) -> None:
    with pikepdf.open(files["fall.de-en.druck.pdf"]) as pdf:
        assert str(pdf.Root.Lang) == "de-DE"
        metadata = pdf.open_metadata()
        assert metadata["dc:language"] == {"de-DE", "en-US"}
        with pdf.open_outline() as tree:
            names = [item.title for item in tree.root]
    assert "Der Hafen / The Harbor" in names and "The Harbor" not in names
    text = outline(files["fall.de-en.druck.pdf"])
    first = text.index("P(Ein erster Satz")
    assert re.search(r"Div /Lang=en-US\([^()]*P\(A first sentence", text[first:])
    places = [
        text.index(words)
        for words in ("Ein erster Satz", "A first sentence", "Die Boote)", "The Boats)", "Ein Kutter")
    ]
    assert places == sorted(places)
    assert "Table" in text and text.count("Table(") == 4  # those of the chapter: rows are none
    assert text.count("Figure /Alt=") == text.count("Alt=Ein grauer Kasten / A gray box") == 1


def test_the_e_book_says_both_languages_and_every_half_its_own(files: dict[str, Path]) -> None:
    with zipfile.ZipFile(files["fall.de-en.buch.epub"]) as archive:
        names = archive.namelist()
        package = archive.read(next(name for name in names if name.endswith(".opf"))).decode()
        page = etree.fromstring(archive.read(next(name for name in names if name.endswith("c-01-a.xhtml"))))
        contents = archive.read(next(name for name in names if name.endswith("nav.xhtml"))).decode()
    assert re.findall(r"<dc:language>(.*?)</dc:language>", package) == ["de-DE", "en-US"]
    assert "Jane Sample" in package
    assert 'lang="en-US" xml:lang="en-US">The Harbor</span>' in contents
    (rows,) = (page.xpath("//*[local-name()='div'][starts-with(@class, 'parallel')]"),)
    assert len(rows) > 8
    for row in rows:
        halves = list(row)
        assert [half.get("class") for half in halves] == ["half first", "half second"]
        assert [half.get("lang") for half in halves] == [None, "en-US"]
        assert halves[1].get("{http://www.w3.org/XML/1998/namespace}lang") == "en-US"
    kinds = [row.get("class").removeprefix("parallel").strip() for row in rows]
    assert kinds[:3] == ["", "text", "heading"] and kinds[-1] == "notes-of-both"
    assert kinds.count("set-off wide") == 1  # the table of four columns, not that of two
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {"boote", "boote-en", "abb", "abb-en", "01-a-en"} <= set(ids)
    assert len(page.xpath("//*[local-name()='img']")) == 1  # the picture that both share


def test_the_web_has_no_switch_and_is_searched_in_both_languages(root: Path, files: dict[str, Path]) -> None:
    page = (root / "output/fall.de-en.netz/01-a.html").read_text(encoding="utf-8")
    assert '<html lang="de-DE"' in page and '<nav class="languages"' not in page
    texts = (root / "output/fall.de-en.netz/js/search-texts.js").read_text(encoding="utf-8")
    assert '"stemmers":["german","english"]' in texts
    data = json.loads(texts.removeprefix("const bookTexts = ").rstrip().removesuffix(";"))
    titles = [title for _, _, title, _ in data["sections"]]
    assert any(" / " in title for title in titles) and len(titles) == len(data["sections"])
    assert '"inLanguage": ["de-DE", "en-US"]' in page
    assert 'aria-label="Link zu Absatz 1"' in page and 'aria-label="Link to paragraph 1"' in page


def test_the_same_book_gives_the_same_bytes(root: Path, files: dict[str, Path], tmp_path: Path) -> None:
    place = book.write(tmp_path / "again", FILES, editions=EDITIONS)
    (place / "book.toml").write_bytes((root / "book.toml").read_bytes())
    again = api.build(place, jobs=1)
    by_name = {path.relative_to(place / "output"): path for path in again.files}
    for path in files.values():
        if path.is_file():
            assert by_name[path.relative_to(root / "output")].read_bytes() == path.read_bytes()
