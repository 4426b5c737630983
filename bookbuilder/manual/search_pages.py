"""Finds words in the pages of the manual."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bookbuilder.importers.markdown_sources.markdown_lines import headings
from bookbuilder.manual.pages import ManualPage, without_link_targets

SHOWN = 100
"""Characters of a line that are shown."""


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line of the manual with the words: its page, the heading above it (empty: none), and its text around them."""

    page: ManualPage
    section: str
    text: str


def search_pages(words: str, pages: Iterable[ManualPage]) -> Iterator[FoundLine]:
    """Yield the lines that have all of some words in any order, whatever their case: headings first, then text.

    >>> page = ManualPage("a.md", "A", "# A\\n\\n## Big words\\n\\nThe words are big.\\n\\nNone.\\n")
    >>> [(one.section, one.text) for one in search_pages("Words big", [page])]
    [('Big words', 'Big words'), ('Big words', 'The words are big.')]
    """
    wanted = words.casefold().split()
    if not wanted:
        return
    found = [one for page in pages for one in _in_page(wanted, page)]
    yield from (one for one in found if one.text == one.section)
    yield from (one for one in found if one.text != one.section)


def _in_page(wanted: list[str], page: ManualPage) -> Iterator[FoundLine]:
    lines = page.text.split("\n")
    titles = {one.line: one.words.replace("`", "") for one in headings(lines)}
    shown = without_link_targets(page.text).split("\n")
    section = ""
    for number, line in enumerate(shown):
        section = titles.get(number, section)
        text = titles.get(number, line.strip())
        folded = text.casefold()
        if all(word in folded for word in wanted):
            yield FoundLine(page, section, text if number in titles else _around(text, wanted[0]))


def _around(text: str, word: str) -> str:
    """Return a line, or the part of a long one around a word."""
    text = re.sub(r"\s+", " ", text)
    if len(text) <= SHOWN:
        return text
    place = max(text.casefold().find(word), 0)
    start = max(min(place - SHOWN // 3, len(text) - SHOWN), 0)
    cut = text[start : start + SHOWN]
    return f"{'…' if start else ''}{cut.strip()}{'…' if start + SHOWN < len(text) else ''}"
