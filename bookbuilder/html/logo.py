"""Finds the form of a logo that suits a place: its size, and the version for the ground on which it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bookbuilder.html.brand.brand import DARK, LIGHT, SIZES
from bookbuilder.html.chart_colours import text_colour
from bookbuilder.html.theme import Theme
from bookbuilder.html.theme_pictures import book_picture


@dataclass(frozen=True, slots=True)
class PlacedLogo:
    """A logo in a template: the address of the picture, the text that stands for it, and whether it needs a light `plate`
    behind it, since there is none for a dark ground."""

    address: str
    alt: str
    plate: bool


def logo_finder(theme: Theme) -> Callable[[str, object], PlacedLogo | None]:
    """Return the function `logo` for templates: of a size and the colour of the ground it makes a logo, or None if the brand
    has none. A size that the brand does not have is the next larger one, or else the largest."""

    def find(size: str, ground: object) -> PlacedLogo | None:
        place = SIZES.index(size) if size in SIZES else 0
        dark = text_colour(ground) == "#ffffff"
        for other in (*SIZES[place:], *reversed(SIZES[:place])):
            light_one, dark_one = theme.logos.get((other, LIGHT)), theme.logos.get((other, DARK))
            found = (dark_one or light_one) if dark else light_one
            if found:
                plate = dark and found is light_one
                return PlacedLogo(book_picture(found.path), found.alt, plate)
        return None

    return find
