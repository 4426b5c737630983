"""Gives the quotation marks that a language has by CLDR (`delimiters`)."""

from __future__ import annotations

from functools import lru_cache

import icu

_KINDS = (
    (icu.ULocaleDataDelimiterType.QUOTATION_START, icu.ULocaleDataDelimiterType.QUOTATION_END),
    (icu.ULocaleDataDelimiterType.ALT_QUOTATION_START, icu.ULocaleDataDelimiterType.ALT_QUOTATION_END),
)


@lru_cache(maxsize=64)
def cldr_quotation_marks(tag: str) -> tuple[tuple[str, str], ...]:
    """Return the outer and the inner pair of a language, by its tag (BCP 47).

    >>> cldr_quotation_marks("de"), cldr_quotation_marks("fr-CH")
    ((('„', '“'), ('‚', '‘')), (('«', '»'), ('‹', '›')))
    """
    data = icu.LocaleData(icu.Locale.forLanguageTag(tag).getName())
    return tuple((str(data.getDelimiter(start)), str(data.getDelimiter(end))) for start, end in _KINDS)
