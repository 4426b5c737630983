"""Open marks are findings of an editor at their words as they are now, with what accepting them writes."""

from __future__ import annotations

from pathlib import Path

from bookbuilder.cli import main
from bookbuilder.diagnostics import Fix, Span
from bookbuilder.language_server.open_book import OpenBook
from tests.proofs.test_desk import ASKED, CHAPTER, REPLACED, book


def test_open_marks_are_found_at_their_words(tmp_path: Path) -> None:
    root = book(tmp_path / "book", REPLACED, ASKED)
    chapter = root / "chapters" / "de" / "01-a.md"
    chapter.write_text(CHAPTER.replace("Der Minister", "Er"))
    found = OpenBook(root).read()["chapters/de/01-a.md"]
    marks = {one.code: one for one in found if one.code.startswith("proof.")}
    column = CHAPTER.replace("Der Minister", "Er").split("\n")[2].index("Geduld") + 1
    assert marks["proof.replaced"].fix == Fix(Span("chapters/de/01-a.md", 3, column), "Geduld", "Vorsicht")
    assert marks["proof.commented"].span.line == 5
    assert marks["proof.commented"].fix is None
    assert main(["proof", "close", REPLACED.id, ASKED.id, "--book", str(root), "--by", "Max"]) == 0
    found = OpenBook(root).read().get("chapters/de/01-a.md", ())
    assert not [one for one in found if one.code.startswith("proof.")]
