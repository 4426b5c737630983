"""Draws formulas in the colour of the text around them, where WeasyPrint draws every SVG for itself.

The drawing of a formula is one path of straight lines and cubic curves, written by the program. It goes into the page as it
is: its numbers are those of PDF operators.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch
from bookbuilder.formats.pdf.resource import FORMULAS

if TYPE_CHECKING:
    from weasyprint.images import SVGImage
    from weasyprint.pdf.stream import Stream

_COMMAND = re.compile(r"([MLCZ])([-\d ]*)")
"""A command of the path, as `formulas.drawing.outlines` writes it, and its numbers."""
_OPERATORS = {"M": "m", "L": "l", "C": "c", "Z": "h"}


def _draw(theirs: Function) -> Function:
    def draw(image: SVGImage, stream: Stream, width: float, height: float, style: Any) -> None:
        if not image._base_url or not image._base_url.startswith(FORMULAS):
            theirs(image, stream, width, height, style)
            return
        root = image._svg.tree
        left, top, wide, high = root.get_viewbox()
        stream.set_color(style["color"])
        stream.transform(a=width / wide, d=height / high)
        stream.transform(e=-left, f=-top)
        stream.stream.append(_operators(next(iter(root)).get("d")))
        stream.stream.append(b"f")

    return draw


def _operators(path: str) -> bytes:
    """Return a path as operators of PDF.

    >>> _operators("M0 -5L10 0Z")
    b'0 -5 m 10 0 l h'
    """
    parts = (f"{numbers} {_OPERATORS[command]}".lstrip() for command, numbers in _COMMAND.findall(path))
    return " ".join(parts).encode()


PATCH = Patch(
    "A formula has the colour of the text around it; an SVG knows nothing of its surroundings.",
    Kind.HOOK,
    (Change("weasyprint.images:SVGImage.draw", "bf38036046fc040b", _draw),),
)
