"""Checks that a translation has the numbers of its source."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document.compare import answer
from bookbuilder.document.lines import Line
from bookbuilder.document.numbers import Figure, changed, figures
from bookbuilder.locales.lexicon import Lexicon, lexicon

CHANGED = Rule(
    "number.changed",
    "{here} stands here, and {there} in {place}",
    "A number in the translation has no counterpart in the source, and one of the source none in the translation: probably a"
    " slip of typing. Numbers are compared block by block, whatever their form: 12.000, 12,000 and twelve thousand, 1,5"
    " Millionen and 1.5 million. Spelled-out numbers, times of the day, measures that are converted and numbers that only"
    " one of the languages has are not reported; values that both should print the same are best said as facts.",
    Severity.WARNING,
)


def each(subject: ChapterInput, report: Report) -> None:
    """Report pairs of numbers without counterparts in the other language."""
    if subject.source is None or not subject.source.lines or not subject.lines:
        return
    own, other = lexicon(subject.locale, subject.world), lexicon(subject.source.locale, subject.world)
    alignment = answer(subject.source.written, other.language, subject.written, own.language)
    for pair in alignment.pairs if alignment else ():
        if not (_has_figures(pair.source) and _has_figures(pair.translation)):
            continue  # both sides need numbers for one to have changed
        for there, here in changed(_figures(pair.source, other), _figures(pair.translation, own)):
            report(
                CHANGED,
                here.line.places(subject.lines)(here.start),
                here=here.text,
                there=there.text,
                place=there.line.places(subject.source.lines)(there.start),
                hint="correct one of them",
            )


def _has_figures(lines: Sequence[Line]) -> bool:
    return any(letter.isdecimal() for line in lines for letter in line.text)


def _figures(lines: Sequence[Line], words: Lexicon) -> list[Figure]:
    return [figure for line in lines for figure in figures(line, words)]


CHECK = Check("translated-numbers", "A number of the source is the same in its translation.", each=each)
"""Found by walking."""
