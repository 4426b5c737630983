"""Makes bookbuilder/locales/cldr_extra.json: what CLDR knows about a locale and Babel does not import.

    npm pack cldr-core@48.2.0 cldr-numbers-full@48.2.0 cldr-misc-full@48.2.0
    for name in core numbers-full misc-full; do
        mkdir -p DIR/cldr-$name && tar xzf cldr-$name-48.2.0.tgz -C DIR/cldr-$name --strip-components=1
    done
    python scripts/cldr_extra.py DIR

A locale holds what differs from its shorter tag (`de_CH` from `de`, `de` from `und`), so that the chain of tags gives
the whole. Only locales that Babel has are kept.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from babel.localedata import locale_identifiers

HOME = Path(__file__).parents[1] / "bookbuilder" / "locales"
PARTS = ("cldr-core", "cldr-numbers-full", "cldr-misc-full")


def main(source: Path) -> None:
    """Write the data and its licence."""
    found = {tag: whole(source, tag) for tag in sorted(tags(source))}
    locales = {tag: own for tag, data in found.items() if (own := differing(data, above(tag, found)))}
    result = {"version": version(source), "digits": digits(source, found), "locales": locales}
    text = json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True)
    (HOME / "cldr_extra.json").write_text(f"{text}\n", encoding="utf-8")
    licence = (source / "cldr-core" / "LICENSE").read_text(encoding="utf-8")
    (HOME / "cldr_extra.LICENSE").write_text(licence.replace("\r\n", "\n"), encoding="utf-8")


def tags(source: Path) -> set[str]:
    """Return the locales that both CLDR and Babel have, in Babel's spelling, and `und`."""
    babel = set(locale_identifiers())
    names = {place.name.replace("-", "_") for place in (source / "cldr-numbers-full" / "main").iterdir()}
    return (babel & names) | {"und"}


def version(source: Path) -> str:
    """Return the release of CLDR; the three packages must be of one."""
    (one,) = {
        json.loads((source / part / "package.json").read_text(encoding="utf-8"))["version"] for part in PARTS
    }
    return str(one)


def whole(source: Path, tag: str) -> dict[str, Any]:
    """Return everything about one locale, inherited values too."""
    name = tag.replace("_", "-")
    numbers = _read(source / "cldr-numbers-full" / "main" / name / "numbers.json", "numbers")
    currencies = _read(source / "cldr-numbers-full" / "main" / name / "currencies.json", "numbers")[
        "currencies"
    ]
    delimiters = _read(source / "cldr-misc-full" / "main" / name / "delimiters.json", "delimiters")
    system = numbers["defaultNumberingSystem"]
    style = numbers.get(f"currencyFormats-numberSystem-{system}", {})
    range_of = numbers.get(f"miscPatterns-numberSystem-{system}", {}).get("range", "{0}–{1}")
    return {
        "minimum_grouping": int(numbers["minimumGroupingDigits"]),
        "quotes": [delimiters[key] for key in QUOTES],
        "range": range_of,
        "unit": style.get("unitPattern-count-other", "{0} {1}"),
        "narrow": {
            code: value["symbol-alt-narrow"]
            for code, value in sorted(currencies.items())
            if "symbol-alt-narrow" in value
        },
    }


QUOTES = ("quotationStart", "quotationEnd", "alternateQuotationStart", "alternateQuotationEnd")


def _read(place: Path, part: str) -> Any:
    (data,) = json.loads(place.read_text(encoding="utf-8"))["main"].values()
    return data[part]


def above(tag: str, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the locale of the next shorter tag; `und` is above all, and nothing above it."""
    if tag == "und":
        return {}
    while "_" in tag:
        tag = tag.rpartition("_")[0]
        if tag in found:
            return found[tag]
    return found["und"]


def differing(data: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    """Return what a locale says otherwise than the one above it."""
    own: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, dict):
            value = {k: v for k, v in value.items() if base.get(key, {}).get(k) != v}
            if value:
                own[key] = value
        elif base.get(key) != value:
            own[key] = value
    return own


def digits(source: Path, found: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Return the ten digits of every numbering system that is the usual one of a locale."""
    systems = json.loads(
        (source / "cldr-core" / "supplemental" / "numberingSystems.json").read_text(encoding="utf-8")
    )["supplemental"]["numberingSystems"]
    usual = set()
    for tag in found:
        place = source / "cldr-numbers-full" / "main" / tag.replace("_", "-") / "numbers.json"
        usual.add(_read(place, "numbers")["defaultNumberingSystem"])
    return {name: systems[name]["_digits"] for name in sorted(usual - {"latn"}) if "_digits" in systems[name]}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
