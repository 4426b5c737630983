"""Finds characters that no font of the book has, and reports where they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from bookbuilder.diagnostics import Findings, Report, Rule, Severity, Span
from bookbuilder.document.document import Document
from bookbuilder.document.galley import text
from bookbuilder.document.nodes import Image
from bookbuilder.document.walk import walk
from bookbuilder.html.font_family import Fonts
from bookbuilder.html.font_scripts import COMMON, script_of, script_or_symbol
from bookbuilder.html.optional_fonts import suggest_font
from bookbuilder.locales import Locale, messages
from bookbuilder.locales.message_catalog import Message
from bookbuilder.phrases import Phrase, counted
from bookbuilder.project.book_file import book_settings
from bookbuilder.project.project import Edition, Imprint, Project, ProjectLocale
from bookbuilder.project.series_file import SERIES_FILE
from bookbuilder.toml_tables.positions import KeyPath, nearest_span
from bookbuilder.world import Reader

MISSING = Rule(
    "glyph.missing",
    "no font of the book has the character {character} ({point})",
    "A character without a glyph prints as an empty box. Only the fonts of the book are used, so it looks the same on"
    " every machine; for other scripts `bookbuilder fonts add` puts a font into the book, and the manual says how to bring"
    " your own.",
)

DRAWN = Rule(
    "glyph.drawing",
    "the drawing {path} has the character {character} ({point}), which no font of the book has",
    "The text of a drawing is set in the fonts of the book. `bookbuilder fonts add symbols` and `fonts add emoji` put fonts"
    " with signs into the book; or draw the sign as an outline.",
)
REPLACED = Rule(
    "glyph.replaced",
    "no font of the book has the character {character} ({point}): {shown} is printed for it",
    "The book wants it so: `missing` in the table `[glyphs]` of book.toml says what becomes of characters that its fonts"
    " lack.",
    Severity.WARNING,
)

SETTINGS = "book.toml"
FEW = 5
"""The most missing characters of a script that are reported individually."""
_DRAWN_WITHOUT_GLYPH = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"}
"""Spaces, combining marks and invisible characters, which the shaper handles."""


BOXES = "□■◊?"
"""Replacements in order of preference: the first that a font has."""


def uncovered(document: Document, fonts: Fonts, texts: Iterable[str] = ()) -> list[str]:
    """Return the characters of a document, and of `texts` of book.toml, that are in none of the fonts, sorted.

    Print finds more, since it knows the family of each text; this finds what e-books and the web would show in the
    reader's fonts.
    """
    return not_covered((*texts, used_characters(document)), fonts)


def not_covered(texts: Iterable[Iterable[str]], fonts: Fonts) -> list[str]:
    """Return the characters of some texts that are in none of the fonts, sorted."""
    printed = frozenset[str]().union(*texts)
    rest = {c for c in printed if ord(c) > 126 and unicodedata.category(c) not in _DRAWN_WITHOUT_GLYPH}
    for covered in _coverage(fonts):
        rest -= covered
        if not rest:
            break
    return sorted(rest)


def of_other_writing(characters: Iterable[str]) -> list[str]:
    """Return the letters, marks and figures of other scripts than Latin. A transliteration of them is not what the author
    wrote, so nothing stands in for them but a box.

    >>> of_other_writing(["→", "✅", "ŋ", "义", "ก", "あ", "ᵢ"])
    ['义', 'ก', 'あ']
    """
    return [
        c for c in characters if unicodedata.category(c)[0] in "LMN" and script_of(c) not in ("Latn", *COMMON)
    ]


def refused(characters: Iterable[str], way: str) -> list[str]:
    """Return those of some missing characters for which nothing is printed: all of them with `error`, those of other writing
    with `substitute`, none with `box`."""
    return [] if way == "box" else list(characters) if way == "error" else of_other_writing(characters)


def report_drawn(
    characters: Iterable[str], path: str, span: Span, language: str, world: Reader, report: Report
) -> None:
    """Report each missing character of a drawing at the picture (`glyph.drawing`)."""
    for character in list(characters)[:FEW]:
        hint = _offer([character], language, world)
        report(DRAWN, span, path=path, character=character, point=code_point(character), hint=hint)


def with_marks(missing: Sequence[str], document: Document, fonts: Fonts) -> list[str]:
    """Return missing characters with the combining marks of their scripts, which no font has either: they have no place
    above what is printed for the letters."""
    scripts = {script_or_symbol(character) for character in missing}
    marks = {
        c
        for c in used_characters(document)
        if unicodedata.category(c) == "Mn" and script_or_symbol(c) in scripts
    }
    for covered in _coverage(fonts):
        marks -= covered
    return sorted({*missing, *marks})


def used_characters(document: Document) -> frozenset[str]:
    """Return the characters of a document."""
    return frozenset(character for galley in document.galleys for character in galley.summary.characters)


def texts(project: Project, edition: Edition) -> Iterator[str]:
    """Yield the texts of book.toml that an edition prints."""
    for locale in edition.locales:
        yield from (locale.title, locale.subtitle, locale.description, locale.series)
        yield from (person.name for person in project.contributors(locale))
        imprint = project.imprints[locale.name]
        yield from (imprint.publisher, imprint.responsible, imprint.printer, imprint.rights, imprint.place)
        yield from (*imprint.address, *imprint.credits)


def own_characters(locale: Locale, world: Reader) -> frozenset[str]:
    """Return the characters of what the program itself says in a language, and of the names of days and months."""
    return _own_characters(locale, messages(world))


@lru_cache(maxsize=16)  # editions of a language share it
def _own_characters(locale: Locale, said: tuple[Message, ...]) -> frozenset[str]:
    return frozenset[str]().union(*_own_words(locale, said))


def _own_words(locale: Locale, said: Iterable[Message]) -> Iterator[str]:
    for message in said:
        for number in (1, 2, 5):
            yield locale.catalog.find(message, number) or ""
    for names in (locale.cldr.months, locale.cldr.days):
        yield from names["format"]["wide"].values()
    yield from (str(pattern) for pattern in locale.cldr.date_formats.values())


def replace_in_settings(
    project: Project, edition: Edition, table: Mapping[str, str]
) -> tuple[Project, Edition]:
    """Return a project and edition with some characters replaced in the texts that the edition prints."""
    codes = str.maketrans(dict(table))
    imprints = {name: _restated(imprint, _IMPRINT, codes) for name, imprint in project.imprints.items()}
    authors = tuple(replace(author, name=author.name.translate(codes)) for author in project.authors)
    locale = _restated(edition.locale, _LOCALE, codes)
    beside = _restated(edition.beside, _LOCALE, codes) if edition.beside else None
    locales = {**project.locales, **{locale.name: locale for locale in (locale, beside) if locale}}
    whole = replace(project, imprints=imprints, authors=authors, locales=locales)
    return whole, replace(edition, locale=locale, beside=beside)


_LOCALE = ("title", "subtitle", "description", "series")
_IMPRINT = ("publisher", "responsible", "printer", "rights", "place", "address", "credits")
T = TypeVar("T", ProjectLocale, Imprint)


def _restated(value: T, names: Iterable[str], codes: Mapping[int, str]) -> T:
    changes: dict[str, Any] = {}
    for name in names:
        old = getattr(value, name)
        changes[name] = (
            old.translate(codes) if isinstance(old, str) else tuple(o.translate(codes) for o in old)
        )
    return replace(value, **changes)


def replacements(
    missing: Iterable[str],
    way: str,
    document: Document,
    fonts: Fonts,
    world: Reader,
    report: Report,
    places: Mapping[str, Span] | None = None,
) -> dict[str, str]:
    """Return the replacement of each missing character (reports `glyph.replaced`): a box, or ASCII. Of boxes only the first
    few of each script are reported, with a count. `places` are those of characters that are in no text."""
    from bookbuilder.locales.ascii_fallback import ascii_fallback

    latin = [family for family in fonts.families if not family.scripts]
    has = [frozenset(fonts.characters[family.faces[0].file]) for family in latin if family.faces]
    box = next((sign for sign in BOXES if any(sign in one for one in has)), BOXES[-1])
    table = {
        c: "" if unicodedata.category(c) == "Mn" else box if way == "box" else ascii_fallback(c)
        for c in missing
    }
    language = document.locale.partition("-")[0]
    for group in _by_script(table):
        listed, hint = (group[:FEW] if way == "box" else group), _offer(group, language, world)
        if len(group) > len(listed):
            hint = _with_others(hint, len(group) - len(listed))
        for character in listed:
            where = places[character] if places else place_of(character, document, world)
            shown = table[character]
            report(REPLACED, where, character=character, point=code_point(character), shown=shown, hint=hint)
    return table


def _by_script(characters: Iterable[str]) -> list[list[str]]:
    scripts: dict[str, list[str]] = {}
    for character in characters:
        scripts.setdefault(script_or_symbol(character), []).append(character)
    return list(scripts.values())


def _offer(characters: Sequence[str], language: str, world: Reader) -> str:
    """Return what gives a book a font for characters of one script."""
    offer = suggest_font(characters, language, world)
    if offer:
        return f"bookbuilder fonts add {offer.locales[0]}"
    return Phrase("put one that has it into fonts/")


def _with_others(way: str, count: int) -> Phrase:
    """Return what gives a book a font, with the number of characters for which it is not repeated."""
    return counted(
        count,
        "{way}; 1 more of this script is missing",
        "{way}; {count:,} more of this script are missing",
        way=way,
    )


def report_missing(
    characters: Iterable[str], document: Document, fonts: Fonts, world: Reader, report: Report
) -> None:
    """Report each missing character at its first place in the book (`glyph.missing`).

    A book without a font for its script lacks hundreds: of more than `FEW` only one is reported, with the number of the
    others.
    """
    families = ", ".join(family.name for family in fonts.families)
    for missing in _by_script(characters):
        way = _offer(missing, document.locale.partition("-")[0], world)
        reported = missing if len(missing) <= FEW else missing[:1]
        if len(missing) > len(reported):
            way = _with_others(way, len(missing) - len(reported))
        for character in reported:
            where = place_of(character, document, world)
            hint = Phrase("the fonts are {families}; {way}", families=families, way=way)
            report(MISSING, where, character=character, point=code_point(character), hint=hint)


def code_point(character: str) -> str:
    """Return the code point of a character and its name in Unicode."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def _coverage(fonts: Fonts) -> Iterator[set[str]]:
    for family in fonts.families:
        for face in family.faces[:1]:
            yield set(fonts.characters[face.file])


def place_of(character: str, document: Document, world: Reader, chapter: str = "") -> Span:
    """Return the first place of a character: in a chapter (its id) if it is there, or else in the book, or in its
    settings."""
    for node in walk(tuple(sorted(document.chapters, key=lambda one: one.id != chapter))):
        sentence = node.alt if isinstance(node, Image) else text(node)
        if character in sentence:
            settings = node.span.path in ("", SETTINGS)
            return _in_settings(character, world) if settings else _found(character, node.span, world)
    return _in_settings(character, world)


def _in_settings(character: str, world: Reader) -> Span:
    """Return the position of a character in book.toml or series.toml: itself, or the value with its escape sequence."""
    for path in (SETTINGS, SERIES_FILE):
        if world.exists(path) and (found := _found(character, Span(path), world)).line:
            return found
    settings = book_settings(world, Findings())
    if settings is None:
        return Span(SETTINGS)
    keys = next((keys for keys, value in _values(settings.data) if character in value), ())
    return nearest_span(keys, settings.spans, Span(SETTINGS))


def _values(value: object, keys: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    match value:
        case str():
            yield keys, value
        case dict():
            for key, inner in value.items():
                yield from _values(inner, (*keys, key))
        case list():
            for index, inner in enumerate(value):
                yield from _values(inner, (*keys, index))


def _found(character: str, span: Span, world: Reader) -> Span:
    """Return the position of a character in its file, from a position on, since text may span several lines."""
    lines = world.text(span.path).split("\n")
    for number in range(max(span.line, 1), len(lines) + 1):
        position = lines[number - 1].find(character, span.column - 1 if number == span.line else 0)
        if position >= 0:
            return Span(span.path, number, position + 1)
    return span
