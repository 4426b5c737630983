"""Renders a book as a PDF: its parts are compiled, each on its own, and linked when the numbers of all pages are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from bookbuilder.diagnostics import BookbuilderError, Progress, Report, Rule, Span
from bookbuilder.formats.book import Book
from bookbuilder.formats.book_pictures import shown_picture
from bookbuilder.formats.format import Artifact
from bookbuilder.formats.pdf import draft_mark, proof_leading, screen_pages, typesetter_messages
from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart
from bookbuilder.formats.pdf.hyphen_glyphs import with_hyphens
from bookbuilder.formats.pdf.link import assemble, attachments, edited_parts_preview
from bookbuilder.formats.pdf.margin_room import report_margin_room, report_marks_room
from bookbuilder.formats.pdf.missing_faces import report_missing_faces
from bookbuilder.formats.pdf.page_break_markers import with_page_break_markers
from bookbuilder.formats.pdf.page_text_area import ROOMLESS, widest_margin
from bookbuilder.formats.pdf.paginate import schedule
from bookbuilder.formats.pdf.paginate.finding_places import FindingPlaces
from bookbuilder.formats.pdf.paginate.layout_messages import findings_in_order, report_findings
from bookbuilder.formats.pdf.paginate.page_order import PageSequence
from bookbuilder.formats.pdf.paginate.schedule import PaginatedBook
from bookbuilder.formats.pdf.paginate.scheduled_part import ScheduledPart
from bookbuilder.formats.pdf.parts import Parts
from bookbuilder.formats.pdf.press import profile
from bookbuilder.formats.pdf.press.gutter import widened
from bookbuilder.formats.pdf.press.paper_choice import has_paper
from bookbuilder.formats.pdf.press.profile import PrinterProfile
from bookbuilder.formats.pdf.press.requirements import SCREEN, Terms, of_profile, of_theme
from bookbuilder.formats.pdf.press.rules import with_printable_rules
from bookbuilder.formats.pdf.press.trim import SHEET
from bookbuilder.formats.pdf.print_css import print_sheet
from bookbuilder.formats.pdf.print_drawings import PrintDrawings, print_drawings
from bookbuilder.formats.pdf.resource import Resource
from bookbuilder.formats.pdf.text_trace import tracer
from bookbuilder.html import self_contained, untranslated_words
from bookbuilder.html.environment import environment
from bookbuilder.paragraph_counts import total
from bookbuilder.phrases import Phrase

UNSETTLED = Rule(
    "pdf.unsettled",
    "the page numbers did not settle after {passes} layouts",
    "Page numbers are printed, so they take up room, so they can move pages. This book's do not come to rest. That is"
    " a bug of ours unless the theme is very unusual.",
)
UNRECKONED = Rule(
    "theme.unreckoned",
    "the typesetter cannot reckon with the measures of the theme: {problem}",
    "Somewhere in the style sheets of the theme, or in what its templates make of its settings, is a number that is too"
    " large, too small or divided by nothing. What was changed last is where to look.",
)


def render(book: Book, report: Report, say: Progress) -> tuple[Artifact, ...]:
    """Return the PDF of an edition."""
    artifacts = None
    book = _for_pages(book)
    with _measures_reported(book, report):
        artifacts = _render(book, report, say)
    return artifacts or ()


def _render(book: Book, report: Report, say: Progress) -> tuple[Artifact, ...]:
    requirements = _requirements(book, report)
    if requirements is None:
        return ()
    terms, printer = requirements
    book = with_page_break_markers(_for_printer(book, printer), report)
    report_marks_room(book, report)
    if book.edition.reading:
        from bookbuilder.formats.pdf.drawing_text_size import (
            report_small_type,  # few editions have a rule for it
        )

        report_small_type(book, report)
    report_missing_faces(book, report)
    report_margin_room(book, report)
    drawings = print_drawings(book, report)
    resources = pictures(book, report) | drawings.resources
    say(
        Phrase(
            "{languages}: {edition}, laying out", languages=book.edition.languages, edition=book.edition.name
        )
    )
    artifacts = (
        _in_one_piece(book, resources, drawings, terms, report)
        if book.single_pass
        else _linked(book, resources, drawings, terms, printer, report)
    )
    if not artifacts:
        passes = schedule.PASSES + schedule.RESERVING_PASSES
        report(UNSETTLED, book.edition.locale.span, passes=passes)
    return artifacts


def _in_one_piece(
    book: Book, resources: Mapping[str, Resource], drawings: PrintDrawings, terms: Terms, report: Report
) -> tuple[Artifact, ...]:
    """Return the PDF of a book that WeasyPrint lays out in one piece; nothing if its page numbers do not converge."""
    # Imported here: it loads WeasyPrint, which the linker does not need.
    from bookbuilder.formats.pdf.single_pass import single

    env = environment(
        book.world, book.theme, "pdf", book.locale, book.picture, partial(print_sheet, book), book.language_of
    )
    parts = Parts(book, env, drawings=drawings)
    data = single(book, parts, _sheet(book), resources, report, terms.trim)
    if attachments.attached_kinds(book):
        report(attachments.SINGLE, book.edition.span)
    return () if data is None else (Artifact(f"{book.stem}.pdf", {"": data}),)


def _linked(
    book: Book,
    resources: Mapping[str, Resource],
    drawings: PrintDrawings,
    terms: Terms,
    printer: PrinterProfile | None,
    report: Report,
) -> tuple[Artifact, ...]:
    """Return the PDF of a book that is compiled and linked, and the files that go with it; nothing if its page numbers do
    not converge."""
    show = None if printer else _show_early(book, terms)
    paginated = _paginated(book, resources, drawings, terms, printer, show)
    if paginated is None:
        return ()
    page_map = paginated.page_map
    book.paged(page_map)
    others: tuple[Artifact, ...] = ()
    if book.edition.print.page_map:
        others = (Artifact(f"{book.stem}.pages.json", {"": page_map.encode()}),)
    mark = draft_mark.draft_mark(book) if book.draft_mark else None
    added = None
    if book.edition.proof:
        from bookbuilder.formats.pdf.proof.proof_pages import proof_pages  # few editions are proofs

        added = proof_pages(paginated)
        if book.changes.page:
            others += (Artifact(f"{book.stem}.changes.html", {"": book.changes.page}),)
    linked = assemble.linked(paginated, terms, attachments.attachments(book, report), mark, added)
    if book.early:
        edited_parts_preview.remember(book, linked.faces)
    for part in paginated.parts:
        self_contained.report_page(part.html, f"{book.stem}.pdf", book.theme, report)
    typesetter_messages.explain((message for part in linked.parts for message in part.messages), book, report)
    trace = tracer(paginated)
    if not proof_leading.is_double(book.edition):  # its pages are not those of the book
        findings = findings_in_order(linked.parts, paginated.order, book)
        places = FindingPlaces(book, trace)
        report_findings(findings, [page.label for page in paginated.order.pages], places, report)
    if printer:
        from bookbuilder.formats.pdf.delivery import delivered

        others += delivered(linked, paginated.order, terms, book, resources, printer, report)
    untranslated_words.report_untranslated(_texts(linked.parts), "the PDF", book.locale, report)
    counted = total(part.paragraphs for part in linked.parts)
    return (Artifact(f"{book.stem}.pdf", {"": linked.data}, counted, trace), *others)


def _show_early(book: Book, terms: Terms) -> schedule.ShowEarly | None:
    """Return what shows edited parts to whoever waits for them; None if nobody does. It is not for a printer, whose gutter
    may make it lay the book out again."""
    tell = book.early
    if tell is None:
        return None

    def show(parts: Sequence[ScheduledPart], order: PageSequence, edited: Sequence[int]) -> None:
        pages = edited_parts_preview.early_pages(book, parts, order, edited, terms)
        if pages:
            tell(pages)

    return show


def paginate(book: Book, report: Report, say: Progress) -> None:
    """Lay an edition out and say where its pages begin (`Book.paged`), without making its file."""
    say(
        Phrase(
            "{languages}: {edition}, laying out for its page numbers",
            languages=book.edition.languages,
            edition=book.edition.name,
        )
    )
    book = _for_pages(book)
    requirements = _requirements(book, report)
    if requirements is None:
        return
    book = with_page_break_markers(_for_printer(book, requirements[1]), report)
    paginated = None
    with _measures_reported(book, report):
        drawings = print_drawings(book, report)
        resources = pictures(book, report) | drawings.resources
        paginated = _paginated(book, resources, drawings, *requirements)
        if paginated is None:
            passes = schedule.PASSES + schedule.RESERVING_PASSES
            report(UNSETTLED, book.edition.locale.span, passes=passes)
    if paginated is not None:
        book.paged(paginated.page_map)


@contextmanager
def _measures_reported(book: Book, report: Report) -> Iterator[None]:
    """Report measures that the typesetter cannot calculate with, if the theme is one of the book (`theme.unreckoned`).

    With a theme of ours it is our mistake, and the exception goes on. A diagnostic without a place gets that of the theme.
    """
    folder = book.theme.folder
    try:
        yield
    except BookbuilderError as error:
        diagnostics = [
            replace(one, span=widest_margin(book.theme) if one.code == ROOMLESS.code else Span(folder))
            if one.span == Span("styles")
            else one
            for one in error.diagnostics
        ]
        raise BookbuilderError(*diagnostics) from None
    except (ArithmeticError, ValueError) as error:
        # Python says NaN where a measure that is no number becomes an integer; other ValueErrors are mistakes of ours.
        ours = not book.theme.own_folder
        if ours or not (isinstance(error, ArithmeticError) or "NaN" in str(error)):
            raise
        report(UNRECKONED, Span(folder), problem=error)


def _for_pages(book: Book) -> Book:
    """Return the book with fonts that have hyphens, and with the margins of its pages: as the theme says, or equal ones on
    the screen."""
    book = with_hyphens(book)
    if proof_leading.is_double(book.edition):
        book = replace(book, theme=proof_leading.doubled(book.theme))
    return replace(book, theme=screen_pages.centred(book.theme)) if screen_pages.for_screen(book) else book


def _for_printer(book: Book, printer: PrinterProfile | None) -> Book:
    """Return the book with lines that the printer prints."""
    return replace(book, theme=with_printable_rules(book.theme, printer.line)) if printer else book


def _requirements(book: Book, report: Report) -> tuple[Terms, PrinterProfile | None] | None:
    """Return the requirements for the file of an edition, and the profile of its printer if it has one; None if the profile
    cannot be followed. A file for the screen has neither bleed nor marks, and a proof is for no press."""
    if screen_pages.for_screen(book) or book.edition.proof:
        return SCREEN, None
    if not book.edition.printer:
        return of_theme(book.theme), None
    loaded = profile.load(book.world, book.edition.printer, book.edition.span, report)
    if loaded is None:
        return None
    printer, icc_span = loaded
    if not has_paper(printer, book.edition, report):
        return None
    terms = of_profile(printer, book.world, icc_span, report)
    return None if terms.keep == "cmyk" and not terms.intent.icc else (terms, printer)


def _paginated(
    book: Book,
    resources: Mapping[str, Resource],
    drawings: PrintDrawings,
    terms: Terms,
    printer: PrinterProfile | None,
    show: schedule.ShowEarly | None = None,
) -> PaginatedBook | None:
    """Return a book with its pages in order; None if its page numbers do not converge.

    A thicker book needs a wider inner margin, and a wider margin makes a thicker book: it is laid out again until both
    agree. Margins only grow, so that takes at most one layout for each step that the printer names."""
    while True:
        env = environment(
            book.world, book.theme, "pdf", book.locale, book.picture, partial(print_sheet, book),
            book.language_of,
        )  # fmt: skip
        parts = Parts(book, env, cover=terms.cover, drawings=drawings)
        paginated = schedule.paginated(book, parts, _sheet(book), resources, terms.multiple, show)
        if paginated is None:
            return None
        wider = widened(book.theme, printer.inner(len(paginated.order.pages))) if printer else None
        if wider is None:
            return paginated
        book = replace(book, theme=wider)


def _sheet(book: Book) -> str:
    leading = proof_leading.SHEET if proof_leading.is_double(book.edition) else ""
    return print_sheet(book) + leading + SHEET + (screen_pages.SHEET if screen_pages.for_screen(book) else "")


def pictures(book: Book, report: Report) -> dict[str, Resource]:
    """Return the pictures of a book by their path."""
    resources = {}
    for image in (image for galley in book.document.galleys for image in galley.summary.images):
        data = shown_picture(book, image, report)
        if data is not None:
            resources[image.shown] = Resource.of(data.data, data.media_type)
    return resources


def _texts(parts: Iterable[CompiledPart]) -> Iterator[str]:
    """Yield all printed text of a pseudo-localized book, and the labels of its outline."""
    for part in parts:
        yield from part.texts
        yield from (text for furniture in part.furniture for text in furniture.texts)
        yield from (entry.label for entry in part.outline)
