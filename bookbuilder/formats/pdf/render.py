"""Turns a book into a PDF: its parts are compiled, each on its own, and linked when the places of all pages are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from bookbuilder.diagnostics import BookbuilderError, Progress, Report, Rule, Span
from bookbuilder.document.pictures import picture
from bookbuilder.formats.format import Artifact, Book
from bookbuilder.formats.pdf import log
from bookbuilder.formats.pdf.compile.compiled_part import (
    Object,
)
from bookbuilder.formats.pdf.link import assemble, attachments
from bookbuilder.formats.pdf.paginate import overflow
from bookbuilder.formats.pdf.paginate.schedule import FORCED, PASSES, PartScheduler
from bookbuilder.formats.pdf.parts import Parts
from bookbuilder.formats.pdf.press import profile
from bookbuilder.formats.pdf.press.gutter import widened
from bookbuilder.formats.pdf.press.profile import Profile
from bookbuilder.formats.pdf.press.terms import Terms, of_profile, of_theme
from bookbuilder.formats.pdf.press.trim import SHEET
from bookbuilder.formats.pdf.print_css import print_sheet
from bookbuilder.formats.pdf.resources import Resource
from bookbuilder.html import self_contained, untranslated_words
from bookbuilder.html.environment import environment

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
    made = None
    with _reckoned(book, report):
        made = _render(book, report, say)
    return made or ()


def _render(book: Book, report: Report, say: Progress) -> tuple[Artifact, ...]:
    asked = _asked(book, report)
    if asked is None:
        return ()
    terms, printer = asked
    resources = pictures(book, report)
    data: bytes | None = None
    others: tuple[Artifact, ...] = ()
    say(f"{book.edition.languages}: {book.edition.name}, laying out")
    if book.single_pass:
        from bookbuilder.formats.pdf.single_pass import single

        parts = Parts(book, environment(book.world, book.theme, "pdf", book.locale, book.picture))
        data = single(book, parts, print_sheet(book) + SHEET, resources, report, terms.trim)
        if book.edition.print.attachments:
            report(attachments.SINGLE, book.edition.span)
    else:
        scheduler = _settled(book, resources, terms, printer)
        if scheduler:
            book.paged(scheduler.map)
            if book.edition.print.page_map:
                others = (Artifact(f"{book.stem}.pages.json", {"": scheduler.map.encode()}),)
            made = assemble.linked(scheduler, terms, attachments.attachments(book, report))
            data = made.data
            for page in scheduler.html:
                self_contained.report_page(page, f"{book.stem}.pdf", book.theme, report)
            log.explain((message for part in made.parts for message in part.messages), book, report)
            overflow.tell(made.parts, scheduler.imposed, book, report)
            if printer:
                from bookbuilder.formats.pdf.delivery import delivered

                others += delivered(made, scheduler.imposed, terms, book, resources, printer, report)
            untranslated_words.report_untranslated(_texts(made.parts), "the PDF", book.locale, report)
    if data is None:
        report(UNSETTLED, book.edition.locale.span, passes=PASSES + FORCED)
    return (Artifact(f"{book.stem}.pdf", {"": data or b""}), *others)


def paginate(book: Book, report: Report, say: Progress) -> None:
    """Lay an edition out and tell where its pages begin, without making its file."""
    say(f"{book.edition.languages}: {book.edition.name}, laying out for its page numbers")
    asked = _asked(book, report)
    if asked is None:
        return
    scheduler = None
    with _reckoned(book, report):
        scheduler = _settled(book, pictures(book, report), *asked)
        if scheduler is None:
            report(UNSETTLED, book.edition.locale.span, passes=PASSES + FORCED)
    if scheduler is not None:
        book.paged(scheduler.map)


@contextmanager
def _reckoned(book: Book, report: Report) -> Iterator[None]:
    """Report what the typesetter cannot reckon with, if the theme is one of the book (`theme.unreckoned`).

    With a theme of ours it is our mistake, and looks like it. What has no place of its own gets that of the theme.
    """
    folder = f"styles/{book.theme.name}"
    try:
        yield
    except BookbuilderError as error:
        at = [
            replace(one, span=Span(folder)) if one.span == Span("styles") else one
            for one in error.diagnostics
        ]
        raise BookbuilderError(*at) from None
    except (ArithmeticError, ValueError) as error:
        ours = not any(path.startswith(f"{folder}/") for path in book.world.files(folder))
        if ours or not (isinstance(error, ArithmeticError) or "NaN" in str(error)):
            raise
        report(UNRECKONED, Span(folder), problem=error)


def _asked(book: Book, report: Report) -> tuple[Terms, Profile | None] | None:
    """Return what the paper of an edition is to be like, and the profile of its printer if it has one; None if the profile
    cannot be followed."""
    if not book.edition.printer:
        return of_theme(book.theme, report), None
    printer = profile.load(book.world, book.edition.printer, book.edition.span, report)
    if printer is None:
        return None
    terms = of_profile(printer, book.world, book.edition.span, report)
    return None if terms.keep == "cmyk" and not terms.intent.icc else (terms, printer)


def _settled(
    book: Book, resources: Mapping[str, Resource], terms: Terms, printer: Profile | None
) -> PartScheduler | None:
    """Return the parts of a book in their places; None if they do not come to rest.

    A thicker book needs a wider inner margin, and a wider margin makes a thicker book: it is laid out anew until both agree.
    Margins only grow, so that takes at most a layout for each step that the printer names.
    """
    while True:
        env = environment(book.world, book.theme, "pdf", book.locale, book.picture)
        parts = Parts(book, env, cover=terms.cover)
        scheduler = PartScheduler(book, parts, print_sheet(book) + SHEET, resources, terms.multiple)
        if not scheduler.settle():
            return None
        wider = widened(book.theme, printer.inner(len(scheduler.imposed.sheets))) if printer else None
        if wider is None:
            return scheduler
        book = replace(book, theme=wider)


def pictures(book: Book, report: Report) -> dict[str, Resource]:
    """Return the pictures of a book by their path."""
    found = {}
    for image in (image for one in book.document.galleys for image in one.summary.images):
        data = picture(book.world, image.source, image.span, report)
        if data is not None:
            found[image.source] = Resource.of(data.data, data.media_type)
    return found


def _texts(objects: Iterable[Object]) -> Iterator[str]:
    """Yield all that is printed in a book that pretends, and the lines of its outline."""
    for made in objects:
        yield from made.texts
        yield from (text for one in made.furniture for text in one.texts)
        yield from (mark.label for mark in made.outline)
