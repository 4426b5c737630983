"""A finished file is looked at as a printer's program does; ours have nothing to find, so these are made by hand."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.formats.pdf.press import finished_pdf_check
from bookbuilder.formats.pdf.press.trim import Trim
from bookbuilder.formats.pdf.units import MM
from tests.cases import book

BLEED = Trim(3 * MM, 3 * MM, 0.0, 3 * MM)
CUT = (0.0, 0.0, 400.0, 600.0)
RIGHT, LEFT = BLEED.bleed_box(CUT, right=True), BLEED.bleed_box(CUT, right=False)


def said(pdf: pikepdf.Pdf, *sides: bool) -> str:
    found, data = Findings(), BytesIO()
    pdf.save(data)
    finished_pdf_check.check(data.getvalue(), BLEED, sides, Span("book.toml", 18, 1), found)
    return book.told(found.sorted())


def page(pdf: pikepdf.Pdf, **boxes: tuple[float, ...]) -> None:
    named: dict[str, Any] = {name: Array([round(value, 3) for value in box]) for name, box in boxes.items()}
    made = Dictionary(Type=Name.Page, Contents=pdf.make_stream(b""), Resources=Dictionary(), **named)
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(made)))


def test_boxes_that_fit() -> None:
    with pikepdf.new() as pdf:
        page(pdf, TrimBox=CUT, BleedBox=RIGHT, MediaBox=RIGHT)
        page(pdf, TrimBox=CUT, BleedBox=LEFT, MediaBox=(-50, -50, 450, 650))
        assert said(pdf, True, False) == ""


@pytest.mark.parametrize(
    ("boxes", "problem"),
    [
        ({"TrimBox": CUT, "MediaBox": RIGHT}, "has no BleedBox"),
        (
            {"TrimBox": (0, 0, 420, 600), "BleedBox": RIGHT, "MediaBox": RIGHT},
            "has a TrimBox that is not inside its BleedBox",
        ),
        (
            {"TrimBox": CUT, "BleedBox": RIGHT, "MediaBox": (0, 0, 400, 600)},
            "has a BleedBox that is not inside its MediaBox",
        ),
        (
            {"TrimBox": CUT, "BleedBox": LEFT, "MediaBox": LEFT},
            "bleeds 3.0, 3.0, 3.0 and 0.0 mm (top, bottom, left, right), not as was asked for",
        ),
    ],
)
def test_boxes_that_do_not(boxes: dict[str, tuple[float, ...]], problem: str) -> None:
    with pikepdf.new() as pdf:
        page(pdf, TrimBox=CUT, BleedBox=RIGHT, MediaBox=RIGHT)
        page(pdf, **boxes)
        told = said(pdf, True, True)
    assert f"book.toml:18:1: error: page 2 of the finished file {problem} [press.boxes]\n" in told


def test_fonts() -> None:
    with pikepdf.new() as pdf:
        page(pdf, TrimBox=CUT, BleedBox=RIGHT, MediaBox=RIGHT)
        file = pdf.make_stream(b"font")
        found = {
            "A": Dictionary(Type=Name.Font, Subtype=Name.Type3, Name=Name.Emoji),
            "B": Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica),
            "C": _composite(pdf, "Whole", file),
            "D": _composite(pdf, "ABCDEF+Part", file),
            "E": _composite(pdf, "ABCDEF+Gone", None),
        }
        fonts = Dictionary({f"/{name}": pdf.make_indirect(one) for name, one in found.items()})
        pdf.pages[0].obj.Resources.Font = fonts
        assert said(pdf, True) == (
            "book.toml:18:1: error: the font ABCDEF+Gone is not in the file [press.font]\n"
            "book.toml:18:1: error: the font Emoji is one of Type 3 [press.font]\n"
            "book.toml:18:1: error: the font Helvetica is not in the file [press.font]\n"
            "book.toml:18:1: error: the font Whole is in the file with all its letters, used or not [press.font]\n"
        )


def _composite(pdf: pikepdf.Pdf, name: str, file: pikepdf.Stream | None) -> Dictionary:
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name(f"/{name}"))
    if file is not None:
        descriptor.FontFile2 = file
    below = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name(f"/{name}"), FontDescriptor=descriptor
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name(f"/{name}"),
        DescendantFonts=Array([pdf.make_indirect(below)]),
    )
