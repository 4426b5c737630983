"""Reads from the files of fonts whether they may stand in a PDF: the licence bits (OpenType, OS/2 table, fsType)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO

from fontTools.ttLib import TTFont

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.html.font_file import MISTAKES

LICENCE = Rule(
    "press.licence",
    "{file} may not {what}, say its licence bits",
    "A font says in its file whether it may be embedded (fsType of the table OS/2). Printers' programs look at that and"
    " refuse the file, whatever a licence on paper says. Take another font, or ask its maker for a file with other bits.",
    Severity.WARNING,
)
_KIND, _RESTRICTED, _WHOLE, _BITMAPS = 0x000F, 0x0002, 0x0100, 0x0200


def check(used: Iterable[str], files: Mapping[str, bytes], report: Report) -> None:
    """Report the fonts among `used` (names in `files`, below `fonts/`) that a PDF may not carry: `press.licence`."""
    for name in sorted(used):
        what = _forbidden(_bits(files[name]))
        if what:
            file = f"fonts/{name}"
            report(LICENCE, Span(file), file=file, what=what)


def _forbidden(bits: int) -> str:
    """Return what the bits forbid of what a PDF does; empty if nothing. Of several kinds the mildest holds."""
    if bits & _KIND == _RESTRICTED:
        return "be embedded"
    if bits & _BITMAPS:
        return "be embedded but as bitmaps"
    return "be cut down to the letters that are used" if bits & _WHOLE else ""


def _bits(data: bytes) -> int:
    """Return the licence bits of a font; 0, which allows all, if it says nothing."""
    try:
        with TTFont(BytesIO(data), lazy=True, fontNumber=0) as font:
            return int(font["OS/2"].fsType) if "OS/2" in font else 0
    except MISTAKES:  # what is no font was reported before
        return 0
