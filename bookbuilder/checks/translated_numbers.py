"""Checks that a translation has the numbers of its source."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.checks.source_alignment import aligned_with_source
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document.compare_numbers import NumberInLine, changed_numbers, numbers_in_line
from bookbuilder.document.text_lines import TextLine
from bookbuilder.locales.value_lexicon import Lexicon, lexicon

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
    alignment = aligned_with_source(subject)
    for pair in alignment.pairs if alignment else ():
        if not (_has_figures(pair.source) and _has_figures(pair.translation)):
            continue  # both sides need numbers for one to have changed
        for there, here in changed_numbers(_figures(pair.source, other), _figures(pair.translation, own)):
            report(
                CHANGED,
                here.line.places(subject.lines)(here.start),
                here=here.text,
                there=there.text,
                place=there.line.places(subject.source.lines)(there.start),
                hint="correct one of them",
            )


def _has_figures(lines: Sequence[TextLine]) -> bool:
    return any(letter.isdecimal() for line in lines for letter in line.text)


def _figures(lines: Sequence[TextLine], words: Lexicon) -> list[NumberInLine]:
    return [figure for line in lines for figure in numbers_in_line(line, words)]


CHECK = Check("translated-numbers", "A number of the source is the same in its translation.", each=each)
"""Found by `bookbuilder.discovery`."""
