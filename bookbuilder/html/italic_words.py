"""Knows how words of another script are emphasised in a book whose own script has no italics: the title of an English or an
Arabic source in Japanese.

Dots over Latin letters, or bold ones, are no emphasis for their readers; those of Japanese belong to kanji and kana.
"""

from __future__ import annotations

from bookbuilder.html.font_scripts import script_of

UPRIGHT = frozenset(("Arab", "Hebr", "Jpan", "Hans", "Hant"))
"""The scripts without italics, whose style sheets (`html/sheets`) know the classes."""
ITALIC, BOLD = "western", "undotted"
"""The classes of words in a script that has italics, and of others between dotted ones."""
_WESTERN = frozenset(("Latn", "Grek", "Cyrl"))
_DOTTED = frozenset(("Jpan", "Hans", "Hant"))
_DOTTED_LETTERS = frozenset(("Hani", "Hira", "Kana", "Bopo", "Hang"))


def emphasis_class(text: str, script: str) -> str:
    """Return the class of emphasised words in a book of a script; empty if they are emphasised as that script is.

    >>> [emphasis_class(text, "Jpan") for text in ("Über den Regen, 2. Aufl.", "雨の Annals", "2022")]
    ['western', '', '']
    >>> emphasis_class("الشمس", "Jpan"), emphasis_class("الشمس", "Arab"), emphasis_class("Annals", "Latn")
    ('undotted', '', '')
    """
    if script not in UPRIGHT:
        return ""
    scripts = {script_of(character) for character in text if character.isalpha()}
    if not scripts:
        return ""
    if scripts <= _WESTERN:
        return ITALIC
    return BOLD if script in _DOTTED and not scripts & _DOTTED_LETTERS else ""
