"""Lays the first pages of the manual into a user's cache, as if its web edition had been built."""

from __future__ import annotations

from pathlib import Path

from bookbuilder.cli.shared import built_manual
from bookbuilder.world import World

ROOT = Path(__file__).parents[2]


def lay_first_pages(cache: Path, *languages: str) -> Path:
    """Return the folder of the manual in a folder for the caches of programs; it has a first page in each language."""
    place = cache / f"bookbuilder/manual-{built_manual._key(World(ROOT))}"
    for language in languages:
        page = place / f"manual.{language}/index.html"
        page.parent.mkdir(parents=True)
        page.write_text("The manual.", encoding="utf-8")
    for folder in (place, place.parent):
        folder.chmod(0o700)
    return place
