"""The dossier of this repo as a book whose translation comes back from a translator, each unit with a word more."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from bookbuilder.cli import main
from bookbuilder.translate.chapter_blocks import blocks
from bookbuilder.translate.exchange.xliff import NAMESPACE
from tests.cases.case import ROOT
from tests.dossier_files import TABLES

PARTS = ("book.toml", *TABLES, "chapters", "l10n")


def copy(folder: Path) -> Path:
    """Return a copy of the dossier in a folder."""
    root = folder / "dossier"
    root.mkdir()
    for name in PARTS:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, root / name)
    return root


def edited(root: Path, *chapters: str) -> bytes:
    """Return all units of some chapters in English, each with a word more."""
    into = root.parent / "out"
    assert (
        main(
            [
                "translate",
                "export",
                "en",
                "--all",
                *(f"--chapter={name}" for name in chapters),
                "--into",
                str(into),
                "--book",
                str(root),
            ]
        )
        == 0
    )
    tree = etree.fromstring((into / "en.xlf").read_bytes())
    for unit in tree.iter(f"{{{NAMESPACE}}}trans-unit"):
        target = unit.find(f"{{{NAMESPACE}}}target")
        if unit.get("translate") == "no" or target is None:
            continue
        if len(target):
            target[-1].tail = (target[-1].tail or "") + " plus"
        else:
            target.text = (target.text or "") + " plus"
    return etree.tostring(tree)


def with_word(chapter: Path) -> Iterator[tuple[int, str]]:
    """Yield a chapter with a word more in one of its blocks, for each; and the line of that block."""
    text = chapter.read_text(encoding="utf-8")
    for block in blocks(text, chapter.name):
        if block.prose and block.pieces:
            at = block.pieces[0][0]
            yield block.line, f"{text[:at]}Wort {text[at:]}"
