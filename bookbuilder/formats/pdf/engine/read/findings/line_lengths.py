"""Finds parts whose lines are too long or too short to be read well."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import fmean

from weasyprint.formatting_structure.boxes import Box, LineBox, PageBox, TextBox

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of

LEAST, MOST = 35, 80
"""Letters of a line, with spaces: Bringhurst, The Elements of Typographic Style, 2.1.2, has 45 to 75; WCAG 2.2, 1.4.8, at
most 80."""
ENOUGH = 40
"""Lines that are counted at least."""
_VIRAMA = 9
"""The combining class of signs that join a consonant with the next one."""
_SQUARE = "\u2e80"
"""From here on, a letter is as wide as it is high, and lines have other lengths."""


def find(pages: Sequence[PageBox]) -> Iterator[LayoutFinding]:
    """Yield what the lines of paragraphs have on average, in letters (the measure), if that is too few or too many. The
    last line of a paragraph does not count."""
    lengths: list[int] = []
    for page in pages:
        for box in boxes_of(page).every:
            if box.element_tag == "p" and len(box.children) > 1 and isinstance(box.children[0], LineBox):
                lengths += map(_letters, box.children[:-1])
    counted = [length for length in lengths if length]
    if len(counted) >= ENOUGH and not LEAST <= fmean(counted) <= MOST:
        yield LayoutFinding("line.length", 0, measure=round(fmean(counted)))


def _letters(line: Box) -> int:
    texts = [box.text for box in line.descendants() if isinstance(box, TextBox)]
    return 0 if any(letter >= _SQUARE for text in texts for letter in text) else letters("".join(texts))


def letters(text: str) -> int:
    """Return what a reader counts as letters, with spaces.

    Signs on a letter, invisible characters and the further consonants of a conjunct belong to the letter before them
    (grapheme clusters: UAX 29, GB9 to GB9c).

    >>> letters("Übung"), letters("U\u0308bung"), letters("क्षत्रिय"), letters("کتاب\u200cها")
    (5, 5, 3, 6)
    """
    return sum(
        unicodedata.category(letter)[0] != "M"
        and unicodedata.category(letter) != "Cf"
        and unicodedata.combining(before) != _VIRAMA
        for before, letter in pairwise(f" {text}")
    )
