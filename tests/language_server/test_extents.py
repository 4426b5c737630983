"""Positions of editors count UTF-16 code units from 0, ours characters from 1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.language_server.editor_text import EditorText

EMOJI = "a😀b\r\nzwei\n\nÄ🏳️‍🌈x"


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    ("line", "character", "place"),
    [
        (0, 0, (1, 1)),
        (0, 1, (1, 2)),
        (0, 2, (1, 2)),  # inside the emoji: at its start
        (0, 3, (1, 3)),
        (0, 99, (1, 4)),  # behind the line: at its end, before its \r
        (1, 4, (2, 5)),
        (3, 1, (4, 2)),
        (99, 5, (4, 9)),  # behind the text: at its end
        (-1, -7, (1, 1)),
    ],
)
def test_a_position_of_an_editor_is_a_place(line: int, character: int, place: tuple[int, int]) -> None:
    text = EditorText(EMOJI)
    if line == 99:
        place = (4, len(text.lines[3]) + 1)
    assert text.place(line, character) == place


TEXTS = st.text(alphabet="ab\r\nÄ😀\u2028\x0c\ufeffש", max_size=40)


@given(TEXTS)
def test_every_place_comes_back(source: str) -> None:
    text = EditorText(source)
    for row, line in enumerate(text.lines):
        for column in range(1, len(line) + 2):
            assert text.place(*text.editor_position(row + 1, column)) == (row + 1, column)


@given(TEXTS)
def test_lines_end_where_the_program_ends_them(source: str) -> None:
    """Not at U+2028 or a form feed, at which Python's `splitlines` ends one."""
    text = EditorText(source)
    assert text.lines == text.plain.split("\n")
    assert text.editor_position(len(text.lines), 1)[0] == len(text.lines) - 1


@given(TEXTS, TEXTS, st.data())
def test_an_edit_replaces_what_is_between_two_positions(source: str, new: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(source)))
    last = data.draw(st.integers(first, len(source)))
    text = EditorText(source)
    middle = source[max(first - 1, 0) : first + 1] == "\r\n" or source[max(last - 1, 0) : last + 1] == "\r\n"
    if middle:
        return  # between the two signs of a line end there is no position

    def position(offset: int) -> tuple[int, int]:
        before = source[:offset].replace("\r\n", "\n").replace("\r", "\n")
        return before.count("\n"), units(before.rpartition("\n")[2])

    changed = text.changed(position(first), position(last), new)
    assert changed.text == source[:first] + new + source[last:]


def test_an_edit_from_behind_to_before_is_an_insertion() -> None:
    assert EditorText("abc").changed((0, 2), (0, 1), "X").text == "abXc"
    assert EditorText("abc").changed((7, 0), (0, 0), "X").text == "abcX"


def test_a_lone_surrogate_is_one_unit() -> None:
    text = EditorText("a\ud83db")
    assert text.place(0, 2) == (1, 3)
    assert text.editor_position(1, 3) == (0, 2)


def test_a_byte_order_mark_is_no_column() -> None:
    text = EditorText("\ufeffab\ncd")
    assert text.plain == "ab\ncd"
    assert text.editor_position(1, 1) == (0, 1)
    assert text.place(0, 1) == (1, 1)
    assert text.editor_position(2, 1) == (1, 0)
