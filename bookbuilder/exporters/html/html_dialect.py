"""What HTML can say: abbreviations, and headings below the title of the book."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from bookbuilder.document.nodes import Formula
from bookbuilder.exporters.dialect import TargetFormat
from bookbuilder.formulas.math_element import NAMESPACE
from bookbuilder.pandoc import pandoc_ast as ast
from bookbuilder.pandoc.pandoc_ast import Inlines

RAW = "html"


@dataclass(frozen=True, slots=True)
class HtmlDialect(TargetFormat):
    """The ways of HTML: the title of the book is the heading of level 1."""

    shift: int = 1
    contents: bool = True

    def abbreviation(self, expansion: str, content: Inlines) -> Inlines:
        """Return an abbreviation with the words that it stands for."""
        start = ast.raw_inline(RAW, f'<abbr title="{escape(expansion)}">')
        return [start, *content, ast.raw_inline(RAW, "</abbr>")]

    def formula(self, node: Formula) -> Inlines:
        """Return a formula in MathML."""
        named = f'<math xmlns="{NAMESPACE}" alttext="{escape(node.spoken or node.words)}"'
        return [ast.raw_inline(RAW, named + node.mathml.removeprefix("<math"))]
