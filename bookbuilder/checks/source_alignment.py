"""Pairs the lines of a translation with those of its source, for the checks that compare them."""

from __future__ import annotations

from bookbuilder.checks.check import ChapterInput
from bookbuilder.document.translation_pairs import ChapterPair, pair_lines


def aligned_with_source(subject: ChapterInput) -> ChapterPair | None:
    """Return the pairs of lines of a translation and its source; None for a source, and if they have nothing in common."""
    if subject.source is None:
        return None
    source, language = subject.source, subject.locale.language
    return pair_lines(source.written, source.locale.language, subject.written, language)
