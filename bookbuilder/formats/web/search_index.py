"""Gathers the input of the search: the texts of a book, and data about their language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bookbuilder.diagnostics import Findings
from bookbuilder.formats.web.addresses import page
from bookbuilder.formats.web.name_spellings import name_spellings
from bookbuilder.formats.web.reader_scripts import FOLDER
from bookbuilder.formats.web.search_texts import ChapterText, chapter_sections
from bookbuilder.formats.web.web_source import WebSource
from bookbuilder.html import book_parts
from bookbuilder.locales import Locale
from bookbuilder.locales.regional_letters import letters_of, replace_letters
from bookbuilder.locales.word_forms import word_forms
from bookbuilder.names import localize_names
from bookbuilder.project.shared_facts import read_shared_names
from bookbuilder.world import Assets

_WITHOUT = frozenset(("index",))
"""Kinds of chapters that are not searched."""


def stemmers(world: Assets, *locales: Locale | None) -> tuple[str, ...]:
    """Return the names of Snowball's algorithms for these languages, such as `german`; none for a language without one."""
    english = (str(locale.cldr.get_language_name("en") or "") for locale in locales if locale)
    names = dict.fromkeys(name.split(" ")[0].lower() for name in english)
    return tuple(name for name in names if world.asset_exists(f"{FOLDER}/stemmers/{name}.js"))


def search_index(source: WebSource, articles: Mapping[str, str]) -> dict[str, Any]:
    """Return the data of the search. `articles` are the rendered chapters by id.

    `language` is the tag by which Chinese and Japanese are divided into words, `rules` are the tables `[search]` of the
    languages, `irregular` their words with irregular forms, `spellings` other spellings of the names of the book; `pages`
    have a file and a title, `sections` the number of their page, their anchor and title, and paragraphs with their anchors.
    """
    book = source.book
    searched = [chapter for chapter in source.order if chapter.kind not in _WITHOUT]
    found = chapter_sections(book.runner, [ChapterText(c.id, articles[c.id]) for c in searched])
    locales = [locale for locale in (book.locale, book.beside) if locale]
    settings = [locale.settings for locale in locales]
    names = read_shared_names(book.world, Findings())  # what is wrong with them has been told
    source_tag = book.project.locales[book.project.source].tag
    return {
        "language": book.locale.tag,
        "stemmers": stemmers(book.world, book.locale, book.beside),
        "rules": [dict(one["search"]) for one in settings if "search" in one],
        "irregular": [
            replace_letters(line, letters_of(locale.settings))
            for locale in locales
            for line in word_forms(locale.cldr.language, book.world)
        ],
        "spellings": name_spellings(
            localize_names(names, locale, source_tag, inherits=bool(edition.inherits))
            for locale, edition in zip(locales, book.edition.locales, strict=True)
        ),
        "pages": [[page(chapter.id), book_parts.head(chapter)] for chapter in searched],
        "sections": [[number, *section] for number, rows in enumerate(found) for section in rows],
    }
