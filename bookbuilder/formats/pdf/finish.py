"""Writes a layout as a PDF: metadata, page labels, one identifier made from the content."""

from __future__ import annotations

import datetime as dt
import hashlib

import pydyf
import weasyprint

from bookbuilder.formats.format import Book
from bookbuilder.formats.pdf import tags, weasy, xmp

START = "book-start"
"""The anchor of the first page that counts; the cover stands before it."""


def write(layout: weasy.Layout, book: Book) -> bytes:
    """Return the PDF of a layout. Its dates are that of the book, its identifier a hash of the book's name."""
    document = layout.document
    edition = book.edition.locale
    metadata = document.metadata
    metadata.title = edition.title if not edition.subtitle else f"{edition.title}. {edition.subtitle}"
    metadata.authors = [person.name for person in book.project.authors if person.role == "aut"]
    metadata.description = edition.description or None
    metadata.keywords = list(edition.keywords)
    metadata.generator = "bookbuilder"
    metadata.lang = book.locale.tag
    moment = dt.datetime.combine(book.project.date, dt.time(), tzinfo=dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    metadata.created = metadata.modified = moment
    imprint = book.project.imprints[edition.name]
    reserved = [xmp.reservation(imprint.tdm_policy)] if imprint.tdm_reserved else []
    name = f"{book.project.id} {book.locale.tag} {book.edition.name} {book.project.edition}"
    identifier = hashlib.sha256(name.encode()).hexdigest()[:32].encode()
    first = layout.anchors.get(START, 0)

    def label(_: weasyprint.Document, pdf: pydyf.PDF) -> None:
        """Say how viewers count: nothing before the half title, then from 1 (ISO 32000-1, 12.4.2)."""
        nums = [0, pydyf.Dictionary({"P": pydyf.String("")})] if first else []
        nums += [first, pydyf.Dictionary({"S": "/D", "St": 1})]
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(nums)})
        if book.locale.direction == "rtl":  # facing pages are shown the other way round (12.2)
            pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"

    return tags.write(document, reserved, finisher=label, pdf_identifier=identifier, **weasy.OPTIONS)
