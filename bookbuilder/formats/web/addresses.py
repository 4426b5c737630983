"""Addresses in the web edition: pages of chapters, anchors, pictures, and the same chapter in other languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import quote

from bookbuilder.document.nodes import Chapter, Part, Target
from bookbuilder.formats.book import Book
from bookbuilder.locales import Locale

INDEX = "index.html"


def page(chapter: str) -> str:
    """Return the file of a chapter: `04-mittwoch.html`; `index` is reserved for the contents."""
    return f"{chapter}.html" if chapter != "index" else "chapter-index.html"


def href(target: Target, here: str) -> str:
    """Return the address of an anchor, relative to the page of the chapter `here` (empty: the contents page)."""
    if target.chapter == here:
        return f"#{quote(target.anchor)}"
    place = quote(page(target.chapter))
    return place if target.anchor == target.chapter else f"{place}#{quote(target.anchor)}"


def picture_names(sources: tuple[str, ...], locale: str) -> Mapping[str, str]:
    """Return picture (path from the root of the book) → unique file in the site, below `images/`."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for source in sorted(set(sources)):
        inner = source.removeprefix(f"chapters/{locale}/").removeprefix("images/")
        wanted = PurePosixPath("images", inner)
        name, number = str(wanted), 1
        while name in taken:
            number += 1
            name = str(wanted.with_stem(f"{wanted.stem}-{number}"))
        names[source] = name
        taken.add(name)
    return names


def reading_order(chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    """Return the chapters in reading order on the web: an imprint in the front matter comes last."""
    back = tuple(c for c in chapters if c.kind == "imprint" and c.part is Part.FRONT)
    return tuple(c for c in chapters if c not in back) + back


@dataclass(frozen=True, slots=True)
class Language:
    """An entry of the language switch. `href` is empty for the page's own language; `address` is the whole address, if it is
    known. `default` marks the language for everybody who reads none of the others: that in which the book is written
    (`x-default`)."""

    tag: str
    name: str
    href: str = ""
    address: str = ""
    default: bool = False


def public(book: Book, file: str = INDEX) -> str:
    """Return the address at which a page of the site is published; empty if book.toml does not say it."""
    base = book.edition.web.address
    return f"{base}{quote(book.stem)}/{quote(file) if file != INDEX else ''}" if base else ""


def languages(book: Book, chapter: str = "") -> tuple[Language, ...]:
    """Return the languages of the book, with the address of this chapter (or the contents page) in each."""
    result = []
    for name, edition in book.project.locales.items():
        if name == book.edition.locale.name:
            own_name = _own_name(book.locale)
            own_page = page(chapter) if chapter else INDEX
            here = public(book, own_page)
            result.append(
                Language(book.locale.tag, own_name, address=here, default=name == book.project.source)
            )
        elif name in book.siblings:
            locale, chapters = book.siblings[name]
            other = replace(book, edition=replace(book.edition, locale=edition))
            file = page(chapter) if chapter in chapters else INDEX
            language_name = _own_name(locale)
            there = f"../{quote(other.stem)}/{quote(file)}"
            default = name == book.project.source
            result.append(Language(locale.tag, language_name, there, public(other, file), default))
    return tuple(result)


def _own_name(locale: Locale) -> str:
    """Return a language's own name, capitalized; that of easy language for a text in it."""
    if locale.is_easy:
        # Translators: the usual name, in your language, for texts in short sentences and easy words: Leichte Sprache, FALC
        return locale.say("Easy language")
    name = locale.cldr.language_name
    return name[:1].upper() + name[1:] if name else locale.tag
