"""Marks of all kinds in a small PDF: what each says, where its words stand, and what is told of broken files."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from bookbuilder.diagnostics import NOWHERE, Findings, Span
from bookbuilder.proof import read_annotations
from bookbuilder.proof.collect import CollectRequest, collect
from bookbuilder.proof.mark import MarkedWords, MarkSubject, ProofMark, ProofMarkKind
from bookbuilder.proof.mark_findings import mark_findings
from bookbuilder.proof.received_file import (
    FOLDER,
    ReceivedFile,
    distinct_marks,
    read_received,
    received_name,
    received_text,
)
from bookbuilder.session import Session
from bookbuilder.world import World
from tests.commands import program
from tests.proofs.hand_made import HandMadePdf, book

CHAPTER = "chapters/en/01-morning.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return book(tmp_path / "book")


def collected(root: Path, **files: bytes) -> tuple[list[ProofMark], list[str]]:
    """Return the marks of files, and the codes of what is told of them."""
    findings = Findings()
    with Session(World(root), jobs=1, jail=False).work() as work:
        found = collect(work.context, work.world, CollectRequest(files), findings)
    return [mark for one in found for mark in one.received.marks], [one.code for one in findings.sorted()]


def source(root: Path, mark: ProofMark) -> str:
    """Return what stands at the place of a mark."""
    assert mark.start.line == mark.end.line, mark
    line = (root / mark.start.path).read_text(encoding="utf-8").split("\n")[mark.start.line - 1]
    return line[mark.start.column - 1 : mark.end.column - 1]


def test_each_kind_says_what_it_says(root: Path) -> None:
    pdf = HandMadePdf()
    common: dict[str, Any] = {"T": String("Ada"), "M": String("D:20261129093015+01'00'")}
    pdf.mark("Highlight", "minister arrived", **common)
    asked = pdf.mark("Underline", "the evening", "really?", **common)
    pdf.mark("StrikeOut", "expected her", **common)
    pdf.mark("StrikeOut", "come for", "wanted", **common)
    pdf.mark("StrikeOut", "as guests", "why? who says so?", **common)
    caret = pdf.caret("officers", "never", IT=Name.Replace, **common)
    pdf.mark("StrikeOut", "said that they", IT=Name.StrikeOutTextEdit, IRT=caret, RT=Name.Group, **common)
    pdf.caret("stayed", "quietly", **common)
    pdf.mark("Text", "nobody asked", "yes", IRT=asked, T=String("Ben"))
    marks, codes = collected(root, proof=pdf.data())
    said = [(mark.kind.value, source(root, mark), mark.new, mark.comment) for mark in marks]
    assert not codes
    assert said == [
        ("highlight", "minister arrived", "", ""),
        ("comment", "the evening", "", "really?"),
        ("delete", "expected her", "", ""),
        ("comment", "the evening", "", "yes"),
        ("replace", "come for", "wanted", ""),
        ("insert", "", " quietly", ""),
        ("replace", "said that they", "never", ""),
        ("delete", "as guests", "", "why? who says so?"),
    ]
    assert {mark.author for mark in marks} == {"Ada", "Ben"}
    assert marks[0].date == "2026-11-29T09:30:15+01:00"
    assert [mark.answers for mark in marks if mark.answers] == [marks[1].id]
    assert len({mark.id for mark in marks}) == len(marks)


def test_a_drag_means_whole_words_and_a_letter_is_a_letter(root: Path) -> None:
    pdf = HandMadePdf()
    pdf.mark("Highlight", "inister arr")
    pdf.mark("StrikeOut", "xp")
    pdf.mark("StrikeOut", ", and")
    marks, _ = collected(root, proof=pdf.data())
    assert [source(root, mark) for mark in marks] == ["minister arrived", "xp", ", and"]


def test_facts_are_named(root: Path) -> None:
    pdf = HandMadePdf()
    pdf.mark("Highlight", "100,000", "more?")
    pdf.mark("StrikeOut", "end 100,000", "beginning 1")
    marks, _ = collected(root, proof=pdf.data())
    assert [(mark.about, mark.key) for mark in marks] == [(MarkSubject.FACT, "troops")] * 2


def test_words_that_are_gone_are_told(root: Path) -> None:
    pdf = HandMadePdf()
    pdf.mark("StrikeOut", "expected", "foreseen")
    pdf.mark("Highlight", "the morning")
    path = root / CHAPTER
    path.write_text(path.read_text(encoding="utf-8").replace("expected", "awaited"), encoding="utf-8")
    (lost, found) = sorted(collected(root, proof=pdf.data())[0], key=lambda mark: mark.about)
    assert (lost.about, lost.start, lost.words.quote, lost.new) == (
        MarkSubject.LOST,
        NOWHERE,
        "expected",
        "foreseen",
    )
    assert source(root, found) == "the morning"


def test_a_mark_goes_on_over_the_end_of_a_page(root: Path) -> None:
    first, second = HandMadePdf(*HandMadePdf().lines[:2]), HandMadePdf(*HandMadePdf().lines[2:])
    first.mark("Highlight", "had come for.", "rewrite", T=String("Ada"))
    second.mark("Highlight", "In the end", "rewrite", T=String("Ada"))
    first.pdf.pages.append(second.pdf.pages[0])
    (mark,) = collected(root, proof=first.data())[0]
    assert (mark.start.line, mark.end.line) == (6, 8)
    assert mark.words.quote == "had come for. In the end"


def test_one_mark_is_one_mark(root: Path) -> None:
    pdf = HandMadePdf()
    for _ in range(3):
        pdf.mark("Highlight", "minister", "yes")
    assert len(collected(root, proof=pdf.data())[0]) == 1


def test_a_proof_that_was_sent_is_named(root: Path) -> None:
    pdf = HandMadePdf()
    pdf.mark("Highlight", "minister")
    data = pdf.data()
    with pikepdf.open(BytesIO(data)) as opened:
        identifier = bytes(opened.trailer["/ID"][0]).hex()
    (root / "proof/sent").mkdir(parents=True)
    (root / "proof/sent/second.toml").write_text(
        f'kind = "pdf"\nlocale = "en"\nedition = "pdf"\nid = "{identifier}"\n', encoding="utf-8"
    )
    with Session(World(root), jobs=1, jail=False).work() as work:
        (one,) = collect(work.context, work.world, CollectRequest({"a.pdf": data}), Findings())
    assert one.received.proof == "second"


def test_files_that_cannot_be_read_are_told_and_the_others_read(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, empty, foreign, many = (HandMadePdf() for _ in range(4))
    good.mark("Highlight", "minister")
    foreign.lines = tuple(line[::-1] for line in foreign.lines)
    foreign = HandMadePdf(*foreign.lines)
    foreign.mark("Highlight", foreign.lines[0][:10])
    many.page.Annots.append(Dictionary(Type=Name.Annot, Subtype=Name.Highlight, Rect=Array([1, 2])))
    for number in range(5):
        many.mark("Highlight", "minister", str(number))
    locked = BytesIO()
    good.pdf.save(locked, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    monkeypatch.setattr(read_annotations, "MARKS", 3)
    marks, codes = collected(
        root,
        broken=b"%PDF-1.7 and nothing else",
        empty=empty.data(),
        foreign=foreign.data(),
        locked=locked.getvalue(),
        many=many.data(),
        good=good.data(),
    )
    told = ["proof.broken", "proof.broken", "proof.damaged", "proof.foreign", "proof.many", "proof.unmarked"]
    assert sorted(codes) == told
    assert [mark.words.quote for mark in marks] == ["minister"] * 4


KINDS = [
    (
        ProofMark(ProofMarkKind.HIGHLIGHT, "a.pdf", "en", MarkedWords("one")),
        "proof.marked",
        "somebody marks “one”",
    ),
    (
        ProofMark(ProofMarkKind.COMMENT, "a.pdf", "en", MarkedWords("one"), comment="why?", author="Ada"),
        "proof.commented",
        "Ada says of “one”: why?",
    ),
    (
        ProofMark(ProofMarkKind.REPLACE, "a.pdf", "en", MarkedWords("one"), new="two"),
        "proof.replaced",
        "somebody wants “two”",
    ),
    (
        ProofMark(ProofMarkKind.INSERT, "a.pdf", "en", MarkedWords("", "one"), new="two"),
        "proof.inserted",
        "somebody puts “two”",
    ),
    (
        ProofMark(ProofMarkKind.DELETE, "a.pdf", "en", MarkedWords("one")),
        "proof.deleted",
        "somebody strikes out “one”",
    ),
    (
        ProofMark(ProofMarkKind.FORMAT, "a.pdf", "en", MarkedWords("one")),
        "proof.changed",
        "somebody changes “one”",
    ),
    (
        ProofMark(ProofMarkKind.DELETE, "a.pdf", "en", MarkedWords("one"), about=MarkSubject.LOST),
        "proof.lost",
        "the words that somebody",
    ),
]


@pytest.mark.parametrize(("mark", "code", "sentence"), KINDS)
def test_a_mark_is_told_as_a_finding(mark: ProofMark, code: str, sentence: str) -> None:
    (finding,) = mark_findings([mark])
    assert (finding.code, finding.message[: len(sentence)]) == (code, sentence)


def test_what_came_in_is_read_again_as_it_was(tmp_path: Path) -> None:
    hostile = 'a "b"\n\\ [[mark]]\t’…'
    marks = tuple(
        ProofMark(
            kind, "a.pdf", locale, MarkedWords(text, text, text), start, start, about,
            text, text, text, text, text, text, text, number, text,
        )
        for kind in ProofMarkKind
        for about in MarkSubject
        for number, (locale, text, start) in enumerate(
            [("en", hostile, Span("chapters/en/a b.md", 3, 4)), ("de", "", NOWHERE)]
        )
    )  # fmt: skip
    received = ReceivedFile("a.pdf", "0123", "first", "en", "pdf", marks)
    world = World(tmp_path)
    path = received_name("a.pdf", "0123", world)
    world.publish(".", [(path, {"": received_text(received).encode()})])
    findings = Findings()
    assert read_received(world, findings) == (received,)
    assert not findings.sorted()
    assert received_name("a.pdf", "0123", world) == path
    assert received_name("a.pdf", "9999", world) == f"{FOLDER}/a-2.toml"
    assert len(distinct_marks((received, received))) == len({mark.id for mark in marks})


def test_a_mark_that_nobody_can_read_is_left_out(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    text = 'origin = "a.pdf"\n[[mark]]\nkind = "shout"\n[[mark]]\nkind = "delete"\nquote = "one"\n'
    (tmp_path / FOLDER / "a.toml").write_text(text, encoding="utf-8")
    findings = Findings()
    (one,) = read_received(World(tmp_path), findings)
    assert [mark.words.quote for mark in one.marks] == ["one"]
    assert [(found.code, found.span.line) for found in findings.sorted()] == [("proof.received", 2)]


def test_the_commands(root: Path, tmp_path: Path) -> None:
    pdf = HandMadePdf()
    pdf.mark("StrikeOut", "come for", "wanted", T=String("Ada"))
    (tmp_path / "back.pdf").write_bytes(pdf.data())
    (tmp_path / "broken.pdf").write_bytes(b"%PDF")
    page = tmp_path / "marks.html"
    words = [
        "proof",
        "collect",
        str(tmp_path / "broken.pdf"),
        str(tmp_path / "back.pdf"),
        "--book",
        str(root),
    ]
    done = program().run(*words, "--html", str(page), timeout=300)
    assert done.returncode == 1 and "[proof.broken]" in done.stderr, done.stderr
    assert "01-morning.md:6:60: Ada wants “wanted” instead of “come for”" in done.stdout
    assert 'src="data:image/png;base64,' in page.read_text(encoding="utf-8")
    sarif = json.loads(program().run(*words, "--format", "sarif", timeout=300).stdout)
    assert [one["ruleId"] for one in sarif["runs"][0]["results"]] == ["proof.broken", "proof.replaced"]
    listed = json.loads(
        program().run("proof", "list", str(root), "--json", "--by", "Ada", timeout=300).stdout
    )
    assert [one["start"] for one in listed["marks"]] == [{"file": CHAPTER, "line": 6, "column": 60}]
