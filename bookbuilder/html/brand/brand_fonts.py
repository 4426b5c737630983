"""The fonts that the brand of a house declares, as fonts/fonts.toml would."""

from __future__ import annotations

from bookbuilder.diagnostics import Findings
from bookbuilder.html.brand.brand_file import brand_table
from bookbuilder.toml_tables.toml_table import TomlTable
from bookbuilder.world import Reader


def brand_fonts(world: Reader) -> TomlTable | None:
    """Return the table `[fonts]` of the brand, whose keys are those of fonts.toml; None if there is none. What is wrong with
    the file of the brand is told where its colours are read."""
    file = brand_table(world, Findings(), Findings())
    fonts = file.data.get("fonts") if file else None
    if file is None or not isinstance(fonts, dict):
        return None
    return TomlTable(
        file.path,
        fonts,
        {keys[1:]: span for keys, span in file.spans.items() if keys[0] == "fonts" and keys[1:]},
    )
