"""Packages finished files as an EPUB by EbookLib, reproducibly.

EbookLib only writes the package document and the archive. The contents, navigation and covers that it would generate are
not valid EPUB (it parses XHTML as HTML 4, and invents page lists and English labels), so it gets finished bytes.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from dataclasses import dataclass
from io import BytesIO

from ebooklib import epub
from lxml import etree

from bookbuilder.formats.epub.package_metadata import XML_LANG, Statement

IDENTIFIER = "pub-id"
NCX = "application/x-dtbncx+xml"


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """A file of the package: its id, its name inside the package, media type (RFC 2046) and contents.

    `properties` are those of the manifest: `nav`, `cover-image`, `svg` … (EPUB 3.3, D.5).
    """

    id: str
    name: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """The contents of an EPUB. `spine` are the ids of the documents in reading order, `language` a BCP 47 tag, `direction`
    `ltr` or `rtl`, `progression` the direction in which pages follow one another, `modified` in UTC."""

    identifier: str
    language: str
    direction: str
    progression: str
    modified: dt.datetime
    metadata: tuple[Statement, ...]
    prefixes: tuple[str, ...]
    items: tuple[ManifestItem, ...]
    spine: tuple[str, ...]


def write(package: Package) -> bytes:
    """Return the EPUB file."""
    book = epub.EpubBook()
    # EbookLib puts itself there as the generator, and a random identifier.
    book.metadata.clear()
    book.IDENTIFIER_ID = IDENTIFIER
    book.set_identifier(package.identifier)
    book.language, book.direction = package.language, package.direction
    book.prefixes = list(package.prefixes)
    for statement in package.metadata:
        attributes = dict(statement.attributes)
        if statement.name.startswith("dc:"):
            book.add_metadata("DC", statement.name.removeprefix("dc:"), statement.value, attributes)
        else:
            book.add_metadata(None, "meta", statement.value, attributes)
    for item in package.items:
        finished = _Finished(item.id, item.name, item.media_type, item.data)
        finished.properties = list(item.properties)
        book.add_item(finished)
    book.spine = list(package.spine)
    out = BytesIO()
    options = {"mtime": package.modified, "epub3_pages": False, "package_direction": True}
    writer = _Writer(out, book, options)
    writer.progression = package.progression
    writer.process()
    writer.write()
    return out.getvalue()


class _Finished(epub.EpubItem):
    """A file that is packaged unchanged."""

    def get_content(self, default: object = None) -> bytes:  # noqa: ARG002
        """Return the given bytes."""
        data: bytes = self.content
        return data


class _Archive(zipfile.ZipFile):
    """A reproducible zip archive: fixed date, mode and compression."""

    def writestr(self, name: str, data: str | bytes, *_: object, **__: object) -> None:  # type: ignore[override]
        """Add a file. The media type is first and uncompressed (OCF 3.3, 4.2)."""
        first = name == "mimetype"
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        # zipfile writes 0 on Windows: other bytes for the same book.
        info.create_system = 3
        info.external_attr = 0o644 << 16
        info.compress_type = zipfile.ZIP_STORED if first else zipfile.ZIP_DEFLATED
        super().writestr(info, data, compresslevel=None if first else 9)


class _Writer(epub.EpubWriter):
    """EbookLib's writer of the package document, corrected where it deviates from EPUB 3.3. It knows one direction for the
    text of the package document and for the order of pages; that of vertical lines differs."""

    progression = ""

    def _write_opf_spine(self, root: etree._Element, ncx_id: str | None) -> None:
        """Write the spine, with the `toc` attribute only if there is an NCX."""
        super()._write_opf_spine(root, ncx_id)
        spine = root.find("spine")
        if spine is not None:
            spine.set("page-progression-direction", self.progression)
        if spine is not None and not any(item.media_type == NCX for item in self.book.items):
            spine.attrib.pop("toc", None)

    def _write_opf_file(self, root: etree._Element) -> None:
        """Write the package document, with its language and only the prefixes in use."""
        root.set(XML_LANG, self.book.language)
        root.attrib.pop("prefix", None)
        if self.book.prefixes:
            root.set("prefix", " ".join(self.book.prefixes))
        etree.cleanup_namespaces(root, keep_ns_prefixes=["dc"])
        super()._write_opf_file(root)

    def write(self) -> None:
        """Write the archive into the buffer passed as a file name."""
        with _Archive(self.file_name, "w") as self.out:
            self.out.writestr("mimetype", "application/epub+zip")
            self._write_container()
            self._write_opf()
            self._write_items()
