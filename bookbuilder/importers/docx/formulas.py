"""Turns formulas of Word (OMML, ECMA-376, part 1, section 22.1) into LaTeX."""

from __future__ import annotations

from lxml import etree

from bookbuilder.importers.docx.package import attribute, child
from bookbuilder.importers.manuscript.latex_signs import (
    LATEX_LITERALS,
    LATEX_OPERATORS,
    latex_join,
    latex_sign,
)
from bookbuilder.importers.safe_xml import elements, local

_ACCENTS = {
    "\u0300": "grave", "\u0301": "acute", "\u0302": "hat", "^": "hat", "\u0303": "tilde", "~": "tilde", "\u0304": "bar",
    "\u0305": "overline", "¯": "bar", "\u0306": "breve", "\u0307": "dot", "\u0308": "ddot", "\u030c": "check",
    "\u20d7": "vec", "→": "vec", "\u20db": "dddot",
}  # fmt: skip
_FUNCTIONS = (
    "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "arcsin", "arccos", "arctan", "log", "ln",
    "lg", "exp", "lim", "max", "min", "sup", "inf", "det", "dim", "ker", "deg", "gcd", "arg", "Pr",
)  # fmt: skip


def latex(element: etree._Element) -> str:
    """Return a formula as LaTeX; an element without a counterpart gives its parts, so that no sign is lost."""
    return latex_join(map(_node, elements(element))).strip()


def _inner(element: etree._Element, name: str) -> str:
    part = child(element, name)
    return "" if part is None else latex(part)


def _group(text: str) -> str:
    return f"{{{text}}}"


def _property(element: etree._Element, name: str, key: str) -> str | None:
    given = child(element, name, key)
    return None if given is None else attribute(given, "val")


def _node(element: etree._Element) -> str:
    match local(element):
        case "r":
            return _run(element)
        case "f":
            return _fraction(element)
        case "sSup":
            return f"{_base(element)}^{_group(_inner(element, 'sup'))}"
        case "sSub":
            return f"{_base(element)}_{_group(_inner(element, 'sub'))}"
        case "sSubSup":
            return f"{_base(element)}_{_group(_inner(element, 'sub'))}^{_group(_inner(element, 'sup'))}"
        case "sPre":
            scripts = f"{{}}_{_group(_inner(element, 'sub'))}^{_group(_inner(element, 'sup'))}"
            return f"{scripts}{_base(element)}"
        case "rad":
            degree = _inner(element, "deg")
            return rf"\sqrt{f'[{degree}]' if degree else ''}{_group(_inner(element, 'e'))}"
        case "nary":
            return _n_ary(element)
        case "d":
            return _delimiters(element)
        case "func":
            name = _inner(element, "fName")
            return latex_join(
                [name if name.startswith("\\") else _function(name), _group(_inner(element, "e"))]
            )
        case "acc":
            # An accent without `chr` is U+0302 (ECMA-376, 22.1).
            sign = _property(element, "accPr", "chr")
            return rf"\{_ACCENTS.get(sign if sign is not None else chr(0x302), 'hat')}{_group(_inner(element, 'e'))}"
        case "bar":
            below = _property(element, "barPr", "pos") != "top"
            return rf"\{'underline' if below else 'overline'}{_group(_inner(element, 'e'))}"
        case "limLow":
            return f"{_base(element)}_{_group(_inner(element, 'lim'))}"
        case "limUpp":
            return f"{_base(element)}^{_group(_inner(element, 'lim'))}"
        case "groupChr":
            top = _property(element, "groupChrPr", "pos") == "top"
            return rf"\{'overbrace' if top else 'underbrace'}{_group(_inner(element, 'e'))}"
        case "borderBox":
            return rf"\boxed{_group(_inner(element, 'e'))}"
        case "m":
            return _matrix(element)
        case "eqArr":
            rows = [latex(one) for one in elements(element) if local(one) == "e"]
            return r"\begin{aligned}" + r" \\ ".join(rows) + r"\end{aligned}"
        case name if name.endswith("Pr"):
            return ""
        case _:
            return latex(element)


def _base(element: etree._Element) -> str:
    text = _inner(element, "e")
    return text if len(text) == 1 or (text.startswith("\\") and text[1:].isalpha()) else _group(text)


def _run(element: etree._Element) -> str:
    text = "".join(one.text or "" for one in elements(element) if local(one) == "t")
    if child(element, "rPr", "nor") is not None:
        return rf"\text{_group(_literal(text))}" if text.strip() else text
    if text.strip() in _FUNCTIONS:
        return _function(text.strip())
    style = _property(element, "rPr", "sty")
    signs = latex_join(latex_sign(sign) for sign in text)
    return rf"\mathbf{_group(signs)}" if style == "b" and signs.strip() else signs


def _literal(text: str) -> str:
    return "".join(LATEX_LITERALS.get(sign, sign) if sign not in "^~−" else sign for sign in text)


def _function(name: str) -> str:
    return f"\\{name}" if name in _FUNCTIONS else rf"\operatorname{_group(name)}" if name.isalpha() else name


def _fraction(element: etree._Element) -> str:
    top, bottom = _inner(element, "num"), _inner(element, "den")
    match _property(element, "fPr", "type"):
        case "lin":
            return f"{top}/{bottom}"
        case "noBar":
            return rf"\genfrac{{}}{{}}{{0pt}}{{}}{_group(top)}{_group(bottom)}"
        case _:
            return rf"\frac{_group(top)}{_group(bottom)}"


def _n_ary(element: etree._Element) -> str:
    sign = _property(element, "naryPr", "chr")
    out = LATEX_OPERATORS.get(sign or "", sign or r"\int")
    sub, sup = _inner(element, "sub"), _inner(element, "sup")
    out += f"_{_group(sub)}" if sub else ""
    out += f"^{_group(sup)}" if sup else ""
    return latex_join([out, _group(_inner(element, "e"))])


def _delimiters(element: etree._Element) -> str:
    begin, end = _property(element, "dPr", "begChr"), _property(element, "dPr", "endChr")
    separator = _property(element, "dPr", "sepChr")
    # Not given means a bar, and an empty one means none.
    separator = "|" if separator is None else separator
    parts = [latex(one) for one in elements(element) if local(one) == "e"]
    return (
        rf"\left{_fence('(' if begin is None else begin)} "
        + rf" \middle{_fence(separator)} ".join(parts)
        + rf" \right{_fence(')' if end is None else end)}"
    )


def _fence(sign: str) -> str:
    return latex_sign(sign) if sign else "."


def _matrix(element: etree._Element) -> str:
    rows = [
        " & ".join(latex(cell) for cell in elements(row) if local(cell) == "e")
        for row in elements(element)
        if local(row) == "mr"
    ]
    return r"\begin{matrix}" + r" \\ ".join(rows) + r"\end{matrix}"
