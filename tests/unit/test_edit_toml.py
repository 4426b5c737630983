"""A text is put into a TOML file, and every other letter of the file stays."""

from __future__ import annotations

import difflib
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.project.edit_toml import edit_toml, quoted
from bookbuilder.toml_tables.positions import KeyExtents, KeyPath, key_extents

TEXT = """\
# head
title = 'Alt' # a remark
long = \"\"\"
zwei
Zeilen\"\"\"
list = ["a", "b"]
rows = [
  "a", # one
  "b", # two
]
empty = []
[table] # of things
inner = { de = "eins" }
none = {}

# foot
[other]
deep.de = "x"   # here
[[many]]
name = { de = "a" }
[[many]]
name.de = "b"
"""


def lines(path: KeyPath, value: str) -> list[str]:
    """Return the lines that are gone (-) and new (+)."""
    new = edit_toml(TEXT, {path: value})
    assert new is not None
    return [line for line in difflib.ndiff(TEXT.split("\n"), new.split("\n")) if line[0] in "+-"]


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("title",), "Neu", ["- title = 'Alt' # a remark", "+ title = 'Neu' # a remark"]),
        (("title",), "It's", ["- title = 'Alt' # a remark", '+ title = "It\'s" # a remark']),
        (("long",), "drei\nneue", ["- zwei", '- Zeilen"""', "+ drei", '+ neue"""']),
        (("list", 1), 'B "c" \\', ['- list = ["a", "b"]', '+ list = ["a", "B \\"c\\" \\\\"]']),
        (("list", 2), "c", ['- list = ["a", "b"]', '+ list = ["a", "b", "c"]']),
        (("rows", 2), "c", ['+   "c",']),
        (("empty", 0), "c", ["- empty = []", '+ empty = ["c"]']),
        (("table", "new"), "c", ['+ new = "c"']),
        (
            ("table", "inner", "en"),
            "one",
            ['- inner = { de = "eins" }', '+ inner = { de = "eins", en = "one" }'],
        ),
        (("table", "none", "en"), "one", ["- none = {}", '+ none = { en = "one" }']),
        (("other", "deep", "en"), "y", ['+ deep.en = "y"']),
        (("many", 0, "name", "en"), "c", ['- name = { de = "a" }', '+ name = { de = "a", en = "c" }']),
        (("many", 1, "name", "en"), "c", ['+ name.en = "c"']),
    ],
)
def test_a_text_in_its_place(path: KeyPath, value: str, expected: list[str]) -> None:
    assert lines(path, value) == expected


@pytest.mark.parametrize(
    "path", [("list", 4), ("list", "a"), ("title", "en"), ("nowhere", "else"), ("many", 0, 1)]
)
def test_what_has_no_place(path: KeyPath) -> None:
    assert edit_toml(TEXT, {path: "x"}) is None


@pytest.mark.heavy
@given(st.text(), st.sampled_from(["", "'a'", '"a"', '"""\na"""', "'''a\nb'''"]))
def test_any_text_can_be_quoted(text: str, like: str) -> None:
    text = text.encode("utf-8", "ignore").decode().replace("\r\n", "\n").replace("\r", "\n")
    assert tomllib.loads(f"a = {quoted(text, like)}") == {"a": text}


WORDS = st.text(alphabet="ab'\"\\ \n#{}[]=é", max_size=8)


@given(
    WORDS,
    st.sampled_from(
        [("title",), ("long",), ("rows", 0), ("rows", 2), ("table", "inner", "en"), ("other", "new")]
    ),
)
def test_any_text_in_any_place_is_what_is_read_then(value: str, path: KeyPath) -> None:
    new = edit_toml(TEXT, {path: value})
    assert new is not None
    inner: Any = tomllib.loads(new)
    for key in path:
        inner = inner[key]
    assert inner == value
    assert len(set(TEXT.split("\n")) - set(new.split("\n"))) <= 3


PLACES: list[KeyPath] = [
    ("title",),
    ("list", 1),
    ("list", 2),
    ("list", 3),
    ("rows", 1),
    ("rows", 2),
    ("rows", 3),
    ("empty", 0),
    ("table", "inner", "de"),
    ("table", "inner", "en"),
    ("table", "none", "en"),
    ("table", "none", "fr"),
    ("table", "new"),
    ("table", "newer"),
    ("other", "deep", "en"),
    ("other", "deep", "fr"),
    ("many", 0, "name", "en"),
    ("many", 1, "name", "en"),
]


@given(st.dictionaries(st.sampled_from(PLACES), WORDS))
def test_many_texts_at_once_are_as_one_after_the_other(values: dict[KeyPath, str]) -> None:
    values = {path: values[path] for path in sorted(values, key=PLACES.index)}
    one_by_one: str | None = TEXT
    for path, value in values.items():
        one_by_one = one_by_one and edit_toml(one_by_one, {path: value})
    assert edit_toml(TEXT, values) == one_by_one


@pytest.mark.parametrize("name", ['n{0}.de = "a"', '[n{0}]\nde = "a"', 'n{0} = {{ de = "a" }}'])
def test_hundreds_of_names_are_read_a_few_times(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def extents(text: str) -> KeyExtents:
        read.append(text)
        return key_extents(text)

    monkeypatch.setattr("bookbuilder.project.edit_toml.key_extents", extents)
    text = "".join(name.format(number) + "\n" for number in range(300))
    new = edit_toml(text, {(f"n{number}", "fr"): "b" for number in range(300)})
    assert new is not None
    assert tomllib.loads(new)["n299"] == {"de": "a", "fr": "b"}
    assert len(read) <= 2
