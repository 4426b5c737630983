"""Makes units of texts outside the chapters: names in other languages (names.toml), what the glossary for readers says
(glossary.toml), words in drawings and alternative texts (pictures.toml), and words that the program lacks.

A language for which the program has no catalog needs its words from the book (`[locales.<name>.words]`), and names in
another script or spelling need a form. Neither has a state: a form that is there is a translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bookbuilder import locales, toml
from bookbuilder.checks.translated_messages import used_messages
from bookbuilder.diagnostics import Findings
from bookbuilder.locales import Locale, Message
from bookbuilder.names import Name, read_names
from bookbuilder.names.name import ALL
from bookbuilder.project import Project
from bookbuilder.project.shared_facts import NAMES
from bookbuilder.toml_tables.positions import KeyPath, key_positions, nearest_position
from bookbuilder.translate import GLOSSARY
from bookbuilder.translate.block_digest import digest
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_blocks import Block
from bookbuilder.translate.chapter_paths import BOOK, PICTURES, WORDS, ChapterPaths
from bookbuilder.translate.compare_blocks import Unit
from bookbuilder.translate.exchange.exchange_units import ExchangeChapter, ExchangeUnit
from bookbuilder.translate.exchange.glossary_units import MEANING, glossary_texts
from bookbuilder.translate.exchange.inline_codes import CodeRole, InlineCode, Segment, number_codes
from bookbuilder.translate.exchange.parse_segment import parse_segment
from bookbuilder.translate.exchange.picture_units import picture_texts
from bookbuilder.translate.exchange.settings_text import SettingsText
from bookbuilder.translate.load_chapter import LoadedChapter
from bookbuilder.world import Workspace

FIELD = "x-field"
"""The kind of a code for a field that the program fills in."""
_FIELD = re.compile(r"\{(\w+)\}")
_PARTS = ("full", "short", "office", "dates")
"""What names.toml can have for each language beside the name itself."""


def settings_chapters(world: Workspace, project: Project, locale: str) -> Iterator[ExchangeChapter]:
    """Yield the names of a book, the meanings of its glossary, the texts of its pictures and the words of the program for a
    locale as chapters; those that have units."""
    for source, texts in (
        (NAMES, _names(world, project, locale)),
        (GLOSSARY, glossary_texts(world, project, locale)),
        (PICTURES, _pictures(world, project, locale)),
        (WORDS, _words(world, project, locale)),
    ):
        units = tuple(_unit(text, source) for text in texts)
        if units:
            paths = ChapterPaths(locale, source, source, BOOK if source == WORDS else source, "")
            text = world.text(paths.target) if world.exists(paths.target) else ""
            loaded = LoadedChapter(paths, _sources(units), (), ())
            yield ExchangeChapter(loaded, units, text, text, new=False, env={}, base_env={})


def _sources(units: tuple[ExchangeUnit, ...]) -> tuple[Block, ...]:
    return tuple(unit.unit.block for unit in units)


def _unit(text: SettingsText, source: str) -> ExchangeUnit:
    block = Block(
        text.kind, text.source, digest(text.source), text.line, text.column, anchor=anchor(text.path)
    )
    done = bool(text.target)
    targets = (Block(text.kind, text.target, digest(text.target), text.line, text.column),) if done else ()
    unit = Unit(BlockStatus.DONE if done else BlockStatus.MISSING, (block,), targets)
    segment = number_codes(_segment(text.source, source, text.kind))
    target = number_codes(_segment(text.target, source, text.kind), segment) if done else segment
    return ExchangeUnit(digest(block.anchor), unit, segment, target, copied=not done, terms=text.notes)


def anchor(path: KeyPath) -> str:
    """Return a key path as one text, and the other way round by `path_of`."""
    return "\t".join(map(str, path))


def path_of(unit: ExchangeUnit) -> KeyPath:
    """Return the key path to which the translation of a unit belongs."""
    return tuple(unit.unit.block.anchor.split("\t"))


def _segment(text: str, source: str, kind: str) -> Segment:
    """Return a text with its fields, or its markup, as codes."""
    if kind == MEANING:
        return parse_segment(text, {})
    if source != WORDS:
        return (text,)
    parts: list[str | InlineCode] = []
    position = 0
    for field in _FIELD.finditer(text):
        parts += [text[position : field.start()]] if field.start() > position else []
        parts.append(InlineCode(CodeRole.SINGLE, FIELD, field[0], f"{FIELD} {field[1]}", shown=field[1]))
        position = field.end()
    return (*parts, *([text[position:]] if position < len(text) else []))


# -- names -------------------------------------------------------------------------------------------------------------


def _names(world: Workspace, project: Project, locale: str) -> Iterator[SettingsText]:
    """Yield the names in the book's own names.toml that are spelled by language."""
    if not world.exists(NAMES):
        return
    text = world.text(NAMES)
    names = read_names(text, NAMES, Findings())
    data, positions = toml.loads(text) if names else {}, key_positions(text)
    ours = locales.load(project.locales[project.source].tag, world)
    theirs = locales.load(project.locales[locale].tag, world)
    if ours.language == theirs.language:
        return
    for key, name in names.items():
        entry = data[name.index][key]
        table: Mapping[str, object] = entry if isinstance(entry, dict) else {"name": entry}
        place = nearest_position((name.index, key), positions)
        first = (str(table[tag]) for tag in _tags(table))
        source = _of(table, ours) or str(table.get("name", "")) or next(first, "")
        if not source:
            continue
        where = (name.index, key)
        yield SettingsText(
            f"{name.index} name", *place, (*where, _key(table, theirs)), source,
            _of(table, theirs) or str(table.get("name", "")), _printed(name, ours),
        )  # fmt: skip
        for part in _PARTS:
            forms = table.get(part)
            if isinstance(forms, dict) and (words := _of(forms, ours)):
                path = (*where, part, _key(forms, theirs))
                yield SettingsText(
                    f"{name.index} {part}",
                    *place,
                    path,
                    words,
                    _of(forms, theirs),
                    (f"of the name {source}",),
                )


def _tags(table: Mapping[str, object]) -> list[str]:
    return [key for key in table if key not in (*_PARTS, "sort", "not", "source", "note", "name")]


def _of(table: Mapping[str, object], locale: Locale) -> str:
    """Return the text of a table for a locale: under its tag, else its language."""
    by_tag = {key.casefold().replace("_", "-"): value for key, value in table.items()}
    for tag in (locale.tag.casefold(), locale.language):
        if isinstance(text := by_tag.get(tag), str):
            return text
    return ""


def _key(table: Mapping[str, object], locale: Locale) -> str:
    """Return the key of a table for a locale, as it is written if it is there."""
    tags = {key.casefold().replace("_", "-"): key for key in table}
    return next(
        (tags[tag] for tag in (locale.tag.casefold(), locale.language) if tag in tags), locale.language
    )


def _printed(name: Name, locale: Locale) -> tuple[str, ...]:
    """Return notes that say what a name prints in the source language."""
    form = next(
        (name.forms[tag] for tag in (locale.tag.casefold(), locale.language, ALL) if tag in name.forms), None
    )
    form = form or next(iter(name.forms.values()))
    lines = [
        f"the name {name.key}; an index prints “{form.entry}”, a sentence “{form.full}”, its short form is “{form.short}”"
    ]
    if "," in form.entry and name.index == "persons":
        lines.append("what stands behind the comma comes first in a sentence")
    return tuple(lines)


# -- pictures ----------------------------------------------------------------------------------------------------------


def _pictures(world: Workspace, project: Project, locale: str) -> Iterator[SettingsText]:
    for one in picture_texts(world, project, locale):
        yield SettingsText(one.kind, one.line, one.column, one.path, one.source, one.target, (one.note,))


# -- words -------------------------------------------------------------------------------------------------------------


def _words(world: Workspace, project: Project, locale: str) -> Iterator[SettingsText]:
    """Yield the messages that the program has no words for, in the words of the source language."""
    edition = project.locales[locale]
    theirs = locales.load(edition.tag, world)
    source = project.locales[project.source]
    ours = locales.load(source.tag, world, source.words)
    if theirs.language == "en":
        return
    positions = key_positions(world.text(BOOK))
    done: set[str] = set()
    for message in used_messages(world):
        if message.text in done or theirs.catalog.find(message) is not None:
            continue
        done.add(message.text)
        own = edition.words.get(message.text, "")
        path = ("locales", locale, "words", message.text)
        place = nearest_position(path, positions)
        note = (f"the program prints it; in English: {message.text}",)
        if not message.plural:
            yield SettingsText(
                "program word",
                *place,
                path,
                _said(ours, message, 1),
                own if isinstance(own, str) else "",
                note,
            )
            continue
        forms: Mapping[str, str] = {"other": own} if isinstance(own, str) else own
        for category in sorted(theirs.cldr.plural_form.tags | {"other"}):
            words = _said(ours, message, 1 if category == "one" else 5)
            line = f"the form for numbers of the category “{category}” (CLDR)"
            yield SettingsText(
                "program word", *place, (*path, category), words, forms.get(category, ""), (*note, line)
            )


def _said(locale: Locale, message: Message, number: int) -> str:
    english = message.plural if message.plural and number != 1 else message.text
    return locale.catalog.find(message, number) or english
