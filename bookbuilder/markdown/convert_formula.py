"""Converts formulas in TeX to nodes with their MathML; reports, at its column, what cannot be set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markdown_it.token import Token

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.nodes import Block, Code, CodeText, Formula, Paragraph
from bookbuilder.formulas.math_element import write
from bookbuilder.formulas.plain_words import plain_words
from bookbuilder.formulas.refusal import Refusal
from bookbuilder.formulas.tex_to_mathml import mathml_of
from bookbuilder.markdown.attributes import attributes, token_attributes, valid_id
from bookbuilder.markdown.formulas import LANGUAGE
from bookbuilder.markdown.token_positions import PositionedSource

UNSET = Rule(
    "formula.unset",
    "this formula cannot be set: {problem}",
    "A formula is TeX between dollar signs: `$x^2$` in a line, `$$ … $$` in a line of its own. What the program does not"
    " know is refused, for a formula that is nearly right is wrong. The manual lists what is set. Dollar signs that are"
    " meant as such have a backslash before them.",
)
LABEL = Rule(
    "formula.label",
    "the label {label!r} cannot be the anchor of a formula",
    "What `\\label` says inside a formula becomes its anchor if it has none in braces. An anchor has letters a–z, digits,"
    " hyphens, points, colons and underscores.",
    Severity.WARNING,
)
FORMULA_KEYS = {"alt"}


def formula(
    tex: str,
    raw: Mapping[str, Any],
    span: Span,
    locate: Callable[[int], Span],
    report: Report,
    *,
    display: bool,
) -> Formula | CodeText:
    """Return the node of a formula with the attributes in its braces (`raw`). `locate` gives the place of a letter of its
    TeX. One that cannot be set is reported and kept as code."""
    own = attributes(raw, FORMULA_KEYS, span, report)
    made = mathml_of(tex, display=display)
    if isinstance(made, Refusal):
        report(UNSET, locate(made.position), problem=made.problem, hint=made.hint)
        return CodeText(tex, span=span, classes=("formula",), translate=False)
    element, labels = made
    anchor = own.id or next(filter(valid_id, labels), "")
    if display and not anchor and labels:
        report(LABEL, span, label=labels[0], hint="write {#eq:word} behind the formula")
    return Formula(
        tex.strip(),
        write(element),
        display,
        plain_words(element),
        own.options.get("alt", ""),
        span=span,
        id=anchor,
        classes=own.classes,
    )


def inline_formula(
    token: Token, span: Span, position: int, locate: Callable[[int], Span], report: Report
) -> Formula | CodeText:
    """Return the node of a formula in a line; `position` is where its token begins in the text that `locate` knows."""
    first = position + len(token.markup)
    display = token.markup == "$$"
    return formula(
        token.content,
        token_attributes(token),
        span,
        lambda offset: locate(first + offset),
        report,
        display=display,
    )


def displayed(
    tex: str,
    raw: Mapping[str, Any],
    first: int,
    span: Span,
    source: PositionedSource,
    report: Report,
) -> tuple[Block, ...]:
    """Return the paragraph of a formula in lines of its own, whose TeX begins on line `first`."""
    lines = tex.split("\n")

    def locate(offset: int) -> Span:
        number = tex.count("\n", 0, offset)
        line, begin = first + number, offset - (tex.rfind("\n", 0, offset) + 1)
        written = source.lines[line] if line < len(source.lines) else ""
        return source.span(line, max(written.find(lines[number]), 0) + begin + 1)

    node = formula(tex, raw, span, locate, report, display=True)
    if isinstance(node, CodeText):
        return (Code(tex, LANGUAGE, span=span, translate=False),)
    return (Paragraph((node,), span=span),)
