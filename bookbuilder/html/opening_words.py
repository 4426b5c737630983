"""Marks how the text of a chapter begins, for themes that set its first letter large and its first words in small capitals.

The table `[chapter]` of a theme says how many lines high the letter is (`initial`), and how many words are marked (`words`).
Only scripts with capitals have either, and the letter only a paragraph that is long enough to stand beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import islice
from math import inf
from typing import Any

from msgspec import structs

from bookbuilder.document import nodes
from bookbuilder.document.walk import plain, walk
from bookbuilder.html.environment import points

WITHOUT = frozenset(("sources", "index", "imprint", "glossary"))
"""Kinds of chapters that are looked up, not read."""
BEFORE = frozenset(("epigraph",))
"""Kinds of boxes that stand before the text."""
SHARE = 0.43
"""In em: the width of a letter, about."""
USUAL = 60
"""Letters of a line whose type has a relative size."""
DEEP = frozenset("JQЦЩДЏҶҢ\N{COMBINING CEDILLA}\N{COMBINING OGONEK}\N{COMBINING COMMA BELOW}")
"""Letters, and signs below them, that reach below the baseline: a line more stands beside them."""
_AMONG_TEXT = frozenset(("emphasis", "strong", "span"))
"""Kinds of `Styled` that stand in the line; a note in the margin does not."""
CAPITALS = ("LATIN", "GREEK", "CYRILLIC")
INITIAL, QUOTED, QUOTE, WORDS = "initial", "quoted", "opening-quote", "opening-words"
LETTER, DEEP_LETTER = "large-letter", "deep"
"""Classes: of the paragraph; of one that begins with a quotation mark, which stays small; of the mark and of the letter
behind it; of the first words."""
_QUOTES = "„“”\"»«‚‘’'›‹"
_ENDS = re.compile(r"[.!?…:]")


def with_opening_words(
    chapter: nodes.Chapter, tokens: Mapping[str, Any], *, letter: bool = False
) -> tuple[nodes.Block, ...]:
    """Return the blocks of a chapter, the first paragraph marked as a theme with these tokens asks for it. `letter` asks for
    an element around each large letter: WeasyPrint cuts a `::first-letter` off for good, even if it lays columns out anew.
    """
    settings = tokens.get("chapter", {})
    lines, words = (int(float(settings.get(name, 0))) for name in ("initial", "words"))
    number = next((n for n, block in enumerate(chapter.blocks) if not _precedes(block)), None)
    if not (lines or words) or number is None or chapter.kind in WITHOUT:
        return chapter.blocks
    first = chapter.blocks[number]
    if not isinstance(first, nodes.Paragraph) or not first.content:
        return chapter.blocks
    least = (lines - 0.8) * _letters_of_line(tokens) if lines > 1 else inf
    marked = _marked(first, least, words, letter=letter)
    return (*chapter.blocks[:number], marked, *chapter.blocks[number + 1 :])


def _letters_of_line(tokens: Mapping[str, Any]) -> float:
    """Return how many letters a line has in print, about: what is long enough there is so on a phone as well."""
    try:
        page = tokens["page"]
        width, inner, outer = (points(page[name]) for name in ("width", "inner", "outer"))
        return (width - inner - outer) / int(page["columns"]) / (points(tokens["size"]["text"]) * SHARE)
    except (KeyError, ValueError, ZeroDivisionError):
        return USUAL


def _precedes(block: nodes.Block) -> bool:
    return isinstance(block, nodes.Box) and block.kind in BEFORE


def _marked(paragraph: nodes.Paragraph, least: float, words: int, *, letter: bool) -> nodes.Paragraph:
    beginning = _first_text(paragraph.content[0])
    text = beginning.text if beginning else ""
    letters = text.lstrip(_QUOTES)
    if beginning is None or not letters or not _has_capitals(letters[0]):
        return paragraph
    # A picture in its lines may stand where the letter is.
    pictured = any(isinstance(node, nodes.Image) for node in walk(paragraph.content))
    large = len(plain(paragraph.content)) > least and not pictured
    start = nodes.Text(letters, span=beginning.span)
    texts = _first_words(start, words)
    classes = paragraph.classes
    if large:
        classes = (*classes, INITIAL)
    quotes = text[: len(text) - len(letters)]
    if large and (letter or quotes):
        capital, texts = _without_first_letter(texts)
        deep = not DEEP.isdisjoint(unicodedata.normalize("NFD", capital.text))
        texts.insert(0, _span(LETTER, capital, *((DEEP_LETTER,) if deep else ())))
    if quotes:
        quote = nodes.Text(quotes, span=beginning.span)
        texts.insert(0, _span(QUOTE, quote) if large else quote)
        classes = (*classes, QUOTED) if large else classes
    content = (*_with_first_text(paragraph.content[0], texts), *paragraph.content[1:])
    return structs.replace(paragraph, content=content, classes=classes)


def _first_text(node: nodes.Inline) -> nodes.Text | None:
    """Return the text that a node of a line begins with, also inside emphasis or a mark of an index; None if that is none,
    or of a link."""
    match node:
        case nodes.Text():
            return node
        case nodes.Styled(kind, (first, *_)) if kind in _AMONG_TEXT:
            return _first_text(first)
        case nodes.IndexMark(content=(first, *_), resolved=None):
            return _first_text(first)
        case _:
            return None


def _with_first_text(node: nodes.Inline, texts: Sequence[nodes.Inline]) -> Sequence[nodes.Inline]:
    """Return a node with others in place of the text that it begins with."""
    if not isinstance(node, nodes.Styled | nodes.IndexMark):
        return texts
    first, *others = node.content
    return (structs.replace(node, content=(*_with_first_text(first, texts), *others)),)


def _has_capitals(character: str) -> bool:
    return character.isalpha() and unicodedata.name(character, "").startswith(CAPITALS)


def _first_words(start: nodes.Text, count: int) -> list[nodes.Inline]:
    """Return a text whose first words are marked: not more than to the end of a sentence."""
    text, end = start.text, 0
    for word in islice(re.finditer(r"\S+", text), count):
        end = word.end()
        if _ENDS.search(word[0]):
            break
    if not end:
        return [start]
    words, rest = (structs.replace(start, text=part) for part in (text[:end], text[end:]))
    return [_span(WORDS, words), *([rest] if rest.text else [])]


def _without_first_letter(content: Sequence[nodes.Inline]) -> tuple[nodes.Text, list[nodes.Inline]]:
    """Return the first letter of a text, with the accents above it, and what is behind it."""
    first, *others = content
    inner = first.content[0] if isinstance(first, nodes.Styled) else first
    assert isinstance(inner, nodes.Text)
    size = 1
    while size < len(inner.text) and unicodedata.combining(inner.text[size]):
        size += 1
    rest: nodes.Inline = structs.replace(inner, text=inner.text[size:])
    if isinstance(first, nodes.Styled):
        rest = structs.replace(first, content=(rest,))
    return structs.replace(inner, text=inner.text[:size]), [rest, *others]


def _span(name: str, content: nodes.Inline, *others: str) -> nodes.Styled:
    return nodes.Styled("span", (content,), classes=(name, *others))
