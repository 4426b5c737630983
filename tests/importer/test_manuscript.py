"""Manuscripts become chapters: whatever a text holds, our parser reads back exactly its words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings
from bookbuilder.importers.clean_text import printable
from bookbuilder.importers.importer import ImportRequest
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.book_files import book_files
from bookbuilder.importers.manuscript.runs import StyledRun, nested
from bookbuilder.importers.manuscript.split_chapters import chapters_by_heading
from bookbuilder.importers.source import file_source
from tests.importer.imported import WORLD, parsed, printed

STYLES = ("strong", "emphasis", "strike", "smallcaps", "underline", "mark", "sub", "sup")
STARTS = (
    "",
    "",
    "- ",
    "1. ",
    "# ",
    "> ",
    "| ",
    ": ",
    "::: ",
    "---",
    "    ",
    "{#id} ",
    "[^1]: ",
    "^^",
    "```",
    "+ ",
    "= ",
)
SIGNS = st.sampled_from("#*_~`[](){}<>!:|-+>\\^\"'=&;/$@%019ab \u00a0„“—…")
ANY = st.text(st.one_of(SIGNS, st.characters(codec="utf-8")), max_size=12)


@st.composite
def inlines(draw: st.DrawFn) -> tuple[nodes.Inline, ...]:
    """Return a text with styles, code, links, breaks and languages; its words are `wort0wort`, `wort1wort` …"""
    runs = []
    for number in range(draw(st.integers(1, 5))):
        before, behind = draw(st.text(SIGNS, max_size=3)), draw(st.text(SIGNS, max_size=3))
        text = f"{before}wort{number}wort{behind}{draw(st.sampled_from(['', ' ']))}"
        styles = frozenset(draw(st.sets(st.sampled_from(STYLES), max_size=3)))
        kinds: list[nodes.Inline] = [
            nodes.Text(text),
            nodes.Code(text),
            nodes.Link("https://a.example/(b)?c=*d*&amp;e", (nodes.Text(text),)),
        ]
        node = kinds[max(draw(st.integers(-2, 2)), 0)]
        runs.append(StyledRun(node, styles, draw(st.sampled_from(["", "", "fr"]))))
        if draw(st.integers(0, 5)) == 0:
            runs.append(StyledRun(nodes.Break()))
    return nested(runs)


@st.composite
def manuscripts(draw: st.DrawFn) -> nodes.Manuscript:
    """Return a manuscript of all kinds of blocks; its title has a letter for each of its words."""
    notes: dict[str, tuple[nodes.Block, ...]] = {}
    count = 0

    def text(*, calls: bool = True) -> tuple[nodes.Inline, ...]:
        nonlocal count
        count += 1
        words: list[nodes.Inline] = [nodes.Text(f"{draw(st.sampled_from(STARTS))}wort{count - 1}wort")]
        if calls and len(notes) < 3 and draw(st.integers(0, 6)) == 0:
            key = f"n{len(notes)}"
            notes[key] = ()
            notes[key] = tuple(blocks(1, noted=True))
            words.append(nodes.NoteCall(key))
        return tuple(words)

    def blocks(depth: int, *, noted: bool = False) -> list[nodes.Block]:
        return [block(depth, noted=noted) for _ in range(draw(st.integers(1, 3)))]

    def block(depth: int, *, noted: bool) -> nodes.Block:
        nonlocal count
        match draw(st.integers(0, 9 if depth < 3 else 2)):
            case 3 | 4:
                items = tuple(tuple(blocks(depth + 1, noted=noted)) for _ in range(draw(st.integers(1, 3))))
                return nodes.List(draw(st.booleans()), items, draw(st.integers(0, 12)))
            case 5:
                return nodes.Quote(tuple(blocks(depth + 1, noted=noted)))
            case 6:
                count += 2
                return nodes.CodeBlock(f"wort{count - 2}wort\n\n    ```wort{count - 1}wort", "python")
            case 7:
                rows = tuple(
                    tuple(
                        nodes.Cell(
                            (nodes.Paragraph(text()),), draw(st.integers(1, 3)), draw(st.integers(1, 3))
                        )
                        for _ in range(draw(st.integers(1, 3)))
                    )
                    for _ in range(draw(st.integers(1, 3)))
                )
                return nodes.Table(
                    rows, draw(st.integers(0, 2)), text(calls=False) if draw(st.booleans()) else ()
                )
            case 8:
                return nodes.Definitions(((text(), tuple(blocks(depth + 1, noted=noted))),))
            case 9:
                return nodes.Divider() if noted else nodes.Aside(text(), tuple(blocks(depth + 1)))
            case _:
                return nodes.Paragraph(text())

    body: list[nodes.Block] = [
        nodes.Heading(1, text()),
        *blocks(0),
        nodes.Heading(draw(st.integers(2, 6)), text()),
        *blocks(0),
    ]
    return nodes.Manuscript(
        nodes.Metadata(title="x" * count, language="de", date="2024-01-01"),
        chapters_by_heading(body, (nodes.Text("Titel"),)),
        notes,
    )


def written(manuscript: nodes.Manuscript) -> dict[str, bytes]:
    """Return the files of a manuscript's book."""
    findings = Findings()
    files = book_files(manuscript, ImportRequest(file_source("buch.txt", b"x"), "buch"), WORLD, findings)
    assert files is not None, findings.sorted()
    return dict(files)


@pytest.mark.heavy
@given(manuscripts())
def test_every_word_of_all_blocks_is_there_once(manuscript: nodes.Manuscript) -> None:
    files = written(manuscript)
    chapters, said = parsed(files)
    shown = "\n".join(data.decode() for path, data in files.items() if path.endswith(".md"))
    assert [str(one) for one in said] == [], shown
    there = "".join(f"{printed(one.title)}{printed(one.blocks)}{printed(one.notes)}" for one in chapters)
    numbers = sorted(int(number) for number in re.findall(r"wort(\d+)wort", there))
    assert numbers == list(range(len(manuscript.metadata.title))), shown


@given(inlines())
def test_every_word_of_a_text_is_there_in_order(content: tuple[nodes.Inline, ...]) -> None:
    metadata = nodes.Metadata(title="T", language="de", date="2024-01-01")
    files = written(
        nodes.Manuscript(metadata, chapters_by_heading([nodes.Paragraph(content)], (nodes.Text("T"),)))
    )
    [chapter], said = parsed(files)
    assert [str(one) for one in said] == []
    there = "".join(printed(chapter.blocks).split())
    assert there == "".join(printable(nodes.plain_text(content)).split()), files


@given(ANY, st.sampled_from(["strong", "emphasis", "strike", "smallcaps", "underline"]), ANY, ANY)
def test_any_text_is_printed_letter_by_letter(before: str, style: str, inner: str, behind: str) -> None:
    paragraph = nodes.Paragraph(
        (nodes.Text(f"a{before}"), nodes.Styled(style, (nodes.Text(f"b{inner}"),)), nodes.Text(f"{behind}c"))
    )
    metadata = nodes.Metadata(title="T", language="de", date="2024-01-01")
    files = written(nodes.Manuscript(metadata, chapters_by_heading([paragraph], (nodes.Text("T"),))))
    [chapter], said = parsed(files)
    assert [str(one) for one in said] == []
    expected = printable(f"a{before}b{inner}{behind}c")
    assert "".join(printed(chapter.blocks).split()) == "".join(expected.split()), files


def test_styles_that_touch_at_both_edges_keep_their_marks_apart() -> None:
    inside = (
        nodes.Styled("emphasis", (nodes.Text("a"),)),
        nodes.Text("b"),
        nodes.Styled("emphasis", (nodes.Styled("strike", (nodes.Text("c"),)),)),
    )
    loud = nodes.Styled("strong", (nodes.Text("abc"),), "fr")
    for content in (
        (loud,),
        (nodes.Styled("strong", inside),),
        (nodes.Text("a"), nodes.Styled("mark", (nodes.Text("b"),)), nodes.Text("c")),
    ):
        metadata = nodes.Metadata(title="T", language="de", date="2024-01-01")
        [chapter], said = parsed(
            written(
                nodes.Manuscript(
                    metadata, chapters_by_heading([nodes.Paragraph(content)], (nodes.Text("T"),))
                )
            )
        )
        assert [str(one) for one in said] == []
        assert printed(chapter.blocks).strip() == "abc"
