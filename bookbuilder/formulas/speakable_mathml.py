"""Says in words what speech-rule-engine would misread, before it reads a formula.

Binomials are matrices to it, labels of braces and arrows are denominators, `lim` is no limit, and a plus that begins a
line is "positive".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bookbuilder.formulas.math_element import MathElement
from bookbuilder.formulas.speech_words import SPEECH_WORDS

_ACCENTS = str.maketrans({
    "\u20d7": "→", "ˆ": "^", "\u0302": "^", "˜": "~", "\u0303": "~", "‾": "¯", "´": "´",
})  # fmt: skip
"""Signs above letters that have no words, and the ones that have."""
_NAMED = {"\u20db": "dots", "\u20dc": "4 dots", "ˇ": "check"}
_ARROWS = frozenset("→←↔⇒⇐⇔↦↪↩⟶⟵⟹")


def speakable(element: MathElement, language: str) -> MathElement:
    """Return a formula with words of a language for what the engine would misread."""
    words = SPEECH_WORDS.get(language)
    return element if words is None else _spoken(element, words)


def _spoken(element: MathElement, words: Mapping[str, str]) -> MathElement:
    rows = element.tag in ("math", "mrow", "mstyle", "mtd")
    children = tuple(
        _spoken(child, words) for child in element.children if not (rows and child.tag == "mspace")
    )
    new = MathElement(element.tag, element.attributes, children, element.text)
    match element.tag:
        case "mrow" | "mstyle":
            return _row(new, words)
        case "mtr":
            cells = tuple(cell for cell in children if cell.children) or children
            return MathElement("mtr", element.attributes, cells)
        case "mtd":
            return MathElement("mtd", element.attributes, tuple(_continued(children, words)))
        case "mo" if element.text == "∈" and element.text in words:
            return _text(words[element.text])
        case "msub" if children[0].text.startswith("lim"):
            return _scripted(MathElement("munder", {}, children), words)
        case "munder" | "mover" | "munderover":
            return _scripted(new, words)
        case _:
            return new


def _text(words: str) -> MathElement:
    return MathElement("mtext", {}, (), f"\xa0{words}\xa0")


def _together(*parts: MathElement) -> MathElement:
    return MathElement("mrow", {}, parts)


def _row(element: MathElement, words: Mapping[str, str]) -> MathElement:
    children = element.children
    if len(children) == 3 and children[1].tag == "mfrac" and children[1].get("linethickness") == "0":
        above, below = children[1].children
        if (children[0].text, children[2].text) == ("(", ")"):
            first, last = (below, above) if words["choose"] == "parmi" else (above, below)
            return _together(first, _text(words["choose"]), last)
    return children[0] if len(children) == 1 else element


def _continued(cells: tuple[MathElement, ...], words: Mapping[str, str]) -> Iterator[MathElement]:
    """Yield the parts of a cell, in which a sign that goes on from the line before is a word."""
    if len(cells) > 1 and cells[0].tag == "mrow" and not cells[0].children and cells[1].text in words:
        yield _text(words[cells[1].text])
        cells = cells[2:]
    yield from cells


def _scripted(element: MathElement, words: Mapping[str, str]) -> MathElement:
    base, *scripts = element.children
    if all(script.tag == "mspace" for script in scripts):
        return base
    below = scripts[0] if element.tag != "mover" else None
    above = scripts[-1] if element.tag != "munder" else None
    if base.text in _ARROWS:
        return _arrow(base, _unless_empty(above), _unless_empty(below), words)
    if base.tag in ("mi", "mo") and below is not None and base.text.startswith("lim"):
        near = tuple(_text(words["approaches"]) if part.text == "→" else part for part in below.children)
        return MathElement(
            element.tag, element.attributes, (base, MathElement("mrow", {}, near), *scripts[1:])
        )
    for script, place in ((above, "above"), (below, "below")):
        if script is None:
            continue
        if script.text in ("⏞", "⏟"):
            return _together(base, _text(words[f"brace {place}"]))
        if (
            base.tag == "mrow"
            and base.children
            and base.children[-1].text == _text(words[f"brace {place}"]).text
        ):
            return _together(*base.children, _text(words["labelled"]), script)
        if script.text in _NAMED:
            return _together(base, _text(words[_NAMED[script.text]]))
    if below is not None and below.text in ("_", "‾", "\u0332"):
        return _together(base, _text(words["underlined"]))
    if above is not None and element.get("accent"):
        sign = MathElement("mo", {}, (), above.text.translate(_ACCENTS))
        return MathElement(element.tag, element.attributes, (base, sign))
    return element


def _unless_empty(element: MathElement | None) -> MathElement | None:
    return None if element is None or not any(part.text.strip() for part in element.walk()) else element


def _arrow(
    base: MathElement, above: MathElement | None, below: MathElement | None, words: Mapping[str, str]
) -> MathElement:
    """Return an arrow and what stands above and below it."""
    parts: list[MathElement] = [base]
    for script, place in ((above, "above"), (below, "below")):
        if script is not None:
            parts += (_text(words["with" if len(parts) == 1 else "and"]), script, _text(words[place]))
    return _together(*parts)
