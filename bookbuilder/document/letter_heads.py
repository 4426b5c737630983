"""Sets place and day above a letter in one line, as the language of the book does: Genève, le 14 janvier 2022."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.walk import transform
from bookbuilder.locales import Locale

HEAD = "letter-date"
"""The class of the line above a letter."""
_PLACE, _DATE = "\x00", "\x01"
_FIELDS = re.compile(f"([{_PLACE}{_DATE}])")


def with_letter_heads(chapter: nodes.Chapter, locale: Locale) -> nodes.Chapter:
    """Return a chapter whose letters have place and day in one line. In passages of another language, whose habit is not
    known, a comma stands between them."""
    # Translators: above a letter: where and when it was written
    own = locale.say("{place}, {date}", "above a letter", place=_PLACE, date=_DATE)

    def joined(node: nodes.Node, pattern: str) -> nodes.Node:
        match node:
            case nodes.Paragraph((nodes.Styled(content=place), nodes.Break(), nodes.Fact() as day)) if (
                HEAD in node.classes
            ):
                return replace(node, content=tuple(_filled(pattern, place, day)))
            case nodes.Paragraph((nodes.Styled("span", place),)) if HEAD in node.classes:
                return replace(node, content=place)
            case _:
                return node

    def in_language(node: nodes.Node) -> bool:
        return not node.lang or node.lang.split("-")[0].casefold() == locale.language

    if not chapter.lang or chapter.lang.split("-")[0].casefold() == locale.language:
        chapter = transform(chapter, lambda node: joined(node, own), in_language)
    result: nodes.Chapter = transform(chapter, lambda node: joined(node, f"{_PLACE}, {_DATE}"))
    return result


def _filled(pattern: str, place: tuple[nodes.Inline, ...], day: nodes.Fact) -> Iterator[nodes.Inline]:
    for part in _FIELDS.split(pattern):
        if part == _PLACE:
            yield from place
        elif part == _DATE:
            yield day
        elif part:
            yield nodes.Text(part, span=day.span)
