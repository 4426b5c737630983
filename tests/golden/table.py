"""The facts of the golden tables, and how a table shows what must not be seen by accident."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TypeAlias

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.facts import FactValue, format_fact, parse_literal
from bookbuilder.locales import Locale, load
from bookbuilder.world import World
from tests.cases.case import ROOT

TAGS = (
    "de-DE", "de-AT", "de-CH", "en-US", "en-GB", "fr-FR", "es-ES", "it-IT", "nl-NL", "pt-PT",
    "sv-SE", "pl-PL", "cs-CZ", "uk-UA", "ru-RU", "tr-TR", "ja-JP", "zh-CN", "ar-EG", "he-IL",
)  # fmt: skip
Data: TypeAlias = Mapping[str, str | Mapping[str, str]]
RATES = {
    "EUR": "1.1345", "GBP": "0.8323", "CHF": "1.0402", "JPY": "0.00873", "CNY": "0.1577", "PLN": "0.2506", "CZK": "0.0466",
    "SEK": "0.1097", "UAH": "0.0353", "RUB": "0.0131", "TRY": "0.0742", "EGP": "0.0637", "ILS": "0.3199", "USD": "1",
}  # fmt: skip
"""Dollars for one unit; about those of January 2022, for the table only."""

AID: Data = {"amount": "200e6 USD", "equivalent": "EUR", "rate": "1.1345"}
HOME: Data = {"amount": "450e6 USD", "rates": RATES}
AMOUNTS = (
    "1e6 USD",
    "2e6 GBP",
    "1.5e9 EUR",
    "3e12 USD",
    "1.04e6 EUR",
    "999999999 EUR",
    "45000 USD",
    "1 USD",
    "2 USD",
    "12.5 EUR",
)
MONEY = (
    "200e6 UAH",
    "200e6 RUB",
    "200e6 CHF",
    "200e6 JPY",
    "200e6 CNY",
    "200e6 PLN",
    "200e6 SEK",
    "200e6 CAD",
    "1 DKK",
)
DAYS = ("2022-01-17", "2022-03-01")
RANGES = ("2022-01-17/2022-01-21", "2022-01-31/2022-02-04", "2021-12-30/2022-01-03")

ROWS: tuple[tuple[str, Data, str, bool], ...] = (
    *(("200e6 USD, in EUR", AID, form, False) for form in ("short", "long", "name")),
    *(("200e6 USD, in EUR", AID, f"{form} sign", False) for form in ("short", "long", "name")),
    *(("450e6 USD, in the readers' money", HOME, form, False) for form in ("short", "long")),
    *((f"{a}", {"amount": a}, form, False) for a in AMOUNTS for form in ("short", "long")),
    *((f"{a}", {"amount": a}, "long", False) for a in MONEY),
    ("999999999 EUR", {"amount": "999999999 EUR"}, "short", True),
    ("2549999 EUR", {"amount": "2549999 EUR"}, "long", True),
    ("-200e6 USD", {"amount": "-200e6 USD"}, "short", False),
    ("-200e6 USD", {"amount": "-200e6 USD"}, "long", False),
    *((d, {"date": d}, form, False) for d in DAYS for form in ("", "day", "full", "short", "week")),
    *((r, {"interval": r}, form, False) for r in RANGES for form in ("", "day", "full", "short")),
    ("2022-03-01/2022-03-05", {"interval": "2022-03-01/2022-03-05"}, "", False),
    *((n, {"number": n}, "", False) for n in ("1000", "10000", "100000", "1234567.5", "-5", "100000..130000")),
    ("98765", {"number": "98765"}, "", True),
    *((n, {"number": n}, form, False) for n in ("1000000", "1500000") for form in ("short", "long")),
    *((str(n), {"number": str(n)}, "spellout", False) for n in range(1, 14)),
    *((str(n), {"number": str(n)}, "ordinal", False) for n in (1, 2, 3, 11, 21, 113)),
    *((p, {"percentage": p}, form, False) for p in ("5", "12.5", "5..10") for form in ("short", "long")),
    *(
        (q, {"quantity": q}, form, False)
        for q in ("1 km", "30 km", "5..10 km", "1200 t", "2.5 km²", "3 MW")
        for form in ("short", "long")
    ),
    *((d, {"duration": d}, "long", False) for d in ("1 hour", "2 hours", "2 days", "3 weeks", "5 years")),
)  # fmt: skip
"""Title, the fact as an author writes it, form (with or without the sign ≈), whether it is approximate."""

MARKS = {
    "\u00a0": "⍽", "\u202f": "⸤", "\u2009": "‹thin›", "\u200e": "‹LRM›", "\u200f": "‹RLM›", "\u061c": "‹ALM›",
}  # fmt: skip


def visible(text: str) -> str:
    """Return a text in which spaces and marks that nobody could tell apart are written out."""
    return text.translate({ord(mark): sign for mark, sign in MARKS.items()})


@cache
def locale(tag: str) -> Locale:
    """Return a locale, which is loaded once."""
    return load(tag, World(ROOT))


def fact(data: Data) -> FactValue:
    """Return a fact that must be one."""
    findings = Findings()
    found = parse_literal(data, Span("facts.toml"), findings)  # type: ignore[arg-type]
    assert found is not None, [str(d) for d in findings.sorted()]
    return found


def table(tag: str) -> str:
    """Return the golden table of a locale."""
    there = locale(tag)
    lines = [f"# What {tag} prints. ⍽ is a no-break space, ⸤ a narrow one, ‹thin› a thin one.", ""]
    kind = ""
    for title, data, form, approximate in ROWS:
        if kind and next(iter(data)) != kind:
            lines.append("")
        kind = next(iter(data))
        width, _, pair = form.partition(" ")
        text = format_fact(fact(data), there, width, sign=pair == "sign", approximate=approximate).text
        form = f"{form} approx".strip() if approximate else form
        lines.append(f"{kind:<11}{title:<34}{form or '-':<14}{visible(text)}")
    return "\n".join(lines) + "\n"
