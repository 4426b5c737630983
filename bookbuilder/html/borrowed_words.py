"""Marks the program's own words in a page with their language where the book's language has none of its own: "Contents" in a
Persian book, "Obsah" in a Slovak one, which a screen reader would say by the rules of Persian or Slovak.

A text is such words if nothing else in it has letters of their script: a page knows no longer who said them, and words of an
author that read the same are of the same language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from bookbuilder.locales import Locale, messages
from bookbuilder.locales.locale import word_lender
from bookbuilder.world import Assets

_PARTS = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<[^>]*>|[^<]+", re.DOTALL)
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)([^>]*?)(/?)>", re.DOTALL)
_LANG = re.compile(r"""\s(?:xml:)?lang=["']([^"']*)["']""")
_FIELD = re.compile(r"\{[^{}]*\}")
_AS_WORDS = re.compile(r"[^\W\d_].*[^\W\d_]", re.DOTALL)
"""What is between the first and the last letter; one letter alone, such as that of a direction, is no word."""
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_LEFT_OUT = frozenset(
    (
        "title",
        "script",
        "style",
        "svg",
        "math",
        "code",
        "pre",
        "kbd",
        "samp",
        "textarea",
        "option",
        "template",
    )
)
"""Elements that hold no element of a language, or no text of ours."""

Marking = Callable[[str], str]


def borrowed_words(world: Assets, locale: Locale, *, xml: bool) -> Marking:
    """Return what marks the words of a page that are borrowed; it changes nothing in a language that has its own. `xml` adds
    `xml:lang`."""
    if not locale.catalog.is_empty or locale.language == "en" or locale.pseudo:
        return str
    languages = dict(_borrowed_phrases(world, locale))
    longest = sorted(languages, key=len, reverse=True)
    words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)") if longest else None
    return (
        str if words is None else lambda page: _with_languages(page, words, languages, locale.language, xml)
    )


def _borrowed_phrases(world: Assets, locale: Locale) -> Iterator[tuple[str, str]]:
    """Yield the parts of messages between their fields, and their language."""
    lender = word_lender(locale.tag)
    for message in messages(world):
        if locale.catalog.find(message) is not None:
            continue
        lent = {locale.catalog.said(message, number) for number in (1, 2, 5)} - {None}
        for text in sorted(filter(None, lent)) or (message.text, message.plural):
            for part in _FIELD.split(text):
                if words := _AS_WORDS.search(part):
                    yield words[0], lender if lent else "en"


def _with_languages(
    page: str, words: re.Pattern[str], languages: Mapping[str, str], language: str, xml: bool
) -> str:
    made: list[str] = []
    around = [
        ("", language)
    ]  # open elements: their names, and the language in them, empty where nothing is marked
    for part in _PARTS.findall(page):
        tag = _TAG.fullmatch(part)
        if tag is None:
            here = around[-1][1] == language and not part.startswith("<")
            made.append(_text_with_languages(part, words, languages, xml) if here else part)
            continue
        made.append(part)
        closes, name, attributes, empty = tag.groups()
        name = name.lower()
        if closes:
            while len(around) > 1 and around.pop()[0] != name:
                pass
        elif not empty and name not in _VOID:
            said = _LANG.search(attributes)
            inside = said[1].split("-")[0].casefold() if said else around[-1][1]
            around.append((name, "" if name in _LEFT_OUT or not around[-1][1] else inside))
    return "".join(made)


def _text_with_languages(text: str, words: re.Pattern[str], languages: Mapping[str, str], xml: bool) -> str:
    if not words.search(text) or any(map(_is_in_their_script(languages), words.sub("", text))):
        return text
    return words.sub(lambda match: _language_span(match[0], languages[match[0]], xml), text)


def _is_in_their_script(languages: Mapping[str, str]) -> Callable[[str], bool]:
    """Return whether a letter is of the script of borrowed words: Latin, or Cyrillic."""
    ours = {_script_of(letter) for words in languages for letter in words if letter.isalpha()}
    return lambda letter: letter.isalpha() and _script_of(letter) in ours


def _script_of(letter: str) -> str:
    return "latin" if letter < "\u0250" else "cyrillic" if "\u0400" <= letter < "\u0530" else letter


def _language_span(words: str, tag: str, xml: bool) -> str:
    # Without a direction: a number behind the words keeps its place in the line.
    return f'<span lang="{tag}"{f" xml:lang={chr(34)}{tag}{chr(34)}" if xml else ""}>{words}</span>'
