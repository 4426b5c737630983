"""Finds what hangs on a fact: where chapters print it, compute with it, or claim something of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bookbuilder.chapter_index.chapter_index import index_chapter
from bookbuilder.chapter_index.marks import Mark, MarkKind
from bookbuilder.claims.claim_rules import UNKNOWN_FACT, ExpressionError
from bookbuilder.claims.evaluate import FactTable
from bookbuilder.claims.judge_claim import Tolerance, judge_claim
from bookbuilder.claims.parse_expression import parse_expression
from bookbuilder.diagnostics import BookbuilderError, Findings, Span, diagnostic, nearest
from bookbuilder.document.computed_facts import computed_fact
from bookbuilder.document.nodes import Claim, Fact, Image, WrittenExpression
from bookbuilder.document.walk import plain
from bookbuilder.facts import FactValue
from bookbuilder.facts.fact_series import base_of
from bookbuilder.facts.format_fact import machine_value
from bookbuilder.locales import Locale
from bookbuilder.locales.comparison_words import comparison_words
from bookbuilder.project import Project
from bookbuilder.project.shared_facts import FACTS
from bookbuilder.world import Reader


class UseKind(StrEnum):
    """How a chapter uses a fact."""

    PRINTED = "printed"
    COMPUTED = "computed"
    CLAIMED = "claimed"
    DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class FactUse:
    """A use of a fact: its kind and place, the words in the brackets (an alternative text for a picture), the expression of
    what is computed or claimed, and what comes of it: a value, or `true`, `false`; empty if it cannot be evaluated."""

    locale: str
    kind: UseKind
    span: Span
    words: str
    expression: str = ""
    outcome: str = ""


def fact_uses(
    world: Reader, project: Project, facts: Mapping[str, FactValue], locales: Mapping[str, Locale], name: str
) -> Iterator[FactUse]:
    """Yield the uses of a fact, or of the series that a name is of, in the chapters of all locales.

    Raises `BookbuilderError` (`claim.fact`) if there is no such fact.
    """
    table = FactTable.of(facts)
    if name not in facts and name not in table.series:
        hint = nearest(name, [*facts, *table.series])
        raise BookbuilderError(diagnostic(UNKNOWN_FACT, Span(FACTS), hint=hint, name=name))
    for locale in project.locales:
        for path in world.files(f"chapters/{locale}"):
            if path.endswith(".md") and path.count("/") == 2:
                yield from _in_chapter(world, project, table, locale, locales[locale], path, name)


def _in_chapter(
    world: Reader, project: Project, table: FactTable, locale: str, language: Locale, path: str, name: str
) -> Iterator[FactUse]:
    try:
        text = world.text(path)
    except BookbuilderError:  # a build says what is wrong with it
        return
    if base_of(name) not in text:
        return
    seen: set[tuple[Span, str]] = set()
    for mark in index_chapter(text, path, flavour=project.flavour).of(MarkKind.FACT):
        if not _names(mark, name):
            continue
        use = _use(mark, table, locale, language, world)
        if (use.span, use.expression) not in seen:
            seen.add((use.span, use.expression))
            yield use


def _names(mark: Mark, name: str) -> bool:
    """Whether a mark names a fact, its series or, for a series, one of its values."""
    return mark.name in (name, base_of(name)) or base_of(mark.name) == name


def _use(mark: Mark, table: FactTable, locale: str, language: Locale, world: Reader) -> FactUse:
    node = mark.node
    match node:
        case Claim(expression, content):
            return _claimed(expression, plain(content), node.span, locale, table, language, world)
        case Image(alt=alt, claim=WrittenExpression() as expression):
            return _claimed(expression, alt, node.span, locale, table, language, world)
        case Fact(options, content) if "computed" in options:
            value = computed_fact(node, table, Findings())
            outcome = "" if value is None else machine_value(value)
            return FactUse(locale, UseKind.COMPUTED, node.span, plain(content), options["computed"], outcome)
        case _:
            drawn = isinstance(node, Fact) and not node.translate
            return FactUse(
                locale,
                UseKind.DRAWN if drawn else UseKind.PRINTED,
                node.span if node else mark.place.span,
                mark.words,
            )


def _claimed(
    expression: WrittenExpression,
    words: str,
    span: Span,
    locale: str,
    table: FactTable,
    language: Locale,
    world: Reader,
) -> FactUse:
    table_of_words = comparison_words(language, world)
    allowed = table_of_words.allowed(words) if table_of_words else None
    try:
        wrong = judge_claim(
            parse_expression(expression.text), table, Tolerance(*allowed) if allowed else Tolerance()
        )
        outcome = "true" if wrong is None else "false"
    except ExpressionError:
        outcome = ""
    return FactUse(locale, UseKind.CLAIMED, span, words, expression.text, outcome)
