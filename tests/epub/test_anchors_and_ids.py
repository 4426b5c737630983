"""What readers and links hold on to: ids that stay, empty anchors, what the package says of series, codes and versions."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from bookbuilder import api
from bookbuilder.formats.epub.anchors_and_ids import BLOCKS
from tests.cases.book import write
from tests.conftest import Built
from tests.epub.reader import XML_LANG, Epub, words
from tests.validators import epubcheck

ONLY = '[editions.epub]\nformat = "epub"\n'
BEGIN = """\
# Ein Kapitel

Der erste Absatz.[^1] Er verweist auf [die Liste](#liste), [das Wort](#wort), [](#abschnitt), [](#code:eins)
und [den Kasten](#kasten).

[^1]: Eine Anmerkung.
"""
REST = """\
## Ein Abschnitt mit einem langen Namen {#abschnitt}

{#liste}
- ein Punkt, der lang genug ist, um als Anmerkung zu gelten
- noch ein Punkt

  mit zweitem Absatz

> Ein Zitat mit [einem langen Wort darin]{#wort}.

| A | B |
| --- | --- |
| 1 | 2 |

---

```
Code
```

```{#code:eins caption="Ein Listing"}
Code
```

::: aside Kasten {#kasten}
Im Kasten.
:::

Das Ende.[^2]

[^2]: Noch eine Anmerkung.
"""
INSERTED = """\

Ein neuer Absatz.[^neu]

- mit einer Liste
- davor

---

[^neu]: Und mit einer Anmerkung.

"""


FIGURES = dict.fromkeys(map(ord, "0123456789"))


def built(root: Path, files: dict[str, str | bytes]) -> Epub:
    result = api.build(write(root, files, editions=ONLY))
    assert not result.failed, result.diagnostics
    return Epub.open(result.files[0])


def blocks(epub: Epub) -> dict[str, str]:
    """Return id → words of all blocks of the chapter."""
    (page,) = (root for name, root in epub.documents.items() if "01-a" in name)
    found = [e for e in page.iter("{*}*") if etree.QName(e).localname in BLOCKS]
    assert found and all(element.get("id") for element in found)
    return {str(element.get("id")): words(element) for element in found}


def test_an_insertion_changes_the_id_of_no_other_block(tmp_path: Path) -> None:
    before = blocks(built(tmp_path / "a", {"chapters/de/01-a.md": f"{BEGIN}\n{REST}"}))
    after = blocks(built(tmp_path / "b", {"chapters/de/01-a.md": f"{BEGIN}{INSERTED}{REST}"}))
    assert len(before) > 15
    for uid, text in before.items():
        assert after[uid].translate(FIGURES) == text.translate(FIGURES), uid  # notes count anew


def test_a_reference_leads_to_an_empty_anchor(tmp_path: Path) -> None:
    epub = built(tmp_path, {"chapters/de/01-a.md": f"{BEGIN}\n{REST}"})
    check_anchors(epub, least=5)
    (page,) = (root for name, root in epub.documents.items() if "01-a" in name)
    (word,) = page.xpath("//*[@id='wort']")
    assert words(word) == "" and word.tail == "einem langen Wort darin."
    (listing,) = page.xpath("//*[@id='code:eins']")
    caption = listing.getparent()
    assert etree.QName(caption).localname == "figcaption" and caption.getparent()[0] is caption
    (heading,) = page.xpath("//*[@id='abschnitt']")
    assert etree.QName(heading.getparent()).localname == "h2"
    assert b'<span id="abschnitt"></span>' in next(
        data for name, data in epub.files.items() if "01-a" in name
    )


@pytest.mark.parametrize("locale", ["de", "en"])
def test_every_reference_of_the_dossier_does(dossier: Built, locale: str) -> None:
    check_anchors(Epub.open(dossier.file(f"woche-der-diplomatie.{locale}.epub")), least=40)


def check_anchors(epub: Epub, least: int) -> None:
    """A Kobo shows a target of 9 to 5,000 characters as a note: so only notes may be one."""
    count = 0
    for name in epub.spine:
        for link in epub.document(name).iter("{http://www.w3.org/1999/xhtml}a"):
            address = str(link.get("href"))
            file, _, fragment = address.partition("#")
            if not fragment or ":" in address or link.get("role") in ("doc-noteref", "doc-backlink"):
                continue
            page = epub.document(f"EPUB/text/{file}" if file else name)
            (target,) = page.xpath("//*[@id=$id]", id=fragment)
            assert not words(target) and not len(target), address
            count += 1
    assert count >= least


def test_words_and_languages_are_left(tmp_path: Path) -> None:
    text = "# A\n\n[lang]{lang=en #x}, [*ganz* so]{#y} [z]{#z .kl} und [](#x){.k} [a](#x) [b](#y) [c](#z).\n"
    epub = built(tmp_path, {"chapters/de/01-a.md": text.replace("[](#x){.k} ", "")})
    (page,) = (root for name, root in epub.documents.items() if "01-a" in name)
    paragraph = page.find(".//{*}p[{*}em]")
    assert paragraph is not None and words(paragraph) == "lang, ganz so z und a b c."
    (english,) = paragraph.xpath(".//*[@lang='en']")
    assert english.get(XML_LANG) == "en" and english.get("id") is None


def test_ids_of_the_manifest_come_from_names(tmp_path: Path) -> None:
    one = built(tmp_path / "a", {"chapters/de/05-tag.md": "# A\n\nText.\n"})
    two = built(
        tmp_path / "b", {"chapters/de/05-tag.md": "# A\n\nText.\n", "chapters/de/04-neu.md": "# B\n\nText.\n"}
    )
    assert set(one.find("//o:item/@id")) < set(two.find("//o:item/@id"))
    ncx = [
        set(map(str, book.document("EPUB/toc.ncx").xpath("//*[local-name()='navPoint']/@id")))
        for book in (one, two)
    ]
    assert ncx[0] < ncx[1]


ABOUT = """\
[book]
id = "fall"
source = "de"
date = 2022-01-24
thema = ["JPS", { code = "1DTN", name = { de = "Ukraine", en = "The Ukraine" } }]
bisac = [{ code = "POL011010", name = "POLITICAL SCIENCE / Diplomacy" }]
version = "1.2"
released = 2022-02-14
volume = 3
authors = [{ name = "Anna Beispiel", sort = "Beispiel, Anna" }, { name = "Ida Ill", role = "ill" }]

[locales.de]
title = "Ein Fall"
series = "Fälle"

[imprint]
publisher = "Musterverlag"
address = ["Musterstraße 1"]
email = "post@example.org"
responsible = "Erika Mustermann"
issn = "0028-0836"
isbn = { epub = "978-3-16-148411-7", large = "978-3-16-148413-1" }

[editions.epub]
format = "epub"

[editions.other]
format = "epub"

[editions.large]
format = "epub"
"""


@pytest.mark.heavy
def test_the_package_says_version_series_and_codes(tmp_path: Path) -> None:
    result = api.build(write(tmp_path, {"book.toml": ABOUT, "chapters/de/01-a.md": "# A\n\nText.\n"}))
    assert not result.failed, result.diagnostics
    files = {path.name: path for path in result.files}
    epub = Epub.open(files["fall.de.epub"])
    assert epub.meta("ibooks:version") == ["1.2"]
    assert epub.meta("dcterms:modified") == ["2022-02-14T00:00:00Z"] and epub.find("//dc:date") == [
        "2022-01-24"
    ]
    assert epub.find("//dc:subject") == ["JPS", "Ukraine", "POLITICAL SCIENCE / Diplomacy"]
    assert epub.meta("authority") == ["THEMA", "THEMA", "BISAC"]
    assert epub.meta("term") == ["JPS", "1DTN", "POL011010"]
    assert epub.meta("belongs-to-collection") == ["Fälle"] and epub.meta("group-position") == ["3"]
    assert epub.meta("dcterms:identifier") == ["urn:issn:0028-0836"]
    assert epub.meta("file-as") == ["Beispiel, Anna"] and epub.meta("role") == ["aut", "ill"]
    (page,) = (root for name, root in epub.documents.items() if "c-imprint" in name)
    assert "Version 1.2, 14. Februar 2022" in words(page)
    assert epubcheck(files["fall.de.epub"]) == ()


def test_a_file_for_shops_is_named_by_the_isbn_of_its_edition(tmp_path: Path) -> None:
    result = api.build(write(tmp_path, {"book.toml": ABOUT, "chapters/de/01-a.md": "# A\n\nText.\n"}))
    files = {path.name: path.read_bytes() for path in result.files}
    assert set(files) == {
        "fall.de.epub", "fall.de.other.epub", "fall.de.large.epub", "9783161484117.epub", "9783161484117.jpg",
        "9783161484131.epub", "9783161484131.jpg",
    }  # fmt: skip
    assert files["9783161484117.epub"] == files["fall.de.epub"]
    assert files["9783161484131.epub"] == files["fall.de.large.epub"]
    other = Epub.open(next(path for path in result.files if "other" in path.name))
    assert not [one for one in other.find("//dc:identifier") if "isbn" in one]
