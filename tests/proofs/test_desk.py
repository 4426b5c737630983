"""Decisions about marks are added to a file for each person; the last one counts, and accepted words are written where they
stand by now."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import BookbuilderError, Findings, Span
from bookbuilder.proof.decision import Decision, DecisionKind, added, decisions_path, read_decisions
from bookbuilder.proof.desk import MarkState, desk_of
from bookbuilder.proof.mark import MarkedWords, ProofMark, ProofMarkKind
from bookbuilder.proof.received_file import ReceivedFile, received_text
from bookbuilder.world import World
from tests.cases.book import write

CHAPTER = """\
# Kapitel

Der Minister reiste am Montag nach Kiew und sprach dort von Geduld.

Am Dienstag war er in Moskau, und niemand *wusste*, was gesagt wurde.
"""
REPLACED = ProofMark(
    ProofMarkKind.REPLACE,
    "fahne.pdf",
    "de",
    MarkedWords("Geduld", "am Montag nach Kiew und sprach dort von ", "."),
    Span("chapters/de/01-a.md", 3, 61),
    Span("chapters/de/01-a.md", 3, 67),
    new="Vorsicht",
    author="Erika",
    date="2022-02-01",
)
ASKED = ProofMark(
    ProofMarkKind.COMMENT,
    "fahne.pdf",
    "de",
    MarkedWords("niemand wusste", "war er in Moskau, und ", ", was gesagt wurde."),
    Span("chapters/de/01-a.md", 5, 35),
    Span("chapters/de/01-a.md", 5, 51),
    comment="Wirklich niemand?",
    author="Max",
)


def book(root: Path, *marks: ProofMark) -> Path:
    write(root, {"chapters/de/01-a.md": CHAPTER}, editions='[editions.print]\nformat = "pdf"\n')
    received = ReceivedFile("fahne.pdf", "ab12", "", "de", "print", marks)
    place = root / "proof" / "received" / "fahne.toml"
    place.parent.mkdir(parents=True)
    place.write_text(received_text(received))
    return root


def proof(*words: str) -> int:
    return main(["proof", *words])


def states(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    capsys.readouterr()
    assert proof("list", str(root), "--json") == 0
    return {one["id"]: one["state"] for one in json.loads(capsys.readouterr().out)["marks"]}


def test_accepted_words_are_written_where_they_stand_by_now(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = book(tmp_path / "book", REPLACED, ASKED)
    chapter = root / "chapters" / "de" / "01-a.md"
    changed = CHAPTER.replace("# Kapitel\n", "# Kapitel\n\nEin neuer Absatz.\n").replace("Der Minister", "Er")
    chapter.write_text(changed)
    assert proof("accept", REPLACED.id[:5], ASKED.id, "--book", str(root), "--by", "Lektorin") == 0
    assert chapter.read_text() == changed.replace("Geduld", "Vorsicht")
    assert states(root, capsys) == {REPLACED.id: "applied", ASKED.id: "accepted"}


def test_words_that_are_gone_are_told_and_stay_to_be_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = book(tmp_path / "book", REPLACED)
    chapter = root / "chapters" / "de" / "01-a.md"
    chapter.write_text("# Kapitel\n\nHier steht nun etwas ganz anderes.\n")
    before = chapter.read_bytes()
    proof("accept", REPLACED.id, "--book", str(root), "--by", "Lektorin")
    assert "proof." in capsys.readouterr().err
    assert chapter.read_bytes() == before
    assert states(root, capsys) == {REPLACED.id: "accepted"}


@pytest.mark.parametrize(
    ("new", "written"),
    [
        ("Vorsicht", "Vorsicht"),
        ("Vorsicht - und Eile", "Vorsicht - und Eile"),  # typography makes a dash of it
        ("Vorsicht -- und Eile", "Vorsicht -- und Eile"),
        ("*Vorsicht* [^1]", "\\*Vorsicht\\* \\[\\^1\\]"),
        ("Vor\x00sicht", None),  # no reader of Markdown prints it
        ("\ufeff", None),
    ],
)
def test_words_are_written_if_the_book_prints_them_then(
    tmp_path: Path, new: str, written: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = replace(REPLACED, new=new)
    root = book(tmp_path / "book", mark)
    chapter = root / "chapters" / "de" / "01-a.md"
    proof("accept", mark.id, "--book", str(root), "--by", "Lektorin")
    told = capsys.readouterr().err
    assert chapter.read_text() == (CHAPTER if written is None else CHAPTER.replace("Geduld", written))
    assert ("proof.effect" in told) is (written is None)
    assert states(root, capsys) == {mark.id: "accepted" if written is None else "applied"}


def test_decisions_of_two_people_are_in_two_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book(tmp_path / "book", REPLACED, ASKED)
    assert (
        proof("reject", REPLACED.id, "--book", str(root), "--by", "Max Muster", "--text", "Nein: Geduld") == 0
    )
    assert proof("answer", ASKED.id, "--book", str(root), "--by", "Erika", "--text", "Ja") == 0
    names = sorted(place.name for place in (root / "proof" / "decisions").iterdir())
    assert names == ["erika.toml", "max-muster.toml"]
    assert states(root, capsys) == {REPLACED.id: "rejected", ASKED.id: "open"}
    assert proof("report", str(root)) == 0
    report = capsys.readouterr().out
    assert "Nein: Geduld" in report
    assert "Wirklich niemand?" in report
    assert proof("reopen", REPLACED.id, "--book", str(root), "--by", "Erika") == 0
    assert states(root, capsys)[REPLACED.id] == "open"


@pytest.mark.parametrize("name", ["ab", "zzzz", ""])
def test_a_mark_has_to_be_named(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = book(tmp_path / "book", REPLACED)
    assert proof("close", name, "--book", str(root), "--by", "Max") != 0
    assert "proof.absent" in capsys.readouterr().err
    assert not (root / "proof" / "decisions").exists()


def test_a_name_that_several_marks_have_is_none() -> None:
    marks = [replace(REPLACED, comment=f"{number}") for number in range(2000)]
    first = {mark.id[:4]: mark for mark in marks}
    twice = next(mark for mark in marks if first[mark.id[:4]].id != mark.id)
    with pytest.raises(BookbuilderError) as told:
        desk_of(marks, ()).named([twice.id[:4]])
    assert [one.code for one in told.value.diagnostics] == ["proof.ambiguous"]
    assert [one.mark for one in desk_of(marks, ()).named([twice.id])] == [twice]


def test_open_marks_stop_a_book_that_says_so(tmp_path: Path) -> None:
    root = book(tmp_path / "book", REPLACED)
    told = api.build(root, jobs=1)
    assert not told.failed
    assert [one.code for one in told.diagnostics].count("proof.open") == 1
    settings = root / "book.toml"
    settings.write_text(settings.read_text() + '\n[check]\nproof = "error"\n')
    assert api.build(root, jobs=1).failed
    assert proof("close", REPLACED.id, "--book", str(root), "--by", "Max") == 0
    result = api.build(root, jobs=1)
    assert not result.failed
    assert "proof.open" not in {one.code for one in result.diagnostics}


TEXTS = st.text(max_size=40).filter(lambda text: text.isprintable())
DECISIONS = st.lists(
    st.tuples(
        st.sampled_from([REPLACED.id, ASKED.id]),
        st.sampled_from(list(DecisionKind)),
        st.integers(0, 10**9),
        TEXTS,
    )
)


@given(DECISIONS)
def test_what_is_written_is_read_again_and_the_last_decision_counts(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, DecisionKind, int, str]]
) -> None:
    decisions = [
        Decision(mark, what, "Erika", f"{dt.datetime.fromtimestamp(second, dt.UTC):%Y-%m-%dT%H:%M:%SZ}", text)
        for mark, what, second, text in made
    ]
    text = ""
    for one in decisions:
        text = added(text, [one])
    root = tmp_path_factory.mktemp("book")
    place = root / decisions_path("Erika")
    place.parent.mkdir(parents=True)
    place.write_text(text, encoding="utf-8")
    findings = Findings()
    found = read_decisions(World(root), findings)
    assert not findings.sorted()
    assert list(found) == sorted(decisions, key=lambda one: one.on)
    for state in desk_of((REPLACED, ASKED), found).marks:
        own = [one.what for one in found if one.mark == state.mark.id and one.what is not DecisionKind.ANSWER]
        assert (state.state is MarkState.OPEN) == (not own or own[-1] is DecisionKind.REOPEN)


@given(st.text(max_size=200))
def test_a_broken_file_of_decisions_is_told(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    root = tmp_path_factory.mktemp("book")
    place = root / decisions_path("Erika")
    place.parent.mkdir(parents=True)
    findings = Findings()
    added_text = text + "\n[[decision]]\nmark = 7\n"
    place.write_bytes(added_text.encode("utf-8", "surrogatepass"))
    with suppress(BookbuilderError):  # a file that holds no text
        decisions = read_decisions(World(root), findings)
        assert not decisions or text.count("[[decision]]") >= len(decisions)
        assert {one.code for one in findings.sorted()} == {"proof.decision"}
