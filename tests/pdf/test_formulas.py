"""Formulas in print: on the baseline of their line, in the colour of the text, spoken, and never wider than the measure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf

from bookbuilder import build
from bookbuilder.diagnostics import Diagnostic
from bookbuilder.result import Result
from tests.cases.book import PRINT, write
from tests.validators import verapdf

CHAPTER = "chapters/de/01-a.md"


def made(root: Path, text: str, **others: str) -> Result:
    """Build a book with one chapter as a PDF."""
    return build(write(root, {CHAPTER: f"# Kapitel\n\n{text}\n", **others}, editions=PRINT))


def told(result: Result) -> list[Diagnostic]:
    """Return what is said of the chapter, but for texts that nobody has written."""
    return [one for one in result.diagnostics if one.span.path == CHAPTER and one.code != "formula.unspoken"]


def elements(pdf: pikepdf.Pdf, kind: str) -> Iterator[pikepdf.Object]:
    """Yield the structure elements of a kind."""
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name(f"/{kind}"):
            yield one


def test_a_formula_is_a_formula_for_screen_readers(tmp_path: Path) -> None:
    result = made(tmp_path, '$x^2${alt="x Quadrat"} und $y$ und\n$$\\frac ab$$ {#eq:c}')
    assert told(result) == []
    (path,) = result.files
    with pikepdf.open(path) as pdf:
        assert [str(one["/Alt"]) for one in elements(pdf, "Formula")] == ["x Quadrat", "y", "a/b"]
    assert verapdf(path, "ua1") == {"ua1": {}}


def test_letters_that_no_font_has_are_told(tmp_path: Path) -> None:
    """Those of words in a formula are looked for with the others of the text, each at its place."""
    for text, said in ((r"Es gilt $x = な$.", ("formula.glyph", 9)), (r"$\text{a⸎}$", ("glyph.missing", 9))):
        result = made(tmp_path, text)
        assert [(one.code, one.span.column) for one in told(result)] == [said]


def test_a_formula_that_is_wider_than_its_line_is_set_smaller(tmp_path: Path) -> None:
    wide, wider = ("$$" + "+".join("a" * count) + "$$ {#eq:x}" for count in (22, 70))
    found = told(made(tmp_path, f"{wide}\n\n- {wider.replace('x', 'y')}"))
    assert [(one.code, one.span.line) for one in found] == [("formula.smaller", 3), ("formula.tiny", 5)]
