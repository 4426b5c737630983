"""Turns the colours and fonts of a brand into settings of a theme.

A brand says two or three colours; a theme has thirty. What the brand does not say follows from what it does, and has enough
contrast on its ground: the accent of a dark page is that of the light one, lighter. Print keeps its black ink and its white
paper, which are one plate and none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.html.brand.brand import DARK, LIGHT, Brand, BrandColour
from bookbuilder.html.chart_colours import text_colour
from bookbuilder.html.contrast import GRAPHICS, LEAST, ratio
from bookbuilder.html.nearest_colour import mixed, nearest_colour, with_lightness
from bookbuilder.toml_tables.positions import KeyPath

ABSENT = Rule(
    "brand.font",
    "the font {family} of the brand is not here; the theme's own stands in its place",
    "Nothing is loaded from Google or from the system. A font comes with the program or stands in fonts/ of the book.",
    Severity.WARNING,
)
SCREEN_ONLY = ("ink", "paper")
"""Roles that change nothing in print."""
DEEP, DEEP_CHROMA = 0.27, 0.06
"""Lightness and chroma (OKLCH) of a dark cover in the hue of a brand."""

Token = tuple[KeyPath, str, Span]


def brand_tokens(
    brand: Brand, below: Mapping[str, Any], families: Collection[str], report: Report
) -> list[Token]:
    """Return the settings that a brand makes, each with its value and its place in the file of the brand. `below` are the
    settings of the theme, `families` the fonts of the book. Reports `brand.font`."""
    return [*_colours(brand, below), *_cover(brand, below), *_fonts(brand, families, report)]


def _colours(brand: Brand, below: Mapping[str, Any]) -> Iterator[Token]:
    for role, colour in brand.colours.items():
        for table in ("web",) if role in SCREEN_ONLY else ("color", "web"):
            yield (table, role), colour.value, colour.span
    for role, colour in brand.dark.items():
        yield ("web", "dark", role), colour.value, colour.span
    web = below.get("web", {})
    yield from _around_paper(("web",), brand.colours, web)
    yield from _around_paper(("web", "dark"), brand.dark, web.get("dark", {}))
    for name, said in ((DARK, brand.dark), ("sepia", {})):
        own = dict(web.get(name, {}))
        own |= {str(keys[-1]): value for keys, value, _ in _around_paper((), said, own)}
        own |= {role: colour.value for role, colour in said.items()}
        for role in ("accent", "second"):
            light = brand.colours.get(role)
            grounds = [own.get("paper"), own.get("tint")]
            if light and role not in said and (made := nearest_colour(light.value, grounds)):
                yield ("web", name, role), made, light.span


def _around_paper(
    table: tuple[str, ...], said: Mapping[str, BrandColour], own: Mapping[str, Any]
) -> Iterator[Token]:
    """Yield what belongs to a paper that the brand has changed: boxes, lines, quiet text, and the colours of the theme that
    cannot be read on it."""
    paper = said.get("paper")
    if paper is None:
        return
    ink = said["ink"].value if "ink" in said else nearest_colour(own.get("ink"), [paper.value])
    shares = {"tint": (paper.value, ink, 0.05), "line": (paper.value, ink, 0.2)}
    made = {role: mixed(*parts) for role, parts in shares.items()}
    tint = said["tint"].value if "tint" in said else made["tint"]
    quiet = mixed(ink, paper.value, 0.3)
    made |= {role: nearest_colour(own.get(role), [paper.value, tint]) for role in ("ink", "accent", "second")}
    made["muted"] = nearest_colour(quiet, [paper.value, tint])
    for role, value in made.items():
        if role not in said and value:
            yield (*table, role), value, paper.span


def _cover(brand: Brand, below: Mapping[str, Any]) -> Iterator[Token]:
    """Yield the colours of a cover of the tone that the brand asks for; without one, only its accent."""
    accent = brand.colours.get("accent")
    if not brand.tone:
        ground = below.get("cover", {}).get("ground")
        if accent and (made := nearest_colour(accent.value, [ground], GRAPHICS)):
            yield ("cover", "accent"), made, accent.span
        return
    ink = (
        brand.colours["ink"].value if "ink" in brand.colours else below.get("color", {}).get("ink", "#000000")
    )
    paper = brand.colours["paper"].value if "paper" in brand.colours else "#ffffff"
    said = accent.value if accent else below.get("color", {}).get("accent", ink)
    if brand.tone == LIGHT:
        ground, text = paper, ink
    elif brand.tone == DARK:
        ground, text = with_lightness(said, DEEP, DEEP_CHROMA) or "#000000", paper
    else:
        ground, text = said, text_colour(said)
    second = brand.colours["second"].value if "second" in brand.colours else text
    thread = said if brand.tone in (LIGHT, DARK) else second
    text = text if (ratio(text, ground) or 0) >= LEAST else text_colour(ground)
    quiet = mixed(text, ground, 0.25)
    made_of = {
        "ground": ground,
        "ink": text,
        "quiet": nearest_colour(quiet, [ground]),
        "line": mixed(text, ground, 0.75),
        "accent": nearest_colour(thread, [ground], GRAPHICS),
    }
    yield from ((("cover", name), value, brand.tone_span) for name, value in made_of.items() if value)


def _fonts(brand: Brand, families: Collection[str], report: Report) -> Iterator[Token]:
    """Yield the fonts; of those that Quarto loads from elsewhere, only the ones that are here."""
    for token, (family, span) in brand.fonts.items():
        if family in families or not brand.of_quarto:
            yield ("font", token), family, span
        else:
            hint = 'put its files into fonts/ and declare it in fonts/fonts.toml: `[house]`, `name = "…"`'
            report(ABSENT, span, family=family, hint=hint)
