"""Turns formulas in MathML (as web pages and LibreOffice have them) into LaTeX."""

from __future__ import annotations

from lxml import etree

from bookbuilder.importers.manuscript.latex_signs import LATEX_OPERATORS, latex_join, latex_sign
from bookbuilder.importers.safe_xml import elements, local

_OVER = {
    "^": "hat",
    "¯": "overline",
    "‾": "overline",
    "→": "vec",
    "\u20d7": "vec",
    "~": "tilde",
    "˜": "tilde",
    "\u0303": "tilde",
    "ˆ": "hat",
    "\u0302": "hat",
    "˙": "dot",
    "\u0307": "dot",
    "¨": "ddot",
    "\u0308": "ddot",
    "\u20db": "dddot",
    "ˇ": "check",
    "\u030c": "check",
    "˘": "breve",
    "\u0306": "breve",
    "´": "acute",
    "\u0301": "acute",
    "`": "grave",
    "\u0300": "grave",
    "˚": "mathring",
    "\u030a": "mathring",
    "\u0304": "bar",
    "\u0305": "overline",
    "←": "overleftarrow",
    "⏞": "overbrace",
    "_": "underline",
    "\u0332": "overline",
}
"""The accents of LaTeX by the signs that MathML has above a base; a line of U+0332 is the one that `overline` makes."""


def mathml_latex(element: etree._Element) -> str:
    """Return a formula as LaTeX: that of its author if it is there, else made of its parts, so that no sign is lost."""
    for one in element.iter():
        if (
            local(one) == "annotation"
            and "tex" in one.get("encoding", "").lower()
            and (one.text or "").strip()
        ):
            return " ".join((one.text or "").split())
    return _node(element).strip()


def _row(element: etree._Element) -> str:
    return latex_join(_node(one) for one in elements(element))


def _group(text: str) -> str:
    return f"{{{text}}}"


def _node(element: etree._Element) -> str:
    parts = [_node(one) for one in elements(element)] if local(element) in _FIXED else []
    parts += [""] * (3 - len(parts))
    match local(element):
        case "mi" | "mo" | "mn":
            text = "".join((element.text or "").split())
            return (
                rf"\mathrm{_group(text)}"
                if local(element) == "mi" and len(text) > 1 and text.isalpha()
                else _signs(text)
            )
        case "mtext" | "ms":
            return rf"\text{_group(' '.join((element.text or '').split()))}"
        case "mfrac":
            return rf"\frac{_group(parts[0])}{_group(parts[1])}"
        case "msup":
            return f"{_base(parts[0])}^{_group(parts[1])}"
        case "msub":
            return f"{_base(parts[0])}_{_group(parts[1])}"
        case "msubsup" | "munderover":
            return f"{_base(parts[0])}_{_group(parts[1])}^{_group(parts[2])}"
        case "munder":
            return f"{_base(parts[0])}_{_group(parts[1])}"
        case "mover":
            sign = "".join(element[1].itertext()).strip() if len(element) > 1 else ""
            return (
                rf"\{_OVER[sign]}{_group(parts[0])}"
                if sign in _OVER
                else f"{_base(parts[0])}^{_group(parts[1])}"
            )
        case "msqrt":
            return rf"\sqrt{_group(_row(element))}"
        case "mroot":
            return rf"\sqrt[{parts[1]}]{_group(parts[0])}"
        case "mfenced":
            inner = ",".join(_node(one) for one in elements(element))
            return rf"\left{element.get('open', '(')} {inner} \right{element.get('close', ')')}"
        case "mtable":
            rows = (" & ".join(_row(cell) for cell in elements(row)) for row in elements(element))
            return r"\begin{matrix}" + r" \\ ".join(rows) + r"\end{matrix}"
        case "mspace":
            return " "
        case "annotation" | "annotation-xml":
            return ""
        case _:
            return _row(element) if len(element) else _signs("".join((element.text or "").split()))


_FIXED = ("mfrac", "msup", "msub", "msubsup", "munder", "mover", "munderover", "mroot")


def _signs(text: str) -> str:
    return latex_join(
        LATEX_OPERATORS.get(sign, latex_sign(sign)) for sign in text if sign not in "\u2061\u2062\u2063"
    )


def _base(text: str) -> str:
    return text if len(text) == 1 or (text.startswith("\\") and text[1:].isalpha()) else _group(text)
