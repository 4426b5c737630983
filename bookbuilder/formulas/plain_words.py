"""Writes MathML in a line of plain text, for running heads, outlines, search and alternative texts.

It is a reading of signs, not of mathematics: `x = (−b ± √(b² − 4ac))/(2a)`.
"""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.formulas.math_element import MathElement

_HIGH = str.maketrans("0123456789+−-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOW = str.maketrans("0123456789+−-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_ACCENTS = {
    "ˆ": "\u0302", "^": "\u0302", "˜": "\u0303", "~": "\u0303", "¯": "\u0304", "\u203e": "\u0305", "˙": "\u0307",
    "¨": "\u0308", "´": "\u0301", "`": "\u0300", "˘": "\u0306", "ˇ": "\u030c", "˚": "\u030a",
}  # fmt: skip
_RELATIONS = "=<>≤≥≠≈≡∼≅∝∈∉⊂⊆⊃⊇→←↔⇒⇐⇔⟹⟺↦≪≫∥⊥"
_SPACED = f"{_RELATIONS}∪∩∧∨+−±∓×÷⊕⊗"
_UNSEEN = dict.fromkeys((0x2061, 0x2062, 0x2063, 0x2064, 0xFE00, 0xFE01))
_PRIMES = "′″‴⁗"


def plain_words(formula: MathElement) -> str:
    """Return a formula in a line of text."""
    return " ".join(_row(formula.children).split())


def _row(children: Sequence[MathElement]) -> str:
    parts: list[str] = []
    for index, child in enumerate(children):
        text = _piece(child)
        if child.tag == "mo" and text in _SPACED and 0 < index < len(children) - 1:
            before = parts[-1].rstrip() if parts else ""
            text = text if text in "+−±∓" and before[-1:] in ("", *"([{|,=<>") else f" {text} "
        elif child.tag == "mo" and (text in ",;" or (text in _RELATIONS and not index)):
            text += " "
        elif len(text) > 1 and text.isalpha() and parts and parts[-1][-1:].isalnum():
            text = f" {text}"
        parts.append(text)
    return "".join(parts)


def _piece(element: MathElement) -> str:
    children = element.children
    match element.tag:
        case "mi" | "mn" | "mo" | "mtext":
            text = element.text.translate(_UNSEEN)
            return " " if element.text == "\u2061" else text
        case "mspace":
            return " " if element.get("width") not in ("", "0") else ""
        case "mfrac" if element.get("linethickness") == "0":
            return f"{_piece(children[0])}; {_piece(children[1])}"
        case "mfrac":
            return f"{_grouped(children[0])}/{_grouped(children[1])}"
        case "msqrt":
            return f"√{_in_brackets(_row(children))}"
        case "mroot":
            return f"{_raised(_piece(children[1]))}√{_grouped(children[0])}"
        case "msub":
            return _base(children[0]) + _lowered(_piece(children[1]))
        case "msup":
            return _base(children[0]) + _raised(_piece(children[1]))
        case "msubsup":
            return _base(children[0]) + _lowered(_piece(children[1])) + _raised(_piece(children[2]))
        case "mover" if element.get("accent"):
            return _accented(_piece(children[0]), _piece(children[1]))
        case "munder":
            return _base(children[0]) + _lowered(_piece(children[1])) + " "
        case "mover":
            return _base(children[0]) + _raised(_piece(children[1])) + " "
        case "munderover":
            return _base(children[0]) + _lowered(_piece(children[1])) + _raised(_piece(children[2])) + " "
        case "mtable":
            return "; ".join(_piece(row) for row in children)
        case "mtr":
            return _cells([text for cell in children if (text := _row(cell.children))])
        case "mphantom" | "mprescripts":
            return ""
        case _:
            return _row(children)


def _cells(texts: Sequence[str]) -> str:
    """Return the cells of a row; a relation goes on with the cell before it."""
    joined = "".join(
        f" {text}" if text[:1] in _RELATIONS else f", {text}" if index else text
        for index, text in enumerate(texts)
    )
    return joined.strip()


def _accented(base: str, mark: str) -> str:
    accent = _ACCENTS.get(mark, mark)
    if len(base) == 1 and ("\u0300" <= accent <= "\u036f" or accent == "\u20d7"):
        return base + accent
    return f"{base}{mark}" if len(base) == 1 else f"({base}){mark}"


def _base(element: MathElement) -> str:
    text = _piece(element)
    return (
        text
        if element.tag in ("mi", "mn", "mo", "mtext", "mover", "munder") or not text
        else _in_brackets(text)
    )


def _grouped(element: MathElement) -> str:
    return _in_brackets(_piece(element))


def _in_brackets(text: str) -> str:
    return (
        text
        if len(text) == 1 or (text.isalnum() and (text.isdigit() or len(text) == 1))
        else f"({text.strip()})"
    )


def _raised(text: str) -> str:
    if text and all(letter in _PRIMES for letter in text):
        return text
    return _script(text, "^", _HIGH)


def _lowered(text: str) -> str:
    return _script(text, "_", _LOW)


def _script(text: str, sign: str, letters: dict[int, int]) -> str:
    text = text.strip()
    if not text:
        return ""
    if all(ord(letter) in letters for letter in text):
        return text.translate(letters)
    return sign + (text if len(text) == 1 else f"({text})")
