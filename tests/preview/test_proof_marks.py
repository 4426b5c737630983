"""What the preview does with the marks of proofs: it lists them at their places, and decides only what its own page asks."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.formats.source_map import TextPlace
from bookbuilder.preview.edition_source_maps import line_boxes
from bookbuilder.preview.live_state import LiveState
from bookbuilder.preview.page_characters import CharacterBox
from bookbuilder.preview.printed_places import PrintedWord
from bookbuilder.preview.proof_actions import LARGEST
from bookbuilder.preview.proof_marks import OutdatedError, ProofMarks, as_data
from bookbuilder.preview.server import HOST, Preview, listening, serve
from bookbuilder.proof.apply_decisions import write_marks
from bookbuilder.proof.comment_place import CommentPlace
from bookbuilder.proof.decision import DecisionKind, decisions_path
from bookbuilder.proof.desk import read_desk
from bookbuilder.proof.mark import MarkedWords, ProofMark, ProofMarkKind
from bookbuilder.proof.mark_conflicts import mark_conflicts
from bookbuilder.proof.received_file import ReceivedFile, received_text
from bookbuilder.world import World
from tests.cases.book import write
from tests.patience import PATIENCE
from tests.preview.conftest import TOKEN

CHAPTER = "chapters/de/01-a.md"
TEXT = """\
# Kapitel

Der Minister reiste am Montag nach Kiew und sprach dort von Geduld.

Am Dienstag war er in Moskau, und niemand *wusste*, was gesagt wurde.
"""
REPLACED = ProofMark(
    ProofMarkKind.REPLACE,
    "fahne.pdf",
    "de",
    MarkedWords("Geduld", "am Montag nach Kiew und sprach dort von ", "."),
    Span(CHAPTER, 3, 61),
    Span(CHAPTER, 3, 67),
    new="Vorsicht",
    author="Erika",
)
OTHER = replace(REPLACED, new="Eile", author="Max")
ASKED = ProofMark(
    ProofMarkKind.COMMENT,
    "fahne.pdf",
    "de",
    MarkedWords("niemand wusste", "war er in Moskau, und ", ", was gesagt wurde."),
    Span(CHAPTER, 5, 35),
    Span(CHAPTER, 5, 51),
    comment="Wirklich <b>niemand</b>?",
    author="Max",
)


def marked(root: Path, *marks: ProofMark) -> Path:
    """Write a book with marks, and return it."""
    write(root, {CHAPTER: TEXT}, editions='[editions.print]\nformat = "pdf"\n')
    place = root / "proof/received/fahne.toml"
    place.parent.mkdir(parents=True)
    place.write_text(
        received_text(ReceivedFile("fahne.pdf", "ab12", "", "de", "print", marks)), encoding="utf-8"
    )
    return root


def files(root: Path) -> dict[str, bytes]:
    """Return what a person sees of a book's folder."""
    return {
        place.relative_to(root).as_posix(): place.read_bytes()
        for place in root.rglob("*")
        if place.is_file() and not any(part.startswith(".") for part in place.relative_to(root).parts)
    }


def state(root: Path, mark: ProofMark) -> str:
    return next(one.state for one in read_desk(World(root), Findings()).marks if one.mark.id == mark.id)


def test_marks_are_listed_where_their_words_stand_by_now(tmp_path: Path) -> None:
    root = marked(tmp_path / "book", REPLACED, ASKED)
    (root / CHAPTER).write_text(TEXT.replace("# Kapitel\n", "# Kapitel\n\nEin neuer Absatz.\n"))
    listed = as_data(ProofMarks(World(root)).placed(), str)
    assert [(one["id"], one["start"]["line"], one["start"]["column"]) for one in listed] == [
        (REPLACED.id, 5, 61),
        (ASKED.id, 7, 35),
    ]
    assert listed[0]["sentence"] == "Erika wants “Vorsicht” instead of “Geduld”"
    assert listed[0]["conflicts"] == []


def test_what_is_accepted_is_in_the_chapter_until_it_is_undone(tmp_path: Path) -> None:
    root = marked(tmp_path / "book", REPLACED, ASKED)
    before = files(root)
    desk = ProofMarks(World(root))
    assert desk.decide(REPLACED.id, DecisionKind.ACCEPT, "Lektorin", "", "open") == ()
    assert (root / CHAPTER).read_text() == TEXT.replace("Geduld", "Vorsicht")
    assert state(root, REPLACED) == "applied"
    assert desk.undo() == REPLACED.id
    now = files(root)
    # Of the file of decisions its first line stays.
    assert {name: now[name] for name in before} == before
    assert now.keys() - before.keys() == {decisions_path("Lektorin")}
    assert state(root, REPLACED) == "open"
    with pytest.raises(OutdatedError):
        desk.undo()


def test_undo_takes_back_no_work_of_others(tmp_path: Path) -> None:
    root = marked(tmp_path / "book", REPLACED, ASKED)
    desk, elsewhere = ProofMarks(World(root)), ProofMarks(World(root))
    desk.decide(ASKED.id, DecisionKind.REJECT, "Lektorin", "Doch", "open")
    elsewhere.decide(REPLACED.id, DecisionKind.CLOSE, "Lektorin", "", "open")
    assert desk.undo() == ASKED.id
    assert (state(root, ASKED), state(root, REPLACED)) == ("open", "closed")
    elsewhere.undo()
    desk.decide(REPLACED.id, DecisionKind.ACCEPT, "Lektorin", "", "open")
    chapter = root / CHAPTER
    edited = chapter.read_text() + "\nEin Satz mehr.\n"
    chapter.write_text(edited)
    with pytest.raises(OutdatedError):
        desk.undo()
    assert chapter.read_text() == edited and state(root, REPLACED) == "applied"


def test_what_is_no_longer_as_it_was_seen_is_not_decided(tmp_path: Path) -> None:
    root = marked(tmp_path / "book", REPLACED)
    desk = ProofMarks(World(root))
    desk.decide(REPLACED.id, DecisionKind.CLOSE, "Max", "", "open")
    before = files(root)
    for name, seen in ((REPLACED.id, "open"), ("0" * 10, "open")):
        with pytest.raises(OutdatedError):
            desk.decide(name, DecisionKind.ACCEPT, "Lektorin", "", seen)
    assert files(root) == before


def test_a_chapter_that_is_edited_while_words_are_written_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = marked(tmp_path / "book", REPLACED)
    edited = TEXT + "\nGerade gespeichert.\n"

    def slow(*arguments: Any) -> Any:
        result = write_marks(*arguments)
        (root / CHAPTER).write_text(edited)
        return result

    monkeypatch.setattr("bookbuilder.preview.proof_marks.write_marks", slow)
    with pytest.raises(OutdatedError):
        ProofMarks(World(root)).decide(REPLACED.id, DecisionKind.ACCEPT, "Lektorin", "", "open")
    assert (root / CHAPTER).read_text() == edited and state(root, REPLACED) == "open"


def test_words_that_are_gone_are_told(tmp_path: Path) -> None:
    root = marked(tmp_path / "book", REPLACED)
    text = "# Kapitel\n\nHier steht nun etwas ganz anderes.\n"
    (root / CHAPTER).write_text(text)
    problems = ProofMarks(World(root)).decide(REPLACED.id, DecisionKind.ACCEPT, "Lektorin", "", "open")
    assert [one.code for one in problems] == ["proof.unfound"]
    assert (root / CHAPTER).read_text() == text and state(root, REPLACED) == "accepted"


@pytest.mark.parametrize(
    ("mark", "changed", "about"),
    [
        (REPLACED, TEXT.replace("Geduld", "Vorsicht"), "lost"),
        (REPLACED, TEXT, "text"),
        (
            replace(REPLACED, kind=ProofMarkKind.DELETE, new=""),
            TEXT.replace("dort von Geduld", "nichts"),
            "lost",
        ),
        (replace(REPLACED, words=MarkedWords("Geduld")), TEXT, "text"),
        (replace(REPLACED, words=MarkedWords("Geduld")), "# Kapitel\n\nNichts.\n", "lost"),
        (ASKED, "# Kapitel\n", "lost"),
    ],
)
def test_marks_whose_words_are_gone_are_lost(
    tmp_path: Path, mark: ProofMark, changed: str, about: str
) -> None:
    root = marked(tmp_path / "book", mark)
    (root / CHAPTER).write_text(changed)
    (one,) = as_data(ProofMarks(World(root)).placed(), str)
    assert (one["about"], one["start"] is None, one["id"]) == (about, about == "lost", mark.id)


def test_marks_that_contradict_one_another_are_told(tmp_path: Path) -> None:
    root = marked(tmp_path / "book", REPLACED, OTHER, ASKED)
    conflicts = {one["id"]: one["conflicts"] for one in as_data(ProofMarks(World(root)).placed(), str)}
    assert conflicts == {REPLACED.id: [OTHER.id], OTHER.id: [REPLACED.id], ASKED.id: []}


SPANS = st.tuples(st.integers(1, 9), st.integers(0, 4))


@settings(deadline=None)
@given(st.lists(st.tuples(SPANS, st.sampled_from(ProofMarkKind), st.sampled_from(["a", "b"])), max_size=8))
def test_conflicts_are_mutual_and_of_marks_that_meet(
    found: list[tuple[tuple[int, int], ProofMarkKind, str]],
) -> None:
    marks = {
        one.id: one
        for number, ((start, length), kind, new) in enumerate(found)
        for one in [
            replace(
                REPLACED,
                kind=kind,
                start=Span(CHAPTER, 1, start),
                end=Span(CHAPTER, 1, start + length),
                new=new,
                number=number,
            )
        ]
    }
    conflicts = mark_conflicts(marks.values())
    for name, others in conflicts.items():
        assert name not in others and len(set(others)) == len(others)
        for other in others:
            assert name in conflicts[other]
            one, two = marks[name], marks[other]
            assert max(one.start, two.start) <= min(one.end, two.end)
            assert (one.kind, one.start, one.end, one.new) != (two.kind, two.start, two.end, two.new)
    inside = [one for one in marks.values() if one.kind is ProofMarkKind.DELETE and one.start != one.end]
    for one in inside:
        for two in inside:
            meet = max(one.start, two.start) < min(one.end, two.end)
            same = (one.start, one.end, one.new) == (two.start, two.end, two.new)
            assert (two.id in conflicts.get(one.id, ())) == (meet and not same)


@pytest.mark.parametrize(
    ("start", "end", "quote", "place"),
    [
        ((3, 5), (3, 5), "Minister", ((3, 5), (3, 13))),
        ((3, 8), (3, 24), "Minister reiste am Montag", ((3, 5), (3, 30))),
        ((3, 24), (3, 8), "Minister reiste am Montag", ((3, 5), (3, 30))),
        ((3, 63), (3, 63), "Geduld", ((3, 61), (3, 67))),
        ((5, 44), (5, 44), "wusste", ((5, 44), (5, 50))),
        ((1, 3), (1, 3), "Kapitel", ((1, 3), (1, 10))),
    ],
)
def test_a_comment_is_a_mark_on_its_words(
    tmp_path: Path, start: tuple[int, int], end: tuple[int, int], quote: str, place: tuple[Any, Any]
) -> None:
    root = marked(tmp_path / "book")
    before = files(root)
    desk = ProofMarks(World(root))
    name = desk.comment(CommentPlace(Span(CHAPTER, *start), Span(CHAPTER, *end)), "Erika M.", "Stimmt das?")
    (one,) = read_desk(World(root), Findings()).marks
    mark = one.mark
    assert (mark.id, mark.words.quote, mark.author, mark.comment) == (name, quote, "Erika M.", "Stimmt das?")
    assert (mark.start, mark.end) == (Span(CHAPTER, *place[0]), Span(CHAPTER, *place[1]))
    (listed,) = as_data(desk.placed(), str)
    assert listed["start"] == {"file": CHAPTER, "line": place[0][0], "column": place[0][1]}
    desk.comment(CommentPlace(Span(CHAPTER, 3, 5), Span(CHAPTER, 3, 5)), "Erika M.", "Und das?")
    assert len(read_desk(World(root), Findings()).marks) == 2
    desk.undo()
    desk.undo()
    assert not read_desk(World(root), Findings()).marks
    assert {name: files(root)[name] for name in before} == before


def test_where_nothing_stands_nothing_is_commented_on(tmp_path: Path) -> None:
    root = marked(tmp_path / "book")
    before = files(root)
    for path, line in ((CHAPTER, 99), ("chapters/de/99-x.md", 1)):
        span = Span(path, line, 1)
        with pytest.raises(OutdatedError):
            ProofMarks(World(root)).comment(CommentPlace(span, span), "Max", "Hm")
    assert files(root) == before


Ask = Callable[..., tuple[int, bytes]]


@pytest.fixture
def asked(tmp_path: Path) -> tuple[Path, Ask]:
    """A book with marks, and a function that asks its preview for an action."""
    root = marked(tmp_path / "book", REPLACED, ASKED)
    on = listening(0)
    serve(Preview(World(root), LiveState(), TOKEN), on)
    port = on.getsockname()[1]

    def ask(path: str, body: object, method: str = "POST", **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"Origin": f"http://{HOST}:{port}", "Content-Type": "application/json"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, f"/{TOKEN}/{path}", data, {k: v for k, v in given.items() if v})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    return root, ask


DECISION = {"mark": REPLACED.id, "what": "accept", "by": "Lektorin", "state": "open"}
PLACE = {"path": CHAPTER, "line": 3, "column": 5}
COMMENT = {"start": PLACE, "end": PLACE, "by": "Lektorin", "text": "Wer?"}


def test_our_page_decides_comments_and_undoes(asked: tuple[Path, Ask]) -> None:
    root, ask = asked
    status, body = ask("proof", b"", "GET")
    listed = json.loads(body)
    assert status == 200 and [one["id"] for one in listed["marks"]] == [REPLACED.id, ASKED.id]
    assert listed["marks"][1]["comment"] == ASKED.comment and not listed["undo"]
    assert ask("decide", DECISION) == (200, b'{"problems":[]}')
    assert "Vorsicht" in (root / CHAPTER).read_text()
    assert ask("decide", DECISION) == (409, b"outdated")
    status, body = ask("comment", COMMENT)
    assert status == 200
    name = json.loads(body)["mark"]
    assert name in [one["id"] for one in json.loads(ask("proof", b"", "GET")[1])["marks"]]
    assert ask("undo", {}) == (200, json.dumps({"mark": name}, separators=(",", ":")).encode())
    assert ask("undo", {})[0] == 200 and (root / CHAPTER).read_text() == TEXT
    assert ask("undo", {}) == (409, b"outdated")


@pytest.mark.parametrize("path", ["proof/received/fahne.toml", "proof/decisions/max.toml"])
@pytest.mark.parametrize("content", [b"\xff\xfe", b"[[mark]\n", b"mark = 3\ndecision = 3\n", b"", None])
def test_broken_files_of_marks_break_nothing(
    asked: tuple[Path, Ask], path: str, content: bytes | None
) -> None:
    root, ask = asked
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    if content is None:
        place.symlink_to("/etc/hostname")
    else:
        place.write_bytes(content)
    status, _ = ask("proof", b"", "GET")
    assert status == (409 if content in (b"\xff\xfe", None) else 200)
    by_max = {**DECISION, "by": "Max", "what": "close"}
    status, answer = ask("decide", by_max)
    if content is None:
        assert place.is_symlink()
    assert status in (200, 409) and (root / CHAPTER).read_text() == TEXT
    if status == 409:
        assert answer in (b"outdated", b"unwritten")


STRANGE: list[tuple[str, object, int]] = [
    *(
        ("decide", {**DECISION, **change}, 400)
        for change in (
            {"mark": "../../etc"},
            {"mark": ""},
            {"what": "apply"},
            {"what": "delete"},
            {"what": "answer"},
            {"by": ""},
            {"by": " "},
            {"by": "a\nb"},
            {"by": "x" * 201},
            {"by": None},
            {"text": "x" * 10_001},
            {"text": 7},
            {"more": 1},
        )
    ),
    *(
        ("comment", {**COMMENT, **change}, 400)
        for change in (
            {"text": ""},
            {"text": " \n"},
            {"by": "\t"},
            {"start": {**PLACE, "path": "book.toml"}},
            {"start": {**PLACE, "line": -1}},
            {"start": {**PLACE, "line": 10**12}},
            {"end": None},
        )
    ),
    ("comment", {**COMMENT, "start": {**PLACE, "path": "chapters/../../x.md"}}, 409),
    ("comment", {**COMMENT, "start": {**PLACE, "path": "chapters/de/nothing.md"}}, 409),
    ("undo", {"all": True}, 400),
    ("undo", [], 400),
    ("decide", b"", 400),
    ("decide", b"{", 400),
    ("decide", b"[" * 20_000, 400),
    ("decide", b"\xff\xfe", 400),
    ("decide", b" " * (LARGEST + 1), 413),
]


@pytest.mark.parametrize(("path", "body", "status"), STRANGE)
def test_strange_bodies_change_nothing(asked: tuple[Path, Ask], path: str, body: object, status: int) -> None:
    root, ask = asked
    before = files(root)
    assert ask(path, body)[0] == status
    assert files(root) == before


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": ""}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Type": ""}, 415),
    ],
)
@pytest.mark.parametrize(("path", "body"), [("decide", DECISION), ("comment", COMMENT), ("undo", {})])
def test_a_page_from_elsewhere_decides_nothing(
    asked: tuple[Path, Ask], path: str, body: object, headers: dict[str, str], status: int
) -> None:
    root, ask = asked
    before = files(root)
    assert ask(path, body, **headers)[0] == status
    assert ask(path, body, "GET")[0] == 405
    assert files(root) == before


def test_marks_are_placed_anew_where_something_has_changed(tmp_path: Path) -> None:
    other = "chapters/de/02-b.md"
    words = MarkedWords("Winter", "In diesem ", " blieb alles still.")
    still = replace(ASKED, words=words, start=Span(other, 3, 11), end=Span(other, 3, 17))
    root = marked(tmp_path / "book", REPLACED, still)
    (root / other).write_text("# Zwei\n\nIn diesem Winter blieb alles still.\n")
    desk = ProofMarks(World(root))
    first = desk.placed()
    (root / CHAPTER).write_text("\n\n" + TEXT)
    second = desk.placed()
    assert second.places[still.id] is first.places[still.id]
    assert second.places[REPLACED.id].start == Span(CHAPTER, 5, 61)
    (root / other).write_text("# Zwei\n\nNichts.\n")
    third = desk.placed()
    assert third.places[still.id].start.line == 0
    assert third.places[REPLACED.id] is second.places[REPLACED.id]
    (root / other).write_text("# Zwei\n\nIn diesem Winter blieb alles still.\n")
    assert desk.placed().places[still.id].start == Span(other, 3, 11)


BOXES = st.tuples(st.integers(0, 5), st.integers(0, 30), st.integers(1, 9))


@given(st.lists(BOXES, min_size=1, max_size=20))
def test_words_of_a_line_have_one_box(found: list[tuple[int, int, int]]) -> None:
    """Lines are 12 points apart; the boxes are given line by line, in either direction."""
    found = sorted(found, key=lambda one: one[0])
    characters = [CharacterBox(x, 12 * line, width, 10) for line, x, width in found]
    words = [
        PrintedWord(0, number, TextPlace("a", 0, 0), "a", (box,)) for number, box in enumerate(characters)
    ]
    boxes = line_boxes(words)
    assert [box.y for box in boxes] == sorted({12 * line for line, _, _ in found})
    for box in boxes:
        inside = [one for one in characters if one.y == box.y]
        assert box.x == min(one.x for one in inside)
        assert box.x + box.width == max(one.x + one.width for one in inside)


TRANSLATION = "chapters/en/01-a.md"
TRANSLATED = ProofMark(
    ProofMarkKind.COMMENT,
    "fahne.pdf",
    "en",
    MarkedWords("Kyiv", "The minister went to ", " on Monday."),
    Span(TRANSLATION, 3, 22),
    Span(TRANSLATION, 3, 26),
    comment="Kiev?",
)


def add_translation(root: Path) -> None:
    """Translate the first paragraph of a book of `marked`."""
    (root / "chapters/en").mkdir()
    (root / TRANSLATION).write_text("# Chapter\n\nThe minister went to Kyiv on Monday.\n")
    settings = root / "book.toml"
    settings.write_text(settings.read_text() + '\n[locales.en]\ntitle = "Book"\n')


def test_a_mark_on_a_translation_is_listed_with_its_source(tmp_path: Path) -> None:
    root = marked(tmp_path / "book", REPLACED, TRANSLATED)
    add_translation(root)
    (root / CHAPTER).write_text(TEXT.replace("# Kapitel\n", "# Kapitel\n\nEin neuer Absatz.\n"))
    english = (root / TRANSLATION).read_text()
    (root / TRANSLATION).write_text(english.replace("# Chapter\n", "# Chapter\n\nA new one.\n"))
    placed = ProofMarks(World(root)).placed()
    listed = {one["id"]: (one["source"], one["source_said"]) for one in as_data(placed, str)}
    source = {"file": CHAPTER, "line": 5, "column": 1}
    assert listed == {REPLACED.id: (None, ""), TRANSLATED.id: (source, f"a translation of {CHAPTER}:5")}
    assert placed.paths == {CHAPTER, TRANSLATION}
