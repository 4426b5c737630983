"""Knows which emphasised words have italics in a book whose own script has none: the title of an English source in Japanese.

Dots over Latin letters, or bold ones, are no emphasis for their readers; those of Japanese belong to kanji and kana.
"""

from __future__ import annotations

from bookbuilder.html.font_scripts import script_of

UPRIGHT = frozenset(("Arab", "Hebr", "Jpan", "Hans", "Hant"))
"""The scripts without italics, whose style sheets (`html/sheets`) know the class."""
ITALIC = "western"
"""The class of words in a script that has italics."""
_WESTERN = frozenset(("Latn", "Grek", "Cyrl"))


def has_italics(text: str) -> bool:
    """Whether all letters of a text are Latin, Greek or Cyrillic, and there are some.

    >>> has_italics("Über den Regen, 2. Aufl."), has_italics("雨の Annals"), has_italics("2022")
    (True, False, False)
    """
    scripts = {script_of(character) for character in text if character.isalpha()}
    return bool(scripts) and scripts <= _WESTERN
