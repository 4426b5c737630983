"""The vocabulary with which articles of a language are imported (`reading.toml`): days, numbers, sums."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import babel

from bookbuilder.locales.locale import Locale
from bookbuilder.world import Assets


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """How a language writes articles. Words match regardless of case; `scales` are powers of ten.

    `leaning` hedges say that the actual sum is above or below ("knapp"), `rounding` ones only that it is rounded.
    `weekdays` count from Monday = 0, `months` from January = 1. `before` are words between weekday and day ("den"),
    `link` one between day and month ("of"), `joints` those between two days ("und"). `numeric` is the order of a date in
    digits (`d.m.y`), empty where readers differ. `names` are the words of the importer: names of files, and titles for
    parts that have none.
    """

    language: str
    group: str
    decimal: str
    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    currencies: Mapping[str, str]
    rounding: tuple[str, ...]
    leaning: tuple[str, ...]
    joins: tuple[str, ...]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    before: tuple[str, ...]
    link: str
    month_first: bool
    joints: tuple[str, ...]
    numeric: str
    names: Mapping[str, str]
    credits: tuple[str, ...]


T = TypeVar("T")
_FILE = "reading.toml"
_JOINS = ("de ", "d’", "d'", "of ")
"""Words between a scale word and the currency: `millions de dollars`, `millions d’euros`."""


def readable(world: Assets) -> tuple[str, ...]:
    """Return the languages whose articles can be imported: those whose `reading.toml` has an `[article]`."""
    names = [name for name in world.asset_files("package/locales") if name.endswith(f"/{_FILE}")]
    return tuple(
        name.split("/")[2] for name in names if "article" in tomllib.loads(world.read_asset(name).decode())
    )


def vocabulary(locale: Locale, world: Assets) -> Vocabulary | None:
    """Return the vocabulary of a locale's language, or None if articles in it cannot be imported."""
    name = f"package/locales/{locale.language}/{_FILE}"
    if name not in world.asset_files(f"package/locales/{locale.language}"):
        return None
    return _vocabulary(world.read_asset(name).decode(), locale.cldr)


@lru_cache(maxsize=32)
def _vocabulary(text: str, cldr: babel.Locale) -> Vocabulary | None:
    """Return the vocabulary of a text; cached, so that patterns made from it need not be made again."""
    data = tomllib.loads(text)
    if "article" not in data:
        return None
    days, article = data["days"], data["article"]
    return Vocabulary(
        language=str(cldr.language),
        group=data["digits"]["group"],
        decimal=data["digits"]["decimal"],
        numbers=_folded(data["numbers"]),
        scales=_folded(data["scales"]),
        currencies=_folded(data["currencies"]),
        rounding=tuple(data["hedges"]["round"]),
        leaning=(*data["hedges"]["less"], *data["hedges"]["more"]),
        joins=_JOINS,
        months=_names(cldr, "months") | _folded(days["months"]),
        weekdays=_names(cldr, "days") | _folded(days["weekdays"]),
        before=tuple(days["before"]),
        link=days["link"],
        month_first=days["month_first"],
        joints=tuple(days["joints"]),
        numeric=days["numeric"],
        names={key: value for key, value in article.items() if isinstance(value, str)},
        credits=tuple(article["credits"]),
    )


def _names(cldr: babel.Locale, kind: str) -> dict[str, int]:
    """Return CLDR's names of months or days, long and short, without the point of an abbreviation."""
    result: dict[str, int] = {}
    contexts = getattr(cldr, kind)
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in contexts[context][width].items():
                result.setdefault(str(name).rstrip(".").casefold(), int(number))
    return result


def _folded(table: Mapping[str, T]) -> dict[str, T]:
    return {word.casefold(): value for word, value in table.items()}
