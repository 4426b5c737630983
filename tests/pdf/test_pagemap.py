"""The page map says where each page of the printed dossier begins: between two marks stands what is printed on the page."""

from __future__ import annotations

import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pikepdf
import pytest
from lxml import etree

from bookbuilder import api
from bookbuilder.formats import pagemap
from bookbuilder.formats.blocktext import counted, read
from bookbuilder.formats.pagemap import PageMap, Start
from bookbuilder.formats.pdf import render
from bookbuilder.formats.pdf.impose import Sheet
from tests.cases import book
from tests.conftest import Built, copy_dossier


@dataclass
class Printed:
    """A printed book: its file, the HTML of its chapters by their part as it was laid out, and where the pages stand."""

    file: Path
    html: dict[int, str]
    sheets: tuple[Sheet, ...]
    map: PageMap


def printed(root: Path, monkeypatch: pytest.MonkeyPatch, **options: object) -> Printed:
    made: list[render.Press] = []
    link = render.Press.link

    def watched(press: render.Press) -> bytes:
        made.append(press)
        return link(press)

    monkeypatch.setattr(render.Press, "link", watched)
    result = api.build(root, jobs=1, **options)  # type: ignore[arg-type]
    assert not result.failed, result.diagnostics
    (press,) = made
    chapters = {chapter.id for chapter in press.book.document.chapters}
    html = {at: press.html[at] for at, part in enumerate(press.parts.all) if part.name in chapters}
    return Printed(result.files[0], html, press.imposed.sheets, press.imposed.map)


# -- what the file says ----------------------------------------------------------------------------------------


def is_text(element: pikepdf.Dictionary) -> bool:
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
            own = owners[int(page.obj.StructParents)] if "/StructParents" in page.obj else []
            for operands, operator in pikepdf.parse_content_stream(page):
                name = str(operator)
                if name in ("BDC", "BMC"):
                    number = operands[1].get("/MCID") if len(operands) > 1 else None
                    stack.append(number is not None and is_text(own[int(number)]))
                elif name == "EMC":
                    stack.pop()
                if name not in ("TJ", "Tj", "Do") or (stack and all(stack)):
                    kept.append((operands, operator))
            page.Contents = made.make_stream(pikepdf.unparse_content_stream(kept))
        made.save(folder / "text.pdf")
    done = subprocess.run(
        ["pdftotext", "-raw", folder / "text.pdf", "-"], capture_output=True, text=True, check=True
    )
    return [alike(page) for page in done.stdout.split("\f")[:-1]]


def alike(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


# -- what the map says -----------------------------------------------------------------------------------------

INLINE = set("a abbr b bdi cite code data em i img q s small span strong sub sup time u wbr br".split())
OWN_WAY = {"ref", "locators", "address"}


def nodes(element: lxml.html.HtmlElement, block: str = "", counts: bool = True) -> Iterator[tuple[str, str, bool]]:
    """Yield the texts below an element, each with its block and whether it counts; notes are left out."""
    classes = set((element.get("class") or "").split())
    if "footnote" in classes or element.tag in ("head", "svg"):
        return
    if element.tag not in INLINE and element.get("id"):
        block = element.get("id")
    page = element.get("data-page")
    counts = counts and not classes & OWN_WAY and page is None
    yield block, element.text or "" if page is None else f"\0{page}", counts
    for child in element:
        yield from nodes(child, block, counts)
        yield block, child.tail or "", counts


def sliced(html: str, starts: list[Start], anchors: dict[str, str]) -> list[str]:
    """Return what stands on each page of a part, if its pages begin where a map says."""
    found, at, seen = [""] * len(starts), 0, Counter[str]()
    for block, text, counts in nodes(lxml.html.document_fromstring(html)):
        if text.startswith("\0"):
            found[at] += anchors[text[1:]]
            continue
        for sign in text:
            if counts and not sign.isspace() and sign not in "\u00ad\u200b\u2060":
                while at + 1 < len(starts) and (block, seen[block]) == (starts[at + 1].block, starts[at + 1].offset):
                    at += 1
                seen[block] += 1
            found[at] += sign
    assert at == len(starts) - 1, starts[at + 1]
    return [alike(text) for text in found]


def check(found: Printed, folder: Path) -> None:
    pages = letters(found.file, folder)
    assert len(pages) == len(found.map.pages) == len(found.sheets)
    for at, html in found.html.items():
        mine = [n for n, sheet in enumerate(found.sheets) if sheet.part == at and sheet.page >= 0]
        starts = [found.map.pages[n] for n in mine]
        for number, text in zip(mine, sliced(html, starts, dict(found.map.anchors)), strict=True):
            assert Counter(text) == Counter(pages[number]), (number + 1, text, pages[number])


@pytest.mark.parametrize("locale", ["de", "en"])
def test_the_dossier(locale: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_dossier(tmp_path / "book")
    found = printed(root, monkeypatch, editions=("pdf",), locales=(locale,))
    assert sum(start.offset > 0 for start in found.map.pages) > 3, "pages turn inside of paragraphs"
    check(found, tmp_path)


@pytest.mark.parametrize("locale", ["de", "en"])
def test_an_e_book_has_the_same_characters_in_the_same_blocks(
    locale: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dossier: Built
) -> None:
    """So that a place of the printed book can be found in it."""
    found = printed(copy_dossier(tmp_path / "book"), monkeypatch, editions=("pdf",), locales=(locale,))
    ours = [blocks(lxml.html.document_fromstring(html)) for html in found.html.values()]
    theirs: dict[str, str] = {}
    with zipfile.ZipFile(dossier.file(f"woche-der-diplomatie.{locale}.epub")) as file:
        for name in file.namelist():
            if name.endswith(".xhtml"):
                theirs |= blocks(etree.fromstring(file.read(name)))
    compared = 0
    for chapter in ours:
        for block, text in chapter.items():
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
