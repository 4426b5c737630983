"""Has the formulas of a book drawn for print, with the fonts of the book for the words in them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.nodes import Formula
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.resource import FORMULAS, Resource
from bookbuilder.formulas.draw_step import DRAW, FONT, FormulaDrawing, FormulaToDraw
from bookbuilder.formulas.math_element import read
from bookbuilder.formulas.word_face import WordFace, face_style
from bookbuilder.html.font_family import Family
from bookbuilder.html.medium import PlacedDrawing
from bookbuilder.html.nearest_faces import nearest_faces
from bookbuilder.html.resource_loads import SCHEME

GLYPH = Rule(
    "formula.glyph",
    "no font of the book has the letters {letters} of this formula",
    "Letters of formulas are printed in STIX Two Math, words in them and letters of other scripts in the fonts of the book.",
)


@dataclass(frozen=True, slots=True, eq=False)
class DrawnFormulas:
    """The drawings of a book's formulas, by their MathML."""

    drawings: Mapping[str, FormulaDrawing]

    def paths(self, nodes: Iterable[Formula]) -> frozenset[str]:
        """Return the names of the drawings of formulas among the resources of a part."""
        return frozenset(
            drawing_path(self.drawings[node.mathml]) for node in nodes if node.mathml in self.drawings
        )

    def placed(self, node: Formula) -> PlacedDrawing:
        """Return where the drawing of a formula is, and its measures."""
        drawing = self.drawings[node.mathml]
        return PlacedDrawing(SCHEME + drawing_path(drawing), drawing.width, drawing.depth)

    @property
    def resources(self) -> dict[str, Resource]:
        """The drawings as files that a part may name."""
        return {
            drawing_path(drawing): Resource.of(drawing.svg, "image/svg+xml")
            for drawing in self.drawings.values()
        }


NO_FORMULAS = DrawnFormulas({})


def drawing_path(drawing: FormulaDrawing) -> str:
    """Return the name of a drawing among the resources of a part."""
    return f"{FORMULAS.removeprefix(SCHEME)}{hashlib.sha256(drawing.svg).hexdigest()[:32]}.svg"


def drawn_formulas(book: Book, report: Report) -> DrawnFormulas:
    """Return the drawings of a book's formulas; reports letters that no font has (`formula.glyph`)."""
    found = [formula for galley in book.document.galleys for formula in galley.summary.formulas]
    if not found:
        return NO_FORMULAS
    first = {formula.mathml: formula for formula in reversed(found)}
    book.world.read_asset(FONT)  # which notes it as an input; workers read it again, and note nothing
    reader = replace(book.world, input_log=None)
    tasks = [
        FormulaToDraw(reader, mathml, tuple(_faces(book, mathml)), formula.span.path)
        for mathml, formula in sorted(first.items())
    ]
    drawings = book.runner.run(DRAW, tasks)
    made = {task.mathml: drawing for task, drawing in zip(tasks, drawings, strict=True)}
    for formula in found:
        if missing := made[formula.mathml].missing:
            hint = "put a font that has them into fonts/ of the book, or write them in another way"
            report(GLYPH, formula.span, letters=" ".join(missing), hint=hint)
    return DrawnFormulas(made)


_OTHERS = re.compile(
    "[^\\x00-\\u024f\\u0300-\\u052f\\u2000-\\u2bff\\u3008-\\u301b\\ufe00-\\ufe0f\U0001d400-\U0001d7ff]"
)
"""Letters that a font of formulas has not."""


def _faces(book: Book, mathml: str) -> Iterator[WordFace]:
    """Yield the faces that the words of a formula need, those of the theme first."""
    if "<mtext" not in mathml and not _OTHERS.search(mathml):
        return
    wanted: dict[tuple[str, int, str], set[str]] = {}
    for element in read(mathml).walk():
        letters = set(element.text) if element.tag == "mtext" else set(_OTHERS.findall(element.text))
        if letters:
            wanted.setdefault(face_style(element), set()).update(letters - {" ", "\xa0"})
    for style, letters in sorted(wanted.items()):
        yield from _covering(book, style, letters)


def _covering(book: Book, style: tuple[str, int, str], letters: set[str]) -> Iterator[WordFace]:
    """Yield faces in a style until each letter has one, or no family is left."""
    missing = set(letters)
    kind, weight, slant = style
    for family in _families(book, kind):
        for face in nearest_faces(family, (weight,), (slant,))[:1]:
            there = missing & set(book.fonts.characters[face.file]) - face.without
            if there and face.file in book.fonts.files:
                data = book.fonts.files[face.file]
                yield WordFace(style, hashlib.sha256(data).hexdigest(), data)
                missing -= there
        if not missing:
            return


def _families(book: Book, kind: str) -> list[Family]:
    """Return the families in the order in which the theme names them, then the others of the book."""
    stack = book.theme.stacks.get(kind) or book.theme.stacks.get("text", "")
    names = [name.strip().strip("\"'") for name in stack.split(",")]
    named = [family for family in book.fonts.families if family.name in names]
    first = sorted(named, key=lambda family: names.index(family.name))
    return [*first, *(family for family in book.fonts.families if family not in first)]
