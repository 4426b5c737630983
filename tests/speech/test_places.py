"""Where a medium wants plain words (navigation, bookmarks, running heads, metadata) there are no marks."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from bookbuilder import build
from tests.cases import book
from tests.epub.reader import NS, Epub

CHAPTER = """\
---
title: Was zählt, d. h. alles
summary: Vgl. die Karte.
---

## Von 2 km bis z. B. 3 km {#b}

Hier usw. und [viel]{amount="2e6 USD" form=short}, [Größenordnung z. B.]{index="Weiss, z. B." #c}.

::: index
:::
"""
EDITIONS = """\
[editions.print]
format = "pdf"
[editions.reader]
format = "epub"
soft_hyphens = true
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output folder of a small book with abbreviations in its headings."""
    root = book.write(tmp_path_factory.mktemp("places"), {"chapters/de/01-a.md": CHAPTER}, editions=EDITIONS)
    result = build(root)
    assert not result.failed, [str(d) for d in result.diagnostics]
    return root / "output"


@pytest.fixture(scope="module")
def epub(made: Path) -> Epub:
    """Return the e-book."""
    (path,) = made.glob("*.epub")
    return Epub.open(path)


@pytest.mark.heavy
def test_the_navigation_holds_plain_words(epub: Epub) -> None:
    (nav,) = epub.names("[@properties='nav']")
    document = epub.document(nav)
    assert document.xpath("count(//h:abbr)", namespaces=NS) == 0
    lines = document.xpath("//h:nav[1]//h:a", namespaces=NS)
    texts = {"".join(line.itertext()).strip() for line in lines}
    assert {"1 Was zählt, d.\u202fh. alles", "Von 2\u00a0km bis z.\u202fB. 3\u00a0km"} <= texts
    ncx = epub.files[epub.names("[@media-type='application/x-dtbncx+xml']")[0]].decode()
    assert "Was zählt, d.\u202fh. alles" in ncx and "abbr" not in ncx
    assert "abbr" not in epub.files[epub.opf_name].decode()


def test_pages_have_the_words_and_no_anchor_twice(epub: Epub) -> None:
    words = []
    for name, document in epub.documents.items():
        words += [str(title) for title in document.xpath("//h:abbr/@title", namespaces=NS)]
        ids = document.xpath("//@id")
        assert len(ids) == len(set(ids)), name
        assert document.xpath("count(//h:head//h:abbr)", namespaces=NS) == 0
    assert {"das heißt", "Kilometer", "zum Beispiel", "und so weiter", "Millionen", "Vergleiche"} <= set(
        words
    )


def test_bookmarks_and_running_heads_of_print_are_plain(made: Path) -> None:
    (path,) = made.glob("*.pdf")
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        titles = [str(item.title) for item in outline.root]
        titles += [str(item.title) for top in outline.root for item in top.children]
        language = str(pdf.Root.Lang)
    assert any("d.\u202fh. alles" in title for title in titles), titles
    assert language == "de-DE"
