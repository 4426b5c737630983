"""Pseudo-locales: readable text that shows layout problems before a translator has begun.

`en-XA` puts accents on every word, grows by a third and stands in brackets; `ar-XB` runs from right to left. Unchanged
text has not gone through the catalog, and a missing bracket means that something was cut off. Both count and date as
American English does. The names are those of CLDR and Android.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass

BASE = "en-US"
"""The locale whose customs pseudo-locales have."""

ACCENTS = dict(
    zip(
        "ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz",
        "ÅÇÐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽåçðéĝĥîĵķļñöŕšţûŵýž",
        strict=True,
    )
)
"""Letters in fonts for European languages; every vowel is among them, so that a missed word shows."""
VOWELS = frozenset("aeiouAEIOU")

OVERRIDE, POP = "\u202e", "\u202c"
"""RIGHT-TO-LEFT OVERRIDE and POP DIRECTIONAL FORMATTING (UAX #9, 2.2 and 2.3)."""
_ADDRESS = re.compile(
    r"[a-z]{1,20}://\S*|[\w.+-]{0,64}@[\w.-]+|(?<![\w.])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+(?:/\S*)?"
)
_WORD = re.compile(f"{OVERRIDE}[^{POP}]*{POP}|[^\\W\\d_]+")


@dataclass(frozen=True, slots=True)
class Pseudo:
    """A pseudo-locale: its tag, direction, and change of letters.

    >>> PSEUDO["en-XA"]("Page {number}", fields=True)
    '[Pååĝéé {number}]'
    """

    tag: str
    direction: str
    letters: Callable[[str], str]
    marks: tuple[str, str] = ("", "")

    def __call__(self, text: str, *, fields: bool = False) -> str:
        """Return a whole text, marked at both ends; with `fields` its `{names}` stay. A text without letters is
        unchanged.

        A text that was pseudo-localized before only gets further marks.
        """
        if fields:
            parts = [(words, name) for words, name, _, _ in string.Formatter().parse(text)]
            words_only = "".join(words for words, _ in parts)
            new = "".join(
                _escaped(self.letters(words)) + ("" if name is None else f"{{{name}}}")
                for words, name in parts
            )
        else:
            words_only, new = text, self.letters(text)
        first, last = self.marks
        return f"{first}{new}{last}" if any(map(str.isalpha, words_only)) else text

    def untouched(self, text: str) -> list[str]:
        """Return the words of a text that were not pseudo-localized. Capitals alone (`PDF`, `ISBN`), single letters and
        addresses are the same in every language."""
        return [word for word in _WORD.findall(_ADDRESS.sub(" ", text)) if self._plain(word)]

    def _plain(self, word: str) -> bool:
        if len(word) == 1 or word.isupper() or word.startswith(OVERRIDE):
            return False
        return self.direction == "rtl" or not VOWELS.isdisjoint(word)


def _escaped(words: str) -> str:
    return words.replace("{", "{{").replace("}", "}}")


def _accented(text: str) -> str:
    """Return a text with accents and doubled vowels: German and English grow by about 30 percent, a word by up to half.

    >>> _accented("Kapitel")
    'Ķååpîîţééļ'
    """
    return "".join(ACCENTS.get(c, c) * (2 if c in VOWELS else 1) for c in text)


def _mirrored(text: str) -> str:
    """Return a text in which each word runs from right to left, as Android's fake bidi does."""
    return _WORD.sub(lambda m: m[0] if m[0].startswith(OVERRIDE) else f"{OVERRIDE}{m[0]}{POP}", text)


PSEUDO: Mapping[str, Pseudo] = {
    "en-XA": Pseudo("en-XA", "ltr", _accented, ("[", "]")),
    "ar-XB": Pseudo("ar-XB", "rtl", _mirrored),
}
"""The pseudo-locales by their tags."""
