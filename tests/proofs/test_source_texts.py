"""Marks on a translation lead to the texts of the source that their words translate, or to none."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import NOWHERE, Span
from bookbuilder.project import Project
from bookbuilder.proof.comment_place import comment_mark
from bookbuilder.proof.find_words import WordsPlace
from bookbuilder.proof.mark import MarkedWords, MarkSubject, ProofMark, ProofMarkKind
from bookbuilder.proof.place_marks import MarkedBook
from bookbuilder.proof.received_file import ReceivedFile, publish_received
from bookbuilder.proof.source_texts import source_texts_now
from bookbuilder.session import Session
from bookbuilder.translate.chapter_blocks import Block, blocks
from bookbuilder.world import World
from tests.cases.book import PRINT, write
from tests.cases.case import ROOT
from tests.proofs.changed_text import change
from tests.proofs.places import ReadBook

REPORT = Path(__file__).parents[1] / "books" / "report"
BOOKS = [(ROOT, "en"), (REPORT, "en"), (REPORT, "ar"), (REPORT, "ja")]
NOT_OF_THE_BOOK = (".*", "node_modules", "output", "tests", "bookbuilder", "docs", "*.md~")


def seeded(book: MarkedBook, locale: str, seed: int, every: int = 4) -> Iterator[ProofMark]:
    """Yield comments on words of some texts, on whole ones, and at points between words."""
    draw = random.Random(seed)
    for number, block in enumerate(book.letters.blocks):
        if draw.randrange(every) or not block.text.strip():
            continue
        words = [match.span() for match in re.finditer(r"\w[^\s\u3000-\u303f]*", block.text)]
        if not words:
            continue
        first = draw.randrange(len(words))
        last = min(first + draw.choice((0, 0, 1, 3)), len(words) - 1)
        start, end = words[first][0], words[last][1]
        match draw.randrange(4):
            case 0:
                start, end = 0, len(block.text)
            case 1:
                end = start
        mark = comment_mark(WordsPlace(number, start, number, end), book, "proof.pdf")
        if mark.start != NOWHERE and mark.about in (MarkSubject.TEXT, MarkSubject.FACT, MarkSubject.NAME):
            yield replace(mark, locale=locale, comment=f"{number}?")


def by_order(root: Path, marks: Sequence[ProofMark], source: str) -> dict[str, Span]:
    """Return what marks translate in chapters whose texts are as many, and of the same kinds, as those of their sources."""
    result = {}
    for mark in marks:
        path = mark.start.path
        origin = root / "chapters" / source / Path(path).name
        if not origin.exists():
            continue
        there, here = (_texts(file) for file in (origin, root / path))
        if [one.kind for one in there] != [one.kind for one in here]:
            continue
        place = (mark.start.line, mark.start.column)
        if (
            (root / path).read_text().split("\n")[place[0] - 1].startswith(":::")
        ):  # what it has comes from facts
            continue
        at = max(number for number, one in enumerate(here) if (one.line, one.column) <= place)
        result[mark.id] = Span(f"chapters/{source}/{origin.name}", there[at].line, there[at].column)
    return result


def _texts(file: Path) -> list[Block]:
    return [block for block in blocks(file.read_text(), "") if not block.embedded]


def project_of(root: Path) -> Project:
    project, _ = api.load(World(root))
    assert project is not None
    return project


@pytest.mark.parametrize(("root", "locale"), BOOKS)
@pytest.mark.parametrize(("share", "lost"), [(0, 0), (0.05, 0.1), (0.2, 0.25)])
def test_marks_lead_to_what_they_translate(
    root: Path, locale: str, share: float, lost: float, tmp_path: Path
) -> None:
    book = tmp_path / "book"
    shutil.copytree(root, book, ignore=shutil.ignore_patterns(*NOT_OF_THE_BOOK))
    read = ReadBook.of(book, locale)
    marks = list({mark.id: mark for seed in range(3) for mark in seeded(read.marked, locale, seed)}.values())
    expected = by_order(book, marks, "de")
    change(book, read.chapters, read.lines, share, 7)
    with Session(World(book), jobs=1, jail=False).work() as work:
        led = source_texts_now(marks, work.context, work.world, project_of(book))
    assert [
        mark for mark in marks if mark.id in led and mark.id in expected and led[mark.id] != expected[mark.id]
    ] == []
    missing = [mark for mark in marks if mark.id in expected and mark.id not in led]
    assert len(expected) >= 25 and len(missing) <= lost * len(expected), missing


def test_a_mark_is_listed_with_what_it_translates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chapters = {
        "chapters/de/01-a.md": "# Kapitel\n\nEin Satz.\n\nDer Minister reiste nach Kiew.\n",
        "chapters/en/01-a.md": "# Chapter\n\nA sentence.\n\nThe minister went to Kyiv.\n\nNobody asked.\n",
    }
    root = write(tmp_path / "book", chapters, editions=PRINT)
    words = [("went to Kyiv", "The minister ", ".", 5, 14), ("minister", "The ", " went to Kyiv", 9, 5)]
    words += [("Nobody", "", " asked.", 7, 1), ("gone", "words that are ", " by now", 5, 1)]
    marks = [
        ProofMark(
            ProofMarkKind.COMMENT,
            "proof.pdf",
            "en",
            MarkedWords(quote, before, after),
            Span("chapters/en/01-a.md", line, column),
            Span("chapters/en/01-a.md", line, column + len(quote)),
            comment=f"{quote}?",
        )
        for quote, before, after, line, column in words
    ]
    of_source = MarkedWords("Minister", "Der ", " reiste nach Kiew.")
    place = Span("chapters/de/01-a.md", 5, 5)
    marks.append(
        ProofMark(ProofMarkKind.COMMENT, "proof.pdf", "de", of_source, place, place, comment="source")
    )
    publish_received(World(root), ReceivedFile("proof.pdf", "ab12", "", "en", "print", tuple(marks)))

    assert main(["proof", "list", "--json", str(root)]) == 0
    listed = {one["comment"]: one["source"] for one in json.loads(capsys.readouterr().out)["marks"]}
    source = {"file": "chapters/de/01-a.md", "line": 5, "column": 1}
    assert listed.pop("went to Kyiv?") == listed.pop("minister?") == source
    assert listed == {"Nobody?": None, "gone?": None, "source": None}

    assert main(["proof", "list", str(root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum("(a translation of " in line and "chapters/de/01-a.md:5:1)" in line for line in lines) == 2


def test_a_list_without_marks_on_translations_reads_no_book(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write(tmp_path / "book", {"chapters/de/01-a.md": "# Kapitel\n\nEin Satz.\n"}, editions=PRINT)
    mark = ProofMark(
        ProofMarkKind.COMMENT,
        "proof.pdf",
        "de",
        MarkedWords("Satz"),
        Span("chapters/de/01-a.md", 3, 5),
        comment="?",
    )
    publish_received(World(root), ReceivedFile("proof.pdf", "ab12", "", "de", "print", (mark,)))
    (root / "chapters/de/01-a.md").write_text("::: unfinished")
    assert main(["proof", "list", str(root)]) == 0
    assert "a translation" not in capsys.readouterr().out
