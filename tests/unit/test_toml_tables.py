"""A table is declared by its keys, or by the fields of a Struct; whatever does not fit is reported at its line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import pytest
from msgspec import Meta, Struct

from bookbuilder.diagnostics import Findings, Rule
from bookbuilder.toml_tables.location import TableRules, one_rule
from bookbuilder.toml_tables.struct_parsers import parse_struct
from bookbuilder.toml_tables.toml_table import TomlTable, laid_over, read_table
from bookbuilder.toml_tables.value_parsers import any_text, map_of, one_of, positive_integer, table, whole

RULE = Rule("house.wrong", "{problem}", "It is for this test.")


class Paper(Struct, frozen=True):
    """A table whose `name` is needed."""

    name: str
    weight: Annotated[float, Meta(gt=0, le=500)] = 90.0


class House(Struct, frozen=True):
    """One field of each kind of type."""

    kind: Literal["", "large", "small"] = ""
    size: tuple[Annotated[int, Meta(ge=1)], Annotated[int, Meta(ge=1)]] = (1, 1)
    papers: Mapping[str, Paper] = {}
    options: Mapping[str, str | int | bool] = {}
    marks: tuple[str, ...] = ()


def file(text: str, path: str = "house.toml") -> TomlTable:
    made = read_table(text, path, Findings(), RULE)
    assert made is not None
    return made


def parsed(text: str) -> tuple[House | None, list[str]]:
    findings, made = Findings(), file(text)
    house = parse_struct(House, made.data, made.top(findings, one_rule(RULE)))
    return house, [
        f"{one.span.line}:{one.span.column} {one.message} | {one.hint}" for one in findings.sorted()
    ]


def test_a_struct_is_made_of_a_table() -> None:
    text = 'kind = "large"\nsize = [2, 3]\nmarks = ["a"]\n[papers.a]\nname = "A"\nweight = 80\n[options]\nx = true\n'
    paper = Paper("A", 80.0)
    assert parsed(text) == (House("large", (2, 3), {"a": paper}, {"x": True}, ("a",)), [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('kind = "lage"', '1:1 kind cannot be \'lage\' | did you mean "large"?'),
        ('kind = "x"', "1:1 kind cannot be 'x' | it can be large, small"),
        ("size = [1]", "1:1 size cannot be [1] | a list of 2"),
        ("size = [0, 1]", "1:9 size cannot be 0 | a number from 1"),
        ("[papers.a]", "1:9 papers.a.name is missing | "),
        ("[papers.a]\nname = 'A'\nweight = 0", "3:1 papers.a.weight cannot be 0 | a number above 0 to 500"),
        ("[papers.a]\nname = 'A'\nheavy = 0", "3:1 [papers.a] has no key called 'heavy' | its keys are name, weight"),
        ("[options]\nx = []", "2:1 options.x must be a text, a number, true or false, but it is a list | "),
        ("mark = 1", '1:1 house.toml has no key called \'mark\' | did you mean "marks"?'),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_reported_at_its_line(text: str, told: str) -> None:
    assert parsed(text) == (None, [told])


def test_problems_of_an_entry_name_it_and_its_keys() -> None:
    """An entry, such as a fact, is known by its name, and a key inside it by its own."""
    rule = Rule("house.entry", "{key} of {entry} in {table}: {problem}", "It is for this test.")
    findings, made = Findings(), file("[a.b]\nc = { d = 1 }\n")
    spot = made.top(findings, TableRules(rule, rule, rule, rule, rule)).of("a", "b").as_entry()
    keys = {"c": map_of(any_text)}
    assert whole(lambda value, here: table(value, here, keys), made.data["a"]["b"], spot) is None
    spot.report_value("x")
    assert [one.message for one in findings.sorted()] == [
        "b of b in house.toml: b cannot be 'x'",
        "c.d of b in [c]: c.d must be a text, but it is a number",
    ]


def test_wrong_values_are_left_out_of_a_table_and_a_whole_one_has_none() -> None:
    keys = {"a": positive_integer, "b": one_of(("x", "y"))}
    made = file('a = 0\nb = "x"\n')
    spot = made.top(Findings(), one_rule(RULE))
    assert table(made.data, spot, keys) == {"b": "x"}
    assert whole(lambda value, here: table(value, here, keys), made.data, spot) is None


def test_a_table_laid_over_another_knows_what_it_replaced() -> None:
    over = laid_over(file("a = 1\n[t]\nb = 2\nc = 3\n", "below.toml"), file("a = 4\n[t]\nb = { d = 5 }\n"))
    assert over.data == {"a": 4, "t": {"b": {"d": 5}, "c": 3}}
    assert {keys: (value, str(span)) for keys, (value, span) in over.overridden.items()} == {
        ("a",): (1, "below.toml:1:1"),
        ("t", "b"): (2, "below.toml:3:1"),
    }
    assert str(over.span("t", "c")) == "below.toml:4:1" and str(over.span("t", "b", "d")) == "house.toml:3:7"
