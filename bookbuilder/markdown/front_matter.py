"""Reads the YAML between `---` at the top of a chapter: plain values with their places, nothing constructed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from bookbuilder.diagnostics import Report, Rule, Span

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
TWICE = Rule("frontmatter.twice", "{key!r} is said twice", "A key of the front matter has one value.")

_FENCE = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_OPEN = re.compile(r"---[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text of the front matter and where it starts."""

    text: str
    span: Span


FrontMatter = dict[str, Scalar | list[Scalar]]


def split(text: str) -> tuple[str, str, int]:
    """Return front matter, body, and the number of lines before the body."""
    match = _FENCE.match(text)
    if match is None:
        return "", text, 0
    return match[1], text[match.end() :], text[: match.end()].count("\n")


def read(text: str, path: str, report: Report) -> FrontMatter:
    """Return the values of front matter (as `split` gave it) by key; what cannot be read is reported."""
    try:
        # Aliases could grow a small file into gigabytes: they are refused before anything is built.
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                place = _span(event.start_mark, path)
                report(
                    BROKEN,
                    place,
                    problem="anchors and aliases (& and *) are not allowed",
                    hint="put it in quotes",
                )
                return {}
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = _span(mark, path) if mark else Span(path, 1, 1)
        report(BROKEN, place, problem=error.problem or "not YAML", hint=_hint(error.problem or ""))
        return {}
    except (yaml.YAMLError, RecursionError) as error:
        report(BROKEN, Span(path, 1, 1), problem=str(error).split("\n")[0])
        return {}
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        report(BROKEN, Span(path, 2, 1), problem="these are not `key: value` lines")
        return {}
    found: FrontMatter = {}
    for key, value in root.value:
        name, place = str(key.value), _span(key.start_mark, path)
        if name in found:
            report(TWICE, place, key=name)
        if isinstance(value, yaml.ScalarNode):
            found[name] = _scalar(value, path)
        elif isinstance(value, yaml.SequenceNode) and all(
            isinstance(v, yaml.ScalarNode) for v in value.value
        ):
            found[name] = [_scalar(v, path) for v in value.value]
        else:
            report(SHAPE, place, key=name, wanted="a text or a list of texts", hint="put it in quotes")
    return found


def _scalar(node: yaml.ScalarNode, path: str) -> Scalar:
    place = _span(node.start_mark, path)
    quoted = 1 if node.style in ("'", '"') else 0
    text = "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)
    return Scalar(text.strip(), Span(place.path, place.line, place.column + quoted))


def _span(mark: Any, path: str) -> Span:
    return Span(path, mark.line + 2, mark.column + 1)


def _hint(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "a value with a colon in it needs quotes around it"
    if "found character" in problem or "expected" in problem:
        return "put the value in quotes"
    return ""
