"""The long forms that CLDR has for short ones: scale words, units, months, weekdays (`Mio.`, `Million`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import babel
from babel.numbers import parse_pattern

Forms = Mapping[str, Mapping[str, str]]
"""A short sign → plural category → the long words with a number field: `Mio.` → `one` → `{0} Million`."""

MILLION = 10**6
CERTAIN = (
    "length-millimeter", "length-centimeter", "length-kilometer", "area-square-meter", "area-square-kilometer",
    "volume-cubic-meter", "mass-kilogram", "speed-kilometer-per-hour", "temperature-celsius", "power-kilowatt",
    "power-megawatt", "power-gigawatt", "energy-kilowatt-hour",
)  # fmt: skip
"""Units whose sign behind a number means nothing else: `5 in`, `5 ha` and `5 min` may be words."""
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))


def scales(cldr: babel.Locale) -> Forms:
    """Return the scale words from a million on (UTS 35 part 3, compact number formats).

    >>> scales(babel.Locale("de"))["Mio."]
    {'one': '{0} Million', 'other': '{0} Millionen'}
    """
    tables = cldr.compact_decimal_formats
    result: dict[str, dict[str, str]] = {}
    for category, rows in tables.get("long", {}).items():
        for magnitude, pattern in rows.items():
            if not str(magnitude).isdigit() or int(magnitude) < MILLION:
                continue
            short = tables["short"].get(category, {}).get(magnitude) or tables["short"]["other"][magnitude]
            brief, full = _numbered(short), _numbered(pattern)
            if len(re.findall("0", str(parse_pattern(short).pattern))) > 3:
                continue  # es `1500 M` is not `mil millones`
            if brief and full and brief != full:
                result.setdefault(brief.removeprefix("{0}").strip(), {}).setdefault(str(category), full)
    return {sign: forms for sign, forms in result.items() if sign and not _CJK.search(sign)}


def units(cldr: babel.Locale, *identifiers: str) -> Forms:
    """Return the long forms of units (CLDR's identifiers) by their signs.

    >>> units(babel.Locale("de"), "length-kilometer")["km"]
    {'one': '{0} Kilometer', 'other': '{0} Kilometer'}
    """
    result: dict[str, dict[str, str]] = {}
    for identifier in identifiers:
        patterns = cldr._data["unit_patterns"].get(identifier, {})
        brief, full = patterns.get("short", {}), patterns.get("long", {})
        for category, pattern in full.items():
            short = brief.get(category) or brief.get("other")
            if (
                category not in CATEGORIES
                or not short
                or not pattern
                or "{0}" not in short
                or "{0}" not in pattern
            ):
                continue
            before, _, sign = str(short).partition("{0}")
            sign = sign.strip(" \u00a0\u202f")
            if before or not any(c.isalpha() for c in sign) or _CJK.search(sign):
                continue
            words = re.sub("[\u00a0\u202f]", " ", str(pattern))
            if words != f"{{0}} {sign}":
                result.setdefault(sign, {}).setdefault(str(category), words)
    return result


def months(cldr: babel.Locale) -> dict[str, str]:
    """Return the long names of months by their short ones, as in dates: `Jan.` → `Januar`, pl `sty` → `stycznia`.

    In Hebrew they include the word for "in".
    """
    short, long = (cldr.months["format"][width] for width in ("abbreviated", "wide"))
    pairs = {str(short[number]): str(long[number]) for number in range(1, 13)}
    pairs = {key: words for key, words in pairs.items() if len(key) < len(words) and not _CJK.search(key)}
    if cldr.language == "he":
        pairs |= {f"ב{key}": f"ב{words}" for key, words in pairs.items()}
    return pairs


def weekdays(cldr: babel.Locale) -> dict[str, str]:
    """Return the long names of weekdays by short ones that end in a point: `Mo.` → `Montag`."""
    short, long = (cldr.days["format"][width] for width in ("abbreviated", "wide"))
    pairs = {str(short[number]): str(long[number]) for number in range(7)}
    return {key: words for key, words in pairs.items() if key.endswith(".")}


def _numbered(pattern: Any) -> str:
    """Return a compact pattern with `{0}` for its zeros: `{0} Mio.`; empty if it has none."""
    text = str(parse_pattern(pattern).pattern).replace("'", "").translate(_MARKS)
    text = re.sub("[\u00a0\u202f]", " ", text).strip()
    return re.sub("0+", "{0}", text, count=1) if "0" in text and text.lstrip("0") else ""
