"""The page map says where each page of a printed book begins: between two marks stands what is printed on the page."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import lxml.html
import pikepdf
import pytest
from lxml import etree

from bookbuilder import api
from bookbuilder.formats import pagemap
from bookbuilder.formats.epub import anchors_and_ids
from bookbuilder.formats.pagemap import PageMap, PageStart
from bookbuilder.formats.pdf.link import assemble
from bookbuilder.formats.pdf.link.assemble import LinkedFile
from bookbuilder.formats.pdf.paginate.page_order import PlacedPage
from bookbuilder.formats.pdf.paginate.schedule import PaginatedBook
from bookbuilder.formats.text_places import read
from tests.cases import book
from tests.conftest import REPO, Built
from tests.pdf.test_linked_parts import copy_built


@dataclass
class Printed:
    """A printed book: its file, the HTML of its chapters by their part as it was laid out, and where the pages stand."""

    file: Path
    html: dict[int, str]
    pages: tuple[PlacedPage, ...]
    map: PageMap


def printed(root: Path, locale: str) -> Printed:
    """Build the print edition of a book in one of its locales."""
    made: list[PaginatedBook] = []
    link = assemble.linked

    def watched(book: PaginatedBook, *given: Any) -> LinkedFile:
        made.append(book)
        return link(book, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assemble, "linked", watched)
        result = api.build(root, jobs=1, editions=("pdf",), locales=(locale,))
    assert not result.failed, result.diagnostics
    (paginated,) = made
    html = {at: one.html for at, one in enumerate(paginated.parts) if one.part.matter == "main"}
    return Printed(result.files[0], html, paginated.order.pages, paginated.order.page_map)


# -- what the file says ----------------------------------------------------------------------------------------


def is_text(element: pikepdf.Object) -> bool:
    """Is an element neither in a note or a drawing nor the label of a note or a list item?"""
    while element.get("/Type") != "/StructTreeRoot":
        above = element.P
        if element.S in ("/Note", "/Figure") or (element.S == "/Lbl" and above.S in ("/Reference", "/Note")):
            return False
        if element.S == "/Lbl" and any("/ListNumbering" in one for one in above.P.get("/A", [])):
            return False
        element = above
    return True


def letters(path: Path, folder: Path) -> list[str]:
    """Return the letters and figures on each page as pdftotext finds them, without artifacts, notes and labels."""
    with pikepdf.open(path) as made:
        owners = pikepdf.NumberTree(made.Root.StructTreeRoot.ParentTree)
        for page in made.pages:
            kept, stack = [], []
            own = owners[int(page.obj.StructParents)] if "/StructParents" in page.obj else pikepdf.Array()
            for one in pikepdf.parse_content_stream(page):
                operands, name = one.operands, str(one.operator)
                if name in ("BDC", "BMC"):
                    number = operands[1].get("/MCID") if len(operands) > 1 else None
                    stack.append(number is not None and is_text(own[int(number)]))
                elif name == "EMC":
                    stack.pop()
                if name not in ("TJ", "Tj", "Do") or (stack and all(stack)):
                    kept.append(one)
            page.Contents = made.make_stream(pikepdf.unparse_content_stream(kept))
        made.save(folder / "text.pdf")
    done = subprocess.run(
        ["pdftotext", "-raw", folder / "text.pdf", "-"], capture_output=True, text=True, check=True
    )
    return [alike(page) for page in done.stdout.split("\f")[:-1]]


def alike(text: str) -> str:
    """Return letters and figures, whatever their case, their shape, and the figures of their language."""
    letters = filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold())
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in letters)


# -- what the map says -----------------------------------------------------------------------------------------

INLINE = {
    "a",
    "abbr",
    "b",
    "br",
    "code",
    "data",
    "em",
    "i",
    "img",
    "s",
    "small",
    "span",
    "strong",
    "time",
    "wbr",
}
OWN_WAY = {"ref", "locators", "address"}
HIDDEN = "weg"
"""A class of the book below whose text is not printed."""


@dataclass
class Shown:
    """A text node: its block, whether it counts, and whether it is printed."""

    block: str
    text: str
    counts: bool
    shown: bool


def nodes(element: lxml.html.HtmlElement, above: Shown) -> Iterator[Shown]:
    """Yield the texts below an element; notes are left out, and what only some pages of a table have."""
    classes = set((element.get("class") or "").split())
    if {"footnote", "continued"} & classes or element.tag in ("head", "svg"):
        return
    own = replace(above, text=element.text or "", shown=above.shown and HIDDEN not in classes)
    if element.tag not in INLINE and element.get("id"):
        own.block = str(element.get("id"))
    page = element.get("data-page")
    own.counts = own.counts and not classes & OWN_WAY and page is None
    yield own if page is None else replace(own, text=f"\0{page}")
    for child in element:
        yield from nodes(child, own)
        yield replace(own, text=child.tail or "")


def sliced(html: str, starts: list[PageStart], anchors: dict[str, str]) -> list[str]:
    """Return what stands on each page of a part, if its pages begin where a map says."""
    found, at, seen = [""] * len(starts), 0, Counter[str]()
    for node in nodes(lxml.html.document_fromstring(html), Shown("", "", counts=True, shown=True)):
        if node.text.startswith("\0"):
            found[at] += anchors[node.text[1:]]
            continue
        for sign in node.text:
            if node.counts and not sign.isspace() and sign not in "\u00ad\u200b\u2060":
                here = (node.block, seen[node.block])
                while at + 1 < len(starts) and here == (starts[at + 1].block, starts[at + 1].offset):
                    at += 1
                seen[node.block] += 1
            found[at] += sign if node.shown else ""
    assert at == len(starts) - 1, starts[at + 1]
    return [alike(text) for text in found]


def check(found: Printed, folder: Path) -> None:
    pages = letters(found.file, folder)
    assert len(pages) == len(found.map.pages) == len(found.pages)
    for at, html in found.html.items():
        mine = [n for n, page in enumerate(found.pages) if page.part == at and page.page >= 0]
        starts = [found.map.pages[n] for n in mine]
        for number, text in zip(mine, sliced(html, starts, dict(found.map.anchors)), strict=True):
            assert Counter(text) == Counter(pages[number]), (number + 1, text, pages[number])


@pytest.fixture(scope="module", params=["de", pytest.param("en", marks=pytest.mark.heavy)])
def paper(
    request: pytest.FixtureRequest, dossier: Built, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Printed]:
    """The dossier on paper."""
    locale = str(request.param)
    return locale, printed(copy_built(dossier, tmp_path_factory.mktemp(locale) / "book"), locale)


def test_the_dossier(paper: tuple[str, Printed], tmp_path: Path) -> None:
    _, found = paper
    assert sum(start.offset > 0 for start in found.map.pages) > 3, "pages turn inside of paragraphs"
    check(found, tmp_path)


@pytest.mark.heavy
@pytest.mark.parametrize("locale", ["he", "ja"])
def test_books_without_spaces_and_from_right_to_left(locale: str, tmp_path: Path) -> None:
    root = tmp_path / "book"
    shutil.copytree(REPO / "tests/books" / locale, root)
    (root / "styles/dossier").mkdir(parents=True)
    (root / "styles/dossier/theme.toml").write_text('[page]\nheight = "105mm"\n')
    found = printed(root, locale)
    assert sum(start.offset > 0 for start in found.map.pages) > 1
    check(found, tmp_path)


@pytest.mark.heavy
def test_an_e_book_has_the_same_characters_in_the_same_blocks(
    paper: tuple[str, Printed], dossier: Built, tmp_path: Path
) -> None:
    """So that a place of the printed book can be found in it, before it gets ids of its own."""
    locale, found = paper
    theirs: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(anchors_and_ids, "add_block_ids", lambda _: None)
        patch.setattr(anchors_and_ids, "add_anchors", lambda _: lambda _: None)
        root = copy_built(dossier, tmp_path / "book")
        shutil.rmtree(root / ".bookbuilder")  # pages that were made with ids are no use
        result = api.build(root, jobs=1, editions=("epub",), locales=(locale,))
    with zipfile.ZipFile(result.files[0]) as file:
        for name in file.namelist():
            if name.endswith(".xhtml"):
                theirs |= blocks(etree.fromstring(file.read(name)))
    compared = 0
    for html in found.html.values():
        for block, text in blocks(lxml.html.document_fromstring(html)).items():
            if block:
                assert theirs[block] == text, block
                compared += len(text)
    assert compared > 20_000


def blocks(root: etree._Element) -> dict[str, str]:
    """Return what counts of each block of a document."""
    found: dict[str, str] = {}
    for run in read(root).runs:
        found[run.block] = found.get(run.block, "") + run.text
    return found


WORDS = "Die Straße der [unsichtbaren]{.weg} Großmächte maß *zwölf* Verfassungs\u00adgerichte, und der Fluß floss weiter"
LONG = "\n\n".join(
    " ".join(
        [
            f"Absatz {n}:",
            *[f"{WORDS} {m},[^{n}-{m}] [](#03-drei){{ref=page}}," for m in range(9 + n)],
            "Ende.",
        ]
    )
    for n in range(6)
)
NOTES = "\n".join(f"[^{n}-{m}]: Anmerkung {n} zu {m} am Fuß." for n in range(6) for m in range(9 + n))
ROWS = "\n".join(f"| Zeile {n} | Ein Fluß, der [nicht]{{.weg}} fließt | {n} |" for n in range(60))
ITEMS = "\n\n".join(f"1. Punkt {n}. {WORDS}. {WORDS}.\n\n   Und weiter: {WORDS}." for n in range(12))
CODE = "```\n" + "\n".join(f"wert {n} = {n * n}" for n in range(40)) + "\n```"
CAPITALS = """
.weg { display: none }
.chapter > p { text-transform: uppercase }
.chapter > p::first-letter { font-weight: bold }
"""
HARD = {
    "styles/dossier/theme.toml": '[page]\nheight = "105mm"\n',
    "styles/dossier/print.css": (REPO / "styles/dossier/print.css").read_text(encoding="utf-8") + CAPITALS,
    "chapters/de/01-eins.md": f"# Eins\n\n{LONG}\n\n{NOTES}\n",
    "chapters/de/02-zwei.md": f"# Zwei\n\n| Kopf | Wort | Zahl |\n| --- | --- | --- |\n{ROWS}\n\n{ITEMS}\n",
    "chapters/de/03-drei.md": f"# Drei\n\n{CODE}\n\n> {WORDS}.\n\n{ITEMS}\n",
}


@pytest.mark.heavy
def test_notes_heads_of_tables_hidden_words_and_capitals(tmp_path: Path) -> None:
    """Pages turn in tables, lists, code, and paragraphs in capitals, where ß has become SS."""
    found = printed(book.write(tmp_path / "book", HARD, editions='[editions.pdf]\nformat = "pdf"\n'), "de")
    assert sum(start.offset > 0 for start in found.map.pages) > 12
    check(found, tmp_path)


TREE = (
    '<h1 id="t">Ein <!-- kein Wort --> Wort</h1>Da<ul><li>vor</li><li id="l">drin <ul><li>tief</li></ul></li>'
    '<li>danach</li></ul><svg><text>Bild</text></svg><a id="x" class="noteref" href="#n">1</a> Schluss'
)


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://www.w3.org/1999/xhtml"'])
def test_text_is_read_in_any_tree(namespace: str) -> None:
    """With a namespace or without, with comments, and where blocks lie in blocks."""
    root = etree.fromstring(f'<section id="c"{namespace}>{TREE}</section>')
    assert blocks(root) == {"t": "EinWort", "c": "DavordanachSchluss", "l": "drintief"}


def test_a_map_is_kept_as_json() -> None:
    kept = PageMap((PageStart("ix"), PageStart("1", "a-p1", 12)), {"b": "1", "a": "ix"})
    data = kept.encode()
    assert pagemap.decode(data) == kept
    assert data == replace(kept, anchors={"a": "ix", "b": "1"}).encode()
    assert data.endswith(b"}\n") and b'"block": "a-p1"' in data
