"""Knows which emphasised words have italics in a book whose own script has none: the title of an English source in Japanese.

Dots over Latin letters, or bold ones, are no emphasis for their readers; those of Japanese belong to kanji and kana.
"""

from __future__ import annotations

import re

UPRIGHT = frozenset(("Arab", "Hebr", "Jpan", "Hans", "Hant", "Kore"))
"""The scripts without italics, whose style sheets (`html/sheets`) know the class."""
ITALIC = "western"
"""The class of words in a script that has italics."""
_WESTERN = re.compile("[A-Za-z\u00aa-\u024f\u0370-\u052f\u1e00-\u1fff]")


def has_italics(text: str) -> bool:
    """Whether all letters of a text are Latin, Greek or Cyrillic, and there are some.

    >>> has_italics("Über den Regen, 2. Aufl."), has_italics("雨の Annals"), has_italics("2022")
    (True, False, False)
    """
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and all(map(_WESTERN.match, letters))
