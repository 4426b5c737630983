"""Finds style sheets too complex to parse in bounded time: nested brackets, large selectors, variables that grow.

Parsers call themselves for each bracket, selectors are compiled part by part, a nested rule repeats the selectors around
it for every `&`, and variables that use others twice double with each line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import tinycss2

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.document.css_complexity_bound import is_bounded, quiet
from bookbuilder.document.style_variables import DeclaredVariable, Variables
from bookbuilder.phrases import Phrase

EXCESSIVE = Rule(
    "style.excessive",
    "this style sheet is too much to be set: {problem}",
    "A style sheet may be long, but brackets thousands deep, selectors of thousands of parts and variables that double with"
    " each line are no design, and no program that reads them ends, or has memory enough.",
)

CHARACTERS = 500_000
"""Of a style sheet, without texts in quotation marks, addresses, comments and runs of spaces. A large framework has
300,000."""
DEEP = 32
"""Brackets in brackets, and variables in variables."""
SELECTOR = 200
"""Parts of a selector: names, dots, spaces; with those of the rules around it."""
SELECTORS = 10_000
"""Parts of all selectors of a rule, which commas separate, or of an @-rule; with those of the rules around it."""

Problem = tuple[str, int, int]
"""What is too much, its line and column."""

_HOLE = re.compile(r"{#.*?(?:#}|\Z)|{%.*?(?:%}|\Z)|{{.*?(?:}}|\Z)", re.DOTALL)
"""A tag of a template. What follows one without an end is never a style sheet."""


def without_template(sheet: str) -> str:
    """Return a style sheet with spaces in place of its template tags, so that positions stay."""
    return _HOLE.sub(lambda hole: re.sub(r"[^\n]", " ", hole[0]), sheet)


@lru_cache(maxsize=64)
def excess(css: str, *, whole: bool = True) -> tuple[Problem, ...]:
    """Return what is too much in a style sheet. If it is not `whole`, since its template tags were taken out, only brackets
    and selectors are asked for: several variables may have one name then.

    >>> excess("a{" * 40)
    (('brackets stand in one another more than 32 deep', 1, 66),)
    """
    css = _with_line_feeds(css)
    if len(css) > CHARACTERS and len(css) - quiet(css) > CHARACTERS:
        return (_LONG,)
    if is_bounded(css, deep=DEEP, chain=SELECTOR, parts=SELECTORS):
        return ()
    tokens = tinycss2.parse_component_value_list(css)
    place = _too_deep(tokens)
    if place:
        return ((_DEEP, *place),)
    rules = tinycss2.parse_stylesheet(tokens, skip_comments=True, skip_whitespace=True)
    variables = Variables(DEEP)
    return (*_rules(rules, variables, 0, 0, nested=False), *(variables.excess() if whole else ()))


@lru_cache(maxsize=256)
def excess_of_attribute(declarations: str) -> tuple[Problem, ...]:
    """Return what is too much in a style attribute.

    >>> excess_of_attribute("width: " + "calc(" * 33)[0][0]
    'brackets stand in one another more than 32 deep'
    """
    declarations = _with_line_feeds(declarations)
    if len(declarations) > CHARACTERS and len(declarations) - quiet(declarations) > CHARACTERS:
        return (_LONG,)
    # In a rule, a brace would end the rule.
    braces = "{" in declarations or "}" in declarations
    if not braces and is_bounded(f"*{{{declarations}}}", deep=DEEP, chain=SELECTOR, parts=SELECTORS):
        return ()
    tokens = tinycss2.parse_component_value_list(declarations)
    place = _too_deep(tokens)
    if place:
        return ((_DEEP, *place),)
    variables = Variables(DEEP)
    return (*_rules(_contents(tokens), variables, 0, 0, nested=False), *variables.excess())


def excess_together(sheets: Iterable[str], attributes: Iterable[str]) -> tuple[Problem, ...]:
    """Return which variables are too much when style sheets and style attributes are combined."""
    variables = Variables(DEEP)
    for sheet in sheets:
        for declared in _of_sheet(sheet):
            variables.add(declared)
    for declarations in attributes:
        found = _Declarations()
        list(_rules(_contents(declarations), found, 0, 0, nested=False))
        for declared in found.all:
            variables.add(declared)
    return tuple(variables.excess())


@lru_cache(maxsize=8)
def _of_sheet(css: str) -> tuple[DeclaredVariable, ...]:
    """Return the declarations of a style sheet (cached: it is combined with the style attributes of many pages)."""
    found = _Declarations()
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    list(_rules(rules, found, 0, 0, nested=False))
    return tuple(found.all)


@dataclass(slots=True)
class _Declarations:
    """Declarations that define or use variables."""

    all: list[DeclaredVariable] = field(default_factory=list)

    def add(self, declared: DeclaredVariable) -> None:
        """Take in a declaration."""
        if declared.name.startswith("--") or declared.uses:
            self.all.append(declared)


_DEEP = Phrase("brackets stand in one another more than {deep} deep", deep=DEEP)
_LONG = (Phrase("it has more than {characters:,} characters", characters=CHARACTERS), 1, 1)


def _with_line_feeds(css: str) -> str:
    # As tinycss2 does before it reads (CSS Syntax 3, 3.3): `css_complexity_bound` knows no other line ends.
    return css.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")


def _too_deep(tokens: Sequence[Any]) -> tuple[int, int] | None:
    """Return line and column of the first bracket that is too deep; None if there is none."""
    found: tuple[int, int] | None = None
    waiting: list[tuple[Sequence[Any], int]] = [(tokens, 0)]
    while waiting:
        inner, depth = waiting.pop()
        for token in inner:
            content = _content(token)
            if content is None:
                continue
            if depth == DEEP:
                here = (token.source_line, token.source_column)
                found = min(found, here) if found else here
            elif content:
                waiting.append((content, depth + 1))
    return found


def _content(token: Any) -> Sequence[Any] | None:
    """Return what stands in the brackets of a token; None if it has none."""
    found: Sequence[Any] | None = getattr(token, "arguments", None)
    return getattr(token, "content", None) if found is None else found


def _rules(
    rules: Sequence[Any], variables: Variables | _Declarations, around: int, chain: int, *, nested: bool
) -> Iterator[Problem]:
    """Yield problems with selectors, and collect declarations. `around` and `chain` are the parts of all selectors and of
    the longest one of the rule in which these are `nested`."""
    for rule in rules:
        if rule.type == "declaration":
            variables.add(DeclaredVariable.of(rule))
        elif rule.type == "qualified-rule":
            parts, longest = _selectors(rule.prelude, around)
            longest += chain
            where = (rule.source_line, rule.source_column)
            if longest > SELECTOR:
                yield (Phrase("a selector has more than {selector} parts", selector=SELECTOR), *where)
            elif parts > SELECTORS:
                words = ", with those of the rules around it," if nested else ""
                yield (
                    Phrase(
                        "the selectors of a rule{words} have more than {selectors:,} parts",
                        words=words,
                        selectors=SELECTORS,
                    ),
                    *where,
                )
            else:
                yield from _rules(_contents(rule.content), variables, parts, longest, nested=True)
        elif rule.type == "at-rule":
            if _count(rule.prelude) > SELECTORS:
                where = (rule.source_line, rule.source_column)
                yield (
                    Phrase(
                        "@{at_keyword} has more than {selectors:,} parts",
                        at_keyword=rule.at_keyword[:40],
                        selectors=SELECTORS,
                    ),
                    *where,
                )
            elif rule.content:
                yield from _rules(_contents(rule.content), variables, around, chain, nested=nested)


def _contents(content: Any) -> Sequence[Any]:
    found: list[Any] = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return found


def _selectors(prelude: Sequence[Any], around: int) -> tuple[int, int]:
    """Return how many parts all selectors of a rule have, and the longest one. WeasyPrint replaces `&` by all selectors
    around the rule, and repeats the whole list for each selector that has one."""
    repeated = _count(prelude) + around * sum(map(_AROUND.__eq__, prelude))
    parts = longest = 0
    for group in _groups(prelude):
        own = _count(group)
        longest = max(longest, own)
        parts += repeated if _AROUND in group else own + around
    return parts, longest


_AROUND, _COMMA = (tinycss2.ast.LiteralToken(1, 1, sign) for sign in "&,")


def _groups(tokens: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield the selectors of a list."""
    start = 0
    for number, one in enumerate(tokens):
        if one == _COMMA:
            yield tokens[start:number]
            start = number + 1
    yield tokens[start:]


def _count(tokens: Sequence[Any]) -> int:
    """Return the number of tokens, with those in brackets."""
    total, waiting = 0, [tokens]
    while waiting:
        inner = waiting.pop()
        total += len(inner)
        for token in inner:
            content = _content(token)
            if content:
                waiting.append(content)
    return total


# -- reporting --------------------------------------------------------------------------------------------------------


def report_sheet(sheet: str, path: str, report: Report) -> bool:
    """Return whether a style sheet of a theme can be read, as it is written; reports `style.excessive`. What its template
    makes is looked at when it is made."""
    problems = excess(without_template(sheet), whole=False)
    for problem, line, column in problems:
        report(EXCESSIVE, Span(path, line, column), problem=problem)
    return not problems


def report_value(value: object, span: Span, report: Report) -> bool:
    """Return whether a value that style sheets use can be read; reports `style.excessive`."""
    problems = excess_of_attribute(f"--value:{value}") if isinstance(value, str) else ()
    for problem, _, _ in problems[:1]:
        report(EXCESSIVE, span, problem=problem)
    return not problems
