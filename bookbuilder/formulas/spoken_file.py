"""Reads formulas.toml, which says how the formulas in the chapters beside it are read aloud; adds to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder import toml
from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.toml_tables.location import one_rule
from bookbuilder.toml_tables.toml_table import read_table
from bookbuilder.toml_tables.value_parsers import map_of, nonempty_text, table

FILE = "formulas.toml"
TABLE = "spoken"
LANGUAGES = ("de", "en", "fr")
"""Those in which `bookbuilder formulas speak` writes: others are spoken sign by sign, or in English."""
BROKEN = Rule(
    "formula.file",
    "formulas.toml cannot be read: {problem}",
    "formulas.toml has one table, [spoken], with a line for each formula: its TeX as in the chapter, in quotes, an equals"
    " sign, and what is said, in quotes: `'E = mc^2' = \"E equals m c squared\"`.",
    Severity.ERROR,
)
HEAD = """\
# How the formulas of these chapters are read aloud: their TeX = what is said. Mend what sounds wrong; what stands in braces
# behind a formula, {{alt="…"}}, goes first. `bookbuilder formulas speak` adds what is missing.

[{table}]
"""


@dataclass(frozen=True, slots=True)
class SpokenTexts:
    """What is said of formulas, by their TeX (`spoken_key`), with the places in the file."""

    texts: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Span] = field(default_factory=dict)


def spoken_key(tex: str) -> str:
    """Return TeX in one line, as it is in the file.

    >>> spoken_key("a\\n  + b ")
    'a + b'
    """
    return " ".join(tex.split())


def read_spoken_texts(text: str, path: str, report: Report) -> SpokenTexts:
    """Return what a file says. Reports `formula.file`."""
    file = read_table(text, path, report, BROKEN)
    if file is None:
        return SpokenTexts()
    top = file.top(report, one_rule(BROKEN))
    read = table(file.data, top, {TABLE: map_of(nonempty_text, lambda _: True, "the TeX of a formula")})
    texts: Mapping[str, str] = (read or {}).get(TABLE, {})
    return SpokenTexts(
        {spoken_key(tex): " ".join(said.split()) for tex, said in texts.items()},
        {spoken_key(tex): file.span(TABLE, tex) for tex in texts},
    )


def with_spoken_texts(text: str, new: Mapping[str, str]) -> str:
    """Return a file that could be read with further texts at its end."""
    there = text if toml.loads(text).keys() & {TABLE} else text + HEAD.format(table=TABLE)
    lines = (f"{_key(tex)} = {_string(said)}\n" for tex, said in new.items())
    return f"{there.rstrip()}\n{''.join(lines)}" if there.strip() else "".join(lines)


def _key(tex: str) -> str:
    return _string(tex) if "'" in tex else f"'{tex}'"


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
