"""Looks at a book as its printer will, with the same profile: pictures, lines, transparency, colours, number of pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from PIL import Image as Pillow

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.walk import walk
from bookbuilder.formats.format import Book
from bookbuilder.formats.pdf import barcode
from bookbuilder.formats.pdf.impose import Imposition
from bookbuilder.formats.pdf.object import Object, Placed
from bookbuilder.formats.pdf.press import strokes
from bookbuilder.formats.pdf.press.profile import Profile
from bookbuilder.formats.pdf.press.trim import MM
from bookbuilder.formats.pdf.resources import Resource
from bookbuilder.html import parts

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
PAGES = Rule(
    "press.pages",
    "the book has {pages} pages; {printer} asks for {wanted}",
    "A machine binds neither a leaf nor a brick.",
    Severity.WARNING,
)

CODE = Rule(
    "press.barcode",
    "the cover has no barcode, since the edition has no ISBN; {printer} asks for one",
    "Shops sell a book by its barcode, which is its ISBN. Every edition and every language has one of its own"
    " (ISBN Users' Manual, section 5).",
    Severity.WARNING,
)


def tell(
    objects: Sequence[Object],
    imposed: Imposition,
    resources: Mapping[str, Resource],
    book: Book,
    printer: Profile,
    report: Report,
) -> None:
    """Report what a printer would send back: `press.*`."""
    count = len(imposed.sheets)
    for bound, wrong, words in (
        (printer.pages.least, count < printer.pages.least, "at least {}"),
        (printer.pages.most, 0 < printer.pages.most < count, "at most {}"),
    ):
        if wrong:
            report(PAGES, book.edition.span, pages=count, printer=printer.name, wanted=words.format(bound))
    if printer.barcode.needed and printer.cover == "apart" and not barcode.number(book):
        hint = f'add isbn = {{ {book.edition.name} = "…" }} to [imprint]'
        report(CODE, book.edition.span, hint=hint, printer=printer.name)
    _pictures(objects, resources, book, printer, report)
    _lines(objects, book, printer, report)
    if not printer.transparency:
        for made in objects:
            if made.clear:
                names = {name for name, *_ in made.anchors}
                heads = [galley.head for galley in book.document.galleys if galley.head.id in names]
                span = heads[0].span if heads else book.edition.span
                report(
                    CLEAR,
                    span,
                    what=repr(parts.head(heads[0])) if heads else "the book",
                    printer=printer.name,
                )


def _pictures(
    objects: Sequence[Object],
    resources: Mapping[str, Resource],
    book: Book,
    printer: Profile,
    report: Report,
) -> None:
    known: dict[str, list[Placed]] = {}
    for made in objects:
        for one in made.placed:
            known.setdefault(one.source, []).append(one)
    spans: dict[str, list[Span]] = {}
    for galley in book.document.galleys:
        for image in galley.summary.images:
            spans.setdefault(image.source, []).append(image.span)
    for source in sorted(set(known) & set(spans) & set(resources)):
        placed, nodes = known[source], spans[source]
        # Each picture in the text has its place; one that a theme prints again has none of its own.
        pairs = list(zip(placed, nodes)) if len(placed) == len(nodes) else [(one, nodes[0]) for one in placed]
        resource = resources[source]
        if resource.media_type == "image/svg+xml":
            for one, span in pairs:
                has = strokes.thinnest(resource.data, one.width, one.height)
                if 0 < has < printer.line:
                    report(
                        LINE, span, what=source, has=f"{has:.2f}", printer=printer.name, wanted=printer.line
                    )
            continue
        with Pillow.open(BytesIO(resource.data)) as picture:
            wanted = printer.images.lineart if picture.mode == "1" else printer.images.resolution
            for one, span in pairs:
                has = (
                    min(picture.width / one.width, picture.height / one.height) * 72 if one.width else wanted
                )
                if has < wanted - 0.5:
                    width = f"{one.width / MM:.0f}"
                    report(
                        COARSE, span, path=source, has=int(has), width=width, printer=printer.name, wanted=wanted
                    )  # fmt: skip
            if picture.mode == "CMYK" and printer.colour.keep == "srgb":
                report(SPACE, pairs[0][1], path=source)
            if not printer.transparency and _clear(picture):
                report(CLEAR, pairs[0][1], what=source, printer=printer.name)


def _clear(picture: Pillow.Image) -> bool:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return False
    lowest = picture.convert("RGBA").getchannel("A").getextrema()[0]
    return lowest != 255


def _lines(objects: Sequence[Object], book: Book, printer: Profile, report: Report) -> None:
    """Report the first place of each thickness that is too thin."""
    told: set[float] = set()
    for made in objects:
        for one in made.thin:
            if one.width < printer.line - 0.001 and one.width not in told:
                told.add(one.width)
                report(
                    LINE, _span(one.block, book), what="the text", has=f"{one.width:g}", printer=printer.name,
                    wanted=printer.line, hint=f"in the style sheets of the theme: styles/{book.theme.name}/",
                )  # fmt: skip


def _span(block: str, book: Book) -> Span:
    """Return the place in the markdown of the block with an id, or of the chapter that it opens."""
    for galley in book.document.galleys:
        own = {galley.head.id, f"{galley.head.id}-title"}
        if block in own or block in {name for name, _ in galley.summary.places}:
            for node in walk(galley.chapter):
                if node.id == block:
                    return node.span
            return galley.head.span
    return book.edition.span
