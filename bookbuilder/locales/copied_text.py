"""Tells whether a text of a translation is still that of the source, in the language of the source."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

import icu

from bookbuilder.locales.locale import Locale
from bookbuilder.locales.scripts import script_of, unicode_scripts

WORDS = 4
"""A text with fewer words may be the same in two languages: a name, a title, figures."""
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset({"Zyyy", "Zinh"})
_SAMPLE = 2_000
"""Characters of a text that are looked at."""


class Likeness(Enum):
    """What a text of a translation is: `OWN`, a `COPY` of the source, or `EITHER` (a name, figures, nothing)."""

    OWN = "own"
    COPY = "copy"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class SourceTexts:
    """The texts of the source, as `normal` gives them, and its language tag."""

    tag: str
    texts: Collection[str]

    def likeness(self, text: str, locale: Locale) -> Likeness:
        """Return what a text of the edition in `locale` is.

        A text that equals one of the source is a copy if it is prose, or if it has a word in small letters and is in
        another script than the edition. What has capitals alone may be a name, which readers know in this form.
        """
        if not any(map(str.isalpha, text)):
            return Likeness.EITHER
        if normal(text) not in self.texts:
            return Likeness.OWN
        foreign = in_other_script(text, locale.script) and any(map(_is_small, _WORD.findall(text)))
        return Likeness.COPY if foreign or is_prose(text) else Likeness.EITHER

    def tag_of(self, text: str, locale: Locale) -> str:
        """Return the language tag of a text that stands on its own (a title, a name, a line of the imprint): that of the
        source for a copy, and for what is in the script of the source alone; empty if it is in the language of the edition.

        A name in Latin letters in an Arabic book has to run from left to right as well.
        """
        if in_other_script(text, locale.script):
            return "" if in_other_script(text, script_of(self.tag)) else self.tag
        return self.tag if self.likeness(text, locale) is Likeness.COPY else ""


def normal(text: str) -> str:
    """Return the words of a text, as texts are compared: marks and spaces depend on the language.

    >>> normal("„Fünf  Tage“ – 2022")
    'Fünf Tage'
    """
    return " ".join(_WORD.findall(text))


def is_prose(text: str) -> bool:
    """Whether a text has enough words that are not names.

    >>> is_prose("Was im Januar geschah"), is_prose("Kiew, Moskau, Berlin, Genf"), is_prose("im Januar")
    (True, False, False)
    """
    words = _WORD.findall(text)
    return len(words) >= WORDS and sum(map(_is_small, words)) >= WORDS // 2


def in_other_script(text: str, script: str) -> bool:
    """Whether a text has letters, and none of an ISO 15924 script.

    >>> in_other_script("Genf (2022)", "Arab"), in_other_script("NATO ناتو", "Arab"), in_other_script("2022", "Arab")
    (True, False, False)
    """
    scripts = {
        icu.Script.getScript(sign).getShortName() for sign in text[:_SAMPLE] if sign.isalpha()
    } - _COMMON
    return bool(scripts) and scripts.isdisjoint(unicode_scripts((script,)))


def _is_small(word: str) -> bool:
    """Whether a word does not begin with a capital; scripts without capitals have no other words."""
    return not word[0].isupper()
