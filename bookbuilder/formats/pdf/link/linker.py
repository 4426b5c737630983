"""Links relocated parts into one PDF: pages get their numbers, fonts and pictures are stored once."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bookbuilder.formats.pdf.compile.compiled_part import FONTS, SLOT
from bookbuilder.formats.pdf.compile.file_slots import with_files
from bookbuilder.formats.pdf.link.attached_files import write_files
from bookbuilder.formats.pdf.link.catalog import write_catalog, write_structure
from bookbuilder.formats.pdf.link.link_input import FileSettings, Linked
from bookbuilder.formats.pdf.link.pages import write_page_tree, write_pages
from bookbuilder.formats.pdf.link.pdf_file import PdfFile

_PICTURE = re.compile(re.escape(SLOT) + rb"#([0-9a-f]{64})" + re.escape(SLOT))


def link(linked: Linked, first_free: int) -> bytes:
    """Return the PDF; `first_free` is the first number that no object of the parts has."""
    pdf = PdfFile(linked.settings.version, first_free)
    files = write_files(pdf, linked.settings)
    _write_parts(pdf, linked, files)
    numbers = write_pages(pdf, linked)
    _write_fonts(pdf, linked.settings)
    write_page_tree(pdf, numbers)
    write_structure(pdf, linked)
    write_catalog(pdf, linked, files)
    return pdf.close(linked.settings.identifier)


def _write_parts(pdf: PdfFile, linked: Linked, files: Mapping[str, int]) -> None:
    """Write the objects of the parts as they are, and each picture once. `files` are the numbers of attached files."""
    pictures: dict[str, int] = {}
    packets: dict[bytes, int] = {}
    for linked_part in linked.parts:
        relocated = linked_part.relocated
        for number, offset in relocated.offsets:
            pdf.entries.put(number, (1, pdf.size + offset, 0))
        for index, number in enumerate(relocated.packed):
            pdf.entries.put(number, (2, relocated.pack, index))
        pdf.append(relocated.blob)
        for digest, picture in linked_part.part.pictures.items():
            if digest not in pictures:
                data = picture.data
                if picture.mask:
                    mask = pdf.put(pdf.take(), picture.mask)
                    data = data.replace(b"<<", b"<</SMask %d 0 R" % mask, 1)
                if about := linked.settings.picture_metadata.get(picture.path):
                    data = data.replace(b"<<", b"<</Metadata %d 0 R" % _metadata(pdf, about, packets), 1)
                pictures[digest] = pdf.put(pdf.take(), data)
        for number, data in relocated.with_slots:
            data = _PICTURE.sub(lambda match: b"%d" % pictures[match[1].decode()], data)
            pdf.pack(number, with_files(data, files))


def _metadata(pdf: PdfFile, packet: bytes, written: dict[bytes, int]) -> int:
    """Write metadata of a picture, each once, and return their number."""
    if packet not in written:
        head = b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n" % len(packet)
        written[packet] = pdf.put(pdf.take(), head + packet + b"\nendstream")
    return written[packet]


def _write_fonts(pdf: PdfFile, settings: FileSettings) -> None:
    for number, data in settings.objects:
        (pdf.put if data.endswith(b"endstream") else pdf.pack)(number, data)
    fonts = b"".join(
        b"/%b %d 0 R" % (name.encode(), number) for name, number in sorted(settings.faces.items())
    )
    pdf.pack(FONTS, b"<<%b>>" % fonts)
