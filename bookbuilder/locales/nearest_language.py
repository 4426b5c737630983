"""Finds the language that one is near to: what its readers understand as well, by CLDR."""

from __future__ import annotations

from functools import lru_cache

import icu

from bookbuilder.locales.private_use import base_tag
from bookbuilder.locales.scripts import script_of


def nearest_language(tag: str, supported: tuple[str, ...]) -> str:
    """Return which of the supported tags is nearest to a language, in the same script; empty if none is near, and for
    English, which is near to all.

    CLDR has parent locales, likely subtags and the distances of languages (supplemental data, `languageMatching`; UTS 35,
    4.4), and ICU compares by them.

    >>> nearest_language("bs", ("cs", "hr")), nearest_language("sr-ME", ("sr", "sr-Latn")), nearest_language("fi", ("sv",))
    ('hr', 'sr-Latn', '')
    """
    found = _matcher(supported).getBestMatchResult(icu.Locale.forLanguageTag(tag)).getSupportedIndex()
    best = supported[found] if found >= 0 else ""
    near = best and best.partition("-")[0] != "en" and script_of(best) == script_of(tag)
    return best if near else ""


@lru_cache(maxsize=8)
def _matcher(supported: tuple[str, ...]) -> icu.LocaleMatcher:
    builder = icu.LocaleMatcher.Builder()
    for tag in supported:  # PyICU 2.15 crashes if it is given all at once
        builder.addSupportedLocale(icu.Locale.forLanguageTag(tag))
    return builder.build()


_KNOWN = 0.95


def has_letters(tag: str, letters: str) -> bool:
    """Whether the usual letters of a language (CLDR, exemplar characters) are among some, but for one in twenty: a letter
    with an accent may be that of a few foreign words.

    >>> has_letters("gsw", "abcdefghijklmnopqrstuvwxyzäöüàéèë"), has_letters("cy", "abcdefghijklmnopqrstuvwxyz")
    (True, False)
    """
    data = icu.LocaleData(base_tag(tag).replace("-", "_"))
    data.setNoSubstitute(True)  # of a language without data nothing is known, whatever the machine speaks
    try:
        wanted = data.getExemplarSet(0, 0)
    except icu.ICUError:
        return False
    usual, known = [set(str(wanted[place])) for place in range(len(wanted))], set(letters)
    return bool(usual) and sum(sign <= known for sign in usual) >= _KNOWN * len(usual)
