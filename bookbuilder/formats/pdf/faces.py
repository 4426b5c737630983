"""Makes the fonts of a linked file: one subset for a face, with the glyphs of all parts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import pydyf
from weasyprint import DEFAULT_OPTIONS
from weasyprint import pdf as pdfs
from weasyprint.pdf import fonts as theirs
from weasyprint.text.ffi import ffi, harfbuzz

from bookbuilder.formats.pdf.object import COLOURS, FIRST_FONT, FONT_ROOM, PROFILE, Face, Object

Objects = list[tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Cut:
    """A face to be cut: what all parts use of it, the bytes of its file, and the number of its first object."""

    face: Face
    data: bytes
    base: int

    @property
    def key(self) -> str:
        """What the result depends on, as a hash."""
        return hashlib.sha256(f"{self.face!r} {self.base}".encode()).hexdigest()


def union(parts: Sequence[Object]) -> dict[str, Face]:
    """Return the faces of all parts with all their glyphs."""
    found: dict[str, Face] = {}
    for part in parts:
        for face in part.faces:
            old = found.get(face.hash)
            if old is None:
                found[face.hash] = Face(
                    face.hash, face.file, face.index, face.attributes, dict(face.glyphs), dict(face.widths)
                )
            else:
                for number, text in face.glyphs.items():
                    old.glyphs.setdefault(number, text)
                for number, width in face.widths.items():
                    old.widths.setdefault(number, width)
    return {
        name: Face(
            f.hash,
            f.file,
            f.index,
            f.attributes,
            dict(sorted(f.glyphs.items())),
            dict(sorted(f.widths.items())),
        )
        for name, f in sorted(found.items())
    }


def bases(faces: Mapping[str, Face]) -> dict[str, int]:
    """Return the number of the first object of each face."""
    return {name: FIRST_FONT + place * FONT_ROOM for place, name in enumerate(faces)}


def cut(job: Cut) -> bytes:
    """Return the objects of a face, encoded: numbers and bytes, the font dictionary last."""
    font = theirs.Font.__new__(theirs.Font)
    font.__dict__.update(job.face.attributes)
    font.hash, font.index, font.used_in_forms = job.face.hash, job.face.index, False
    font.file_content, font.widths, font.to_unicode = job.data, job.face.widths, job.face.glyphs
    buffer = ffi.from_buffer(job.data)
    if not hasattr(harfbuzz, "hb_blob_create"):
        ffi.cdef(
            "hb_blob_t *hb_blob_create(const char *data, unsigned int length, int mode, void *user_data, void *destroy);"
            "hb_face_t *hb_face_create(hb_blob_t *blob, unsigned int index);"
        )
    blob = harfbuzz.hb_blob_create(ffi.cast("const char *", buffer), len(job.data), 0, ffi.NULL, ffi.NULL)
    font.hb_face = harfbuzz.hb_face_create(blob, font.index)
    numbered = _Numbered(job.base)
    options = {**DEFAULT_OPTIONS, "pdf_version": "1.7"}
    dictionary = theirs.build_fonts_dictionary(
        numbered, {job.face.hash: font}, compress=True, subset=True, options=options
    )
    found: Objects = [(item.number, item.data) for item in numbered.objects]
    last = int(dictionary[job.face.hash].split()[0])
    assert last - job.base < FONT_ROOM
    return msgspec.msgpack.encode((last, found))


def cut_objects(data: bytes) -> tuple[int, Objects]:
    """Return what `cut` encoded: the number of the font dictionary, and all objects."""
    return msgspec.msgpack.decode(data, type=tuple[int, Objects])


def colours(_job: None) -> bytes:
    """Return the colour profile and the colour spaces of a file as objects, encoded."""
    profile = pydyf.Stream(
        [(pdfs.files(pdfs.__name__) / "sRGB2014.icc").read_bytes()], pydyf.Dictionary({"N": 3}), compress=True
    )
    spaces = {
        f"lab-{name}": pydyf.Array(
            (
                "/Lab",
                pydyf.Dictionary(
                    {"WhitePoint": pydyf.Array(white), "Range": pydyf.Array((-125, 125, -125, 125))}
                ),
            )
        )
        for name, white in (("d50", pdfs.D50), ("d65", pdfs.D65))
    }
    spaces["srgb"] = pydyf.Array(("/ICCBased", b"%d 0 R" % PROFILE))
    found: Objects = [(PROFILE, profile.data), (COLOURS, pydyf.Dictionary(spaces).data)]
    return msgspec.msgpack.encode(found)


def colour_objects(data: bytes) -> Objects:
    """Return what `colours` encoded."""
    return msgspec.msgpack.decode(data, type=Objects)


class _Numbered:
    """Gives numbers to objects as they come, where WeasyPrint expects a PDF."""

    def __init__(self, base: int) -> None:
        self.next = base
        self.objects: list[Any] = []

    def add_object(self, item: Any) -> None:
        item.number = self.next
        self.next += 1
        self.objects.append(item)
