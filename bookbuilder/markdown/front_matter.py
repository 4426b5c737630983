"""Parses the YAML front matter of a chapter: plain values with their positions, nothing constructed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bookbuilder import yaml_nodes
from bookbuilder.diagnostics import NOWHERE, Findings, Report, Rule, Span

BROKEN = Rule(
    "frontmatter.syntax",
    "the front matter cannot be read: {problem}",
    "Between the two lines of three hyphens at the top of a chapter stands YAML: `key: value`, one a line. A value"
    " with a colon, a hash or quotes in it needs quotes around it.",
)
SHAPE = Rule(
    "frontmatter.shape",
    "{key!r} should be {wanted}",
    "Most keys of the front matter hold one text; `events` holds a list of texts.",
)
TWICE = Rule("frontmatter.twice", "{key!r} is given twice", "A key of the front matter has one value.")

_FENCE = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_OPEN = re.compile(r"---[ \t]*\n")
_KEY = re.compile(r"[a-z]+:(?: |\n)")
_MARKS = "\\'\">|+-"
"""What YAML writes before a text or a letter of it: quotes, backslashes, the signs of a block."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text of the front matter and its start. `exact`: it is in the file letter by letter; else `written` is what the file
    has, from `begin` on."""

    text: str
    span: Span
    exact: bool = True
    written: str = ""
    begin: Span = NOWHERE

    def places(self) -> Sequence[Span]:
        """Return where the letters of a text stand that is not exact, up to the first that cannot be found.

        Its lines are joined, its quotes doubled or behind a backslash; a letter that is written by its number is not found.
        """
        found: list[Span] = []
        at, line, start = 0, self.begin.line, 1 - self.begin.column
        for letter in self.text:
            while (sign := self.written[at : at + 1]) != letter and not (letter == " " and sign.isspace()):
                if not sign or not (sign.isspace() or sign in _MARKS):
                    return found
                at += 1
                if sign == "\n":
                    line, start = line + 1, at
            found.append(Span(self.begin.path, line, at - start + 1))
            at += 1
            if sign == "\n":
                line, start = line + 1, at
        return found


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values of front matter by key, and the spans of the keys. `broken` front matter could not be parsed."""

    values: Mapping[str, Scalar | list[Scalar]] = field(default_factory=dict)
    keys: Mapping[str, Span] = field(default_factory=dict)
    broken: bool = False


NO = ("no", "false")
"""How front matter says no."""
YES = ("yes", "true")
"""How front matter says yes."""
DEPTH = 8
"""Lists and tables within one another."""
_BROKEN = FrontMatter(broken=True)


def split(text: str) -> tuple[str | None, str, int]:
    """Return front matter (None: it is not closed), body, and the number of lines before the body."""
    match = _FENCE.match(text)
    if match is None:
        head = _OPEN.match(text) and _KEY.match(text, text.index("\n") + 1)
        return (None, "", 1) if head else ("", text, 0)
    return match[1], text[match.end() :], text[: match.end()].count("\n")


def read(text: str | None, path: str, report: Report) -> FrontMatter:
    """Return the values of front matter (as `split` gave it) by key; problems are reported."""
    if text is None:
        hint = "end it with a line of three hyphens, as it begins"
        report(BROKEN, Span(path, 1, 1), problem="it is not closed", hint=hint)
        return _BROKEN
    lines = text.split("\n")
    try:
        root = yaml_nodes.yaml_root(text, depth=DEPTH)
    except yaml_nodes.YamlError as error:
        place = Span(path, error.line + 1, error.column) if error.line else Span(path, 1, 1)
        report(BROKEN, place, problem=error.problem, hint=_hint(error.problem))
        return _BROKEN
    if root is None:
        return FrontMatter()
    if not isinstance(root, yaml_nodes.MappingNode):
        report(BROKEN, Span(path, 2, 1), problem="these are not `key: value` lines")
        return _BROKEN
    values: dict[str, Scalar | list[Scalar]] = {}
    keys: dict[str, Span] = {}
    for key, value in root.value:
        place = _span(key.start_mark, path)
        if not isinstance(key, yaml_nodes.ScalarNode):
            report(BROKEN, place, problem="this is not a `key: value` line")
            continue
        name = str(key.value)
        keys.setdefault(name, place)
        if name in values:
            report(TWICE, place, key=name)
        if isinstance(value, yaml_nodes.ScalarNode):
            values[name] = _scalar(value, path, lines)
        elif isinstance(value, yaml_nodes.SequenceNode) and all(
            isinstance(v, yaml_nodes.ScalarNode) for v in value.value
        ):
            values[name] = [_scalar(v, path, lines) for v in value.value]
        else:
            report(SHAPE, place, key=name, wanted="a text or a list of texts", hint="put it in quotes")
    return FrontMatter(values, keys)


def translates(text: str, path: str) -> Scalar | None:
    """Return what the front matter of a chapter says that it translates (`translates: 03-name`), or None."""
    return front_matter_value(text, path, "translates")


def front_matter_value(text: str, path: str, key: str) -> Scalar | None:
    """Return the front matter value of a rare key, or None.

    Problems of the front matter are reported when all of it is read.
    """
    head = split(text)[0]
    if not head or key not in head:
        return None
    result = read(head, path, Findings()).values.get(key)
    return result if isinstance(result, Scalar) and result.text else None


def _scalar(node: yaml_nodes.ScalarNode, path: str, lines: list[str]) -> Scalar:
    line, column = node.start_mark.line, node.start_mark.column
    if node.style in ("'", '"'):
        column += 1
    elif node.style in ("|", ">"):  # the text begins on the line below
        line = min(line + 1, len(lines) - 1)
        column = len(lines[line]) - len(lines[line].lstrip())
    text = "" if node.tag == yaml_nodes.NULL else str(node.value).strip()
    exact, span = lines[line].startswith(text, column), Span(path, line + 2, column + 1)
    if exact:
        return Scalar(text, span)
    written = "\n".join(lines)[node.start_mark.index : node.end_mark.index]
    return Scalar(text, span, exact=False, written=written, begin=_span(node.start_mark, path))


def _span(mark: Any, path: str) -> Span:
    return Span(path, mark.line + 2, mark.column + 1)


def _hint(problem: str) -> str:
    if problem == yaml_nodes.DEEP:
        return "a key holds a text or a list of texts"
    if problem == yaml_nodes.ALIAS:
        return "put it in quotes"
    if problem == yaml_nodes.HALF:
        return "write the character itself"
    if "mapping values are not allowed" in problem:
        return "a value with a colon in it needs quotes around it"
    if "'\\t'" in problem:
        return "indent with spaces, not with tabs, and begin a key at the start of its line"
    if "found character" in problem or "expected" in problem:
        return "put the value in quotes"
    return ""
