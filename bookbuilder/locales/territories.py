"""Names countries, parts of the world and cities, and finds countries by their names in all languages of the program."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import babel
import icu

from bookbuilder.locales.countries import countries
from bookbuilder.locales.locale import Locale, available
from bookbuilder.locales.private_use import base_tag

WORLD = "001"
_USUAL = {"UK": "GB", "USA": "US"}


def territory_name(code: str, locale: Locale) -> str:
    """Return the name of a country or a part of the world by its code; the code for one without a name."""
    return locale.shown(str(locale.cldr.territories.get(code, code)))


def territory_code(text: str, locale: Locale) -> str | None:
    """Return the code of a country or a part of the world by its code (ISO 3166-1, UN M.49) or its name, in the language of
    the locale, in English, or in another language of the program; None if nothing is called so."""
    words = " ".join(text.split())
    code = _USUAL.get(words.upper(), words.upper())
    if code in countries() or code in _regions():
        return code
    if len(code) == 3 and code in _three_letters():
        return _three_letters()[code]
    for tag in dict.fromkeys((str(locale.cldr), "en", *available())):
        found = _by_name(tag).get(words.casefold())
        if found is not None:
            return found
    return None


def known_territories(locale: Locale) -> tuple[str, ...]:
    """Return the names of all countries and parts of the world in the language of a locale."""
    return tuple(sorted(str(locale.cldr.territories[code]) for code in _by_name(str(locale.cldr)).values()))


def territory_countries(code: str) -> tuple[str, ...]:
    """Return the countries of a part of the world (CLDR, territory containment), sorted; a country is its own."""
    return tuple(sorted(set(_inside(code)) & countries())) or (code,)


def city_name(zone: str, locale: Locale) -> str:
    """Return the city after which a time zone is named (CLDR part 4, exemplar cities)."""
    name = locale.cldr.time_zones.get(zone, {}).get("city") or zone.rsplit("/", 1)[-1].replace("_", " ")
    return locale.shown(str(name))


def _inside(code: str) -> Iterator[str]:
    if code in countries():
        yield code
        return
    for part in icu.Region.getInstance(code).getContainedRegions():
        yield from _inside(str(part))


@lru_cache(1)
def _regions() -> frozenset[str]:
    codes = map(str, babel.Locale("en").territories)
    return frozenset(code for code in codes if code.isdecimal()) | {"EU", "EZ", "UN"}


@lru_cache(1)
def _three_letters() -> dict[str, str]:
    return {icu.Locale("", code).getISO3Country(): code for code in sorted(countries())}


@lru_cache(64)
def _by_name(tag: str) -> dict[str, str]:
    names = babel.Locale.parse(base_tag(tag).replace("-", "_")).territories
    known = countries() | _regions()
    return {
        str(name).casefold(): str(code) for code, name in sorted(names.items(), reverse=True) if code in known
    }
