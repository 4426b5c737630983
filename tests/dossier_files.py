"""The files of the sample dossier, which is the book of this repository, beside its chapters."""

from __future__ import annotations

import shutil
from pathlib import Path

REPO = Path(__file__).parents[1]

TABLES = ("facts.toml", "names.toml", "sources.toml", "glossary.toml")
"""What its chapters refer to."""


def copy_tables(target: Path) -> None:
    """Copy them into the folder of a book."""
    for name in TABLES:
        shutil.copy(REPO / name, target / name)


def copy_files(target: Path) -> None:
    """Copy them and book.toml into a folder."""
    shutil.copy(REPO / "book.toml", target / "book.toml")
    copy_tables(target)
