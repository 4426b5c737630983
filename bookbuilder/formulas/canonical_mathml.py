"""Checks what the converter gives against the MathML that all media know, and takes out what only one browser needs.

An element, an attribute or a declaration that is not in these lists makes the formula a refused one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bookbuilder.formulas.fences import with_fences
from bookbuilder.formulas.formula_limits import EMS
from bookbuilder.formulas.math_classes import class_of
from bookbuilder.formulas.math_element import MathElement
from bookbuilder.formulas.refusal import Refusal
from bookbuilder.formulas.tex_signs import TILDE
from bookbuilder.phrases import Phrase

_ELEMENTS: Mapping[str, frozenset[str]] = {
    name: frozenset(attributes.split())
    for name, attributes in {
        "math": "display",
        "mrow": "displaystyle scriptlevel style",
        "mi": "mathvariant",
        "mn": "",
        "mo": "stretchy symmetric largeop movablelimits form lspace rspace minsize maxsize",
        "mtext": "style",
        "mspace": "width style",
        "mfrac": "displaystyle scriptlevel linethickness style",
        "msqrt": "", "mroot": "", "msub": "", "msup": "", "msubsup": "",
        "munder": "accentunder", "mover": "accent", "munderover": "",
        "mmultiscripts": "", "mprescripts": "",
        "mpadded": "voffset width height style", "mphantom": "", "menclose": "notation",
        "mtable": "displaystyle scriptlevel style", "mtr": "", "mtd": "style",
    }.items()
}  # fmt: skip
_EMS = re.compile(r"(-?[0-9.]+)(r?em)")
_IN_TEXT = {
    "b": "font-weight: bold", "i": "font-style: italic", "em": "font-style: italic", "code": "font-family: monospace",
}  # fmt: skip
_CLASSES = {"math-core-sans-serif-font": "font-family: sans-serif", "math-core-serif-font": ""}
_BARS = {"\u0332": "\u203e", "\u0305": "\u203e", "\u00af": "\u203e"}
_LOWER_BARS = {"\u0332": "_"}


def canonical(element: MathElement) -> MathElement | Refusal:
    """Return a formula as the program writes it, or what it holds that cannot be set."""
    try:
        return _clean(element)
    except _UnknownError as unknown:
        return Refusal(
            0, Phrase("{unknown} cannot be set", unknown=unknown), "write it in another way, or as a picture"
        )


class _UnknownError(Exception):
    """Something that is in no list."""


def _clean(element: MathElement) -> MathElement:
    if element.tag == "mtext":
        return _text(element)
    known = _ELEMENTS.get(element.tag)
    if known is None:
        raise _UnknownError(f"<{element.tag}>")
    children = tuple(_clean(child) for child in element.children if not _is_helper(child))
    attributes = _attributes(element, known)
    if element.tag == "mrow" and not attributes:
        children = tuple(child for child in children if child.tag != "mspace" or child.attributes) or children
        if len(children) == 1:
            return children[0]
    if element.tag == "mrow":
        children = with_fences(children)
    if element.tag == "mtable":
        attributes, children = _with_last_rule(attributes, children)
    if element.tag == "mover" and children[1].text == TILDE:
        attributes["accent"] = "true"
        children = (children[0], MathElement("mo", {"stretchy": "true"}, (), "˜"))
    bars = _BARS if element.get("accent") else _LOWER_BARS if element.get("accentunder") else {}
    if children[1:] and children[1].text in bars:
        bar = children[1]
        children = (children[0], MathElement("mo", bar.attributes, (), bars[bar.text]))
    return _in_style(MathElement(element.tag, attributes, children, element.text))


def _with_last_rule(
    attributes: dict[str, str], rows: tuple[MathElement, ...]
) -> tuple[dict[str, str], tuple[MathElement, ...]]:
    """Return a table without a last row that has nothing in it; the rule above that is one of the table."""
    cells = rows[-1].children if len(rows) > 1 else ()
    if len(cells) != 1 or cells[0].children:
        return attributes, rows
    for kind in ("rule", "dashes"):
        if f"math-{kind}-top" in cells[0].get("class").split():
            joined = f"{attributes.get('class', '')} math-{kind}-bottom".strip()
            return {**attributes, "class": joined}, rows[:-1]
    return attributes, rows[:-1]  # a line break behind the last line breaks nothing


def _attributes(element: MathElement, known: frozenset[str]) -> dict[str, str]:
    """Return the attributes of an element, with classes for its style."""
    result: dict[str, str] = {}
    for name, value in element.attributes.items():
        if name not in known:
            raise _UnknownError(f"{name}={value!r}")
        if any(abs(float(number)) > EMS for number, _ in _EMS.findall(value)):
            raise _UnknownError(Phrase("a width of more than {ems:.0f} em", ems=EMS))
        if name == "style":
            # The width of a space is an attribute as well.
            declared = "" if element.tag == "mspace" and value.startswith("width:") else value
            if classes := _classes(declared):
                result["class"] = classes
        else:
            # The size of the text of a page is no measure in a book.
            result[name] = _EMS.sub(r"\1em", value)
    return result


def _classes(style: str) -> str:
    names = []
    for part in style.split(";"):
        name, _, value = part.partition(":")
        if name.strip():
            found = class_of(name.strip(), value.strip())
            if found is None:
                raise _UnknownError(part.strip())
            names.append(found)
    return " ".join(filter(None, names))


def _in_style(element: MathElement) -> MathElement:
    """Return an element with what it says of its style in an `mstyle` around it, as MathML 3 and e-books want it."""
    moved = ("scriptlevel",) if element.tag == "mtable" else ("displaystyle", "scriptlevel")
    style = {name: element.attributes[name] for name in moved if name in element.attributes}
    if not style:
        return element
    others = {name: value for name, value in element.attributes.items() if name not in style}
    if element.tag == "mrow" and not others:
        return MathElement("mstyle", style, element.children)
    return MathElement("mstyle", style, (MathElement(element.tag, others, element.children, element.text),))


def _is_helper(element: MathElement) -> bool:
    """Whether an element is there for a style sheet alone: the stroke of `\\cancel`."""
    return element.get("class").startswith("menclose-")


def _text(element: MathElement) -> MathElement:
    """Return a text with its style in an attribute, not in elements of HTML, which other readers of MathML do not know."""
    style = [element.get("style").rstrip(";")]
    inner = element
    while inner.children:
        (inner,) = inner.children
        found = _IN_TEXT.get(inner.tag, _CLASSES.get(inner.get("class"), inner.get("style") or None))
        if found is None:
            raise _UnknownError("an underlined or struck text")
        style.append(found)
    classes = _classes(";".join(filter(None, style)))
    return MathElement("mtext", {"class": classes} if classes else {}, (), element.text)
