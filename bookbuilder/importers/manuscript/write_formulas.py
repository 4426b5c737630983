"""Writes formulas of a manuscript as ours, between dollar signs; one that cannot be set stays code."""

from __future__ import annotations

import re

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.formulas.refusal import Refusal
from bookbuilder.formulas.tex_to_mathml import mathml_of
from bookbuilder.markdown.attributes import valid_id
from bookbuilder.markdown.formulas import is_formula

FORMULA = Rule(
    "import.formula",
    "a formula is kept as code, for it cannot be set: {problem}",
    "What a formula holds that the program does not know is printed nowhere wrong: its TeX stands in the chapter as code,"
    " with the class math. Write it in another way, between dollar signs, or as a picture.",
    Severity.WARNING,
)


def formula_markdown(
    latex: str,
    report: Report,
    span: Span,
    *,
    display: bool,
    anchor: str = "",
    alt: str = "",
    cell: bool = False,
    behind_word: bool = False,
) -> str | None:
    """Return a formula as Markdown; None, with a report (`import.formula`), for one that cannot be set. `cell`: it stands in
    a cell of a table, which a bar would end; `behind_word`: behind a letter or a figure."""
    tex = " ".join(latex.split())
    if cell:
        tex = tex.replace(r"\|", r"\Vert ").replace("|", r"\vert ")
    made = mathml_of(tex, display=display)
    if isinstance(made, Refusal):
        report(FORMULA, span, problem=made.problem, hint=made.hint)
        return None
    braces = _braces(anchor, alt)
    if display:
        return f"$${tex}$$" + (f" {braces}" if braces else "")
    # A word alone between dollar signs may be a price.
    return (f"${tex}$" if is_formula(tex, behind_word=behind_word) else f"${{{tex}}}$") + braces


def _braces(anchor: str, alt: str) -> str:
    parts = [f"#{anchor}"] if valid_id(anchor) else []
    words = re.sub(r'(["\\{}])', r"\\\1", " ".join(alt.split()))
    parts += [f'alt="{words}"'] if words else []
    return "{" + " ".join(parts) + "}" if parts else ""
