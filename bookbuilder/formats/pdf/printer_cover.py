"""Makes the cover of a book for a printer: lays out back cover, spine and front cover, and puts them on one sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.formats.book import Book
from bookbuilder.formats.format import Artifact
from bookbuilder.formats.pdf import typesetter_messages
from bookbuilder.formats.pdf.barcode.barcode import barcode
from bookbuilder.formats.pdf.link.assemble import linked
from bookbuilder.formats.pdf.paginate.schedule import paginated
from bookbuilder.formats.pdf.parts import BookPart, Labels, Parts, has_back
from bookbuilder.formats.pdf.press import finished_pdf_check, wraparound_cover
from bookbuilder.formats.pdf.press.profile import PrinterProfile
from bookbuilder.formats.pdf.press.requirements import Terms
from bookbuilder.formats.pdf.press.trim import ROOM, SHEET, Trim
from bookbuilder.formats.pdf.print_css import print_sheet
from bookbuilder.formats.pdf.resource import Resource
from bookbuilder.formats.pdf.units import MM
from bookbuilder.html import self_contained
from bookbuilder.html.environment import environment, render

SPINE = Rule(
    "press.spine",
    "no cover was made, since {printer} does not say how thick a page is",
    "The width of the spine is the number of pages by their thickness, which depends on the paper. Ask the printer, and"
    " write it into printers/ of the book, such as [spine] with page = 0.06.",
    Severity.NOTICE,
)

ESTIMATE = Rule(
    "press.estimate",
    "the spine is {width} mm wide, estimated for {paper}: ask {printer} before the cover is printed",
    "How thick a leaf is depends on its making; the figure is that of the usual paper of this weight. A printer measures his"
    " own: write it into printers/ of the book, such as [spine] with page = 0.06.",
    Severity.NOTICE,
)


class _CoverParts(Parts):
    """Back cover, spine and front cover of a book; `spine_text` says that the spine is wide enough for one, `sheet` is the
    style sheet of the spine."""

    spine_text = True
    sheet = ""

    def _parts(self) -> Iterator[BookPart]:
        back = "backcover" if has_back(self.book) else "blankback"
        yield self._template(back, matter="back", counts=False)
        yield BookPart("spine", self._spine, counts=False)
        yield self._template("cover", counts=False)

    def _spine(self, _: Labels) -> Markup:
        return render(self.env, "part-spine.html.j2", **self.about, words=self.spine_text, sheet=self.sheet)


def cover(
    book: Book,
    resources: Mapping[str, Resource],
    terms: Terms,
    printer: PrinterProfile,
    pages: int,
    report: Report,
) -> tuple[Artifact, ...]:
    """Return the cover of a book of so many pages; nothing if the width of its spine is not known (`press.spine`)."""
    paper = printer.paper(book.edition.paper)
    page = paper.page if paper else printer.spine.page
    if not page:
        report(SPINE, book.edition.span, printer=printer.name)
        return ()
    width = page * pages + printer.spine.cover
    if paper and paper.estimated:
        report(ESTIMATE, book.edition.span, width=f"{width:.1f}", paper=paper.name, printer=printer.name)
    env = environment(
        book.world, book.theme, "pdf", book.locale, book.picture, partial(print_sheet, book), book.language_of
    )
    parts = _CoverParts(book, env)
    parts.spine_text = printer.spine.has_text(pages, width)
    parts.about = {**parts.about, "barcode": barcode(book, printer.barcode)}
    parts.sheet = wraparound_cover.sheet_css(width, str(book.theme.tokens["page"]["height"]))
    css = print_sheet(book) + SHEET
    room = Trim(*(ROOM * MM,) * 4)
    laid_out = paginated(book, parts, css, resources)
    if laid_out is None:
        return ()
    # With all that is drawn over the edges: the sheet is cut to its bleed when the three are on it.
    file = linked(laid_out, replace(terms, trim=room, multiple=1))
    for part in laid_out.parts:
        self_contained.report_page(part.html, f"{book.stem}.cover.pdf", book.theme, report)
    typesetter_messages.explain((message for part in file.parts for message in part.messages), book, report)
    ink = b"1 1 1 1 K" if terms.intent.icc else b"0 G"
    data = wraparound_cover.cover_sheet(
        file.data,
        wraparound_cover.outer(terms.trim),
        right_to_left=book.locale.direction == "rtl",
        ink=ink,
    )
    finished_pdf_check.check(data, wraparound_cover.outer(terms.trim), [True], book.edition.span, report)
    return (Artifact(f"{book.stem}.cover.pdf", {"": data}),)
