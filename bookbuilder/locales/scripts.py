"""The script of a language, and those of its characters: Japanese is written in three."""

from __future__ import annotations

from collections.abc import Collection
from itertools import takewhile

from babel.core import get_global, parse_locale

SEVERAL = {
    "Jpan": frozenset({"Hani", "Hira", "Kana"}),
    "Hans": frozenset({"Hani", "Bopo"}),
    "Hant": frozenset({"Hani", "Bopo"}),
    "Kore": frozenset({"Hang", "Hani"}),
}
"""ISO 15924 scripts that combine several Unicode scripts (UAX 24)."""


def unicode_scripts(scripts: Collection[str]) -> frozenset[str]:
    """Return scripts as Unicode scripts: `Jpan` is kanji, hiragana and katakana."""
    return frozenset().union(*(SEVERAL.get(script, {script}) for script in scripts))


def script_of(tag: str) -> str:
    """Return the script (ISO 15924) of a language: `Latn` for `de`, and for what is no language.

    >>> script_of("sr-Latn"), script_of("ru-x-old"), script_of("x-klingon"), script_of("zh-TW")
    ('Latn', 'Cyrl', 'Latn', 'Hant')
    """
    language, *others = tag.replace("_", "-").split("-")
    subtags = list(
        takewhile(lambda part: len(part) > 1, others)
    )  # one letter begins an extension (BCP 47, 2.1)
    script = next((part.title() for part in subtags if len(part) == 4 and part.isalpha()), "")
    region = next((part.upper() for part in subtags if len(part) == 2), "")
    likely_subtags = get_global("likely_subtags")
    likely = likely_subtags.get(f"{language.lower()}_{region}") or likely_subtags.get(language.lower()) or ""
    return script or (parse_locale(likely)[2] if likely else None) or "Latn"
