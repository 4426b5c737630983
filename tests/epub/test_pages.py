"""The page numbers of the printed book: between two marks stands what is printed on the page, and all lists agree.

That they are the same when the PDF is not made with the e-book is shown in test_same_bytes.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from bookbuilder import api
from bookbuilder.formats import pagemap
from tests.cases.book import write
from tests.conftest import Built
from tests.epub.reader import NS, TYPE, Epub, words
from tests.pdf.test_page_map import alike, letters
from tests.validators import ace, epubcheck

LEFT_OUT = {"noteref", "notes", "description", "locators"}
"""Classes of what print sets elsewhere or otherwise."""


def texts(element: etree._Element) -> Iterator[str]:
    """Yield the texts of a document, and each page mark as a zero and its label."""
    if element.get(TYPE) == "pagebreak":
        yield f"\0{element.get('aria-label')}"
        return
    if isinstance(element.tag, str) and element.tag.endswith("}math"):
        return  # print draws it
    if not isinstance(element.tag, str) or LEFT_OUT & set((element.get("class") or "").split()):
        yield from (f"\0{mark}" for mark in element.xpath(".//*[@role='doc-pagebreak']/@aria-label"))
        return
    yield element.text or ""
    for child in element:
        yield from texts(child)
        yield child.tail or ""


def by_page(epub: Epub) -> dict[str, str]:
    """Return label → text from its mark to the next one, or to the end of the document."""
    found: dict[str, str] = {}
    for name in epub.spine:
        label = ""
        (body,) = epub.document(name).iter("{*}body")
        for text in texts(body):
            if text.startswith("\0"):
                label = text[1:]
                found[label] = ""
            elif label:
                found[label] += text
    return found


@pytest.mark.heavy
@pytest.mark.parametrize("locale", ["de", "en"])
def test_between_two_marks_stands_the_text_of_the_page(dossier: Built, locale: str, tmp_path: Path) -> None:
    pages = letters(dossier.file(f"woche-der-diplomatie.{locale}.pdf"), tmp_path)
    epub = Epub.open(dossier.file(f"woche-der-diplomatie.{locale}.epub"))
    compared = 0
    for label, text in by_page(epub).items():
        mine, theirs = alike(text), pages[int(label) + 1]  # two pages of the cover have no number
        if label == CONTENTS:
            continue  # an e-book lists its sections as well, and no pages
        if label in DRAWN:
            continue  # an e-book has two drawings of a chart or map and its data
        for page, table in (("seite22", "tabelle1"), ("page22", "table1")):
            theirs = theirs.replace(page, table)  # a reference to a page
        if label in (SOURCES, LISTS, INDEX):  # print has the pages of what they list
            theirs, mine = (text.translate(dict.fromkeys(map(ord, "0123456789"))) for text in (theirs, mine))
        assert Counter(mine) == Counter(theirs), (label, mine, theirs)
        compared += mine == theirs
    assert compared > 16, "in the order of print, but for days that stand beside the text in print"


CONTENTS, SOURCES, LISTS, INDEX = "3", "23", "24", "25"
DRAWN = ("8", "13", "15")


@pytest.mark.parametrize("locale", ["de", "en"])
def test_lists_of_pages_agree(dossier: Built, locale: str) -> None:
    epub = Epub.open(dossier.file(f"woche-der-diplomatie.{locale}.epub"))
    marks = {
        f"{name.rpartition('/')[2]}#{mark.get('id')}": str(mark.get("aria-label"))
        for name in epub.spine
        for mark in epub.document(name).xpath("//*[@role='doc-pagebreak']")
    }
    (pages,) = (n for n in epub.nav[1].iter("{*}nav") if n.get(TYPE) == "page-list")
    assert {str(a.get("href")): words(a) for a in pages.iter("{*}a")} == marks and len(marks) > 20
    (title,) = pages.iter("{*}h2")
    assert words(title) == {"de": "Seiten", "en": "Pages"}[locale]
    ncx = epub.document("EPUB/toc.ncx")
    targets = ncx.xpath("//n:pageTarget", namespaces=NS)
    assert {str(t.find("{*}content").get("src")).removeprefix("text/"): words(t[0]) for t in targets} == marks
    orders = [int(str(o)) for o in ncx.xpath("//@playOrder")]
    assert orders == list(range(1, len(orders) + 1))
    assert {"pageNavigation", "pageBreakMarkers"} <= set(epub.meta("schema:accessibilityFeature"))
    number = {"de": "urn:isbn:9783161484100", "en": "urn:isbn:9783161484124"}[locale]
    assert epub.meta("pageBreakSource") == [number] == epub.find("//dc:source")


EDITIONS = """\
[editions.epub]
format = "epub"
pages_from = {pages}

[editions.large]
format = "pdf"
links = "none"
page_map = true
"""
LONG = "# Kapitel\n\n" + "\n\n".join(
    f"Absatz {n}: " + " ".join(f"Wort{m}" for m in range(150)) + "." for n in range(9)
)


def made(root: Path, pages: str, text: str = LONG, files: dict[str, str | bytes] | None = None) -> api.Result:
    told = {"chapters/de/01-a.md": text, **(files or {})}
    return api.build(write(root, told, editions=EDITIONS.format(pages=pages)), jobs=1)


def epub_of(result: api.Result) -> Epub:
    assert not result.failed, result.diagnostics
    return Epub.open(next(path for path in result.files if path.suffix == ".epub"))


@pytest.mark.heavy
def test_a_kept_map_gives_a_corrected_book_the_numbers_of_print(tmp_path: Path) -> None:
    first = made(tmp_path / "first", '"large"')
    before = by_page(epub_of(first))
    kept = next(path for path in first.files if path.name.endswith(".pages.json")).read_bytes()
    assert len(before) > 4 and pagemap.decode(kept).source.startswith("urn:uuid:")
    new = LONG.replace("# Kapitel\n", "# Kapitel\n\n" + "Davor steht nun noch etwas. " * 200 + "\n")
    second = made(tmp_path / "second", '"print.json"', new, {"print.json": kept})
    after = by_page(epub_of(second))
    assert list(after) == list(before)
    assert all(
        after[label] == text for label, text in list(before.items())[1:] if "Absatz\u00a00" not in text
    )
    assert epub_of(second).meta("pageBreakSource") == [pagemap.decode(kept).source]
    assert not second.diagnostics


@pytest.mark.heavy
def test_a_kept_map_is_that_of_its_language(tmp_path: Path) -> None:
    first = made(tmp_path / "first", '"large"')
    kept = next(path for path in first.files if path.name.endswith(".pages.json")).read_bytes()
    english = {"chapters/en/01-a.md": LONG.replace("Kapitel", "Chapter")}
    for name, path, numbered in (
        ("one", '"print.json"', {"de"}), ("two", '"print.{locale}.json"', {"de"}),
        ("both", '"print.{locale}.json"', {"de", "en"}),
    ):  # fmt: skip
        maps = {"print.json": kept, "print.de.json": kept} | (
            {"print.en.json": kept} if name == "both" else {}
        )
        result = made(tmp_path / name, path, files={**english, **maps})
        found = {p.name.split(".")[1]: by_page(Epub.open(p)) for p in result.files if p.suffix == ".epub"}
        assert {locale for locale, pages in found.items() if pages} == numbered


@pytest.mark.heavy
def test_a_block_that_was_corrected_loses_its_page_to_the_next_place(tmp_path: Path) -> None:
    first = made(tmp_path / "first", '"large"')
    kept = pagemap.decode(next(p for p in first.files if p.name.endswith(".pages.json")).read_bytes())
    start = next(page for page in kept.pages if page.offset)
    number = block(epub_of(first), start.block).split()[1].rstrip(":")
    second = made(
        tmp_path / "second",
        '"print.json"',
        LONG.replace(f"Absatz {number}:", "Anders:"),
        {"print.json": kept.encode()},
    )
    assert [(str(d.code), d.severity.value) for d in second.diagnostics] == [("page.lost", "notice")]
    assert list(by_page(epub_of(second))) == list(by_page(epub_of(first)))


def block(epub: Epub, uid: str) -> str:
    """Return the words of a block."""
    (found,) = (e for name in epub.spine for e in epub.document(name).xpath("//*[@id=$uid]", uid=uid))
    return words(found)


def test_no_numbers_where_none_are_asked_for(tmp_path: Path) -> None:
    epub = epub_of(made(tmp_path, '"none"'))
    assert not by_page(epub) and not epub.meta("pageBreakSource") and not epub.find("//dc:source")
    assert "pageNavigation" not in epub.meta("schema:accessibilityFeature")
    assert not [n for n in epub.nav[1].iter("{*}nav") if n.get(TYPE) == "page-list"]


def test_a_file_that_is_no_map_is_told(tmp_path: Path) -> None:
    result = made(tmp_path, '"print.json"', files={"print.json": '{"pages": 7}'})
    assert [str(d) for d in result.diagnostics] == [
        "print.json: error: this is no page map: Expected `array`, got `int` - at `$.pages` [page.map]"
    ]


@pytest.mark.heavy
def test_pages_turn_in_lists_tables_code_and_figures(tmp_path: Path) -> None:
    items = "\n".join(f"- Punkt {n}. " + "Ein Satz über etwas. " * 12 for n in range(12))
    rows = "\n".join(f"| Zeile {n} | {'Wort ' * 20} |" for n in range(40))
    code = "```\n" + "\n".join(f"wert {n} = {n}" for n in range(90)) + "\n```"
    text = f"# A\n\n{items}\n\n| A | B |\n| --- | --- |\n{rows}\n\n{code}\n\n> {'Ein Zitat. ' * 300}\n"
    result = made(tmp_path, '"large"', text)
    epub = epub_of(result)
    parents = {
        etree.QName(mark.getparent()).localname for name in epub.spine
        for mark in epub.document(name).xpath("//*[@role='doc-pagebreak']")
    }  # fmt: skip
    assert {"code", "td", "p"} <= parents, parents
    (path,) = (path for path in result.files if path.suffix == ".epub")
    assert epubcheck(path) == () and ace(path) == ()
