"""Subsets the fonts of a PDF file: one subset for each face, with the glyphs that all parts of the book use."""

from __future__ import annotations

import msgspec
import pydyf
from weasyprint import DEFAULT_OPTIONS
from weasyprint.pdf import fonts as theirs
from weasyprint.text.ffi import harfbuzz

from bookbuilder.formats.pdf.compile.compiled_part import FONT_ROOM
from bookbuilder.formats.pdf.compile.job import FaceSubset, Objects
from bookbuilder.formats.pdf.engine.setup.cffi_declarations import ffi


def subset(job: FaceSubset) -> bytes:
    """Return the objects of a face, encoded: numbers and bytes, the font dictionary last."""
    # Past the constructor, which reads a font of Pango; here are only the values that were read from it.
    font = theirs.Font.__new__(theirs.Font)
    font.__dict__.update(job.face.attributes)
    font.hash, font.index, font.used_in_forms = job.face.hash, job.face.index, False
    font.file_content, font.widths, font.to_unicode = job.data, job.face.widths, job.face.glyphs
    buffer = ffi.from_buffer(job.data)
    blob = harfbuzz.hb_blob_create(ffi.cast("const char *", buffer), len(job.data), 0, ffi.NULL, ffi.NULL)
    font.hb_face = harfbuzz.hb_face_create(blob, font.index)
    numbered = _Numbered(job.base)
    options = {**DEFAULT_OPTIONS, "pdf_version": "1.7"}
    dictionary = theirs.build_fonts_dictionary(
        numbered, {job.face.hash: font}, compress=True, subset=True, options=options
    )
    objects: Objects = [(item.number, item.data) for item in numbered.objects]
    last = int(dictionary[job.face.hash].split()[0])
    assert last - job.base < FONT_ROOM
    return msgspec.msgpack.encode((last, objects))


class _Numbered:
    """Gives numbers to objects as they come, where WeasyPrint expects a PDF."""

    def __init__(self, base: int) -> None:
        self.next = base
        self.objects: list[pydyf.Object] = []

    def add_object(self, item: pydyf.Object) -> None:
        item.number = self.next
        self.next += 1
        self.objects.append(item)
