"""Whatever is no TOML is one kind of error, which says where and what to do."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import toml

OPEN = "something is not closed: a bracket, a brace or a quotation mark"
QUOTES = 'a text stands in quotes: title = "Five days"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1\nb = yes\n", ("invalid value", 2, 5, QUOTES)),
        ("a = 1\nb = [1,\n\n", ("invalid value", 2, 0, OPEN)),
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
