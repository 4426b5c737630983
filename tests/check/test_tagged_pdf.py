"""What somebody who listens to a PDF, or moves about in it, would lose though veraPDF has nothing against it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from bookbuilder.validators.tagged_pdf import VALIDATOR
from tests.check.made import Made, judge, make

CHAPTER = """\
# Ein Kapitel

Ein Absatz mit [einem Link](https://example.org/ort).

| Tag    | Ort  |
|--------|------|
| Montag | Kiew |

![Ein Strich](a.svg)
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0L9 9" stroke="#000"/></svg>'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": CHAPTER, "chapters/de/a.svg": PICTURE}
    return make(tmp_path_factory.mktemp("tagged"), files)


def elements(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    return [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == f"/{kind}"]


def without_headings(pdf: pikepdf.Pdf) -> None:
    for kind in ("H1", "H2", "H3"):
        for one in elements(pdf, kind):
            one.S = pikepdf.Name.P


def plain_table(pdf: pikepdf.Pdf) -> None:
    for one in elements(pdf, "TH"):
        one.S = pikepdf.Name.TD


def file_name(pdf: pikepdf.Pdf) -> None:
    for one in elements(pdf, "Figure"):
        one.Alt = pikepdf.String("karte.png")


def empty(pdf: pikepdf.Pdf) -> None:
    top = elements(pdf, "Sect")[0]
    made = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.P, P=top)
    top.K = pikepdf.Array([*top.K, pdf.make_indirect(made)])


def nested(pdf: pikepdf.Pdf) -> None:
    link = elements(pdf, "Link")[-1]
    inner = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Link, P=link, K=link.K)
    link.K = pikepdf.Array([pdf.make_indirect(inner)])


def crumbs(pdf: pikepdf.Pdf) -> None:
    link = elements(pdf, "Link")[-1]
    link.K = pikepdf.Array([*range(900, 920)])


def orphan(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[-1]
    page.contents_add(b"/P <</MCID 999>> BDC 0 0 m 9 9 l S EMC")


def address(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for one in page.get("/Annots", []):
            if "/A" in one:
                one.A.URI = pikepdf.String("file:///etc/passwd")


def twice(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(packet.replace(b"<rdf:RDF", b"<rdf:RDF/><rdf:RDF", 1))


def long(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines
    while len(pdf.pages) < 22:
        pdf.pages.append(pdf.pages[0])


def drawn(pdf: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, Name=pikepdf.Name.Bunt)
    pdf.pages[0].Resources.Font.Bunt = pdf.make_indirect(font)


def no_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def wordy(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].OutputConditionIdentifier = pikepdf.String(
        "Offset on coated paper, as usual " * 2
    )


def press(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.N = 4
    picture = pdf.make_stream(
        b"abc", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1
    )
    picture.ColorSpace = pikepdf.Name.DeviceRGB
    picture.BitsPerComponent = 8
    pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Bild=picture)
    pdf.pages[0].contents_add(b"/Artifact BMC 1 0 0 rg 0 0 9 9 re f EMC")


def inkless(pdf: pikepdf.Pdf) -> None:
    """Cover all that is to be seen of a page."""
    pdf.pages[-1].contents_add(b"/Artifact BMC 1 g 0 0 9999 9999 re f EMC")


def bare(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def broken(made: Made, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made.one(".pdf").data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


@pytest.mark.heavy
def test_nothing_is_wrong_with_a_good_book(made: Made) -> None:
    assert judge(VALIDATOR, made.one(".pdf")) == ()


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (inkless, "pdf.blank", "has text, but leaves no ink on the paper"),
        (without_headings, "pdf.tags", "has no headings, by which listeners move"),
        (plain_table, "pdf.tags", "has a table without header cells"),
        (file_name, "pdf.tags", "says karte.png for a picture, which is the name of a file"),
        (empty, "pdf.tags", "has an element that holds nothing (P)"),
        (nested, "pdf.tags", "has a link inside a link"),
        (crumbs, "pdf.tags", "has a link of 20 pieces, each of which is read aloud"),
        (orphan, "pdf.tags", "that no element of the structure holds"),
        (bare, "pdf.tags", "has no structure: nobody can listen to it in order"),
        (address, "pdf.file", "has a link to file:///etc/passwd, which viewers do not open"),
        (twice, "pdf.file", "has 2 blocks of metadata (XMP), of which readers take the first"),
        (long, "pdf.file", "has 22 pages and no bookmarks"),
        (no_intent, "pdf.file", "does not say what its colours are meant for (output intent)"),
        (wordy, "pdf.file", "which is no name of a registry"),
        (press, "pdf.file", "paints page 1 in RGB, though it is meant for the inks of a press"),
        (
            press,
            "pdf.file",
            "has a picture of 1 × 1 pixels in RGB, though it is meant for a press",
        ),
        (drawn, "pdf.file", "has a font of drawings, which is coarse in print (Type 3, Bunt)"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_what_would_be_lost(made: Made, change: Callable[[pikepdf.Pdf], None], code: str, said: str) -> None:
    found = judge(VALIDATOR, made.one(".pdf"), broken(made, change))
    assert said in " ".join(one.message for one in found if one.code == code)


def test_the_place_is_that_of_the_chapter(made: Made) -> None:
    (found,) = judge(VALIDATOR, made.one(".pdf"), broken(made, plain_table))
    assert str(found.span) == "chapters/de/01-a.md:5:3"


def test_more_than_one_finding_is_told_apart(made: Made) -> None:
    def both(pdf: pikepdf.Pdf) -> None:
        plain_table(pdf)
        file_name(pdf)

    assert len(judge(VALIDATOR, made.one(".pdf"), broken(made, both))) == 2
