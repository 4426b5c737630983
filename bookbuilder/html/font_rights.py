"""What the licence of a font lets a publisher do with it: `embedding` in fonts.toml, and fsType in its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.html.font_family import Family
from bookbuilder.html.font_metadata import (
    BITMAPS,
    EDITABLE,
    INSTALLABLE,
    PREVIEW,
    RESTRICTED,
    WHOLE,
    FontMetadata,
)
from bookbuilder.html.font_place import font_place
from bookbuilder.phrases import Phrase
from bookbuilder.world import Reader

FORBIDDEN = Rule(
    "fonts.embedding",
    "the font {name} may not be embedded",
    "A PDF and an e-book carry their fonts inside. A font whose licence forbids that cannot be used in a book.",
)


def with_rights(
    family: Family, described: Mapping[str, FontMetadata], world: Reader, report: Report
) -> Family:
    """Return a family with the reason why e-books and web editions must not have it. Of fonts.toml and the font files,
    the stricter one counts. A font that must not be embedded at all is an error, unless fonts.toml allows it. Reports
    `fonts.embedding`."""
    withheld = 'fonts.toml says embedding = "preview"' if family.right == PREVIEW else ""
    for face in family.faces:
        font = described.get(face.file)
        if font is None:
            continue
        file = font_place(family, face, world)[1]
        if font.right == RESTRICTED and not family.right:
            hint = Phrase(
                '{file} says so (fsType); if you have the permission, say embedding = "{preview}"',
                file=file,
                preview=PREVIEW,
            )
            report(FORBIDDEN, family.span, hint=hint, name=family.name)
        withheld = withheld or _withheld(font)
    return replace(family, withheld=withheld)


def _withheld(font: FontMetadata) -> str:
    """Return the reason in a font file that keeps it out of e-books and web editions; empty if there is none."""
    if font.right not in (INSTALLABLE, EDITABLE):
        only = " but for preview and print" if font.right == PREVIEW else ""
        return Phrase("its files forbid to embed it{only}", only=only)
    if font.licence_bits & WHOLE:
        return "its files forbid to cut it down to the letters that are used"
    return "its files forbid to embed anything but bitmaps" if font.licence_bits & BITMAPS else ""
