"""A translation that has just been begun, in Arabic and English: what is still German is German in every format."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.locales import direction
from tests.cases import book

pytestmark = pytest.mark.heavy

CHAPTERS = {
    "chapters/de/01-a.md": """---
title: Ein Faden und 100.000 Soldaten (vorerst)
summary: Was Gespräche leisten – und was nicht.
---

Am Ende der Woche standen die Soldaten noch da.[^1]

## Was bleibt denn noch?

1. Das Papier, das nun vorliegt.
2. Die Runde, die sich wieder trifft.

> Wer eine Armee stellt, verhandelt über sie.

| Was sich bewegt | wo es blieb |
|---|---|
| das Papier, das nun vorliegt | noch nirgends (siehe [](#02-b)) |

: Was die Woche gebracht hat.

[^1]: Eine runde Zahl, keine gezählte.
""",
    "chapters/de/02-b.md": """# Besuch ohne Waffen

Der [Kanzler]{index="Kanzler"} kam am [Montag]{date=2022-01-17} wieder zurück.

::: index
:::
""",
}
XML = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module", params=["ar", "en"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[Path]]:
    """The locale, and the files of a book whose translation consists of copies but for one paragraph."""
    root = book.write(tmp_path_factory.mktemp(request.param), CHAPTERS)
    settings = (root / "book.toml").read_text(encoding="utf-8")
    settings = settings.replace(
        'title = "Ein Fall"',
        'title = "Was im Januar alles geschah!"\ndescription = "Was in der Woche so geschah."',
    )
    rights = '\n[imprint.rights]\nde = "Alle Rechte sind vorbehalten (2022)."\n'
    (root / "book.toml").write_text(settings + rights, encoding="utf-8")
    assert main(["new-locale", request.param, "--book", str(root)]) == 0
    with (root / f"chapters/{request.param}/01-a.md").open("a", encoding="utf-8") as chapter:
        chapter.write(
            {"ar": "\nبدأت المحادثات يوم الاثنين.\n", "en": "\nThe talks began on Monday.\n"}[request.param]
        )
    result = api.build(root, locales=(request.param,), jobs=1)
    assert not result.failed
    return request.param, [path for path in result.files if path.is_file()] + [
        page for path in result.files if path.is_dir() for page in path.rglob("*.html")
    ]


PROSE = re.compile(r"\b(?:der|die|das|und|was|noch|ohne|keine|im|sind)\b", re.IGNORECASE)


def spoken(data: bytes, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield the texts of a page with their language and direction."""
    root = etree.fromstring(data) if name.endswith("html") and b"<?xml" in data[:9] else html.fromstring(data)
    for node in root.iter():
        if not isinstance(node.tag, str) or etree.QName(node).localname in (
            "script",
            "style",
            "title",
            "head",
        ):
            continue
        for text in (node.text, *(child.tail for child in node)):
            if text and PROSE.search(text):
                around = [node, *node.iterancestors()]
                langs = (one.get("lang") or one.get(XML) or "" for one in around)
                yield text, next(filter(None, langs)), next(filter(None, (one.get("dir") for one in around)))


def test_what_is_german_says_so_in_every_page(made: tuple[str, list[Path]]) -> None:
    tag, files = made
    pages = [(path.name, path.read_bytes()) for path in files if path.suffix == ".html"]
    for path in files:
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as archive:
                pages += [
                    (name, archive.read(name)) for name in archive.namelist() if name.endswith(".xhtml")
                ]
    assert len(pages) > 6
    seen = set()
    for name, data in pages:
        for text, lang, way in spoken(data, name):
            assert (lang.split("-")[0], way) == ("de", "ltr"), (name, text)
            seen.add(text.strip())
    assert {"Was im Januar alles geschah!", "Alle Rechte sind vorbehalten (2022)."} <= seen or tag == "en"
    assert "Die Runde, die sich wieder trifft." in seen
    assert {"Besuch ohne Waffen", "Was in der Woche so geschah."} <= seen
    # The words of the program stay in the language of the edition.
    assert direction(tag) == ("rtl" if tag == "ar" else "ltr")


def test_lines_of_the_pdf_are_in_order(made: tuple[str, list[Path]]) -> None:
    _, files = made
    (pdf,) = (path for path in files if path.suffix == ".pdf")
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
    said = " ".join(done.stdout.split())
    assert said.count("Ein Faden und 100.000 Soldaten (vorerst)") >= 1
    assert "Alle Rechte sind vorbehalten (2022)." in said
    assert "Was bleibt denn noch?" in said
    assert "Am Ende der Woche standen die Soldaten noch da." in said.replace("١", "").replace("1", "")
