"""What a PDF says about itself: titles, dates, rights, and the standards that it conforms to."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version

from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.link import xmp
from bookbuilder.formats.pdf.link.link_input import Attachment, FileSettings
from bookbuilder.formats.pdf.link.picture_metadata import picture_metadata
from bookbuilder.formats.pdf.press.requirements import SCREEN, Terms
from bookbuilder.formats.pdf.screen_pages import for_screen


def file_settings(
    book: Book,
    levels: Iterable[int],
    objects: Sequence[tuple[int, bytes]],
    faces: Mapping[str, int],
    attachments: Sequence[Attachment] = (),
    terms: Terms = SCREEN,
) -> FileSettings:
    """Return what the file of a book is besides its parts. `levels` are those of its headings, `attachments` files that
    travel in it, `terms` what its printer asks for."""
    press = xmp.PRESS if terms.standard else ()
    return FileSettings(
        about(book), [*schemas(book, levels), *press], book.file_identifier, objects, faces,
        figures=book.locale.figures, right_to_left=book.locale.direction == "rtl", attachments=attachments,
        trim=terms.trim, intent=terms.intent, links=terms.links, outline=terms.outline,
        # PDF/X-4 is based on PDF 1.6 (ISO 15930-7).
        version="1.6" if terms.standard else "1.7", facing=not for_screen(book),
        picture_metadata=picture_metadata(book),
    )  # fmt: skip


def about(book: Book) -> xmp.About:
    """Return what a PDF says about its book. Its dates are that of the book."""
    edition, title = book.edition.locale, book.catalogue_title
    moment = dt.datetime.combine(book.project.date, dt.time(), tzinfo=dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return xmp.About(
        title=f"{title}. {edition.subtitle}" if edition.subtitle else title,
        authors=tuple(person.name for person in book.project.authors_in(edition) if person.role == "aut"),
        description=edition.description,
        keywords=tuple(edition.keywords),
        moment=moment,
        langs=book.tags,
        producer=f"WeasyPrint {version('weasyprint')}",
    )


def schemas(book: Book, levels: Iterable[int]) -> list[xmp.Schema]:
    """Return what else a PDF says: PDF/UA-1, if its headings allow that claim, and rights."""
    imprint = book.project.imprints[book.edition.locale.name]
    claims = [xmp.ACCESSIBLE] if no_level_skipped(levels) else []
    return [*claims, xmp.reservation(imprint.tdm_policy)] if imprint.tdm_reserved else claims


def digests(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of fonts by their SHA-256."""
    return {hashlib.sha256(data).hexdigest(): data for data in files.values()}


def no_level_skipped(levels: Iterable[int]) -> bool:
    """Whether headings go down by one level at a time, as PDF/UA-1 asks (ISO 14289-1, 7.4.2)."""
    above = 0
    for level in levels:
        if level > above + 1:
            return False
        above = level
    return True
