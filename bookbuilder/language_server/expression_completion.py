"""What can be written in an expression (`claim=`, `computed=`): facts with their values, functions with what they want."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.claims.functions import FUNCTIONS
from bookbuilder.facts import Amount
from bookbuilder.facts.fact_series import series_of
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.completion_place import AttributeValue, DirectivePlace
from bookbuilder.language_server.printed_fact import printed_value
from bookbuilder.language_server.suggestion import Sort, Suggestion

KEYS = ("claim", "computed")
_NAME = re.compile(r"(?:'[^']*|[^\W\d][\w.-]*)?\Z")
"""What of an expression is being written: a name, which has hyphens and points, or one in quotation marks."""
_UNIT = re.compile(r"(?:^|[\s(,])[0-9][0-9_.e]* [^\W\d]*\Z")
"""A number, a blank, and perhaps the beginning of a unit."""
_CURRENCY = re.compile(r"\bworth\([^(),]*,\s*[^\W\d]*\Z")
_PLAIN = re.compile(r"[^\W\d]\w*(?:[-.]\w+)*")
UNITS = ("%", "EUR", "USD", "days", "hours", "weeks", "months", "years", "km", "m", "kg", "t")
"""Units that are proposed behind a number; an expression knows more of them."""


def last_name(place: AttributeValue | DirectivePlace) -> AttributeValue | DirectivePlace:
    """Return a place in an expression with the name that is being written alone as its prefix."""
    if place.key not in KEYS:
        return place
    match = _NAME.search(place.prefix)
    return replace(place, prefix=match[0] if match else "")


def expression_values(index: BookIndex, chapter: ChapterIndex, given: str) -> Iterator[Suggestion]:
    """Yield what can be written at the end of an expression; `given` is what stands before it."""
    locale = index.locales.get(chapter.locale)
    if _CURRENCY.search(given):
        of_facts = {fact.currency for fact in index.facts.values() if isinstance(fact, Amount)}
        yield from (Suggestion(currency, Sort.WORD) for currency in sorted({*of_facts, "EUR", "USD"}))
        return
    if _UNIT.search(given):
        yield from (Suggestion(unit, Sort.WORD) for unit in UNITS)
        return
    for name in index.facts:
        if locale:
            yield Suggestion(name, Sort.FACT, printed_value(name, index, locale), written=_written(name))
    for name, values in series_of(index.facts).items():
        if name not in index.facts:
            yield Suggestion(name, Sort.FACT, f"{len(values)} values", written=_written(name))
    for name, function in FUNCTIONS.items():
        yield Suggestion(f"{name}(", Sort.KEY, function.form)


def _written(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else f"'{name}'"
