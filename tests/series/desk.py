"""Writes small series for tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SERIES = '[series]\nid = "heft"\n[book]\nsource = "de"\n[imprint]\npublisher = "Musterverlag"\nissn = "0028-0836"\n'
PDF = '[editions.pdf]\nformat = "pdf"\n'


def settings(name: str, date: str, more: str = "") -> str:
    """Return the book.toml of a book of a series; its id is its name."""
    return f'[book]\nid = "{name}"\nsource = "de"\ndate = {date}\n[locales.de]\ntitle = "Heft {name}"\n{more}'


def write(folder: Path, files: Mapping[str, str], *, series: str = SERIES) -> Path:
    """Write a series and return its folder."""
    for path, text in {"series.toml": series, **files}.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder
