"""Style sheets that add to the one they replace: `{{ inherited }}` in a sheet is the sheet below it.

Below is the file of the same name in the series or the program if a book replaces it, else that of the theme that its own
extends. The sheet is put in as text, so what it defines (macros, variables) can be used behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bookbuilder.world import Reader, decode

_TAG = re.compile(r"\{\{-?\s*inherited\s*-?\}\}")


def with_inherited(world: Reader, themes: Iterable[str], sheets: Mapping[str, str]) -> dict[str, str]:
    """Return the style sheets of a theme, by name, with those that they ask for in them. `themes` are the theme and those it
    extends, root first; `sheets` are the uppermost ones."""
    return {
        name: _combined(list(_layers(world, themes, name))) if _TAG.search(text) else text
        for name, text in sheets.items()
    }


def _combined(layers: list[str]) -> str:
    """Return the last of some sheets, each with the one before it in place of its tag."""
    text = ""
    for layer in layers:
        # On one line, so that what is wrong in the sheet is reported at its own line.
        below = " ".join(text.splitlines())
        text = below.join(_TAG.split(layer, maxsplit=1))
    return text


def _layers(world: Reader, themes: Iterable[str], name: str) -> Iterator[str]:
    """Yield the texts of a sheet, the lowest first."""
    for theme in themes:
        path = f"styles/{theme}/{name}"
        if world.asset_exists(path):
            yield decode(world.read_asset(path), path)
        for own in world.versions(path):
            if own != path or world.root != world.assets:
                yield decode(world.read(own), own)
