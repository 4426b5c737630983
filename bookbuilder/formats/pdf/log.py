"""Turns what WeasyPrint says into diagnostics, at the place in the book that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document import nodes
from bookbuilder.document.nodes import CodeText, Image, Text, Value
from bookbuilder.document.walk import walk
from bookbuilder.formats.format import Book
from bookbuilder.world import World

GLYPH = Rule(
    "glyph.missing",
    "no font of the book has the character {character} ({point})",
    "A character without a glyph prints as an empty box. Only the fonts of the book are used, so it looks the same on"
    " every machine; for other scripts put a font into fonts/ and name it in fonts.toml and in the theme.",
)
COMPLAINT = Rule(
    "pdf.warning",
    "the typesetter says: {text}",
    "WeasyPrint could not do what the style sheets of the theme or a directive ask for.",
    Severity.WARNING,
)

_POINTS = re.compile(r"U\+([0-9A-F]{4,6})", re.IGNORECASE)


def explain(messages: Iterable[str], book: Book, report: Report) -> None:
    """Report each message once."""
    for message in dict.fromkeys(messages):
        if ".notdef glyph" in message:
            for character in _characters(message):
                known = ", ".join(family.name for family in book.fonts.families)
                hint = f"the fonts are {known}; put one that has it into fonts/ and name it in fonts.toml"
                point = f"U+{ord(character):04X}"
                report(GLYPH, _where(character, book), character=character, point=point, hint=hint)
            continue
        report(COMPLAINT, Span(f"styles/{book.theme.name}"), text=message)


def _characters(message: str) -> list[str]:
    """Return the characters that a message about missing glyphs names."""
    points = [chr(int(p, 16)) for p in _POINTS.findall(message)]
    if points:
        return sorted(set(points))
    quoted = message.partition("Unicode string")[2]
    return sorted({c for c in quoted if ord(c) > 127}) or ["?"]


def _where(character: str, book: Book) -> Span:
    """Return the first place in the book that holds a character."""
    for node in walk(book.document.chapters):
        text = ""
        match node:
            case Text(text=text) | Value(text=text) | CodeText(text=text) | nodes.Code(text=text):
                pass
            case Image(alt=text):
                pass
        if character in text:
            return _found(character, node.span if node.span.path else Span("book.toml"), book.world)
    return _found(character, Span("book.toml"), book.world)


def _found(character: str, span: Span, world: World) -> Span:
    """Return where a character stands in the file, from a place on: a run of text may go over several lines."""
    lines = world.text(span.path).split("\n")
    for number in range(max(span.line, 1), len(lines) + 1):
        at = lines[number - 1].find(character, span.column - 1 if number == span.line else 0)
        if at >= 0:
            return Span(span.path, number, at + 1)
    return span
