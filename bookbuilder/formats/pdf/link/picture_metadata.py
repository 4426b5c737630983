"""Writes what is known of the rights in a picture as XMP, with the properties of IPTC, for the picture's object in a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.link import xmp
from bookbuilder.locales.closest_tags import first_listed, locale_tags
from bookbuilder.picture_rights.digital_source_types import ADDRESS
from bookbuilder.picture_rights.licences import licence_address
from bookbuilder.picture_rights.rights import RELEASES, PictureRights

_PLUS_TERMS = "http://ns.useplus.org/ldf/vocab/"


def picture_metadata(book: Book) -> dict[str, bytes]:
    """Return a packet of XMP for each picture of the text whose rights are known, by its path."""
    if not book.rights.wanted:
        return {}
    paths = {image.shown: image.source for galley in book.document.galleys for image in galley.summary.images}
    return {
        shown: _packet(rights, book.rights.credit(path, book.locale), book)
        for shown, path in paths.items()
        if (rights := book.rights.of(path)).known
    }


def _packet(rights: PictureRights, credit: str, book: Book) -> bytes:
    title = first_listed(rights.title, locale_tags(book.locale), "")
    address = licence_address(rights.licence) or rights.url
    terms = book.rights.licence_name(rights, book.locale)
    dublin = [
        f"<dc:creator><rdf:Seq><rdf:li>{escape(rights.author)}</rdf:li></rdf:Seq></dc:creator>"
        if rights.author
        else "",
        _alternative("dc:title", title),
        _alternative("dc:rights", credit),
    ]
    plain = {"photoshop:Credit": rights.agency, "photoshop:Source": rights.source}
    legal = [
        _alternative("xmpRights:UsageTerms", terms),
        f"<xmpRights:WebStatement>{escape(address)}</xmpRights:WebStatement>" if address else "",
    ]
    parts = [
        ('xmlns:dc="http://purl.org/dc/elements/1.1/"', "".join(dublin)),
        (
            'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"',
            "".join(f"<{name}>{escape(text)}</{name}>" for name, text in plain.items() if text),
        ),
        ('xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"', "".join(legal)),
    ]
    return xmp.packet(xmp.described([part for part in parts if part[1]], tuple(_schemas(rights))))


def _alternative(name: str, text: str) -> str:
    if not text:
        return ""
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>'


def _schemas(rights: PictureRights) -> Iterator[xmp.Schema]:
    """Yield the properties that PDF/A does not know: how the picture was made, and what the people in it have agreed to."""
    if rights.made:
        made = xmp.Property(
            "DigitalSourceType", f"{ADDRESS}{rights.made}", "Text", "external", "How the picture was made"
        )
        yield xmp.Schema(
            "Iptc4xmpExt", "http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "IPTC Extension", (made,)
        )
    if rights.release:
        release = xmp.Property(
            "ModelReleaseStatus", _PLUS_TERMS + RELEASES[rights.release], "Text", "external",
            "What the people in the picture have agreed to",
        )  # fmt: skip
        yield xmp.Schema("plus", "http://ns.useplus.org/ldf/xmp/1.0/", "PLUS", (release,))
