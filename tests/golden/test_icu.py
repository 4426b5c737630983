"""Numbers and dates are those of ICU (through Node's Intl), another program over the same data; or it is said why not.

icu_differences.txt lists every difference under the reason for it. A no-break space and a space count as one here: where a
line may break is our own rule. `--accept` puts new differences under "not explained", which fails until somebody explains.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

from bookbuilder.locales import Locale, amounts, dates, measurement_units, numbers
from tests.golden.table import TAGS, locale, visible
from tests.validators import machine

HERE = Path(__file__).parent
PAGE = HERE / "icu_differences.txt"
OPEN = "not explained"


def ours(there: Locale, item: str) -> str:
    """Return what we print for an item of icu.mjs."""
    kind, *words = item.split(" ")
    match [kind, *words]:
        case ["number", value]:
            return numbers.number(Decimal(value), there)
        case ["percentage", value, "short"]:
            return numbers.percentage(Decimal(value), there)
        case ["percentage", value, form]:
            return measurement_units.quantity(Decimal(value), "percent", there, form)
        case ["compact", value, width]:
            return numbers.compact(Decimal(value), there, width)
        case ["unit", value, unit, form]:
            return measurement_units.quantity(Decimal(value), unit, there, form)
        case ["name", value, currency]:
            return amounts.amount(Decimal(value), currency, there, "name")
        case ["symbol", value, currency]:
            return amounts.with_sign(Decimal(value), currency, there)
        case ["date", day, *form]:
            return dates.date(dt.date.fromisoformat(day), there, *form)
        case ["interval", days]:
            first, last = days.split("/")
            return dates.interval(dt.date.fromisoformat(first), dt.date.fromisoformat(last), there)
        case ["ordinals"]:
            return " ".join(str(there.cldr.ordinal_form(n)) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23))
    raise AssertionError(item)


def differences() -> dict[tuple[str, str], tuple[str, str]]:
    """Return (locale, item) → what we print and what ICU prints, where the two differ."""
    done = machine.run([machine.node(), HERE / "icu.mjs", json.dumps(TAGS)], seconds=120)
    assert done.returncode == 0, done.stderr
    found = {}
    for tag, rows in json.loads(done.stdout).items():
        there = locale(tag)
        for item, theirs in rows.items():
            mine = ours(there, item)
            if mine.replace("\u00a0", " ") != theirs.replace("\u00a0", " "):
                found[tag, item] = (visible(mine), visible(theirs))
    return found


def listed(text: str) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Return (locale, item) → ours, theirs and the reason, as the page lists them."""
    found = {}
    for section in text.split("\n## ")[1:]:
        reason, *lines = section.split("\n")
        for line in lines:
            if line.count(" | ") == 3:
                tag, item, mine, theirs = line.split(" | ")
                found[tag, item] = (mine, theirs, reason)
    return found


def page(text: str, real: dict[tuple[str, str], tuple[str, str]]) -> str:
    """Return the page with the real differences, each under the reason that it had."""
    old = listed(text)
    head, *sections = text.split("\n## ")
    out = [head.rstrip("\n")]
    titles = [section.split("\n")[0] for section in sections if not section.startswith(OPEN)]
    for title in [*titles, OPEN]:
        rows = [
            f"{tag} | {item} | {mine} | {theirs}"
            for (tag, item), (mine, theirs) in real.items()
            if old.get((tag, item), ("", "", OPEN))[2] == title
        ]
        prose = next((s.split("\n", 1)[1] for s in sections if s.split("\n")[0] == title), "")
        kept = [line for line in prose.split("\n") if line.count(" | ") != 3 and line.strip()]
        if rows:
            out += ["", f"## {title}", "", *kept, *([""] if kept else []), *rows]
    return "\n".join(out) + "\n"


def test_every_difference_to_icu_is_explained(accept: bool) -> None:
    real = differences()
    text = PAGE.read_text(encoding="utf-8")
    if accept:
        text = page(text, real)
        PAGE.write_text(text, encoding="utf-8")
    known = listed(text)
    assert {key: value[:2] for key, value in known.items()} == real
    assert [key for key, value in known.items() if value[2] == OPEN] == []
    assert len(TAGS) * 30 > len(known) > 0
