"""Renders formulas: MathML for e-books and the web, a drawing on the baseline for print."""

from __future__ import annotations

from markupsafe import Markup

from bookbuilder.document.formula_number import formula_number
from bookbuilder.document.nodes import Formula
from bookbuilder.formulas.math_element import NAMESPACE
from bookbuilder.html.chapter_renderer import Renderer, element

_WIDE = 16.0
"""The width in em from which a formula with a number takes the room before it, which otherwise keeps it in the middle."""


def formula(node: Formula, r: Renderer) -> Markup:
    """Return the markup of a formula; a displayed one stands in a line of its own, with its number if it has one."""
    shown, wide = _drawing(node, r) if r.medium.formula else (_mathml(node, r), False)
    if not node.display:
        wrapped = node.id or (node.classes and not r.medium.formula)
        return element("span", r.attributes(node, "formula"), shown) if wrapped else shown
    kind = ("wide",) if wide else ()
    scrolls = "" if r.medium.formula else "0"
    # A box that scrolls shows only what lies beyond the end of its lines: for a formula that is at the right.
    forward = "ltr" if r.forward and scrolls and not (node.number or node.lang) else ""
    attributes = r.attributes(node, "equation", *kind, tabindex=scrolls, dir=forward)
    if node.number:
        number = formula_number(node.section, node.number, r.medium.locale)
        shown = Markup(
            '<span class="equation-formula">{}</span><span class="equation-number">{}</span>'
        ).format(shown, number)
        if r.medium.formula:
            shown = element("span", Markup(' class="equation-line"'), shown)
    return element("span", attributes, shown)


def _mathml(node: Formula, r: Renderer) -> Markup:
    """Return the MathML, with words for programs that cannot speak it."""
    opening = Markup('<math xmlns="{}" alttext="{}"').format(NAMESPACE, node.spoken or node.words)
    return opening + r.forward + Markup(node.mathml.removeprefix("<math"))  # the program wrote it


def _drawing(node: Formula, r: Renderer) -> tuple[Markup, bool]:
    """Return the drawing of a formula as a picture that stands on the baseline, and whether it is wide."""
    assert r.medium.formula is not None
    drawing = r.medium.formula(node)
    drop = f"; vertical-align: {-drawing.depth:.3f}em" if drawing.depth else ""
    names = " ".join(("formula", *(() if node.display else node.classes)))
    markup = Markup(
        '<img class="{}" data-formula="" src="{}" alt="{}" style="width: {:.3f}em{}" data-source="{}"/>'
    ).format(names, drawing.address, node.spoken or node.words, drawing.width, drop, node.span)
    return markup, drawing.width > _WIDE
