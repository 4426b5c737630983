"""What a brand says: its colours by role, its logos, its fonts, and the tone of its covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Span

LIGHT, DARK = "light", "dark"
GROUNDS = (LIGHT, DARK)
SIZES = ("small", "medium", "large")
ROLES = ("ink", "paper", "muted", "accent", "second", "line", "tint")
"""What a colour is for: the settings of `[color]` and `[web]` of a theme."""
TONES = (LIGHT, DARK, "colour")
FONTS = ("text", "heading", "sans", "mono")


@dataclass(frozen=True, slots=True)
class BrandColour:
    """A colour of a brand, and where it is written."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture of a logo: its path from the book's folder, the text that stands for it, and a hash of its content."""

    path: str
    alt: str
    digest: str = ""
    span: Span = field(default=Span(), compare=False)


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand. `colours` are those on a light ground by role, `dark` those on a dark one; `fonts` maps tokens of `[font]` to
    families, with their places; `logos` maps size and ground to pictures. `tone` is that of covers (empty: that of the
    theme). `of_quarto`: it is a _brand.yml, which may name fonts that are not there."""

    colours: Mapping[str, BrandColour] = field(default_factory=dict)
    dark: Mapping[str, BrandColour] = field(default_factory=dict)
    fonts: Mapping[str, tuple[str, Span]] = field(default_factory=dict)
    logos: Mapping[tuple[str, str], Logo] = field(default_factory=dict)
    tone: str = ""
    tone_span: Span = Span()
    of_quarto: bool = False
