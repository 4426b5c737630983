"""`merge --apply` keeps what it decides: the same file again changes nothing, whatever was written since; translations are
outdated where the source was changed, as after an edit by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.proof.decision import DecisionKind, read_decisions
from bookbuilder.world import World
from tests.proofs.merged_book import BOOK, CHAPTER, SentBook, replaced, small_book

ENGLISH = (
    CHAPTER.replace("Der zweite Absatz ist kurz. Er hat zwei Sätze.", "The second paragraph is short.")
    .replace("[Kiew]", "[Kyiv]")
    .replace("[200 Millionen Dollar]", "[200 million dollars]")
)
CHANGES = (
    ("zweite Absatz ist", "andere Absatz ist"),
    ("letzte Absatz", "allerletzte Absatz"),
    (">Kiew<", ">Kyjiw<"),
)


@pytest.fixture
def sent(tmp_path: Path) -> SentBook:
    return small_book(tmp_path / "book")


def returned_file(sent: SentBook, *changes: tuple[str, str], name: str = "back.docx") -> Path:
    place = sent.root.parent / name
    place.write_bytes(replaced(sent.data, *(changes or CHANGES)))
    return place


def merge(sent: SentBook, *places: Path, by: str = "Lektorin") -> int:
    return main(["merge", *map(str, places), "--book", str(sent.root), "--apply", "--by", by, "--no-jail"])


def marks(sent: SentBook, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Return what became of each mark, by its words."""
    capsys.readouterr()
    assert main(["proof", "list", str(sent.root), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["marks"]
    return {one["words"]["quote"] or one["new"]: one["state"] for one in found}


def folder(root: Path) -> dict[str, bytes]:
    places = [root / "chapters", root / "proof"]
    return {
        place.relative_to(root).as_posix(): place.read_bytes()
        for top in places
        for place in top.rglob("*")
        if place.is_file()
    }


def test_what_is_written_is_decided(sent: SentBook, capsys: pytest.CaptureFixture[str]) -> None:
    merge(sent, returned_file(sent))
    assert marks(sent, capsys) == {"zweite": "applied", "letzte": "applied", "Kiew": "open"}
    made = read_decisions(World(sent.root), Findings())
    assert {one.by for one in made} == {"Lektorin"}
    assert [one.what for one in made] == [DecisionKind.ACCEPT, DecisionKind.APPLY] * 2


def test_the_same_file_again_changes_nothing(sent: SentBook, capsys: pytest.CaptureFixture[str]) -> None:
    place = returned_file(sent)
    merge(sent, place)
    before = folder(sent.root)
    capsys.readouterr()
    merge(sent, place)
    told = capsys.readouterr()
    assert "2 changes and comments were decided before" in told.out
    assert "proof.unfound" not in told.err and "proof.lost" not in told.err
    after = folder(sent.root)
    assert {path: data for path, data in after.items() if not path.startswith("proof/received")} == {
        path: data for path, data in before.items() if not path.startswith("proof/received")
    }
    assert after.keys() == before.keys()
    assert sum(state == "applied" for state in marks(sent, capsys).values()) == 2


def test_somebody_goes_on_with_a_file_that_was_merged(
    sent: SentBook, capsys: pytest.CaptureFixture[str]
) -> None:
    merge(sent, returned_file(sent))
    chapter = sent.chapter
    more = returned_file(
        sent, *CHANGES, ("ein Punkt der Liste", "der erste Punkt der Liste"), name="more.docx"
    )
    merge(sent, more)
    assert sent.chapter == chapter.replace("- ein Punkt der", "- der erste Punkt der")
    assert sum(state == "applied" for state in marks(sent, capsys).values()) == 3


def test_what_was_rejected_is_not_written(sent: SentBook, capsys: pytest.CaptureFixture[str]) -> None:
    place = returned_file(sent, ("zweite Absatz ist", "andere Absatz ist"))
    assert main(["merge", str(place), "--book", str(sent.root), "--no-jail"]) == 0
    capsys.readouterr()
    assert main(["proof", "list", str(sent.root), "--json"]) == 0
    (mark,) = json.loads(capsys.readouterr().out)["marks"]
    assert main(["proof", "reject", mark["id"], "--book", str(sent.root), "--by", "Max"]) == 0
    chapter = sent.chapter
    merge(sent, place)
    assert sent.chapter == chapter
    assert main(["proof", "reopen", mark["id"], "--book", str(sent.root), "--by", "Max"]) == 0
    merge(sent, place)
    assert sent.chapter == chapter.replace("zweite", "andere")


def test_a_mark_has_its_name_whatever_was_written_around_it(sent: SentBook) -> None:
    back = replaced(sent.data, ("zweite Absatz ist", "andere Absatz ist"))
    (before,) = sent.merge({"back.docx": back}, write=False).marks
    place = sent.root / "chapters/de/01-anfang.md"
    place.write_text(CHAPTER.replace("Er hat zwei Sätze", "Der hat drei Sätze"), encoding="utf-8")
    (after,) = sent.merge({"back.docx": back}).marks
    assert after.id == before.id
    assert "andere Absatz ist kurz. Der hat drei" in sent.chapter


def test_nobody_decides_nothing(sent: SentBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOOKBUILDER_PERSON", raising=False)
    before = folder(sent.root)
    assert main(["merge", str(returned_file(sent)), "--book", str(sent.root), "--apply", "--no-jail"]) != 0
    assert folder(sent.root) == before


def status(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["status", str(root), "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_translation_is_outdated_as_after_an_edit_by_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roots = [tmp_path / name / "book" for name in ("merged", "edited")]
    books = [small_book(root) for root in roots]
    for root in roots:
        settings = BOOK.replace("[imprint]", '[locales.en]\ntitle = "Probe"\n\n[imprint]')
        (root / "book.toml").write_text(settings, encoding="utf-8")
        (root / "names.toml").write_text('[places]\nkyiv = { de = "Kiew", en = "Kyiv" }\n', encoding="utf-8")
        (root / "chapters/en").mkdir()
        (root / "chapters/en/01-anfang.md").write_text(ENGLISH, encoding="utf-8")
        assert main(["translate", "sync", "--same", "--book", str(root)]) == 0
    done = status(roots[0], capsys)
    merge(books[0], returned_file(books[0], *CHANGES[:2]))
    (roots[1] / "chapters/de/01-anfang.md").write_text(
        CHAPTER.replace("zweite Absatz", "andere Absatz").replace("letzte Absatz", "allerletzte Absatz"),
        encoding="utf-8",
    )
    assert books[0].chapter == books[1].chapter
    merged, edited = (status(root, capsys) for root in roots)
    assert merged["locales"] == edited["locales"] != done["locales"]
    for root in roots:
        result = api.build(root, jobs=1)
        assert not result.failed, result.diagnostics
