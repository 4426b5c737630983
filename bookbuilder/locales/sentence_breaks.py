"""Finds where sentences may end: behind their marks and by Unicode's rules, or by rules of SRX 2.0 (GALA, 2008).

A rule of SRX is a pair of regular expressions in the syntax of ICU, for the text before and behind a place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import icu

from bookbuilder.phrases import Phrase

STEPS, LEAST_STEPS, FEW_STEPS = 1000, 2, 100
"""Limits in ICU's steps of some milliseconds: for the first match of a rule in a text, for each of a thousand matches,
and for an expression for a language tag."""

Breaks = Callable[[str], Sequence[int]]
"""Returns the offsets inside a text at which a sentence may begin, in order."""


class RuleError(Exception):
    """A rule whose expressions are wrong, or take too long."""


@dataclass(frozen=True, slots=True)
class BreakRule:
    """A rule: whether there is a break between what `before` and `behind` match."""

    breaks: bool
    before: str
    behind: str


_MARKS = re.compile(r"[.!?…:;](?:[\"'”“’‘»«›‹)\]]|\s(?=[»”’)]))*\s+|[。！？][”’」』）]*")


def usual_breaks(tag: str) -> Breaks:
    """Return all places where a sentence of a language may end: behind its marks, also those of abbreviations, and where
    Unicode Standard Annex 29 has one, for scripts with marks of their own."""
    locale = icu.Locale(tag.replace("-", "_"))

    def breaks(text: str) -> list[int]:
        iterator = icu.BreakIterator.createSentenceInstance(locale)
        iterator.setText(text)
        marks = (match.end() for match in _MARKS.finditer(text))
        return sorted({*_inside(text, iterator), *(place for place in marks if place < len(text))})

    return breaks


def is_language(expression: str, tag: str) -> bool:
    """Whether an expression of SRX matches a language tag; one that is wrong or takes too long matches none."""
    try:
        matcher = icu.RegexPattern.compile(expression, icu.URegexpFlag.CASE_INSENSITIVE).matcher(tag)
        matcher.setTimeLimit(FEW_STEPS)
        return bool(matcher.matches())
    except icu.ICUError:
        return False


def rule_breaks(rules: Sequence[BreakRule]) -> Breaks:
    """Return the breaks by rules; at each place the first rule that matches decides. Raises `RuleError`."""
    patterns = []
    for rule in rules:
        try:
            pattern = icu.RegexPattern.compile(
                f"(?:{rule.before})(?=(?:{rule.behind}))", icu.URegexpFlag.MULTILINE
            )
        except icu.ICUError:
            raise RuleError(
                Phrase(
                    "{before!r} before {behind!r} is no regular expression",
                    before=rule.before,
                    behind=rule.behind,
                )
            ) from None
        patterns.append((pattern, rule))

    def breaks(text: str) -> list[int]:
        decided: dict[int, bool] = {}
        for pattern, rule in patterns:
            for place in _places(pattern, rule, text):
                decided.setdefault(place, rule.breaks)
        return _inside(text, sorted(place for place, here in decided.items() if here))

    return breaks


def _places(pattern: icu.RegexPattern, rule: BreakRule, text: str) -> list[int]:
    """Return the ends of all matches, also of those that overlap."""
    matcher = pattern.matcher(text)
    places: list[int] = []
    start, end = 0, len(text.encode("utf-16-le")) // 2
    try:
        while start <= end:
            # ICU counts anew for each match: the more there are, the less work may each of them take.
            matcher.setTimeLimit(max(LEAST_STEPS, STEPS // (len(places) + 1)))
            if not matcher.find(start):
                break
            places.append(matcher.end())
            start = matcher.start() + 1
    except icu.ICUError:
        raise RuleError(
            Phrase("{before!r} before {behind!r} takes too long", before=rule.before, behind=rule.behind)
        ) from None
    return places


def _inside(text: str, places: Iterable[int]) -> list[int]:
    """Return ICU's offsets, which count UTF-16 units, as those of Python; without both ends."""
    offsets = list(places)
    if not text.isascii() and any(character > "\uffff" for character in text):
        units, index = {}, 0
        for position, character in enumerate(text):
            units[index] = position
            index += 2 if character > "\uffff" else 1
        offsets = [units[offset] for offset in offsets if offset in units]
    return [offset for offset in offsets if 0 < offset < len(text)]
