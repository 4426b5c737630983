"""Computes the values for templates of the web edition: contents, languages, metadata."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from msgspec import structs

from bookbuilder.document.nodes import Chapter, Heading, Node, Target
from bookbuilder.document.walk import bare, plain, transform
from bookbuilder.formats.book import Book
from bookbuilder.html import book_parts
from bookbuilder.html.medium import Medium
from bookbuilder.html.section_numbers import numbered_levels, section_number
from bookbuilder.html.title_phrases import screen_title
from bookbuilder.locales import dates, numbers

Values = dict[str, Any]


def common(book: Book, order: tuple[Chapter, ...], href: Callable[[Target], str]) -> Values:
    """Return the values for every page: the book, the people, the address of the imprint."""
    targets = book.document.targets
    imprint = next((c for c in order if c.kind == "imprint"), None)
    return {
        **book.about,
        "imprint_href": href(targets[imprint.id]) if imprint else "",
        "og_locale": str(book.locale.cldr),
        "og_others": sorted(str(locale.cldr) for locale, _ in book.siblings.values()),
        "typefaces": _typefaces(book),
        "type_sizes": {
            size: numbers.percentage(Decimal(size), book.locale) for size in (85, 100, 115, 130, 150, 175)
        },
    }


def _typefaces(book: Book) -> bool:
    """Whether readers can choose between serif and sans: not in a script for which the book has one of them only."""
    kinds = {f'"{family.name}"': family.kind for family in book.fonts.families}
    stacks = (book.theme.stacks.get(token, "") for token in ("text", "sans"))
    return [kinds.get(stack.split(", ")[0]) for stack in stacks] == ["serif", "sans-serif"]


def contents(book: Book, order: tuple[Chapter, ...], medium: Medium, here: str = "") -> list[Values]:
    """Return an entry for each chapter: title, address, day or short title, summary, sections."""
    entries = {entry.target.chapter: entry for entry in book.document.contents}
    sections = bool(numbered_levels(book.theme.tokens))
    lines = []
    for chapter in order:
        entry = entries[chapter.id]
        lines.append(
            {
                "id": chapter.id,
                "kind": chapter.kind,
                "part": chapter.part,
                "title": screen_title(book_parts.title(entry.title, medium), medium),
                "href": medium.href(entry.target),
                "number": medium.locale.figures(chapter.number) if chapter.number else "",
                "date": chapter.date,
                "day": dates.date(chapter.date, book.locale, "day") if chapter.date else "",
                "place": book_parts.title(bare(chapter.place), medium),
                "label": plain(bare(chapter.short)) if not chapter.date else "",
                "summary": book_parts.title(bare(chapter.summary, breaks=book.locale.is_easy), medium),
                "current": chapter.id == here,
                "sections": [
                    {
                        "title": screen_title(book_parts.title(below.title, medium), medium),
                        "href": medium.href(below.target),
                        "number": section_number(chapter.number, [number], medium.locale)
                        if sections and chapter.number
                        else "",
                    }
                    for number, below in enumerate(entry.entries, 1)
                ],
            }
        )
    return lines


def deeper(chapter: Chapter) -> Chapter:
    """Return a chapter with its headings one level lower, for a page with the whole book."""

    def lower(node: Node) -> Node:
        return structs.replace(node, level=node.level + 1) if isinstance(node, Heading) else node

    result: Chapter = transform(chapter, lower)
    return result
