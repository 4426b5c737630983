"""Checks a book as its printer will, with the same profile: pictures, lines, transparency, colours, number of pages."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from io import BytesIO

from PIL import Image as Pillow

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.barcode import barcode
from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart, PlacedPicture
from bookbuilder.formats.pdf.paginate.page_order import PageSequence
from bookbuilder.formats.pdf.press import coverage, licence, page_limits, places, svg_line_widths
from bookbuilder.formats.pdf.press.inks import ColourConverter, colour_converter
from bookbuilder.formats.pdf.press.profile import PrinterProfile
from bookbuilder.formats.pdf.resource import Resource
from bookbuilder.formats.pdf.units import MM
from bookbuilder.phrases import Phrase

COARSE = Rule(
    "press.resolution",
    "{path} has {has} pixels an inch where it stands {width} mm wide; {printer} asks for {wanted}",
    "A picture of too few pixels looks soft or jagged in print. Take a larger one, or give it less room ({width=…}).",
    Severity.WARNING,
)
LINE = Rule(
    "press.line",
    "{what} has a line of {has} pt; {printer} prints none below {wanted} pt",
    "A line that is too thin breaks up or vanishes in print, one in a tint before one in black. Lines of boxes and tables"
    " stand in the style sheets of the theme, those of a drawing in its file.",
    Severity.WARNING,
)
CLEAR = Rule(
    "press.transparent",
    "{what} is not opaque, which {printer} does not take",
    "Transparency is worked out anew by each printer's program, and not always alike. Save the picture without it, on the"
    " colour that it stands on; in a style sheet take a lighter colour instead of an opacity.",
    Severity.WARNING,
)
SPACE = Rule(
    "press.space",
    "{path} is in the colours of a press (CMYK), but this edition is in sRGB",
    "The colours of a file must all be meant for the same device. Save the picture in sRGB; an edition for a press"
    " turns it into its inks.",
    Severity.WARNING,
)
CODE = Rule(
    "press.barcode",
    "the cover has no barcode, since the edition has no ISBN; {printer} asks for one",
    "Shops sell a book by its barcode, which is its ISBN. Every edition and every language has one of its own"
    " (ISBN Users' Manual, section 5).",
    Severity.WARNING,
)

INK = Rule(
    "press.ink",
    "{what} has up to {has} % of ink; {printer} takes {wanted} %",
    "Too much ink on one spot does not dry and sets off on the next sheet. Separate the picture with a profile that uses"
    " less, or save it in sRGB: an edition for a press then does that by its own. For a flat colour take a lighter one.",
    Severity.WARNING,
)


def check(
    parts: Sequence[CompiledPart],
    order: PageSequence,
    resources: Mapping[str, Resource],
    book: Book,
    printer: PrinterProfile,
    icc: bytes,
    report: Report,
) -> None:
    """Report what a printer would reject: `press.*`. `parts` have the colours of the file; `icc` is the profile of the
    press, empty if it has none."""
    if printer.barcode.needed and printer.cover == "apart" and not barcode.number(book):
        missing = Phrase('add isbn = {{ {name} = "…" }} to [imprint]', name=book.edition.name)
        report(CODE, book.edition.span, hint=missing, printer=printer.name)
    page_limits.check(parts, order, book, printer, report)
    licence.check(_files(parts, book), book.fonts, book.world, report)
    limit = printer.colour.coverage
    converter = colour_converter("cmyk", icc) if icc and limit else None
    _pictures(parts, resources, book, printer, converter, report)
    _lines(parts, book, printer, report)
    inks: dict[int, list[tuple[Span, str]]] = {}  # a colour of the theme stands in every chapter
    for part in parts:
        span, what = places.of_part(part, book)
        if part.transparent and not printer.transparency:
            report(CLEAR, span, what=what, printer=printer.name)
        inks.setdefault(round(coverage.of_part(part)) if converter else 0, []).append((span, what))
    for has, where in inks.items():
        if has > limit and converter:
            # Rather at a chapter than at the book, where parts without one are told.
            span, what = min(where, key=lambda place: place[0].path == "book.toml")
            hint = book.theme.sheets_hint("the style sheets or colours")
            report(INK, span, hint=hint, what=what, has=has, printer=printer.name, wanted=limit)


def _files(parts: Sequence[CompiledPart], book: Book) -> set[str]:
    used = {face.file for part in parts for face in part.used_faces()}
    return {name for name, data in book.fonts.files.items() if hashlib.sha256(data).hexdigest() in used}


def _pictures(
    parts: Sequence[CompiledPart],
    resources: Mapping[str, Resource],
    book: Book,
    printer: PrinterProfile,
    converter: ColourConverter | None,
    report: Report,
) -> None:
    limit = printer.colour.coverage
    by_source: dict[str, list[PlacedPicture]] = {}
    for part in parts:
        for placed in part.placed_pictures:
            by_source.setdefault(placed.source, []).append(placed)
    spans: dict[str, list[Span]] = {}
    for galley in book.document.galleys:
        for image in galley.summary.images:
            spans.setdefault(image.shown, []).append(image.span)
    for source in sorted(set(by_source) & set(spans) & set(resources)):
        on_pages, in_text = by_source[source], spans[source]
        # Each picture in the text has its place; one that a theme prints again has none of its own.
        pairs = (
            list(zip(on_pages, in_text))
            if len(on_pages) == len(in_text)
            else [(placed, in_text[0]) for placed in on_pages]
        )
        resource = resources[source]
        if resource.media_type == "image/svg+xml":
            if converter and (ink := round(coverage.of_drawing(resource.data, converter))) > limit:
                report(INK, pairs[0][1], what=source, has=ink, printer=printer.name, wanted=limit)
            for placed, span in pairs:
                has = svg_line_widths.thinnest(resource.data, placed.width, placed.height)
                if 0 < has < printer.line:
                    report(
                        LINE, span, what=source, has=f"{has:.2f}", printer=printer.name, wanted=printer.line
                    )
            continue
        with Pillow.open(BytesIO(resource.data)) as picture:
            wanted = printer.images.lineart if picture.mode == "1" else printer.images.resolution
            for placed, span in pairs:
                has = (
                    min(picture.width / placed.width, picture.height / placed.height) * 72
                    if placed.width
                    else wanted
                )
                if has < wanted - 0.5:
                    width = f"{placed.width / MM:.0f}"
                    report(
                        COARSE, span, path=source, has=int(has), width=width, printer=printer.name, wanted=wanted
                    )  # fmt: skip
            if picture.mode == "CMYK" and printer.colour.keep == "srgb":
                report(SPACE, pairs[0][1], path=source)
            if not printer.transparency and _is_transparent(picture):
                report(CLEAR, pairs[0][1], what=source, printer=printer.name)
            if converter and (ink := round(coverage.of_picture(picture, converter))) > limit:
                report(INK, pairs[0][1], what=source, has=ink, printer=printer.name, wanted=limit)


def _is_transparent(picture: Pillow.Image) -> bool:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return False
    lowest = picture.convert("RGBA").getchannel("A").getextrema()[0]
    return lowest != 255


def _lines(parts: Sequence[CompiledPart], book: Book, printer: PrinterProfile, report: Report) -> None:
    """Report the first hairline of each width that is too thin."""
    reported: set[float] = set()
    for part in parts:
        for line in part.hairlines:
            # Widths are rounded to thousandths of a point (`print_metrics`).
            if line.width < printer.line - 0.001 and line.width not in reported:
                reported.add(line.width)
                report(
                    LINE, places.of_block(line.block, book), what="the text", has=f"{line.width:g}", printer=printer.name,
                    wanted=printer.line, hint=book.theme.sheets_hint("the style sheets"),
                )  # fmt: skip
