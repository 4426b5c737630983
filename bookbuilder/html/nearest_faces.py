"""Chooses the faces of a family that a reader takes for the weights and styles which a style sheet asks for."""

from __future__ import annotations

from collections.abc import Collection

from bookbuilder.html.font_family import Face, Family


def nearest_faces(
    family: Family, weights: Collection[int], styles: Collection[str] = ("normal", "italic")
) -> list[Face]:
    """Return the faces of a family, in its order, that a browser takes for some weights in some styles; at least one if the
    family has any (CSS Fonts 4, 5.2, "Matching font styles": first the style, then the weight)."""
    chosen = []
    for style in styles:
        alike = [face for face in family.faces if face.style == style] or family.faces
        if alike:
            chosen += [min(alike, key=lambda face: _distance(face.weight, weight)) for weight in weights]
    return [face for face in family.faces if face in chosen]


def _distance(weight: int, wanted: int) -> tuple[int, int]:
    """Return how far a weight is from the one that is wanted: those on the better side first, and the nearest of a side.
    Above 500 heavier ones are better, below 400 lighter ones; between the two, those up to 500 and then lighter ones.

    >>> [min((300, 500, 600), key=lambda weight: _distance(weight, wanted)) for wanted in (350, 400, 550, 700)]
    [300, 500, 600, 600]
    >>> min((300, 600), key=lambda weight: _distance(weight, 400))
    300
    """
    if 400 <= wanted <= 500:
        side = 0 if wanted <= weight <= 500 else 1 if weight < wanted else 2
    else:
        side = int(weight < wanted if wanted > 500 else weight > wanted)
    return side, abs(weight - wanted)
