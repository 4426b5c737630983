"""Open marks are findings of an editor at their words as they are now, with what accepting them writes."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types

from bookbuilder.chapter_index.extents import Extent
from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings, Fix, Span
from bookbuilder.language_server import protocol_values
from bookbuilder.language_server.code_actions import Action, code_actions
from bookbuilder.language_server.decision_edits import DecidingPerson
from bookbuilder.language_server.editor_text import EditorText
from bookbuilder.language_server.open_book import OpenBook
from bookbuilder.language_server.text_edits import edited
from bookbuilder.proof.desk import MarkState, read_desk
from bookbuilder.world import World
from tests.proofs.test_desk import ASKED, CHAPTER, REPLACED, book


def test_open_marks_are_found_at_their_words(tmp_path: Path) -> None:
    root = book(tmp_path / "book", REPLACED, ASKED)
    chapter = root / "chapters" / "de" / "01-a.md"
    chapter.write_text(CHAPTER.replace("Der Minister", "Er"))
    found = OpenBook(root).read()["chapters/de/01-a.md"]
    marks = {one.code: one for one in found if one.code.startswith("proof.")}
    column = CHAPTER.replace("Der Minister", "Er").split("\n")[2].index("Geduld") + 1
    assert marks["proof.replaced"].fix == Fix(
        Span("chapters/de/01-a.md", 3, column), "Geduld", "Vorsicht", REPLACED.id
    )
    assert marks["proof.commented"].span.line == 5
    assert marks["proof.commented"].fix is None
    assert main(["proof", "close", REPLACED.id, ASKED.id, "--book", str(root), "--by", "Max"]) == 0
    found = OpenBook(root).read().get("chapters/de/01-a.md", ())
    assert not [one for one in found if one.code.startswith("proof.")]


CHAPTER_PATH = "chapters/de/01-a.md"
MAX = DecidingPerson("Max Muster", "2022-02-02T10:00:00Z")


def writing_action(open_book: OpenBook, person: DecidingPerson | None) -> Action:
    """Return what writes the words that the mark asks for."""
    found = open_book.read()[CHAPTER_PATH]
    index = open_book.index()
    assert index is not None
    selected = Extent(CHAPTER_PATH, 3, 1, 3, 1)
    actions = code_actions(index, index.chapters[CHAPTER_PATH], found, selected, person)
    return next(one for one in actions if one.title == "Write “Vorsicht”")


def apply(root: Path, action: Action) -> None:
    """Apply the edits of an action to the files, and save them."""
    for path in {edit.place.path for edit in action.edits}:
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        before = place.read_text(encoding="utf-8") if place.exists() else ""
        place.write_text(
            edited(before, [edit for edit in action.edits if edit.place.path == path]), encoding="utf-8"
        )


def test_what_is_written_in_the_editor_is_decided(tmp_path: Path) -> None:
    root = book(tmp_path / "book", REPLACED, ASKED)
    open_book = OpenBook(root)
    action = writing_action(open_book, MAX)
    decisions = "proof/decisions/max-muster.toml"
    assert {edit.place.path for edit in action.edits} == {CHAPTER_PATH, decisions}
    apply(root, action)
    assert (root / CHAPTER_PATH).read_text() == CHAPTER.replace("Geduld", "Vorsicht")
    states = {one.mark.id: one for one in read_desk(World(root), Findings()).marks}
    assert states[REPLACED.id].state is MarkState.APPLIED
    assert {one.by for one in states[REPLACED.id].decisions} == {"Max Muster"}
    assert states[ASKED.id].state is MarkState.OPEN
    assert "proof.replaced" not in {one.code for one in open_book.read()[CHAPTER_PATH]}


def test_a_decision_is_added_to_those_of_the_person(tmp_path: Path) -> None:
    root = book(tmp_path / "book", REPLACED, ASKED)
    assert main(["proof", "answer", ASKED.id, "--book", str(root), "--by", MAX.name, "--text", "Ja"]) == 0
    before = (root / "proof/decisions/max-muster.toml").read_text()
    apply(root, writing_action(OpenBook(root), MAX))
    assert (root / "proof/decisions/max-muster.toml").read_text().startswith(before)
    assert len(read_desk(World(root), Findings()).named([REPLACED.id])[0].decisions) == 2


def test_where_nobody_is_named_or_no_file_can_be_made_the_words_alone_are_written(tmp_path: Path) -> None:
    root = book(tmp_path / "book", REPLACED)
    for person in (None, DecidingPerson("Max", MAX.moment, creates_files=False)):
        action = writing_action(OpenBook(root), person)
        assert {edit.place.path for edit in action.edits} == {CHAPTER_PATH}


def test_an_editor_makes_the_file_before_it_writes_into_it(tmp_path: Path) -> None:
    root = book(tmp_path / "book", REPLACED)
    files = protocol_values.Files(
        uri=lambda path: f"file:///{path}",
        text=lambda path: EditorText((root / path).read_text() if (root / path).exists() else ""),
        version=lambda _: None,
        versioned=True,
        exists=lambda path: (root / path).exists(),
    )
    edit = protocol_values.workspace_edit(writing_action(OpenBook(root), MAX).edits, files)
    first, *rest = edit.document_changes or ()
    assert isinstance(first, types.CreateFile) and first.uri == "file:///proof/decisions/max-muster.toml"
    assert [one.text_document.uri for one in rest if isinstance(one, types.TextDocumentEdit)] == [
        "file:///chapters/de/01-a.md",
        first.uri,
    ]
