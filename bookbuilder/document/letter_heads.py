"""Sets place and day above a letter in one line, as its language does: Genève, le 14 janvier 2022."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from msgspec.structs import replace

from bookbuilder.diagnostics import Findings
from bookbuilder.document import nodes
from bookbuilder.document.walk import transform
from bookbuilder.facts import format_fact, parse_literal
from bookbuilder.locales import Locale

HEAD = "letter-date"
"""The class of the line above a letter."""
_PLACE, _DATE = "\x00", "\x01"
_FIELDS = re.compile(f"([{_PLACE}{_DATE}])")


def with_letter_heads(
    chapter: nodes.Chapter, locale: Locale, other: Callable[[str], Locale | None]
) -> nodes.Chapter:
    """Return a chapter of a locale whose letters have place and day in one line. `other` gives the locale of a passage in
    another language, by its tag (None: nobody knows the language)."""

    def same(lang: str) -> bool:
        return not lang or lang.split("-", maxsplit=1)[0].casefold() == locale.language

    def in_own(node: nodes.Node) -> nodes.Node:
        return _joined(node, locale, day_of=None)

    def in_other(value: Any, lang: str) -> Any:
        foreign = other(lang)
        return transform(value, lambda node: _joined(node, foreign, day_of=foreign))

    def passage(node: nodes.Node) -> nodes.Node:
        if not node.lang:
            return node
        result: nodes.Node = transform(node, in_own) if same(node.lang) else in_other(node, node.lang)
        return result

    chapter = transform(chapter, passage)
    result: nodes.Chapter = (
        transform(chapter, in_own) if same(chapter.lang) else in_other(chapter, chapter.lang)
    )
    return result


def _joined(node: nodes.Node, locale: Locale | None, *, day_of: Locale | None) -> nodes.Node:
    """Return the line above a letter as a locale has it. The day in a language that is not that of the book is written
    here (`day_of`), for facts are printed in that of the book."""
    match node:
        case nodes.Paragraph((nodes.Styled(content=place), nodes.Break(), nodes.Fact() as day)) if (
            HEAD in node.classes
        ):
            pattern = _pattern(locale)
            return replace(node, content=tuple(_filled(pattern, place, _written(day, day_of))))
        case nodes.Paragraph((nodes.Styled("span", place),)) if HEAD in node.classes:
            return replace(node, content=place)
        case nodes.Paragraph((nodes.Fact() as day,)) if HEAD in node.classes:
            return replace(node, content=(_written(day, day_of),))
        case _:
            return node


def _pattern(locale: Locale | None) -> str:
    if locale is None:
        return f"{_PLACE}, {_DATE}"
    # Translators: above a letter: where and when it was written
    return locale.say("{place}, {date}", "above a letter", place=_PLACE, date=_DATE)


def _written(day: nodes.Fact, locale: Locale | None) -> nodes.Fact:
    fact = parse_literal(day.options, day.span, Findings()) if locale else None
    if locale is None or fact is None:
        return day
    return replace(day, content=(nodes.Text(format_fact(fact, locale).text, span=day.span),))


def _filled(pattern: str, place: tuple[nodes.Inline, ...], day: nodes.Fact) -> Iterator[nodes.Inline]:
    for part in _FIELDS.split(pattern):
        if part == _PLACE:
            yield from place
        elif part == _DATE:
            yield day
        elif part:
            yield nodes.Text(part, span=day.span)
