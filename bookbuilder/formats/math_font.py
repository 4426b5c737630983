"""The font of formulas for e-books and the web, subset to what the formulas of a book hold."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.formats.book import Book
from bookbuilder.formats.screen_math_font import MEND, FontToMend
from bookbuilder.formulas.draw_step import FONT
from bookbuilder.formulas.math_element import read
from bookbuilder.formulas.math_letters import italic
from bookbuilder.html.subset_job import SUBSET, Subset

FAMILY = "STIX Two Math"
LICENCE = "math/OFL.txt"


@dataclass(frozen=True, slots=True)
class MathFontFile:
    """The font of formulas as a file of an edition: its data, and its licence."""

    data: bytes
    licence: bytes


def math_font(book: Book, flavor: str) -> MathFontFile | None:
    """Return the font with the signs of a book's formulas; None if there are no formulas. `flavor` is as in a `Subset`."""
    formulas = {formula.mathml for galley in book.document.galleys for formula in galley.summary.formulas}
    if not formulas:
        return None
    text = "".join(sorted({letter for mathml in formulas for letter in _letters(mathml)}))
    (whole,) = book.runner.run(MEND, [FontToMend(book.world.read_asset(FONT))])
    (data,) = book.runner.run(SUBSET, [Subset(FONT, whole, text, flavor)])
    return MathFontFile(data, book.world.read_asset(LICENCE))


def _letters(mathml: str) -> set[str]:
    """Return the signs of a formula as they are shown: a variable is italic, and a root has its sign."""
    elements = [element for element in read(mathml).walk() if element.tag != "mtext"]
    shown = {letter for element in elements for letter in element.text}
    if any(element.tag in ("msqrt", "mroot") for element in elements):
        shown.add("√")
    return shown | {
        italic(element.text) for element in elements if element.tag == "mi" and len(element.text) == 1
    }
