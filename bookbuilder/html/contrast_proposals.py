"""Proposes for colours with too little contrast the nearest that have enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bookbuilder.html.chart_colours import text_colour
from bookbuilder.html.contrast import GROUNDS, LEAST, Keys, low_contrast, ratio, srgb_channels
from bookbuilder.html.nearest_colour import nearest_colour


def contrast_proposals(
    tokens: Mapping[str, Any], origin: Callable[[Keys], object] = lambda keys: keys
) -> dict[Keys, str]:
    """Return a colour for each setting that has to change so that every text can be read on every ground of its table: the
    nearest of the same hue. Settings of one colour and `origin`, such as a line of a brand, get one proposal that holds for
    all of them, if there is one.

    A ground changes only where no text could be read on it and on the paper beside it.

    >>> contrast_proposals({"color": {"accent": "#e8a33d", "paper": "#ffffff", "tint": "#f2efe9"}})
    {('color', 'accent'): '#976200'}
    """
    result: dict[Keys, str] = {}
    for table in dict.fromkeys(text[:-1] for text, _, _ in low_contrast(tokens)):
        paper, *others = (_colour(tokens, (*table, ground)) for ground in GROUNDS[table][1])
        for name, ground in zip(GROUNDS[table][1][1:], others, strict=True):
            if nearest_colour(paper, [paper, ground]) is None and (
                made := nearest_colour(ground, [text_colour(paper)])
            ):
                result[*table, name] = made

    def grounds(keys: Keys) -> list[object]:
        names = ((*keys[:-1], name) for name in GROUNDS[keys[:-1]][1])
        found = (result.get(name) or _colour(tokens, name) for name in names)
        return [colour for colour in found if srgb_channels(colour) is not None]

    texts = ((*table, text) for table, (names, _) in GROUNDS.items() for text in names)
    failing = [
        keys
        for keys in texts
        if any((ratio(_colour(tokens, keys), ground) or LEAST) < LEAST for ground in grounds(keys))
    ]
    for keys in failing:
        colour = _colour(tokens, keys)
        alike = [one for one in failing if _colour(tokens, one) == colour and origin(one) == origin(keys)]
        everywhere = [ground for one in alike for ground in grounds(one)]
        if made := nearest_colour(colour, everywhere) or nearest_colour(colour, grounds(keys)):
            result[keys] = made
    return result


def _colour(tokens: Mapping[str, Any], keys: Keys) -> Any:
    value: Any = tokens
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
