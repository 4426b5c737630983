"""A face of the book for words inside formulas, and which one a text asks for."""

from __future__ import annotations

from dataclasses import dataclass, field

from bookbuilder.cache_key import excluded
from bookbuilder.formulas.math_element import MathElement


@dataclass(frozen=True, slots=True)
class WordFace:
    """A font file, named by its SHA-256, and what it is for: a kind of font (`text`, `sans`, `mono`), weight and style."""

    style: tuple[str, int, str]
    digest: str
    data: bytes = field(metadata=excluded("`digest` is that of the data"))


def face_style(element: MathElement) -> tuple[str, int, str]:
    """Return the face that a text asks for."""
    style = element.style
    kind = {"sans-serif": "sans", "monospace": "mono"}.get(style.get("font-family", ""), "text")
    weight = 700 if style.get("font-weight") == "bold" else 400
    return kind, weight, style.get("font-style", "normal")
