"""Draws the rooms of the program for docs/architecture.md: layers from `pyproject.toml`, one row each, imports point down.

`python scripts/rooms.py` writes `docs/rooms.svg` and, in grey for print, `docs/rooms-grey.svg`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "bookbuilder"
WIDTH, ROW, GAP, LEFT = 960, 34, 6, 10
"""In px."""
COLOURS = {
    "__main__": "#e8e8e8", "cli": "#dbe7f3", "preview": "#dbe7f3", "api": "#dbe7f3", "result": "#dbe7f3",
    "validators": "#f6e3cf", "pipeline": "#f6e3cf", "formats": "#dcecd3", "translate": "#f3d9dd", "importers": "#f3d9dd",
    "html": "#dcecd3", "checks": "#f6e3cf", "markdown": "#f8efc4", "accessibility_review": "#f6e3cf", "document": "#f8efc4",
    "project": "#f8efc4", "facts": "#f8efc4", "names": "#f8efc4", "locales": "#e7def0",
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


def drawn(*, grey: bool) -> str:
    """Return the picture."""
    rows = layers("layers")
    height = len(rows) * (ROW + GAP) + GAP
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-family="sans-serif">',
        "<title>The rooms of bookbuilder</title>",
        "<desc>Layers from top to bottom; a room may import what stands below it.</desc>",
    ]
    for number, row in enumerate(rows):
        wide = (WIDTH - 2 * LEFT - GAP * (len(row) - 1)) / len(row)
        y = GAP + number * (ROW + GAP)
        for place, name in enumerate(row):
            x = LEFT + place * (wide + GAP)
            fill = GREYS[number % 2] if grey else COLOURS.get(name, PLAIN)
            out.append(
                f'<rect x="{x:.1f}" y="{y}" width="{wide:.1f}" height="{ROW}" rx="4" fill="{fill}" stroke="#555"/>'
            )
            middle = f'x="{x + wide / 2:.1f}" y="{y + ROW / 2 + 5:g}" text-anchor="middle" font-size="15"'
            out.append(f"<text {middle}>{escape(name)}</text>")
    return "\n".join([*out, "</svg>", ""])


PICTURES = {"docs/rooms.svg": False, "docs/rooms-grey.svg": True}

if __name__ == "__main__":
    for path, grey in PICTURES.items():
        (ROOT / path).write_text(drawn(grey=grey), encoding="utf-8")
