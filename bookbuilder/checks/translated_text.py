"""Checks that a translation is complete: no block equals its source, is in its language, or lost half of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.checks.source_alignment import aligned_with_source
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document.text_lines import TextLine
from bookbuilder.locales.common_word_list import common_words

SAME = Rule(
    "translation.same",
    "this is the text of the source, in {place}",
    "A block of a translation has the same words as its source, so nobody has translated it. What stays as it is, such as a"
    " quotation, says its language: `{lang=de}`.",
    Severity.WARNING,
)
UNTOUCHED = Rule(
    "translation.untouched",
    "{same} of {all} blocks of this chapter are still those of the source",
    "A chapter was copied to be translated, and most of it still has the words of the source. `bookbuilder status` shows"
    " what is done.",
    Severity.WARNING,
)
LANGUAGE = Rule(
    "translation.language",
    "this sentence seems to be in the language of the source: {words}",
    "Words without which no sentence of the source's language can do stand here, and hardly any of the translation's. If the"
    " passage is to stay in that language, say so: `[…]{lang=de}`; a screen reader then speaks it rightly, too.",
    Severity.WARNING,
)
LENGTH = Rule(
    "translation.length",
    "this block is {ratio} times as long as its source, in {place}; in this chapter {usual} is usual",
    "Something may have been left out, or added, or two blocks have changed places.",
    Severity.WARNING,
)
WORDS = 4
"""Blocks with fewer words may equal their source: names, titles, figures."""
LONG = 80
"""Shorter blocks, in characters, vary too much in length."""
FAR = 2.5
"""The factor by which an unusual length differs from the chapter's median ratio."""

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[^.!?…]+")


def each(subject: ChapterInput, report: Report) -> None:
    """Report blocks that equal their source, are in its language, or have an unusual length."""
    if subject.source is None or not subject.lines or not subject.source.lines:
        return
    language, source_language = subject.locale.language, subject.source.locale.language
    alignment = aligned_with_source(subject) if language != source_language else None
    if alignment is None:
        return
    pairs = [
        (p.source[0], p.translation[0]) for p in alignment.pairs if len(p.source) == len(p.translation) == 1
    ]
    same = [pair for pair in pairs if _comparable(pair[0]) and pair[0].text == pair[1].text]
    comparable = sum(_comparable(source) for source, _ in pairs)
    # One finding for the chapter, not one for each of its blocks.
    if len(same) > 2 and len(same) * 2 > comparable:
        report(UNTOUCHED, subject.written.span, same=len(same), all=comparable)
        return
    copied = {id(line) for _, line in same}
    for source, line in same:
        report(SAME, line.places(subject.lines)(0), place=source.places(subject.source.lines)(0))
    theirs, ours = common_words(source_language, subject.world), common_words(language, subject.world)
    for pair in alignment.pairs:
        for line in pair.translation:
            if id(line) not in copied:
                _language(line, theirs - ours, ours, subject, report)
    _length([pair for pair in pairs if id(pair[1]) not in copied], subject, report)


def _comparable(line: TextLine) -> bool:
    """Whether a block has enough words that are not names."""
    words = _WORD.findall(line.text)
    return (
        len(words) >= WORDS
        and sum(word[0].islower() or not word[0].isupper() for word in words) >= WORDS // 2
    )


def _language(
    line: TextLine, theirs: frozenset[str], ours: frozenset[str], subject: ChapterInput, report: Report
) -> None:
    if not theirs or not ours:
        return
    place = line.places(subject.lines)
    for start, words in _sentences(line.text):
        strange = [word for word in words if word in theirs]
        if (
            len(strange) > 2
            and len(set(strange)) > 1
            and len(strange) > 3 * sum(word in ours for word in words)
        ):
            report(LANGUAGE, place(start), words=", ".join(dict.fromkeys(strange)))


def _sentences(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the start and the lower-case words of each sentence in a text."""
    for sentence in _SENTENCE.finditer(text):
        words = list(_WORD.finditer(text, sentence.start(), sentence.end()))
        if words:
            yield words[0].start(), [word[0].casefold() for word in words]


def _length(pairs: list[tuple[TextLine, TextLine]], subject: ChapterInput, report: Report) -> None:
    assert subject.source is not None
    long = [(source, line) for source, line in pairs if len(source.text) >= LONG]
    if len(long) < 5:
        return
    usual = median(len(line.text) / len(source.text) for source, line in long)
    for source, line in long:
        ratio = len(line.text) / len(source.text)
        if not usual / FAR <= ratio <= usual * FAR:
            report(
                LENGTH,
                line.places(subject.lines)(0),
                ratio=f"{ratio:.1f}",
                usual=f"{usual:.1f}",
                place=source.places(subject.source.lines)(0),
            )


CHECK = Check(
    "translated-text", "A translation is in its own language, and as long as its source.", each=each
)
"""Found by `bookbuilder.discovery`."""
