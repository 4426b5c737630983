"""A place of a text is found again after the text was edited."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Span
from bookbuilder.preview.book_texts import ShownTexts, in_other_text, texts_of_book
from bookbuilder.preview.text_changes import TextChange
from bookbuilder.world import World
from bookbuilder.world.source_lines import lines_of
from tests.conftest import REPO

CHAPTERS = sorted((REPO / "chapters").glob("*/*.md"))
LINES = st.lists(st.text("ab *\n", max_size=6), max_size=8).map(lambda parts: "\n".join(parts).split("\n"))


@given(old=LINES, new=LINES, line=st.integers(0, 12), column=st.integers(0, 12))
def test_a_place_is_always_one_of_the_new_text(
    old: list[str], new: list[str], line: int, column: int
) -> None:
    found, there = TextChange(old, new).moved(line, column)
    if 0 < line <= len(old):
        assert 1 <= found <= len(new)
        assert column > len(old[line - 1]) + 1 or there <= len(new[found - 1]) + 1
    else:
        assert (found, there) == (line, column)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_lines_are_those_that_places_count(sign: str, end: str, mark: str) -> None:
    """Programs for layout put U+2028 into a paragraph; only a line feed begins a line of a chapter."""
    text = end.join(["# Eins", "", f"Ein{sign}Satz", "Das Wort"])
    assert lines_of(f"{mark}{text}".encode()) == ("# Eins", "", f"Ein{sign}Satz", "Das Wort")
    assert lines_of(f"{text}{end}".encode()) == lines_of(text.encode())


@given(old=LINES, line=st.integers(1, 8), column=st.integers(1, 8))
def test_nothing_moves_where_nothing_was_edited(old: list[str], line: int, column: int) -> None:
    assert TextChange(old, list(old)).moved(line, column) == (line, column)


@pytest.mark.parametrize("seed", range(20))
def test_words_of_chapters_are_found_behind_an_edit(seed: int) -> None:
    """An edit that leaves a word alone: lines put in, taken out or changed elsewhere, words put before it in its line."""
    chance = random.Random(seed)
    text = chance.choice(CHAPTERS).read_text(encoding="utf-8")
    lines = text.split("\n")
    full = [number for number, line in enumerate(lines) if len(line.split()) > 4]
    for _ in range(20):
        row = chance.choice(full)
        column = chance.choice(
            [at for at, sign in enumerate(lines[row]) if at and lines[row][at - 1] == " " != sign]
        )
        edited = [*lines]
        shift = row
        if chance.random() < 0.5:
            edited[row] = f"Davor steht {edited[row]}"
        for _ in range(chance.randrange(4)):
            other = chance.randrange(len(edited) + 1)
            match chance.randrange(3):
                case 0:
                    edited.insert(other, f"Neu {chance.random()}")
                    shift += other <= shift
                case 1 if other < len(edited) and other != shift:
                    del edited[other]
                    shift -= other < shift
                case 2 if other < len(edited) and other != shift:
                    edited[other] += " und mehr"
        wanted = (shift + 1, column + 1 + len(edited[shift]) - len(lines[row]))
        found = TextChange(lines, edited).moved(row + 1, column + 1)
        assert edited[found[0] - 1][found[1] - 1 :] == lines[row][column:], (wanted, found)


def test_a_long_text_of_which_everything_has_changed_stays_where_it_was() -> None:
    old, new = [f"a {n % 7}" for n in range(50_000)], [f"b {n % 5}" for n in range(60_000)]
    assert TextChange(old, new).moved(40_000, 3)[0] == 40_000


def test_texts_that_have_not_changed_are_the_same_objects(tmp_path: Path) -> None:
    (tmp_path / "chapters/de").mkdir(parents=True)
    for name in ("a", "b"):
        (tmp_path / f"chapters/de/{name}.md").write_text("# Eins\n\nText.\n")
    (tmp_path / "facts.toml").write_text("[a]\nnumber = 1\n")
    first = texts_of_book(World(tmp_path), {})
    assert sorted(first) == ["chapters/de/a.md", "chapters/de/b.md", "facts.toml"]
    (tmp_path / "chapters/de/b.md").write_text("# Zwei\n")
    second = texts_of_book(World(tmp_path), first)
    assert second["chapters/de/a.md"] is first["chapters/de/a.md"]
    assert second["chapters/de/b.md"] == b"# Zwei\n"


def test_a_place_of_a_text_that_was_shown_is_found_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "chapters/de/a.md"
    file.parent.mkdir(parents=True)
    file.write_text("# Eins\n\nText.\n")
    texts = ShownTexts(World(tmp_path))
    version, data = texts.current("chapters/de/a.md")
    file.write_text("# Eins\n\nDavor.\n\nText.\n")
    span = Span("chapters/de/a.md", 3, 2)
    assert texts.now(span, version) == Span("chapters/de/a.md", 5, 2)
    assert texts.now(span, "unknown") == span
    assert in_other_text(span, data, data) == span
    file.unlink()
    assert texts.now(span, version) == Span("chapters/de/a.md", 1, 1)
    assert texts.current("../outside.md") == ("", b"")
