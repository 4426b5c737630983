"""Converts `[漢字]{ruby="かん|じ"}` to ruby nodes."""

from __future__ import annotations

import re

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.document import nodes
from bookbuilder.document.walk import plain

READINGS = Rule(
    "ruby.readings",
    "{words!r} has {characters} characters and {readings} readings",
    'A reading for all of the words, `[今日]{ruby="きょう"}`, stands above them as a whole; readings with bars between them,'
    ' `[漢字]{ruby="かん|じ"}`, stand above one character each, so there are as many. The words are plain text then.',
)
BETWEEN = re.compile("[|｜]")
"""A bar, or a wide one: in a table the first ends a cell."""


def ruby(
    content: tuple[nodes.Inline, ...], readings: str, span: Span, report: Report
) -> tuple[nodes.Inline, ...]:
    """Return marked words with their readings: one node for all of them, or one for each character. Words that do not fit
    their readings are reported (`ruby.readings`) and stay without."""
    each = [reading.strip() for reading in BETWEEN.split(readings)]
    words = plain(content)
    if len(each) == 1 and each[0] and words.strip():
        return (nodes.Ruby(each[0], content, span=span),)
    match content:
        case (nodes.Text(text),) if len(text) == len(each):
            start = content[0].span
            letters = (
                nodes.Text(letter, span=Span(start.path, start.line, start.column + place))
                for place, letter in enumerate(text)
            )
            # A character without a reading, as in 繰|り|返|し, is plain text.
            return tuple(
                nodes.Ruby(reading, (letter,), span=letter.span) if reading else letter
                for reading, letter in zip(each, letters)
            )
    readings_given = len(list(filter(None, each)))
    marked = len(words) == readings_given > 1
    hint = "put the marks around the brackets, or write one reading for all of the words" if marked else ""
    report(READINGS, span, words=words, characters=len(words), readings=readings_given, hint=hint)
    return content
