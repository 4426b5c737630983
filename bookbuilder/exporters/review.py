"""The names that an export gives the texts of a book, so that what is changed in the file finds them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bookbuilder.cache_key import cache_keys
from bookbuilder.document.nodes import Chapter
from bookbuilder.document.text_blocks import TextBlock, text_blocks

PREFIX = "_bb_"
"""The beginning of the name of a bookmark; Word and LibreOffice hide those that begin with a low line, and keep them."""
PROPERTY = "bookbuilder-proof"
"""The property of the document that holds the id of what went out."""
FACT_STYLE, NAME_STYLE = "Fact", "Name"
"""Styles of characters of what does not come from the chapter."""


@dataclass(frozen=True, slots=True)
class NamedTexts:
    """The number of each text, from 1, by the `id()` of the first inline in it, and the id of the file that goes out; empty
    for a file that nobody is to send back."""

    id: str = ""
    numbers: Mapping[int, int] = field(default_factory=dict)


NO_REVIEW = NamedTexts()


def review_of(
    chapters: Iterable[Chapter], form: str, locale: str, edition: str
) -> tuple[NamedTexts, tuple[TextBlock, ...]]:
    """Return the names of the texts of chapters, and the texts in the order of their numbers. The id says what the texts
    are: equal texts have the same one."""
    blocks = tuple(block for chapter in chapters for block in text_blocks(chapter))
    numbers: dict[int, int] = {}
    for number, block in enumerate(blocks, 1):
        first = block.pieces[0]
        numbers.setdefault(id(first.parents[0] if first.parents else first.node), number)
    said = (
        form,
        locale,
        edition,
        *(text for block in blocks for text in (block.span.path, block.kind, block.text)),
    )
    return NamedTexts(cache_keys([said])[0][:12], numbers), blocks
