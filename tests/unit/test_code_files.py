"""Code is taken from files of the book alone, as the lines that are asked for; what is wrong is told at its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings
from bookbuilder.document.code_rows import DEEPEST, code_rows, hang
from bookbuilder.document.nodes import Code
from bookbuilder.document.walk import walk
from bookbuilder.input_log import InputLog
from bookbuilder.limits import DATA_BYTES, WORD
from bookbuilder.markdown.code_file import code_paths
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.pipeline.included_files import dialect_of
from bookbuilder.project.flavour import Flavour
from bookbuilder.world import World
from tests.cases.case import FIRST


def code(world: World, options: str) -> tuple[Code, list[str]]:
    """Return the code of a fence with such options, and what is said."""
    text = f"# T\n\n```{{.text {options}}}\n```\n"
    findings = Findings()
    dialect = dialect_of(text, FIRST, Flavour.BOOKBUILDER, world)
    chapter = parse_chapter(text, FIRST, directives(), findings, "", dialect)
    (found,) = (node for node in walk(chapter.blocks) if isinstance(node, Code))
    return found, [str(one) for one in findings.sorted()]


def written(root: Path, name: str, data: bytes) -> World:
    """Write a file into a book."""
    place = root / "book" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return World(root / "book")


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\r\n\0\ufeff\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")),
        max_size=9,
    ),
    st.integers(1, 12),
    st.integers(1, 12),
    st.booleans(),
)
def test_the_lines_are_those_of_the_file(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], first: int, last: int, ended: bool
) -> None:
    text = "\n".join(lines) + "\n" * ended
    world = written(tmp_path_factory.mktemp("code"), "x.txt", text.encode("utf-8", "replace"))
    real = text.encode("utf-8", "replace").decode().removesuffix("\n").split("\n")
    found, said = code(world, f"src=/x.txt lines={first}-{last} numbers")
    if first <= last <= len(real):
        assert found.text == "".join(f"{line}\n" for line in real[first - 1 : last])
        assert found.first_line == first
        assert said == []
    else:
        assert [one.split("[")[-1] for one in said] == ["code.lines]"]


def test_a_file_is_looked_for_beside_the_chapter_first(tmp_path: Path) -> None:
    written(tmp_path, "x.py", b"of the book\n")
    world = written(tmp_path, "chapters/de/x.py", b"beside\n")
    assert code(world, "src=x.py")[0].text == "beside\n"
    assert code(world, "src=/x.py")[0].text == "of the book\n"


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("latin.txt", "größer".encode("latin-1"), "it is not UTF-8"),
        ("x.bin", b"a\0b", "it is no text"),
        ("big.txt", b"x\n" * (DATA_BYTES // 2 + 1), "it is larger than 8 MB"),
        ("long.txt", b"x\n" * 1_000_001, "with it this chapter is too long"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, name: str, data: bytes, problem: str) -> None:
    found, said = code(written(tmp_path, name, data), f"src=/{name}")
    assert found.text == ""
    path = f"/{name}" if name == "long.txt" else name
    assert said[0] == f"{FIRST}:3:11: error: the code file {path} cannot be read: {problem} [code.file]"


def test_a_word_that_no_line_can_hold_is_told_at_its_place_in_the_file(tmp_path: Path) -> None:
    world = written(tmp_path, "min.js", b"a\nvar " + b"x" * (WORD + 1) + b"\n")
    _, said = code(world, "src=/min.js")
    assert (
        said[0]
        == f"min.js:2:5: error: this word has {WORD + 1} characters; at most {WORD} are set [text.long]"
    )
    assert code(world, "src=/min.js lines=1")[1] == []


@pytest.mark.parametrize("path", ["../../../secret.txt", "/../secret.txt", "link.txt"])
def test_nothing_outside_the_book_is_read(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    world = written(tmp_path, "chapters/de/01-a.md", b"")
    os.symlink(tmp_path / "secret.txt", tmp_path / "book" / "link.txt")
    found, said = code(world, f'src="{path}"')
    assert found.text == ""
    assert "it lies outside the book's folder [code.file]" in said[0]


def test_the_file_is_an_input_of_the_build(tmp_path: Path) -> None:
    written(tmp_path, "x.py", b"x = 1\n")
    log = InputLog()
    code(World(tmp_path / "book", input_log=log), "src=/x.py")
    assert ("read", "x.py") in log.digests


@given(st.text(st.sampled_from('`~ {}=.src"x\n>-1:')))
def test_paths_are_found_in_any_text(text: str) -> None:
    assert all("\n" not in path for path in code_paths(text))


@given(st.text("ab \t\n"), st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=3))
def test_every_line_is_a_row(text: str, marks: list[tuple[int, int]]) -> None:
    rows = code_rows(Code(text, marks=tuple(marks)))
    assert "\n".join(line for line, _ in rows) == text.removesuffix("\n")
    assert all(
        marked == any(first <= number <= last for first, last in marks)
        for number, (_, marked) in enumerate(rows, 1)
    )
    assert all(hang(line) % 2 == 0 and hang(line) <= DEEPEST for line, _ in rows)
