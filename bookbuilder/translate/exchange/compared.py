"""Compares units that came back with the chapters of today: what is to be taken, and what cannot be, with the reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Findings, Rule, Span, diagnostic
from bookbuilder.document.compare_numbers import changed_numbers as figures_changed
from bookbuilder.document.compare_numbers import numbers_in_line
from bookbuilder.document.text_lines import PLACEHOLDER, TextLine
from bookbuilder.locales.value_lexicon import Lexicon
from bookbuilder.translate.exchange.code_problems import code_problems, filled
from bookbuilder.translate.exchange.codes import Bare, Code, Segment, Sign, bare, text
from bookbuilder.translate.exchange.given import PARTIAL, TWICE, Given
from bookbuilder.translate.exchange.refused import Refused, mark
from bookbuilder.translate.exchange.stale import Lost, changed, excerpt
from bookbuilder.translate.exchange.units import Chapter, Exchanged
from bookbuilder.translate.exchange.written import tidied
from bookbuilder.translate.standing import Standing

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
class Taken:
    """A unit whose translation is taken: what it says now (None: it stays as it is, and counts as translated). `given` is
    the unit as it came; those that only go along have none."""

    one: Exchanged
    new: Segment | None
    span: Span
    given: Given | None = None


Words = tuple[Lexicon, Lexicon]
"""The words for numbers in the language of the source and in that of the translation."""


@dataclass(slots=True)
class Compared:
    """What becomes of the units of a chapter."""

    taken: list[Taken] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def compared(
    chapter: Chapter, given: Sequence[Given], path: str, words: Words | None, findings: Findings
) -> Compared:
    """Return which units of a file (`path`) change something in a chapter, and which cannot be taken; what is wrong with
    those is noted in `findings` (`exchange.*`).

    Taken is what reads differently from the translation of today, and what somebody calls translated. What was only a copy
    of the source and still is one, is not. Without `words` numbers are not compared.
    """
    work = _Comparison(chapter, path, words, findings, Counter(unit.id for unit in given))
    for unit in given:
        work.take(unit)
    found = work.found
    if found.taken:
        # Somebody is at work here: what is only a value, or stays as it is, is the same in all languages.
        taken = {one.one.id for one in found.taken}
        taken |= {one.one.id for one in found.refused if one.one is not None}
        span = found.taken[0].span
        found.taken += [
            Taken(one, one.source if one.fixed else filled(one, bare(one.source)), span)
            for one in chapter.units
            if one.id not in taken
            and (
                (one.copied and not one.worded and one.unit.standing is Standing.MISSING)
                or (one.fixed and one.open)
            )
        ]
    return found


class _Comparison:
    def __init__(
        self, chapter: Chapter, path: str, words: Words | None, findings: Findings, count: Counter[str]
    ) -> None:
        self.chapter, self.path, self.words, self.findings = chapter, path, words, findings
        self.known = {one.id: one for one in chapter.units}
        self.lost = Lost(chapter.units)
        self.count, self.first = count, dict[str, int]()
        self.sources: dict[Bare, str] = {}
        self.found = Compared()

    def take(self, unit: Given) -> None:
        """Look at one unit."""
        one = self.known.get(unit.id)
        new: Segment | None = None
        reasons: list[str] = [unit.flaw] if unit.flaw else []
        if self.count[unit.id] > 1:
            first = self.first.setdefault(unit.id, unit.line)
            if first != unit.line:
                self._tell(reasons, TWICE, unit, first=first)
            reasons = reasons or [f"the unit {unit.id} stands in the file twice"]
        if unit.partial:
            self._tell(reasons, PARTIAL, unit, problem=unit.partial)
        if reasons:
            self.found.refused.append(Refused(unit, tuple(reasons), one))
            return
        if unit.target is None or (not unit.target and text(unit.source)):
            return  # nobody has worked on it
        if one is None and (unit.locked or unit.target == unit.source):
            return
        _, _, left = unit.seen.partition("+")
        if left and not unit.finished and left == mark(unit.target):
            return  # it comes back as it was sent back
        if one is None:
            one = self._stale(unit, reasons)
        elif unit.source != bare(one.source):
            self._swapped(unit, reasons)
        else:
            problems = list(code_problems(one, unit.target)) if unit.target != bare(one.target) else []
            new = one.target if problems else tidied(filled(one, unit.target))
            if not problems and bare(new) == bare(one.target):
                if one.open and unit.finished:
                    span = Span(self.path, unit.line)
                    self.found.taken.append(Taken(one, new if one.copied else None, span, unit))
                return
            self._judge(unit, one, problems, reasons)
        if reasons or new is None or one is None:
            self.found.refused.append(Refused(unit, tuple(reasons), one))
        else:
            self.found.taken.append(Taken(one, new, Span(self.path, unit.line), unit))

    def _judge(
        self, unit: Given, one: Exchanged, problems: Sequence[tuple[str, str]], reasons: list[str]
    ) -> None:
        if unit.seen.partition("+")[0] not in ("", one.seen):
            line = (one.unit.targets or one.unit.sources)[0].line
            hint = f"it stands on line {line} there, and reads {excerpt(bare(one.target))!r}"
            self._tell(reasons, EDITED, unit, hint=hint, path=self.chapter.paths.target)
            return
        for problem, hint in problems:
            self._tell(reasons, CODES, unit, hint=hint, problem=problem)
        if self.words and unit.target is not None:
            for there, here in _numbers(one, unit.target, self.words):
                hint = "correct it, or import with --any-number"
                self._tell(reasons, NUMBER, unit, hint=hint, here=here, there=there)

    def _stale(self, unit: Given, reasons: list[str]) -> Exchanged | None:
        one = self.lost.found(unit)
        then, hint = excerpt(unit.source), "nothing there is like it any more"
        if one is not None:
            then, now = changed(unit.source, bare(one.source))
            hint = f"it is now on line {one.unit.block.line}, and reads {now!r}"
        self._tell(reasons, STALE, unit, hint=hint, path=self.chapter.paths.source, excerpt=then)
        return one

    def _swapped(self, unit: Given, reasons: list[str]) -> None:
        self.sources = self.sources or {bare(other.source): other.id for other in self.chapter.units}
        other = self.sources.get(unit.source, "")
        hint = f"it is that of unit {other}" if other else "the source must stay as it was exported"
        self._tell(reasons, SOURCE, unit, hint=hint, excerpt=excerpt(unit.source))

    def _tell(self, reasons: list[str], rule: Rule, unit: Given, *, hint: str = "", **values: object) -> None:
        found = diagnostic(rule, Span(self.path, unit.line), hint=hint, fix=None, id=unit.id, **values)
        self.findings.extend([found])
        reasons.append(found.message + (f" ({hint})" if hint else ""))


def _numbers(one: Exchanged, target: Bare, words: Words) -> Iterator[tuple[str, str]]:
    """Yield numbers that have no counterpart: that of the source, and that of the translation."""
    said = [
        "".join(piece if isinstance(piece, str) else PLACEHOLDER if _single(piece) else "" for piece in side)
        for side in (one.source, target)
    ]
    if not all(any(letter.isdecimal() for letter in side) for side in said):
        return  # a number can only have changed where both have some
    lines = [TextLine("paragraph", Span(), side, (), ()) for side in said]
    first, second = (list(numbers_in_line(line, known)) for line, known in zip(lines, words, strict=True))
    for there, here in figures_changed(first, second):
        yield there.text, here.text


def _single(piece: Code | tuple[Sign, int]) -> bool:
    return (piece.sign if isinstance(piece, Code) else piece[0]) is Sign.SINGLE
