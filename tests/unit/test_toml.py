"""Whatever is no TOML is one kind of error, which says where and what to do."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import toml

OPEN = "the list that begins here does not end"
QUOTES = 'a text stands in quotes: title = "Five days"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1\nb = yes\n", ("invalid value", 2, 5, QUOTES)),
        ("a = 1\nb = [1,\n\n", (OPEN, 2, 5, "a list ends with ]")),
        ("a = 1\na = 2\n", ("cannot overwrite a value", 2, 6, "this key stands here twice")),
        ("\n" + ".".join("a" * 17) + " = 1", ("a key has more than 16 parts", 2, 1, "")),
        ("a = " + "[" * 5000, ("lists or tables are nested too deeply", 0, 0, "")),
        (
            "a = " + "1" * 5000,
            (
                "exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits",
                0,
                0,
                "",
            ),
        ),
    ],
    ids=["a word", "the end", "twice", "parts", "deep", "digits"],
)
def test_what_is_wrong(text: str, said: tuple[str, int, int, str]) -> None:
    with pytest.raises(toml.TomlError) as caught:
        toml.loads(text)
    error = caught.value
    assert (error.problem.split(";")[0], error.line, error.column, error.hint) == said


def test_what_is_read_again_can_be_changed() -> None:
    text = "[a]\nb = [{ c = 1 }, [2]]\n"
    first = toml.loads(text)
    first["a"]["b"][0]["c"] = first["a"]["b"][1][0] = 3
    first["d"] = 4
    assert toml.loads(text) == {"a": {"b": [{"c": 1}, [2]]}}


@given(st.text("a=1.[]{}\"'\n #\\t-,", max_size=30))
def test_it_reads_what_tomllib_reads(text: str) -> None:
    try:
        expected, message = tomllib.loads(text), ""
    except ValueError as error:
        expected, message = {}, str(error)
    if not message:
        assert toml.loads(text) == expected
        return
    with pytest.raises(toml.TomlError) as caught:
        toml.loads(text)
    assert "end of" in message or f"line {caught.value.line}, column {caught.value.column}" in message


UNCLOSED = {
    "at the end": ("a = 1\nb = [1,\n\n", 2, 5),
    "before a table": ("a = [1, 2,\n\n[b]\nc = 1\n", 1, 5),
    "before a table of several": ("[[unit]]\na = [1,\n  [2, 3],\n[[unit]]\nb = 2\n", 2, 5),
    "before a key": ("a = [1, 2\n\nb = 3\n", 1, 5),
    "the inner one": ("a = [\n  [1, 2],\n  [3, 4,\n", 3, 3),
    "a table in a line": ("x = 1\na = [{ b = [1,\n", 2, 12),
    "a text": ('x = 1\na = """x\n\nb = 1\n', 2, 5),
    "a plain text": ("a = '''x\n[b]\n", 1, 5),
    "lookalikes": ('# [\nt = "["\nu = \'[ {\'\nv = """\n[\n"""\n\nb = [ # ]\n 1,\n', 8, 5),
}


@pytest.mark.parametrize("name", UNCLOSED)
def test_what_is_not_closed_is_told_where_it_opens(name: str) -> None:
    text, line, column = UNCLOSED[name]
    with pytest.raises(toml.TomlError) as caught:
        toml.loads(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert "begins here does not end" in caught.value.problem


VALUES = st.recursive(
    st.integers(0, 9) | st.text("ab [{#=", max_size=4),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(VALUES, min_size=1, max_size=5), st.data())
def test_whichever_list_does_not_end_it_is_told_where_that_opens(
    values: list[object], data: st.DataObject
) -> None:
    """Of real tables of keys, one list loses its end."""
    lines = [f"k{number} = {json.dumps(value)}" for number, value in enumerate(values)]
    lists = [number for number, value in enumerate(values) if isinstance(value, list)]
    if not lists:
        return
    broken = data.draw(st.sampled_from(lists))
    lines[broken] = lines[broken].removesuffix("]")
    with pytest.raises(toml.TomlError) as caught:
        toml.loads("\n".join([*lines, "", "[table]", "key = 1"]))
    assert caught.value.line == broken + 1
