"""A rule of easy language: what is reported, and how it is found in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bookbuilder.diagnostics import Rule
from bookbuilder.locales import Locale
from bookbuilder.locales.easy_words import EasyWords, Found


@dataclass(frozen=True, slots=True)
class EasySentence:
    """A sentence, and the locale that it is in."""

    text: str
    locale: Locale


def found_by_patterns(sentence: EasySentence, words: EasyWords) -> Iterable[Found]:
    """Return the places of the patterns of a rule."""
    return words.find(sentence.text)


def shown_words(words: str, _: EasyWords) -> Mapping[str, object]:
    """Return what most rules say of a place: its words."""
    return {"words": words}


@dataclass(frozen=True, slots=True)
class EasyRule:
    """A rule of easy language: what it reports, the `section` of easy_language.toml with what it looks for, and a `hint`.
    `values` are those of the message, from the words that were found."""

    rule: Rule
    section: str
    hint: str
    find: Callable[[EasySentence, EasyWords], Iterable[Found]] = found_by_patterns
    values: Callable[[str, EasyWords], Mapping[str, object]] = shown_words
