"""Moves values from chapters into facts.toml: `[words]{amount="200e6 USD"}` becomes `[words]{fact=…}`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mdit_py_plugins.attrs.parse import ParseError, parse

from bookbuilder.diagnostics import Findings, Rule, Severity, Span
from bookbuilder.document.nodes import Fact
from bookbuilder.document.walk import plain, walk
from bookbuilder.facts import FactValue, parse_literal, read_facts
from bookbuilder.facts.fact_options import NO, split_equivalent, value_options
from bookbuilder.facts.facts_file import KEYS, KINDS
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter

STUCK = Rule(
    "fact.stuck",
    "this value cannot be moved from here",
    "Where a text is written in a way of its own (in the double quotes of front matter, for one), the place of a value"
    " in it cannot be told. Move it by hand.",
    Severity.WARNING,
)


@dataclass(frozen=True, slots=True)
class PromotedValue:
    """A moved value: its span, words, and the fact that it became, which may have existed before."""

    span: Span
    words: str
    fact: str
    new: bool


@dataclass(frozen=True, slots=True)
class Promotion:
    """The new texts of the changed files (facts.toml too), by path, and the moved values."""

    files: Mapping[str, str]
    moved: tuple[PromotedValue, ...]


@dataclass(frozen=True, slots=True)
class _Edit:
    """Braces in a text, from `start` to `end`, and their keys."""

    start: int
    end: int
    keys: Mapping[str, Any]


FACTS = "facts.toml"


def promote_facts(
    chapters: Mapping[str, str],
    facts: str,
    findings: Findings,
    wanted: Callable[[Fact], bool] = lambda _: True,
) -> Promotion | None:
    """Return the changes that make every value in `chapters` (path → text) that is `wanted` a fact of the book; None after
    an error.

    Equal values become one fact, in all locales. A sum that facts.toml already has keeps its name; a day or number does
    not, since two facts may share it. Reports `fact.*`.
    """
    import tomlkit

    known_facts = read_facts(facts, FACTS, findings, rated=False)
    broken = findings.failed
    if broken:
        return None
    document: Any = tomlkit.parse(facts)
    files, moved = {}, []
    for path, text in chapters.items():
        out, last = [], 0
        for node, edit in _literals(text, path, findings, wanted):
            data = {key: value for key, value in value_options(node.options).items() if key in KEYS}
            value = parse_literal(data, node.span, findings, rated=False)
            if value is None:
                continue
            name = _name(data, value, known_facts)
            moved.append(PromotedValue(node.span, plain(node.content), name, name not in known_facts))
            if name not in known_facts:
                known_facts[name] = value
                _add(document, name, data)
            out += [text[last : edit.start], _braces(edit.keys, name)]
            last = edit.end
        if out:
            files[path] = "".join([*out, text[last:]])
    if findings.failed:
        return None
    if any(promoted.new for promoted in moved):
        files[FACTS] = tomlkit.dumps(document)
    return Promotion(files, tuple(moved))


def _literals(
    text: str, path: str, findings: Findings, wanted: Callable[[Fact], bool]
) -> Iterator[tuple[Fact, _Edit]]:
    """Yield the literal values of a chapter with their braces, in the order of the file, if they are `wanted`."""
    parsed = parse_chapter(text, path, directives(), Findings())
    values = {
        (node.span.line, node.span.column): node
        for node in walk(parsed)
        if isinstance(node, Fact) and not {"fact", "computed"} & node.options.keys() and wanted(node)
    }
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for (line, column), node in sorted(values.items()):
        edit = _edit(text, starts[line - 1] + column - 1)
        if edit is None or any(edit.keys.get(key) != value for key, value in node.options.items()):
            findings(STUCK, node.span)
        else:
            yield node, edit


def _edit(text: str, start: int) -> _Edit | None:
    """Return the braces behind the brackets that open at an offset."""
    depth, end_of_words = 0, start
    for match in re.compile(r"\\.|[\[\]]", re.DOTALL).finditer(text, start):
        depth += {"[": 1, "]": -1}.get(match[0], 0)
        end_of_words = match.end()
        if depth <= 0:
            break
    if text[start : start + 1] != "[" or depth or text[end_of_words : end_of_words + 1] != "{":
        return None
    try:
        end, keys = parse(text[end_of_words:])
    except ParseError:
        return None
    return _Edit(end_of_words, end_of_words + end + 1, keys)


def _braces(keys: Mapping[str, Any], name: str) -> str:
    """Return braces that name a fact; keys that are none of its value stay (form, index marks, classes …)."""
    parts = [f"#{keys['id']}"] if "id" in keys else []
    parts += [f".{word}" for word in str(keys.get("class", "")).split()]
    parts.append(f"fact={name}")
    for key, value in _of_the_use(keys).items():
        if key not in KEYS.keys() - {"equivalent"} and key not in ("id", "class"):
            parts.append(
                f"{key}={value}" if re.fullmatch(r"[\w-]+", str(value), re.ASCII) else f'{key}="{value}"'
            )
    return f"{{{' '.join(parts)}}}"


def _of_the_use(keys: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of braces, with the part of `equivalent` that is about this use."""
    currency, pair = split_equivalent(keys)
    use = " ".join(filter(None, (currency if currency in NO else "", pair)))
    return {key: value for key, value in keys.items() if key != "equivalent"} | (
        {"equivalent": use} if use else {}
    )


def _name(data: Mapping[str, str], value: FactValue, known_facts: Mapping[str, FactValue]) -> str:
    """Return a language-neutral name for a value: `usd-200-million`, `date-2022-01-19`."""
    kind = next(kind for kind in KINDS if kind in data)
    if kind == "amount" and (names := [name for name, fact in known_facts.items() if fact == value]):
        return names[0]
    words = f"{kind} {data[kind]}"
    if kind == "amount":
        number, _, currency = data[kind].partition(" ")
        for power, word in (("e6", " million"), ("e9", " billion"), ("e12", " trillion")):
            number = f"{number.removesuffix(power)}{word}" if number.endswith(power) else number
        words = f"{currency} {number}"
    base = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
    name, count = base, 1
    while known_facts.get(name, value) != value:
        count += 1
        name = f"{base}-{count}"
    return name


def _add(document: Any, name: str, data: Mapping[str, str]) -> None:
    """Append a fact to facts.toml."""
    import tomlkit

    table = tomlkit.table()
    for key, value in data.items():
        table.add(key, _toml(key, value))
    if document.as_string().strip():
        document.add(tomlkit.nl())
    document.add(name, table)


def _toml(key: str, value: str) -> str | int | dt.date:
    if key in ("date", "rate_date"):
        return dt.date.fromisoformat(value)
    return int(value) if key == "number" and re.fullmatch(r"\d{1,15}", value) else value
