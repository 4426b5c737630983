"""Renders the parts of a book that all formats share: a chapter with its opening, the table of contents, titles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from bookbuilder.diagnostics import NOWHERE
from bookbuilder.document.assemble_book import NOTES_CHAPTER
from bookbuilder.document.nodes import Chapter, Entry, Inline, Target
from bookbuilder.document.walk import bare, outline_text, plain, spoken_text
from bookbuilder.html.block import blocks, notes, renderer
from bookbuilder.html.chapter_renderer import Renderer, element
from bookbuilder.html.environment import render
from bookbuilder.html.inline import inlines
from bookbuilder.html.medium import Medium
from bookbuilder.html.opening_words import with_opening_words
from bookbuilder.html.printed_note_numbers import with_note_numbers
from bookbuilder.html.section_numbers import numbered_levels, section_number, with_section_numbers
from bookbuilder.html.template_sandbox import Sandbox
from bookbuilder.html.title_phrases import screen_title, title_markup
from bookbuilder.locales import Locale, dates
from bookbuilder.locales.rtl_marks import directed


def chapter(chapter: Chapter, medium: Medium, env: Sandbox, **values: object) -> Markup:
    """Return a chapter with its opening and notes, from the template `chapter.html.j2`.

    The template gets `chapter`, its rendered `title`, `kicker`, `subtitle`, `summary`, `place`, `day` (the localized date),
    `number`, `head` (the title for running heads), `body`, `notes`, its `lang` as attributes if it is in another language
    than the book, `words`, which marks words of the book's language in such a chapter, and `values`. In a bilingual edition
    `beside` has the first seven of these in the second language, with its attributes (`lang`) and words (`say`), and
    `outline` is the title in both; otherwise they are empty. For print, `outline` is also a title that has readings, without
    them.
    """
    tokens = env.theme.tokens if env.theme else {}
    lowered = int(medium.web and medium.single_page)
    chapter = with_section_numbers(chapter, tokens, medium.locale, medium.beside, lowered)
    r = renderer(medium, chapter)
    return render(
        env,
        "chapter.html.j2",
        chapter=chapter,
        beside=_beside(r, tokens),
        head=directed(head(chapter), medium.locale.direction),
        outline=" / ".join(
            filter(None, (spoken_text(bare(chapter.title)), spoken_text(bare(chapter.beside.title))))
        )
        if chapter.beside
        else outline_text(chapter.title),
        body=_body(chapter, r, env.theme.tokens if env.theme else {}),
        notes=notes(r),
        epub=medium.epub,
        lang=r.languages(chapter.lang),
        words=r.words,
        **_opening(r, tokens),
        **values,
    )


def _body(chapter: Chapter, r: Renderer, tokens: Mapping[str, Any]) -> Markup:
    """Return the blocks of a chapter; on a page of its own the notes of the book are a landmark, which an article cannot
    be."""
    marked = with_opening_words(chapter, tokens, letter=r.medium.footnotes)
    body = with_note_numbers(blocks(marked, r), r)
    if chapter.id != NOTES_CHAPTER or not r.medium.web or r.medium.single_page:
        return body
    attributes = Markup(' role="doc-endnotes" aria-labelledby="{}-title"').format(chapter.id)
    return element("div", attributes, "\n" + body + "\n")


def _opening(r: Renderer, tokens: Mapping[str, Any]) -> dict[str, object]:
    """Return the lines of a chapter opening, in its language."""
    chapter, locale = r.chapter, r.medium.locale

    def line(content: tuple[Inline, ...]) -> Markup:
        r.no_footnotes = True
        text = inlines(content, r)
        r.no_footnotes = False
        return text

    return {
        "title": title_markup(line(bare(chapter.title, readings=True)), r),
        "subtitle": title_markup(line(chapter.subtitle), r),
        "kicker": title_markup(line(chapter.kicker), r),
        "summary": line(chapter.summary),
        "place": line(chapter.place),
        "day": r.words(dates.date(chapter.date, locale, "day")) if chapter.date else "",
        "number": r.words(_number(chapter.number, locale, tokens)) if chapter.number else "",
    }


def _number(number: int, locale: Locale, tokens: Mapping[str, Any]) -> str:
    """Return the number above the title of a chapter, with its word or without it, as the theme asks for."""
    if tokens.get("chapter", {}).get("number") == "figure":
        return locale.figures(number)
    # Translators: above the title of a chapter
    return locale.typography(locale.say("Chapter {number}", number=number))


def _beside(r: Renderer, tokens: Mapping[str, Any]) -> dict[str, object] | None:
    """Return the lines of a chapter opening in its second language, with its words and attributes; None without one."""
    other = r.second
    if other is None:
        return None
    lang = r.languages(other.chapter.lang)
    return {**_opening(other, tokens), "chapter": other.chapter, "say": other.medium.locale.say, "lang": lang}


def days(chapters: tuple[Chapter, ...]) -> tuple[dt.date, ...]:
    """Return the dates of chapters, in order, for the cover."""
    return tuple(sorted({chapter.date for chapter in chapters if chapter.date}))


def head(chapter: Chapter) -> str:
    """Return the title for a running head or tab: the short one if there is one."""
    title = chapter.short or chapter.title
    if not title and chapter.beside:
        return head(chapter.beside)
    return plain(bare(title))


def title(content: tuple[Inline, ...], medium: Medium) -> Markup:
    """Return inlines outside a chapter: an entry of the contents, a title."""
    dummy = Renderer(medium, _NO_CHAPTER, {}, blocks, no_footnotes=True)
    return inlines(content, dummy)


def contents(
    entries: tuple[Entry, ...],
    medium: Medium,
    env: Sandbox,
    depth: int = 2,
    chapters: tuple[Chapter, ...] = (),
) -> Markup:
    """Return the table of contents from the template `contents.html.j2`: nested lists of links.

    In print, entries have their page. The entries of `chapters` also have their `number` (or empty), `day` and `place`;
    sections have a `number` if the theme numbers them.
    """
    by_id = {chapter.id: chapter for chapter in chapters}
    numbers = contents_numbers(entries, medium.locale, env, chapters)

    def line(entry: Entry) -> dict[str, object]:
        page = medium.folio(entry.target) if medium.page else ""
        chapter = by_id.get(entry.target.anchor)
        below = [line(e) for e in (entry.entries if entry.level < depth else ())]
        return {
            "number": numbers.get(entry.target, ""),
            "day": dates.date(chapter.date, medium.locale, "day") if chapter and chapter.date else "",
            "place": title(chapter.place, medium) if chapter else "",
            "title": screen_title(title(entry.title, medium), medium),
            "href": medium.href(entry.target),
            "page": page,
            "level": entry.level,
            "entries": below,
        }

    return render(env, "contents.html.j2", entries=[line(e) for e in entries])


def contents_numbers(
    entries: Sequence[Entry], locale: Locale, env: Sandbox, chapters: Sequence[Chapter]
) -> Mapping[Target, str]:
    """Return the numbers of entries of the contents, in the figures of a locale: those of `chapters`, and those of their
    sections if the theme numbers them."""
    by_id = {chapter.id: chapter.number for chapter in chapters if chapter.number}
    sections = bool(env.theme and numbered_levels(env.theme.tokens))
    numbers: dict[Target, str] = {}
    for entry in entries:
        if not (number := by_id.get(entry.target.anchor, 0)):
            continue
        numbers[entry.target] = locale.figures(number)
        for n, section in enumerate(entry.entries if sections else (), 1):
            numbers[section.target] = section_number(number, [n], locale)
    return numbers


_NO_CHAPTER = Chapter(id="", span=NOWHERE, title=(), blocks=())
