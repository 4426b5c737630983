"""Replaces letters that a region does not write: ß by ss in Switzerland."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def letters_of(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the letters that a region replaces in inherited text, from its merged `locale.toml` (`[inherited]`)."""
    return {str(key): str(value) for key, value in settings.get("inherited", {}).get("letters", {}).items()}


def replace_letters(text: str, letters: Mapping[str, str]) -> str:
    """Return a text with letters or marks replaced; ß between capitals becomes capitals as well.

    >>> replace_letters("Straße, HAUPTSTRAßE", {"ß": "ss"})
    'Strasse, HAUPTSTRASSE'
    >>> replace_letters("Aß er? SÜSSSAUER, FUß, Aßmann, AßMANN", {"ß": "ss"})
    'Ass er? SÜSSSAUER, FUSS, Assmann, ASSMANN'
    """
    if "ß" in letters and "ß" in text:
        text = "".join(
            "SS"
            if letter == "ß"
            and text[index - 1 : index].isupper()
            and (text[max(index - 2, 0) : index - 1].isupper() or text[index + 1 : index + 2].isupper())
            else letter
            for index, letter in enumerate(text)
        )
    return text.translate({ord(letter): other for letter, other in letters.items()}) if letters else text
