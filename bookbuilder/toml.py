"""Parses TOML, and says what is wrong with it, where and what to do; limits dotted keys, for which `tomllib` takes
quadratic time."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.limits import PARTS
from bookbuilder.phrases import Phrase
from bookbuilder.small_text_cache import cached_by_text

_KEY = r"""(?:[\w-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')[ \t]*+"""
_SEARCHED = re.compile(
    rf"(?P<key>(?:{_KEY}\.[ \t]*+){{{PARTS}}})"
    r"""|\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+'|\#[^\n]*+|[\w-]++""",
    re.DOTALL,
)
"""A key with too many parts, or what may contain a lookalike: strings and comments."""


class TomlError(ValueError):
    """A text is no TOML. `line` and `column` count from 1; 0 where tomllib does not say where.

    >>> loads("a = yes")
    Traceback (most recent call last):
    bookbuilder.toml.TomlError: invalid value
    """

    def __init__(self, problem: str, line: int = 0, column: int = 0, hint: str = "") -> None:
        super().__init__(problem)
        self.problem, self.line, self.column, self.hint = problem, line, column, hint


_HINTS = {
    "at end of document": "something is not closed: a bracket, a brace or a quotation mark",
    "Invalid value": 'a text stands in quotes: title = "Five days"',
    "Invalid date": "a date is year, month, day: 2022-01-22",
    "Expected newline": "a line holds one key with its value; a text stands in quotes, a date looks like 2022-01-22",
    "Expected '='": 'a key has a value: title = "Five days"',
    "Cannot overwrite": "this key stands here twice",
    "Cannot declare": "this table stands here twice",
    "Illegal character '\\n'": "a text ends on its line with a quotation mark",
}
"""What to do, by words in the messages of tomllib."""
_PLACE = re.compile(r" \((?:at line (\d+), column (\d+)|at end of document)\)$")


def loads(text: str) -> dict[str, Any]:
    """Return the data of a TOML text. Raises `TomlError`.

    >>> loads("a.b = 1")
    {'a': {'b': 1}}
    """
    return _copied(_parsed(text))


def _copied(table: dict[str, Any]) -> dict[str, Any]:
    """Return a table that may be changed."""
    return {key: _copied_value(value) for key, value in table.items()}


def _copied_value(value: Any) -> Any:
    if type(value) is dict:
        return _copied(value)
    return [_copied_value(item) for item in value] if type(value) is list else value


@cached_by_text(64)  # a theme.toml is read for each edition, and with each theme that extends it
def _parsed(text: str) -> dict[str, Any]:
    # A key of so many parts has as many dots; most files have fewer in all.
    for match in _SEARCHED.finditer(text) if text.count(".") >= PARTS else ():
        if match["key"]:
            start = match.start()
            line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
            raise TomlError(Phrase("a key has more than {parts} parts", parts=PARTS), line, column)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise TomlError("lists or tables are nested too deeply") from None
    except ValueError as error:  # TOMLDecodeError, or that of int() for thousands of digits
        raise _error(text, str(error)) from None


def parse(text: str, path: str, report: Report, syntax: Rule, hint: str = "") -> dict[str, Any] | None:
    """Return the data of a file; None after reporting `syntax`, whose sentence has a `{problem}`. `hint` is for a problem
    that has none of its own."""
    try:
        return loads(text)
    except TomlError as error:
        report(syntax, Span(path, error.line, error.column), hint=error.hint or hint, problem=error)
        return None


_PIECE = re.compile(
    r"""(?P<table>^[ \t]*+\[[^\n]*+)|(?P<open>[\[{])|(?P<close>[\]}])"""
    r"""|\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|(?P<quote>\"{3}|'{3})"""
    r"""|"(?:\\.|[^"\\\n])*+"?|'[^'\n]*+'?|\#[^\n]*+""",
    re.DOTALL | re.MULTILINE,
)
"""The head of a table (or the first bracket of a line in a list), brackets, and what may contain others."""
_NO_ITEM = re.compile(
    r"""[ \t]*+(?:\[{1,2}[ \t]*+[A-Za-z_"'][^\]\n]*+\]{1,2}[ \t]*+(?:\#.*)?$|[^\s=\[\]{}#,]++[ \t]*+=)"""
)
"""A line that begins a table or has a key, as no line of a list does."""
_OPENED = {
    "[": ("the list that begins here does not end", "a list ends with ]"),
    "{": ("the table that begins here does not end", "a table in a line ends with }"),
    '"': ("the text that begins here does not end", 'a text of several lines ends with """'),
    "'": ("the text that begins here does not end", "a text of several lines ends with '''"),
}


def _opening(text: str, end: int) -> int:
    """Return where the last bracket, or the quotation marks of a text of several lines, begin that are open at an offset;
    -1 if none are."""
    opened: list[int] = []
    position = 0
    while (match := _PIECE.search(text, position)) and match.start() < end:
        position = match.end()
        if match["table"]:
            if opened:  # a list in a list
                position = match.start() + match[0].index("[") + 1
                opened.append(position - 1)
        elif match["open"]:
            opened.append(match.start())
        elif match["close"]:
            del opened[-1:]
        elif match["quote"]:
            return match.start()
    return opened[-1] if opened else -1


def _error(text: str, message: str) -> TomlError:
    """Return what a message of tomllib says, or where the bracket begins that is not closed: tomllib names the place where
    it noticed that, which may be the end."""
    match = _PLACE.search(message)
    if match:
        lines = text.split("\n")
        row = int(match[1]) - 1 if match[1] else len(lines)
        if match[1] is None or _NO_ITEM.match(lines[row]):
            start = _opening(text, sum(len(line) + 1 for line in lines[:row]))
            if start >= 0:
                problem, hint = _OPENED[text[start]]
                return TomlError(
                    problem, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start), hint
                )
    problem = message[: match.start()] if match else message
    hint = next((hint for words, hint in _HINTS.items() if words in message), "")
    at_end = match is not None and match[1] is None
    line, column = (
        (text.rstrip().count("\n") + 1, 0) if at_end else (int(match[1]), int(match[2])) if match else (0, 0)
    )
    return TomlError(problem[:1].lower() + problem[1:], line, column, hint)
