r"""Fences that grow: those around small things are told to stay small, and `\middle` grows as its neighbours do.

A browser gives a fence that may grow the width of the tallest one, so `\left(x\right)` would have gaps inside.
"""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.formulas.math_element import MathElement

_FENCES = frozenset("()[]{}|‖⟨⟩⌊⌋⌈⌉\u2063") | {""}
_SMALL = frozenset(("mi", "mn", "mtext", "mspace", "msub", "mrow"))
_BIG = frozenset("∑∏∐⋃⋂⨁⨂⨀⋁⋀⨄⨆∫∬∭⨌∮∯∰√")
_MIDDLE = {"stretchy": "true", "lspace": "0", "rspace": "0"}


def with_fences(children: Sequence[MathElement]) -> tuple[MathElement, ...]:
    """Return the parts of a row with fences as high as they have to be."""
    if not any(_grows(child) for child in children):
        return tuple(children)
    small = all(_grows(child) or _is_small(child) for child in children)
    return tuple(_fence(child, small=small) if _grows(child) else child for child in children)


def _grows(element: MathElement) -> bool:
    if element.tag != "mo" or element.text not in _FENCES:
        return False
    return element.attributes.keys() <= {"lspace", "rspace"} or element.attributes == _MIDDLE


def _fence(element: MathElement, *, small: bool) -> MathElement:
    if small and element.text not in ("", "\u2063"):
        return MathElement("mo", {**element.attributes, "stretchy": "false"}, (), element.text)
    if element.attributes == _MIDDLE:
        return MathElement("mo", {**element.attributes, "symmetric": "true"}, (), element.text)
    return element


def _is_small(element: MathElement) -> bool:
    """Whether a fence need not grow for an element."""
    if element.tag == "mo":
        return not element.get("minsize") and element.text not in _BIG
    return element.tag in _SMALL and all(map(_is_small, element.children))
