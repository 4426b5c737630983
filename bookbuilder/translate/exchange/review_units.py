"""Decides which returned units are accepted, and reports why others are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Findings, Rule, Span, diagnostic
from bookbuilder.document.compare_numbers import changed_numbers as figures_changed
from bookbuilder.document.compare_numbers import numbers_in_line
from bookbuilder.document.text_lines import PLACEHOLDER, TextLine
from bookbuilder.locales.value_lexicon import Lexicon
from bookbuilder.phrases import Phrase
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.exchange.code_problems import code_problems, restore_codes
from bookbuilder.translate.exchange.exchange_units import ExchangeChapter, ExchangeUnit
from bookbuilder.translate.exchange.exported_target import book_digest, is_untouched
from bookbuilder.translate.exchange.inline_codes import (
    CodedText,
    CodeRole,
    InlineCode,
    Segment,
    coded_text,
    segment_words,
)
from bookbuilder.translate.exchange.rejected_units import RejectedUnit
from bookbuilder.translate.exchange.returned_units import DUPLICATE, PARTIAL, ReturnedUnit
from bookbuilder.translate.exchange.stale_units import StaleUnitFinder, changed_excerpts, excerpt
from bookbuilder.translate.exchange.write_segment import trim_emphasis

STALE = Rule(
    "exchange.stale",
    "the block of unit {id} is no longer in {path}: {excerpt!r}",
    "A unit is named by the hash of its block in the source. If that was changed after the export, the translation in the"
    " file is one of an older text. The other units are taken; this one is kept in translate/….rejected.… with the source of"
    " today, as a file that can go back to the translator.",
)
SOURCE = Rule(
    "exchange.source",
    "the source of unit {id} is not the text of its block: {excerpt!r}",
    "What a translation was made from stands in the file beside it, and must be the block of today, codes included. Else"
    " units have been swapped, or a program has changed the source.",
)
EDITED = Rule(
    "exchange.edited",
    "the translation of unit {id} has been changed in {path} since it was exported",
    "A file that comes back must not undo what was done in the chapter meanwhile. Compare both: what came back is kept in"
    " translate/….rejected.…, which can be imported when it is right.",
)
CODES = Rule(
    "exchange.codes",
    "in the translation of unit {id} {problem}",
    "Codes stand for emphasis, links, notes, facts and the like. A translation has each code of its source once, in any"
    " order that the language wants, and pairs inside one another as brackets are.",
)
NUMBER = Rule(
    "exchange.number",
    "in the translation of unit {id} stands {here}, and {there} in the source",
    "A number of the translation that is not in the source is most likely a slip of typing; the form of numbers may differ,"
    " and facts are codes. If it is meant, import with --any-number.",
)


@dataclass(frozen=True, slots=True)
class AcceptedUnit:
    """An accepted unit and its new translation (None: unchanged, but confirmed). `returned` is the unit as returned; units
    that are only carried along have none."""

    exchanged: ExchangeUnit
    new: Segment | None
    span: Span
    returned: ReturnedUnit | None = None


NumberWords = tuple[Lexicon, Lexicon]
"""The number words of the source language and of the target language."""


@dataclass(slots=True)
class Review:
    """The accepted and rejected units of a chapter."""

    accepted: list[AcceptedUnit] = field(default_factory=list)
    rejected: list[RejectedUnit] = field(default_factory=list)


def review_units(
    chapter: ExchangeChapter,
    returned_units: Sequence[ReturnedUnit],
    path: str,
    words: NumberWords | None,
    findings: Findings,
) -> Review:
    """Return which units of a file (`path`) change a chapter, and which are rejected; problems go to `findings`
    (`exchange.*`).

    Accepted are units that differ from the current translation, or that are marked as translated. Untouched copies of the
    source are neither. Without `words`, numbers are not compared.
    """
    work = _Comparison(chapter, path, words, findings, Counter(unit.id for unit in returned_units))
    for unit in returned_units:
        work.take(unit)
    review = work.review
    if review.accepted:
        # A translator works on this chapter, so units without words and locked ones are filled in from the source.
        taken = {one.exchanged.id for one in review.accepted}
        taken |= {one.exchanged.id for one in review.rejected if one.exchanged is not None}
        span = review.accepted[0].span
        review.accepted += [
            AcceptedUnit(
                unit, unit.source if unit.locked else restore_codes(unit, coded_text(unit.source)), span
            )
            for unit in chapter.units
            if unit.id not in taken
            and (
                (unit.copied and not unit.has_words and unit.unit.status is BlockStatus.MISSING)
                or (unit.locked and unit.open)
            )
        ]
    return review


class _Comparison:
    def __init__(
        self,
        chapter: ExchangeChapter,
        path: str,
        words: NumberWords | None,
        findings: Findings,
        count: Counter[str],
    ) -> None:
        self.chapter, self.path, self.words, self.findings = chapter, path, words, findings
        self.known = {unit.id: unit for unit in chapter.units}
        self.stale_finder = StaleUnitFinder(chapter.units)
        self.count, self.first = count, dict[str, int]()
        self.sources: dict[CodedText, str] = {}
        self.review = Review()

    def take(self, unit: ReturnedUnit) -> None:
        """Judge one unit."""
        one = self.known.get(unit.id)
        new: Segment | None = None
        reasons: list[str] = [unit.error] if unit.error else []
        if self.count[unit.id] > 1:
            first = self.first.setdefault(unit.id, unit.line)
            if first != unit.line:
                self._tell(reasons, DUPLICATE, unit, first=first)
            reasons = reasons or [Phrase("the unit {id} stands in the file twice", id=unit.id)]
        if unit.partial:
            self._tell(reasons, PARTIAL, unit, problem=unit.partial)
        if reasons:
            self.review.rejected.append(RejectedUnit(unit, tuple(reasons), one))
            return
        if unit.target is None or (not unit.target and segment_words(unit.source)):
            return  # untouched
        if one is None and (unit.locked or unit.target == unit.source):
            return
        untouched = is_untouched(unit.target, unit.target_digest, finished=unit.finished)
        if untouched and not unit.finished:
            return  # as it was sent out
        if one is None:
            one = self._stale(unit, reasons)
        elif unit.source != coded_text(one.source):
            self._swapped(unit, reasons)
        elif untouched:
            return  # though the book may have another translation by now
        else:
            problems = list(code_problems(one, unit.target)) if unit.target != coded_text(one.target) else []
            new = one.target if problems else trim_emphasis(restore_codes(one, unit.target))
            if not problems and coded_text(new) == coded_text(one.target):
                if one.open and unit.finished:
                    span = Span(self.path, unit.line)
                    self.review.accepted.append(AcceptedUnit(one, new if one.copied else None, span, unit))
                return
            self._judge(unit, one, problems, reasons)
        if reasons or new is None or one is None:
            self.review.rejected.append(RejectedUnit(unit, tuple(reasons), one))
        else:
            self.review.accepted.append(AcceptedUnit(one, new, Span(self.path, unit.line), unit))

    def _judge(
        self, unit: ReturnedUnit, one: ExchangeUnit, problems: Sequence[tuple[str, str]], reasons: list[str]
    ) -> None:
        if book_digest(unit.target_digest) not in ("", one.target_digest):
            line = (one.unit.targets or one.unit.sources)[0].line
            there = Phrase(
                "it stands on line {line} there, and reads {excerpt!r}",
                line=line,
                excerpt=excerpt(coded_text(one.target)),
            )
            self._tell(reasons, EDITED, unit, hint=there, path=self.chapter.paths.target)
            return
        for problem, hint in problems:
            self._tell(reasons, CODES, unit, hint=hint, problem=problem)
        if self.words and unit.target is not None:
            for sent, here in _numbers(one, unit.target, self.words):
                hint = "correct it, or import with --any-number"
                self._tell(reasons, NUMBER, unit, hint=hint, here=here, there=sent)

    def _stale(self, unit: ReturnedUnit, reasons: list[str]) -> ExchangeUnit | None:
        one = self.stale_finder.find(unit)
        then, hint = excerpt(unit.source), "nothing there is like it any more"
        if one is not None:
            then, now = changed_excerpts(unit.source, coded_text(one.source))
            hint = Phrase("it is now on line {line}, and reads {now!r}", line=one.unit.block.line, now=now)
        self._tell(reasons, STALE, unit, hint=hint, path=self.chapter.paths.source, excerpt=then)
        return one

    def _swapped(self, unit: ReturnedUnit, reasons: list[str]) -> None:
        self.sources = self.sources or {coded_text(other.source): other.id for other in self.chapter.units}
        other = self.sources.get(unit.source, "")
        hint = (
            Phrase("it is that of unit {other}", other=other)
            if other
            else "the source must stay as it was exported"
        )
        self._tell(reasons, SOURCE, unit, hint=hint, excerpt=excerpt(unit.source))

    def _tell(
        self, reasons: list[str], rule: Rule, unit: ReturnedUnit, *, hint: str = "", **values: object
    ) -> None:
        reported = diagnostic(
            rule, Span(self.path, unit.line), hint=hint, fix=None, area=None, id=unit.id, **values
        )
        self.findings.extend([reported])
        reasons.append(reported.message + (f" ({hint})" if hint else ""))


def _numbers(unit: ExchangeUnit, target: CodedText, words: NumberWords) -> Iterator[tuple[str, str]]:
    """Yield numbers without a counterpart: that of the source and that of the translation."""
    text = [
        "".join(piece if isinstance(piece, str) else PLACEHOLDER if _single(piece) else "" for piece in side)
        for side in (unit.source, target)
    ]
    if not all(any(letter.isdecimal() for letter in side) for side in text):
        return  # both sides need numbers for one to have changed
    lines = [TextLine("paragraph", Span(), side, (), ()) for side in text]
    first, second = (list(numbers_in_line(line, known)) for line, known in zip(lines, words, strict=True))
    for there, here in figures_changed(first, second):
        yield there.text, here.text


def _single(piece: InlineCode | tuple[CodeRole, int]) -> bool:
    return (piece.role if isinstance(piece, InlineCode) else piece[0]) is CodeRole.SINGLE
