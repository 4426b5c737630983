"""Every key that tomllib finds has a place, and the text there is that key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from bookbuilder.toml_tables.positions import KeyPath, key_positions, nearest_position

SAMPLE = '''\
# a comment with [brackets] and "quotes
title = """
[not.a.table]
key = "no"""""  # two quotes belong to the text
literal = \'\'\'
[nor.this]\'\'\'\'

[book]
id = "x"  # id
"quoted key" = 1
'lite ral'.inner . deep = 2022-01-19 07:32:00
authors = [
  { name = "A, [b]", sort = 'C = d' }, # {x = 1}
  { name = "E\\"}" },
]
[[part]]
name = "one"
[part.more]
x = 1
[[part.chapter]]
y = [[1, 2], ["a", "]"]]
[[part]]
"name" = { de = "zwei", en = { short = "two" } }
[ locales . "de" ]
title = "Fünf Tage"
'''


def walk(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from walk(inner, (*path, key))


def holds(text: str) -> None:
    lines = text.split("\n")
    found = key_positions(text)
    expected = set(walk(tomllib.loads(text)))
    assert set(found) == expected
    for path, (line, column) in found.items():
        if isinstance(path[-1], str):
            written = re.match(r"""[\w-]+|"(\\.|[^"])*"|'[^']*'""", lines[line - 1][column - 1 :])
            assert written, (path, line, column)
            assert next(iter(tomllib.loads(f"{written[0]} = 0"))) == path[-1]


def test_sample() -> None:
    holds(SAMPLE)
    found = key_positions(SAMPLE)
    assert found["book", "id"] == (9, 1)
    assert found["book", "lite ral", "inner", "deep"] == (11, 20)
    assert found["book", "authors", 1, "name"] == (14, 5)
    assert found["part", 1, "name", "en", "short"] == (23, 32)
    assert found["part", 0, "chapter", 0, "y", 1, 1] == (21, 20)
    assert found["locales", "de"] == (24, 13)


def test_a_key_that_is_not_there_is_where_its_table_is() -> None:
    found = key_positions("[book]\nid = 1\n")
    assert nearest_position(("book", "source"), found) == (1, 2)
    assert nearest_position(("imprint",), found) == (0, 0)


@pytest.mark.parametrize(
    "text", ["", "\n", "# only a comment", "a=1", 'a=""', "a=''", "a=[]", "a={}", "a.b.c=[{},]"]
)
def test_small(text: str) -> None:
    holds(text)


# -- any TOML text: a tree of values, written in every way that TOML allows ------------------------------------

words = st.text("abcXYZ019_-", min_size=1, max_size=5)
names = words | st.text("a .\"'\\#[]{}=ä,", max_size=5)
gaps = st.sampled_from(["", " ", "\t", "  "])
breaks = st.sampled_from(["", " ", "\n", " # a [comment] = {\n  "])


@st.composite
def keys(draw: st.DrawFn, name: str) -> str:
    ways = ['"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"']
    if re.fullmatch(r"[A-Za-z0-9_-]+", name):
        ways += [name, name]
    if "'" not in name:
        ways.append(f"'{name}'")
    return draw(st.sampled_from(ways))


SCALARS = [
    *["1", "-1.5e3", "inf", "true", "2022-01-22", "07:32:00", "2022-01-22 07:32:00"],
    *['""', "''", '"# no [x]"', '"a\\"b"', "'c:\\'"],
    *['"""a"""""', "'''b''''", '"""\n[x]\ny = "z" \\" """', "'''\n[x]\n'q' '''", '"""\\\\"""'],
]
scalars = st.sampled_from(SCALARS)


@st.composite
def values(draw: st.DrawFn, depth: int = 3) -> str:
    kind = draw(st.integers(0, 3)) if depth else 0
    if kind <= 1:
        return draw(scalars)
    if kind == 2:
        items = draw(st.lists(values(depth=depth - 1), max_size=3))
        comma = draw(st.sampled_from([",", ""])) if items else ""
        glued = ",".join(draw(breaks) + item + draw(breaks) for item in items)
        return f"[{glued}{comma}{draw(breaks)}]"
    inner = draw(st.lists(names, max_size=3, unique=True))
    pairs = [draw(keys(n)) + draw(gaps) + "=" + draw(gaps) + draw(values(depth=depth - 1)) for n in inner]
    return "{" + ",".join(draw(gaps) + pair + draw(gaps) for pair in pairs) + "}"


@st.composite
def documents(draw: st.DrawFn) -> str:
    lines: list[str] = []
    heads = draw(st.lists(st.lists(names, min_size=1, max_size=3), max_size=5))
    for head in [[], *heads]:
        if head:
            inside = (draw(gaps) + "." + draw(gaps)).join([draw(keys(n)) for n in head])
            many = draw(st.booleans())
            lines.append(
                draw(gaps)
                + ("[[" if many else "[")
                + draw(gaps)
                + inside
                + draw(gaps)
                + ("]]" if many else "]")
            )
        for name in draw(st.lists(names, max_size=3, unique=True)):
            parts = [name, *draw(st.lists(names, max_size=2))]
            key = (draw(gaps) + "." + draw(gaps)).join([draw(keys(n)) for n in parts])
            comment = draw(st.sampled_from(["", " # a = 1", "#[x]"]))
            lines.append(f"{draw(gaps)}{key}{draw(gaps)}={draw(gaps)}{draw(values())}{comment}")
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n# end"]))


@pytest.mark.heavy
@given(documents())
def test_every_key_has_its_place(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        reject()  # the same key twice, which the strategy cannot know
    holds(text)
