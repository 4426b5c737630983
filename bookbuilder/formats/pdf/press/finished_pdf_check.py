"""Checks a finished file as a printer's program does: its boxes, and whether its fonts are embedded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO

import pikepdf

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.formats.pdf.press.trim import Box, Trim
from bookbuilder.formats.pdf.units import MM
from bookbuilder.phrases import Phrase

BOXES = Rule(
    "press.boxes",
    "page {page} of the finished file {problem}",
    "A printer cuts along TrimBox, prints as far as BleedBox, and finds both inside MediaBox (ISO 32000-1, 14.11.2). That"
    " they do not fit is a bug of bookbuilder.",
)
FONT = Rule(
    "press.font",
    "the font {font} {problem}",
    "A font that is not in the file is replaced by another; of one that is, the letters that are used are enough. Type 3"
    " fonts are drawings, which presses print coarsely: they come from fonts of bitmaps or of coloured letters.",
)
SLACK = 0.02
"""In points: what rounding leaves over."""
_SUBSET = re.compile(r"/?[A-Z]{6}\+.+")


def check(data: bytes, trim: Trim, sides: Sequence[bool], span: Span, report: Report) -> None:
    """Report what is wrong with a file whose pages shall bleed as `trim` says: `press.boxes`, for the first
    page of each kind, and `press.font`. `sides` says of each page whether it is a right-hand one, `span` is where the
    book asks for the file."""
    with pikepdf.open(BytesIO(data)) as pdf:
        reported: set[str] = set()
        for number, (page, right) in enumerate(zip(pdf.pages, sides, strict=True), start=1):
            for problem in _boxes(page, trim, right=right):
                if problem not in reported:
                    reported.add(problem)
                    report(BOXES, span, page=number, problem=problem)
        for font, problem in sorted(set(_fonts(pdf))):
            report(FONT, span, font=font, problem=problem)


def _boxes(page: pikepdf.Page, trim: Trim, *, right: bool) -> Iterator[str]:
    names = ("/TrimBox", "/BleedBox", "/MediaBox")
    missing = [name for name in names if name not in page.obj]
    if missing:
        yield Phrase("has no {box}", box=missing[0][1:])
        return
    cut, bleed, media = (_box(page.obj[name]) for name in names)
    if not _inside(cut, bleed):
        yield Phrase("has a TrimBox that is not inside its BleedBox")
    if not _inside(bleed, media):
        yield Phrase("has a BleedBox that is not inside its MediaBox")
    if any(abs(a - b) > SLACK for a, b in zip(bleed, trim.bleed_box(cut, right=right), strict=True)):
        left, bottom, east, top = (f"{abs(a - b) / MM:.1f}" for a, b in zip(cut, bleed, strict=True))
        yield Phrase(
            "bleeds {top}, {bottom}, {left} and {right} mm (top, bottom, left, right), not as was asked for",
            top=top,
            bottom=bottom,
            left=left,
            right=east,
        )


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - SLACK
        and inner[1] >= outer[1] - SLACK
        and inner[2] <= outer[2] + SLACK
        and inner[3] <= outer[3] + SLACK
    )


def _box(array: pikepdf.Object) -> Box:
    left, bottom, right, top = (float(value) for value in array.as_list())
    return left, bottom, right, top


def _fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """Yield fonts and what is wrong with them; descendants of a composite font are checked with it."""
    for font in pdf.objects:
        if not isinstance(font, pikepdf.Dictionary) or font.get("/Type") != "/Font":
            continue
        kind, name = str(font.get("/Subtype", "")), str(font.get("/BaseFont", font.get("/Name", "?")))[1:]
        if kind == "/Type3":
            yield name, "is one of Type 3"
            continue
        descriptor = font.get("/FontDescriptor")
        if "/DescendantFonts" in font:
            descriptor = font.DescendantFonts[0].get("/FontDescriptor")
        if descriptor is None or not any(f"/FontFile{end}" in descriptor for end in ("", "2", "3")):
            yield name, "is not in the file"
        elif not _SUBSET.fullmatch(str(descriptor.FontName)):
            yield name, "is in the file with all its letters, used or not"
