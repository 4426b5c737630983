"""Finds the characters that no font of the book can show, and says where they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.document.document import Document
from bookbuilder.document.galley import text
from bookbuilder.document.nodes import Image
from bookbuilder.document.walk import walk
from bookbuilder.html.fonts import Fonts
from bookbuilder.html.offers import helpful
from bookbuilder.html.scripts import of
from bookbuilder.world import World

MISSING = Rule(
    "glyph.missing",
    "no font of the book has the character {character} ({point})",
    "A character without a glyph prints as an empty box. Only the fonts of the book are used, so it looks the same on"
    " every machine; for other scripts `bookbuilder fonts add` puts a font into the book, and the manual says how to bring"
    " your own.",
)

FEW = 5
"""Missing characters of one script that are told with their places."""
_DRAWN_WITHOUT_GLYPH = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"}
"""Spaces, marks that shape others and invisible characters: the shaper makes them itself."""


def uncovered(document: Document, fonts: Fonts) -> list[str]:
    """Return the characters of a document that none of the fonts has, sorted.

    Print finds more, since it knows which family each text is set in; this finds what would come from the reader's
    own fonts in an e-book or on the web.
    """
    rest = {c for c in used(document) if ord(c) > 126 and unicodedata.category(c) not in _DRAWN_WITHOUT_GLYPH}
    for covered in _coverage(fonts):
        rest -= covered
        if not rest:
            break
    return sorted(rest)


def used(document: Document) -> frozenset[str]:
    """Return the characters of a document."""
    return frozenset(character for one in document.galleys for character in one.summary.characters)


def tell(characters: Iterable[str], document: Document, fonts: Fonts, world: World, report: Report) -> None:
    """Report each character at the first place in the book where it stands (`glyph.missing`).

    A book without a font for its script lacks hundreds: of each script the first few are told, and how many there are.
    """
    known = ", ".join(family.name for family in fonts.families)
    scripts: dict[str, list[str]] = {}
    for character in characters:
        scripts.setdefault(of(character), []).append(character)
    for missing in scripts.values():
        offer = helpful(missing[0], document.locale.partition("-")[0], world)
        way = f"bookbuilder fonts add {offer.locales[0]}" if offer else "put one that has it into fonts/"
        more = f"; {len(missing) - FEW} more of this script are missing" if len(missing) > FEW else ""
        for character in missing[:FEW]:
            point = f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
            where = _where(character, document, world)
            report(
                MISSING, where, character=character, point=point, hint=f"the fonts are {known}; {way}{more}"
            )


def _coverage(fonts: Fonts) -> Iterator[set[str]]:
    for family in fonts.families:
        for face in family.faces[:1]:
            yield set(fonts.characters[face.file])


def _where(character: str, document: Document, world: World) -> Span:
    for node in walk(document.chapters):
        said = node.alt if isinstance(node, Image) else text(node)
        if character in said:
            return _found(character, node.span if node.span.path else Span("book.toml"), world)
    return _found(character, Span("book.toml"), world)


def _found(character: str, span: Span, world: World) -> Span:
    """Return where a character stands in the file, from a place on: a run of text may go over several lines."""
    lines = world.text(span.path).split("\n")
    for number in range(max(span.line, 1), len(lines) + 1):
        at = lines[number - 1].find(character, span.column - 1 if number == span.line else 0)
        if at >= 0:
            return Span(span.path, number, at + 1)
    return span
