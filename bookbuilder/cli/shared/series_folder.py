"""Shared by the commands for a series: the option for its folder, and how it is found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.world import World
from bookbuilder.world.series_folder import SERIES

SeriesOption = Annotated[
    Path,
    typer.Option(
        "--series",
        metavar="DIR",
        help="The folder of the series: the one with series.toml.",
        file_okay=False,
        show_default="this folder, or the one above that of the book you are in",
    ),
]


def find_series(folder: Path) -> Path:
    """Return the folder of the series that a folder is, or that it or the book around it belongs to; the folder itself
    if there is none."""
    here = folder.resolve()
    for steps, place in enumerate((here, *here.parents)):
        world = World(place)
        if world.exists(SERIES):
            return _above(folder, steps)
        if world.exists("book.toml"):
            return _above(folder, steps + 1) if world.series_folder else folder
    return folder


def _above(folder: Path, steps: int) -> Path:
    """Return the folder so many steps above, as a path that people recognise."""
    if steps == 0:
        return folder
    return folder.resolve().parents[steps - 1] if folder.is_absolute() else Path(folder, *[".."] * steps)
