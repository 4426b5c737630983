"""Builds the table of a language's abbreviations from its file, CLDR and the book."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import babel

from bookbuilder.locales import long_forms
from bookbuilder.locales.long_forms import Forms
from bookbuilder.locales.spoken_abbreviations import Abbreviations, without_spaces

SECTIONS = ("words", "before", "names", "behind", "dates")


def abbreviations(
    data: Mapping[str, Any], cldr: babel.Locale, book_tables: Iterable[Mapping[str, str]] = ()
) -> Abbreviations:
    """Return the abbreviations that a merged `abbreviations.toml` lists; docs/typography.md describes its keys.

    `book_tables` are those of the book, later ones before earlier ones: abbreviation → words, which are empty for one that
    stays as it is. One that the language has stays in its section, but is no longer doubtful among the words.
    """
    sections: dict[str, dict[str, Any]] = {name: dict(data.get(name, {})) for name in SECTIONS}
    doubtful = {without_spaces(key): set(heralds) for key, heralds in data.get("doubtful", {}).items()}
    scales, certain = long_forms.scales(cldr), long_forms.units(cldr, *long_forms.CERTAIN)
    months, days = long_forms.months(cldr), long_forms.weekdays(cldr)
    off: set[str] = set()
    for table in book_tables:
        for key, expansion in table.items():
            _override(key, expansion, sections, (months, days), {*scales, *certain})
            off = off - {key} if expansion else off | {key}
            if any(without_spaces(listed_key) == without_spaces(key) for listed_key in sections["words"]):
                doubtful.pop(without_spaces(key), None)
    words: dict[str, tuple[str, str]] = {}
    searched: list[str] = []
    for section in ("words", "before", "names"):
        for key, expansion in sections[section].items():
            pairs = [(key, expansion)] if expansion else []
            if expansion and section == "words" and not _initials(key):  # it may begin a sentence
                pairs.append((key[0].upper() + key[1:], expansion[0].upper() + expansion[1:]))
            for form, words_for in pairs:
                if without_spaces(form) not in words:
                    words[without_spaces(form)] = section, words_for
                    searched.append(form)
    forms = {sign: _forms(expansion) for sign, expansion in sections["behind"].items() if expansion}
    off |= {sign for sign, expansion in sections["behind"].items() if not expansion}
    scales = {sign: listed_key for sign, listed_key in scales.items() if sign not in off}
    free: Forms = forms
    if not data.get("cases"):
        free = {
            sign: listed_key for sign, listed_key in {**certain, **scales}.items() if sign not in off
        } | forms
    pointed = {key: expansion for key, expansion in months.items() if key.endswith((".", "\u05f3"))}
    return Abbreviations(
        words=words,
        searched=tuple(searched),
        behind=forms,
        off=off,
        scales={**scales, **forms},
        free=free,
        months={**months, **sections["dates"]},
        days=pointed,
        weekdays={} if data.get("cases") else days,
        month_names={str(name).lower() for name in cldr.months["format"]["wide"].values()},
        doubtful=doubtful,
        rules=data,
        decimal=str(cldr.number_symbols[cldr.default_numbering_system].get("decimal", ".")),
        cldr=cldr,
    )


def _override(
    key: str,
    expansion: str,
    sections: Mapping[str, dict[str, Any]],
    names: Iterable[dict[str, str]],
    signs: Collection[str],
) -> None:
    """Put an abbreviation of the book into the section where the language has it; a new one is a word."""
    homes = [
        (name, listed_key)
        for name in SECTIONS
        for listed_key in sections[name]
        if without_spaces(listed_key) == without_spaces(key)
    ]
    for name, listed_key in homes:
        sections[name][listed_key] = expansion
    for table in names:
        if key in table:
            homes.append(("", key))
            table[key] = expansion
            if not expansion:
                del table[key]
    if not homes:
        sections["behind" if key in signs else "words"][key] = expansion


def _forms(said: str | Mapping[str, str]) -> Mapping[str, str]:
    """Return the words behind a number as patterns like CLDR's, by plural category."""
    table = {"other": said} if isinstance(said, str) else said
    return {category: f"{{0}} {words}" for category, words in table.items()}


def _initials(key: str) -> bool:
    """Whether an abbreviation with a capital initial would look like the initials of a name: `A. D.`"""
    return any(part[:1].isupper() for part in key.split(" ")[1:])
