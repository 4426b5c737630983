"""What is exported comes in again: a book that builds, with the titles that it had.

A book with every construct in each form, a dossier in every other one.
"""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.document.walk import plain
from tests.conftest import Built
from tests.export.conftest import EVERYTHING
from tests.export.exported import read_book

FORMS = ("docx", "odt", "markdown commonmark", "markdown pandoc", "html", "epub")
MADE_BY_THE_BOOK = {"Impressum", "Inhalt"}


def chapters(root: Path) -> tuple[tuple[str, str], ...]:
    """Return the title of each chapter, and its number or nothing."""
    return tuple((plain(one.title), str(one.number or "")) for one in read_book(root).document.chapters)


chapters_of_dossier = cache(chapters)


def exported(root: Path, form: str, folder: Path) -> Path:
    """Return what a book is exported to."""
    if form == "epub" and root.joinpath("output").is_dir():  # it was built
        return root / "output/woche-der-diplomatie.de.epub"
    if form == "epub":
        assert not api.build(root, locales=["de"], editions=["epub"]).failed
        return next(path for path in sorted((root / "output").glob("*.epub")) if not path.stem.isdecimal())
    name, _, flavour = form.partition(" ")
    target = folder / ("again" if name == "markdown" else f"again.{name}")
    options = ["--flavour", flavour] if flavour else []
    assert main(["export", name, "--book", str(root), "--output", str(target), "--jobs", "1", *options]) == 0
    return target


@pytest.mark.parametrize(
    ("book", "form"),
    [*(("everything", form) for form in FORMS), *(("dossier", form) for form in FORMS[::2])],
)
def test_an_exported_book_comes_in_again_and_builds(
    tmp_path: Path, form: str, book: str, dossier: Built
) -> None:
    root = dossier.root if book == "dossier" else shutil.copytree(EVERYTHING, tmp_path / "book")
    source = exported(root, form, tmp_path)
    assert main(["import", str(source), "--dir", str(tmp_path / "new")]) == 0
    # Each way in leads to a book that can be printed; what e-books and the web add does not depend on where it came from.
    editions = ["pdf"] if book == "everything" else ["web"]
    result = api.build(tmp_path / "new", editions=editions)
    assert not result.failed, [str(one) for one in result.diagnostics]
    before = chapters_of_dossier(root) if book == "dossier" else chapters(root)
    after = chapters(tmp_path / "new")
    numbered = {title: number for title, number in before if number}
    again = dict(after)
    assert {title: again.get(title) for title in numbered} == numbered
    known = {title for title, _ in before} | MADE_BY_THE_BOOK
    assert [title for title in again if title not in known and again[title]] == []
    assert not any(re.match(r"(?:Kapitel )?\d", title) for title in again)
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "new").glob("chapters/de/*.md"))
    assert not re.search(r"^(?:#+ )?Kapitel \d+\b", text, re.MULTILINE) and "::: missing" not in text
