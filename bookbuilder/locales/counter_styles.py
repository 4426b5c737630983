"""The counter styles of CSS that count in the digits of a language: `arabic-indic` counts ١, ٢, ٣.

CLDR names the digits of a language in each region; its numbering systems are those of the predefined counter styles of CSS
(Counter Styles 3, 6), where it has one.
"""

from __future__ import annotations

from collections.abc import Mapping

STYLES = {
    "arab": "arabic-indic",
    "arabext": "persian",
    "beng": "bengali",
    "deva": "devanagari",
    "mymr": "myanmar",
    "tibt": "tibetan",
}
"""Numbering systems, and the styles that count in their digits."""
LATIN = "decimal"
LANGUAGES: Mapping[str, str] = {
    **dict.fromkeys(("ar", "ckb", "sd", "sdh"), "arabic-indic"),
    **dict.fromkeys(
        ("ar-001", "ar-AE", "ar-DZ", "ar-EH", "ar-LY", "ar-MA", "ar-TN", "mni-Mtei", "sd-Deva"), LATIN
    ),
    **dict.fromkeys(
        ("az-Arab", "bgn", "fa", "ks", "lrc", "mzn", "pa-Arab", "ps", "ur-IN", "uz-Arab"), "persian"
    ),
    **dict.fromkeys(("as", "bn", "mni"), "bengali"),
    **dict.fromkeys(("bgc", "bho", "mr", "ne", "raj", "sa", "sat-Deva"), "devanagari"),
    **dict.fromkeys(("ks-Deva",), LATIN),
    "my": "myanmar",
    "dz": "tibetan",
}
"""Languages with such a style: the longest tag with which one begins says which (RFC 4647, 3.3.1). A language without a
region counts as in the most likely one."""


def counter_style(numbering_system: str) -> str:
    """Return the style of a numbering system: `decimal` for those that have none."""
    return STYLES.get(numbering_system, LATIN)


def counter_style_of(tag: str) -> str:
    """Return the style of a language.

    >>> counter_style_of("ar-EG"), counter_style_of("ar-MA"), counter_style_of("fa"), counter_style_of("de-CH")
    ('arabic-indic', 'decimal', 'persian', 'decimal')
    """
    wanted = tag.casefold()
    while wanted:
        for known, style in LANGUAGES.items():
            if known.casefold() == wanted:
                return style
        wanted = wanted.rpartition("-")[0]
    return LATIN
