"""Says what an expression in a chapter yields: the values of its facts, and whether its claim holds or what is computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.chapter_index.extents import Extent, extent
from bookbuilder.claims.claim_rules import ExpressionError
from bookbuilder.claims.evaluate import FactTable
from bookbuilder.claims.judge_claim import Tolerance, judge_claim
from bookbuilder.claims.named_facts import named_facts
from bookbuilder.claims.parse_expression import parse_expression
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document.computed_facts import report_expression_error
from bookbuilder.document.localize import localize_fact
from bookbuilder.document.nodes import Fact
from bookbuilder.language_server.book_index import BookIndex, LocaleIndex
from bookbuilder.language_server.printed_fact import printed_value
from bookbuilder.locales.comparison_words import comparison_words

_EXPRESSION = re.compile(
    r"(?:\[(?P<words>[^\[\]]*)\](?:\([^()]*\))?\{[^{}]*?|(?<=\s)|(?<=\{))(?P<key>claim|computed)=\"(?P<text>[^\"]*)\""
)
_ROUND = re.compile(r"round=(-?[0-9]+)")


@dataclass(frozen=True, slots=True)
class ShownExpression:
    """An expression: what it is, its place, and what it yields, in rows."""

    key: str
    place: Extent
    rows: tuple[tuple[str, str], ...]


def expression_at(index: BookIndex, chapter: ChapterIndex, line: int, column: int) -> ShownExpression | None:
    """Return what the expression at a position yields, in the language of its chapter; None if there is none."""
    row = chapter.lines[line - 1] if 0 < line <= len(chapter.lines) else ""
    locale = index.locales.get(chapter.locale)
    for match in _EXPRESSION.finditer(row):
        if locale and match.start("text") < column <= match.end("text") + 1:
            place = extent(chapter.path, line, match.start("text") + 1, len(match["text"]))
            return ShownExpression(match["key"], place, tuple(_rows(index, locale, match, row)))
    return None


def _rows(index: BookIndex, locale: LocaleIndex, match: re.Match[str], row: str) -> Iterator[tuple[str, str]]:
    for name in sorted(named_facts(match["text"])):
        if name in index.facts:
            yield name, printed_value(name, index, locale)
    findings = Findings()
    if match["key"] == "claim":
        try:
            yield "holds", _judged(index, locale, match["text"], match["words"] or "")
        except ExpressionError as error:
            report_expression_error(error, match["text"], Span(), findings)
    else:
        rounded = _ROUND.search(row[match.start() : row.find("}", match.end()) + 1])
        options = {"computed": match["text"], **({"round": rounded[1]} if rounded else {})}
        if text := localize_fact(Fact(options, ()), index.facts, locale.locale, findings).text:
            yield "prints", text
    yield from (("cannot be computed", one.message) for one in findings.sorted()[:1])


def _judged(index: BookIndex, locale: LocaleIndex, text: str, words: str) -> str:
    """Return whether a claim holds: `yes`, or `no` with both sides of what does not."""
    table = comparison_words(locale.locale, index.world)
    allowed = table.allowed(words) if table else None
    tolerance = Tolerance(*allowed) if allowed else Tolerance()
    wrong = judge_claim(parse_expression(text), FactTable.of(index.facts), tolerance)
    if wrong is None:
        return "yes"
    return f"no: {wrong.left} is {wrong.left_value}, and {wrong.right} is {wrong.right_value}"
