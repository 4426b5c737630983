"""Reads which faces a part uses, and which of their glyphs: values from which the linker makes one subset for all parts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.compile.compiled_part import UsedFace, merge_glyph_texts

if TYPE_CHECKING:
    from weasyprint.pdf.fonts import Font

ATTRIBUTES = (
    "ascent",
    "descent",
    "family",
    "flags",
    "font_size",
    "italic_angle",
    "stemh",
    "stemv",
    "style",
    "upem",
    "weight",
    "glyph_count",
)


def used_faces(fonts: Mapping[int, Font]) -> tuple[UsedFace, ...]:
    """Return the faces of a document's fonts; those that WeasyPrint has twice, for two sizes, become one."""
    faces: dict[str, UsedFace] = {}
    # By size: some values of a face depend on it, and those of the smallest are taken whatever was met first.
    for font in sorted(fonts.values(), key=lambda font: font.font_size):
        old = faces.get(font.hash)
        attributes = {name: getattr(font, name) for name in ATTRIBUTES}
        attributes |= {
            "name": font.name, "tables": list(font.tables), "variations": dict(font.variations),
            "missing": dict(font.missing), "bitmap": bool(font.bitmap), "png": bool(font.png), "svg": bool(font.svg),
            "colr": bool(font.colr),
        }  # fmt: skip
        glyphs, widths = dict(font.to_unicode), dict(font.widths)
        if old:
            merge_glyph_texts(glyphs, old.glyphs)
            widths = {**old.widths, **widths}
        digest = hashlib.sha256(font.file_content or b"").hexdigest()
        faces[font.hash] = UsedFace(
            font.hash, digest, font.index, old.attributes if old else attributes, glyphs, widths
        )
    return tuple(faces[name] for name in sorted(faces))
