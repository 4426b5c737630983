"""Writes the JSON Schemas of a book's TOML files for editors: `python scripts/schemas.py` makes docs/schemas/*.schema.json.

They are made from the tables of keys that the program reads, the manual and the theme of the program.
"""

from __future__ import annotations

import json
from pathlib import Path

from bookbuilder.formats.format import formats
from bookbuilder.schemas import schemas
from bookbuilder.world import World

ROOT = Path(__file__).parents[1]
FOLDER = "docs/schemas"


def files() -> dict[str, str]:
    """Return path → text of each schema."""
    return {
        f"{FOLDER}/{name}.schema.json": json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False)
        + "\n"
        for name, schema in schemas(World(ROOT), sorted(formats())).items()
    }


if __name__ == "__main__":
    (ROOT / FOLDER).mkdir(exist_ok=True)
    for path, text in files().items():
        (ROOT / path).write_text(text, encoding="utf-8")
