"""Finds the phrases of a title in Japanese, Chinese or Thai, between which its lines may end.

These scripts have no spaces, and Unicode (UAX 14) lets a line of theirs end between almost any two characters: right for
running text, but a title is read at a glance, and `プロジェ｜クト` is not. BudouX, a small classifier of Google's, says
where phrases end. Its models of Chinese and Thai also part words, so a place counts only where ICU's dictionary agrees.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import pairwise

import icu

from bookbuilder.locales.scripts import script_of

_MODELS = {"Jpan": "ja", "Hans": "zh-hans", "Hant": "zh-hant", "Thai": "th"}
_BY_DICTIONARY = frozenset(("Hans", "Hant", "Thai"))
_TOGETHER = re.compile(r"(?<=[0-9０-９])[^\W_]|(?<=第)\w|(?<=[\u2e80-\u9fff])[的了]")
"""What begins no line, because of what stands before it: what a number counts, an ordinal number, particles."""
_SPACES = " \u2009\u3000"
_WITHOUT_SPACES = re.compile("[\u0e00-\u0e7f\u2e80-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]")
WHOLE_ELEMENTS = frozenset(("abbr", "code", "data", "kbd", "math", "ruby", "sub", "sup", "svg", "time"))
"""Elements of HTML that no line of a title ends in."""


def has_phrases(tag: str) -> bool:
    """Whether titles of a language are parted between phrases.

    >>> has_phrases("ja-JP"), has_phrases("zh-TW"), has_phrases("de")
    (True, True, False)
    """
    return script_of(tag) in _MODELS


def is_without_spaces(text: str) -> bool:
    """Whether a title has letters of a script that has no spaces between words; one in Latin letters is parted as it is in
    other languages.

    >>> is_without_spaces("一月の五日間"), is_without_spaces("Nord Stream 2")
    (True, False)
    """
    return _WITHOUT_SPACES.search(text) is not None


@lru_cache(maxsize=4096)
def phrase_places(text: str, tag: str) -> tuple[int, ...]:
    """Return the offsets inside a title at which a phrase begins, in order; none in a language that has spaces.

    >>> phrase_places("プロジェクトを始める前に", "ja")
    (7, 10)
    """
    script = script_of(tag)
    if script not in _MODELS or len(text) < 2:
        return ()
    places, at = set(), 0
    for phrase in _parser(_MODELS[script])(text):
        at += len(phrase)
        places.add(at)
    if script in _BY_DICTIONARY:
        places &= _boundaries(icu.BreakIterator.createWordInstance, text, tag)
    # Where there are spaces, these part the words.
    places |= {
        place for place in range(1, len(text)) if text[place - 1] in _SPACES and text[place] not in _SPACES
    }
    places &= _boundaries(icu.BreakIterator.createLineInstance, text, f"{tag}-u-lb-strict")
    return tuple(
        sorted(place for place in places if 0 < place < len(text) and not _TOGETHER.match(text, place))
    )


def title_parts(text: str, tag: str) -> list[str]:
    """Return what should stay whole in a title: its words, or its phrases where a language has no spaces.

    >>> title_parts("Fünf Tage", "de"), title_parts("一月の五日間", "ja")
    (['Fünf', 'Tage'], ['一月の', '五日間'])
    """
    places = (0, *phrase_places(text, tag), len(text))
    return [part for start, stop in pairwise(places) for part in text[start:stop].split()]


@cache
def _parser(model: str) -> Callable[[str], list[str]]:
    # Loaded where a book has such a title.
    import budoux

    return {
        "ja": budoux.load_default_japanese_parser,
        "zh-hans": budoux.load_default_simplified_chinese_parser,
        "zh-hant": budoux.load_default_traditional_chinese_parser,
        "th": budoux.load_default_thai_parser,
    }[model]().parse


def _boundaries(instance: Callable[[icu.Locale], icu.BreakIterator], text: str, tag: str) -> set[int]:
    """Return the boundaries of a kind in a text, as offsets of characters."""
    iterator = instance(icu.Locale.forLanguageTag(tag))
    iterator.setText(text)
    offsets = {0: 0}
    units = 0
    for place, character in enumerate(text, 1):  # ICU counts the units of UTF-16
        units += 2 if character > "\uffff" else 1
        offsets[units] = place
    return {offsets[unit] for unit in iterator if unit in offsets}
