"""Draws the rooms of the program for docs/architecture.md: layers from `pyproject.toml`, one row each, imports point down.

`python scripts/rooms.py` writes `docs/rooms.svg`, `docs/rooms.narrow.svg` for phones and, in grey for print,
`docs/rooms-grey.svg`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "bookbuilder"
GAP, WITHIN, LEFT = 6, 2, 10
"""In px: between two layers, between two rows of one, beside both."""
COLOURS = {
    "__main__": "#e8e8e8", "cli": "#dbe7f3", "preview": "#dbe7f3", "api": "#dbe7f3", "result": "#dbe7f3",
    "validators": "#f6e3cf", "pipeline": "#f6e3cf", "formats": "#dcecd3", "translate": "#f3d9dd", "importers": "#f3d9dd",
    "html": "#dcecd3", "checks": "#f6e3cf", "markdown": "#f8efc4", "accessibility_review": "#f6e3cf", "document": "#f8efc4",
    "project": "#f8efc4", "facts": "#f8efc4", "names": "#f8efc4", "picture_rights": "#f8efc4", "locales": "#e7def0",
}  # fmt: skip
"""By what a room is for: people, the chain, what is made, translation, what is read, languages; the rest carries all."""
PLAIN, GREYS = "#e8e8e8", ("#f4f4f4", "#e2e2e2")


def layers(contract: str) -> list[list[str]]:
    """Return the rooms of a contract of import-linter, from top to bottom; those in one row do not know one another."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = next(one for one in settings["tool"]["importlinter"]["contracts"] if one.get("id") == contract)
    names = [[name.strip(" ()") for name in layer.split("|")] for layer in found["layers"]]
    there = [
        [name for name in row if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()]
        for row in names
    ]
    return [row for row in there if row]


@dataclass(frozen=True)
class Layout:
    """How a picture is laid out: its width, the height of a room, the size of its name, all in px, and how many letters
    stand beside one another in a row at most."""

    width: int
    row: int
    size: int
    letters: int


PAGE = Layout(960, 34, 15, 200)
PHONE = Layout(320, 26, 13, 30)
"""For screens of at most 480 px: the rooms of a layer stand in several rows."""


def in_rows(layer: Sequence[str], letters: int) -> list[list[str]]:
    """Return the rooms of a layer in rows of so many letters at most."""
    rows: list[list[str]] = [[]]
    for name in layer:
        if rows[-1] and sum(map(len, rows[-1])) + len(name) + 2 * len(rows[-1]) > letters:
            rows.append([])
        rows[-1].append(name)
    return rows


def drawn(*, grey: bool = False, layout: Layout = PAGE) -> str:
    """Return the picture."""
    out: list[str] = []
    y = GAP
    for number, layer in enumerate(layers("layers")):
        for row in in_rows(layer, layout.letters):
            wide = (layout.width - 2 * LEFT - GAP * (len(row) - 1)) / len(row)
            for place, name in enumerate(row):
                x = LEFT + place * (wide + GAP)
                fill = GREYS[number % 2] if grey else COLOURS.get(name, PLAIN)
                box = f'x="{x:.1f}" y="{y}" width="{wide:.1f}" height="{layout.row}"'
                out.append(f'<rect {box} rx="4" fill="{fill}" stroke="#555"/>')
                middle = f'x="{x + wide / 2:.1f}" y="{y + layout.row / 2 + layout.size // 3:g}"'
                out.append(
                    f'<text {middle} text-anchor="middle" font-size="{layout.size}">{escape(name)}</text>'
                )
            y += layout.row + WITHIN
        y += GAP - WITHIN
    size = f'viewBox="0 0 {layout.width} {y}"'
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="sans-serif">',
        "<title>The rooms of bookbuilder</title>",
        "<desc>Layers from top to bottom; a room may import what stands below it.</desc>",
    ]
    return "\n".join([*head, *out, "</svg>", ""])


PICTURES: dict[str, Callable[[], str]] = {
    "docs/rooms.svg": drawn,
    "docs/rooms.narrow.svg": partial(drawn, layout=PHONE),
    "docs/rooms-grey.svg": partial(drawn, grey=True),
}

if __name__ == "__main__":
    for path, draw in PICTURES.items():
        (ROOT / path).write_text(draw(), encoding="utf-8")
