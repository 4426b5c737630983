"""Reads from the files of fonts whether they may stand in a PDF: the licence bits (OpenType, OS/2 table, fsType)."""

from __future__ import annotations

from collections.abc import Iterable

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.html.font_family import Fonts
from bookbuilder.html.font_metadata import BITMAPS, RESTRICTED, WHOLE, embedding_right, licence_bits
from bookbuilder.html.font_place import file_place
from bookbuilder.world import Reader

LICENCE = Rule(
    "press.licence",
    "{file} may not {what}, say its licence bits",
    "A font says in its file whether it may be embedded (fsType of the table OS/2). Printers' programs look at that and"
    " refuse the file, whatever a licence on paper says. Take another font, or ask its maker for a file with other bits.",
    Severity.WARNING,
)


def check(used: Iterable[str], fonts: Fonts, world: Reader, report: Report) -> None:
    """Report the fonts among `used` (names of their files, below `fonts/`) that a PDF may not carry: `press.licence`."""
    for name in sorted(used):
        what = _forbidden(licence_bits(fonts.files[name]))
        if what:
            span, file = file_place(name, fonts, world)
            report(LICENCE, span, file=file, what=what)


def _forbidden(bits: int) -> str:
    """Return what the bits forbid of what a PDF does; empty if nothing. Of several kinds the mildest holds."""
    if embedding_right(bits) == RESTRICTED:
        return "be embedded"
    if bits & BITMAPS:
        return "be embedded but as bitmaps"
    return "be cut down to the letters that are used" if bits & WHOLE else ""
