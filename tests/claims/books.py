# ruff: noqa: E501 -- a line of a chapter is a paragraph
"""Two books with claims, and what each of them says by hand: functions of the values that know nothing of expressions.

A claim is found by its words. `v` are the values of facts.toml by name, as fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

Values = Mapping[str, Fraction]
Meaning = Callable[[Values], bool]


def between(low: float, value: Fraction, high: float) -> bool:
    return Fraction(str(low)) <= value <= Fraction(str(high))


RELIEF_FACTS = """\
[us-aid]
amount = "200e6 USD"
[us-aid.values]
2020 = "120e6 USD"
2021 = "150e6 USD"
2022 = "200e6 USD"
[de-aid]
amount = "110e6 USD"
[fr-aid]
amount = "40e6 USD"
[eu-aid]
amount = "300e6 EUR"
equivalent = "USD"
rate = "0.9"
date = 2022-01-19
[people.values]
ua = 44_000_000
pl = 38_000_000
[troops.values]
2022-01-17 = 100000
2022-01-19 = 106000
2022-01-21 = 127000
[share-of-arms]
percentage = 62
[way]
quantity = "480 km"
[detour]
quantity = "720 km"
"""
RELIEF = {
    "book.toml": "",
    "facts.toml": RELIEF_FACTS,
    "chapters/de/01-hilfe.md": """\
---
title: '[Fast das Doppelte]{claim="us-aid ~ 2 * de-aid"}'
summary: 'Die Hilfe [stieg um ein Drittel]{claim="change(us-aid, 2021, 2022) ~ 1/3"}.'
---

Die Hilfe war [fast doppelt so hoch wie die deutsche]{claim="us-aid > 1.8 * de-aid and us-aid < 2 * de-aid"}.
Sie war [fünfmal so hoch wie die französische]{claim="us-aid ~ 5 * fr-aid"}, und sie [stieg Jahr um Jahr]{claim="us-aid.2020 < us-aid.2021 < us-aid.2022"}.

* Auf Deutschland kommen [ein Drittel]{claim="share(de-aid, us-aid + de-aid + fr-aid) ~ 1/3"} der drei Hilfen.
* [Mehr als zusammen]{claim="us-aid > de-aid + fr-aid"} gaben die USA.

::: chart {#truppen kind=line facts=troops alt="Die Zahl stieg von Tag zu Tag, um gut ein Viertel" claim="change(troops) ~ 1/4 and troops.2022-01-17 < troops.2022-01-19 < troops.2022-01-21"}
Soldaten: [am meisten am Freitag]{claim="max(troops) = troops.2022-01-21"}.
:::

| Weg | Länge |
|-----|-------|
| Umweg | [anderthalbmal so lang]{claim="detour ~ 3/2 * way"} |

Mehr als die Hälfte sind Waffen.[^w] Je Kopf sind das [mehr als vier Dollar]{claim="us-aid / people.ua > 4 USD"}.

[^w]: [Fast zwei Drittel]{claim="share-of-arms ~ 2/3"} sind Waffen, und die europäische Hilfe ist [höher als die amerikanische]{claim="worth(eu-aid, USD) > us-aid"}.
""",
    "chapters/en/01-hilfe.md": """\
---
title: '[Almost twice as much]{claim="us-aid ~ 2 * de-aid"}'
summary: 'The aid [rose by a third]{claim="change(us-aid, 2021, 2022) ~ 1/3"}.'
---

The aid was [almost twice that of Germany]{claim="us-aid > 1.8 * de-aid and us-aid < 2 * de-aid"}.
It was [five times that of France]{claim="us-aid ~ 5 * fr-aid"}, and it [rose year by year]{claim="us-aid.2020 < us-aid.2021 < us-aid.2022"}.

* Germany gave [a third]{claim="share(de-aid, us-aid + de-aid + fr-aid) ~ 1/3"} of the three aids.
* [More than both together]{claim="us-aid > de-aid + fr-aid"} came from the United States.

Arms are [more than half]{claim="share-of-arms > 50 %"} of it.
""",
    "chapters/fr/01-hilfe.md": """\
# [Presque le double]{claim="us-aid ~ 2 * de-aid"}

L'aide [a augmenté d'un tiers]{claim="change(us-aid, 2021, 2022) ~ 1/3"} ; elle est [cinq fois plus élevée]{claim="us-aid ~ 5 * fr-aid"}.
""",
    "chapters/es/01-hilfe.md": """\
# [Casi el doble]{claim="us-aid ~ 2 * de-aid"}

La ayuda [creció un tercio]{claim="change(us-aid, 2021, 2022) ~ 1/3"}; es [cinco veces mayor]{claim="us-aid ~ 5 * fr-aid"}.
""",
    "chapters/it/01-hilfe.md": """\
# [Quasi il doppio]{claim="us-aid ~ 2 * de-aid"}

L'aiuto [è cresciuto di un terzo]{claim="change(us-aid, 2021, 2022) ~ 1/3"}; è [cinque volte maggiore]{claim="us-aid ~ 5 * fr-aid"}.
""",
}


def double(v: Values) -> bool:
    return between(0.9, v["us-aid"] / (2 * v["de-aid"]), 1)


def third(v: Values) -> bool:
    return between(0.9, 3 * (v["us-aid.2022"] - v["us-aid.2021"]) / v["us-aid.2021"], 1.1)


def five(v: Values) -> bool:
    return between(0.9, v["us-aid"] / (5 * v["fr-aid"]), 1.1)


def part(v: Values) -> bool:
    return between(0.9, 3 * v["de-aid"] / (v["us-aid"] + v["de-aid"] + v["fr-aid"]), 1.1)


def yearly(v: Values) -> bool:
    return v["us-aid.2020"] < v["us-aid.2021"] < v["us-aid.2022"]


def nearly(v: Values) -> bool:
    return Fraction(9, 5) * v["de-aid"] < v["us-aid"] < 2 * v["de-aid"]


def both(v: Values) -> bool:
    return v["us-aid"] > v["de-aid"] + v["fr-aid"]


def quarter(v: Values) -> bool:
    days = [v[f"troops.2022-01-{day}"] for day in (17, 19, 21)]
    return between(1, 4 * (days[2] - days[0]) / days[0], 1.1) and days[0] < days[1] < days[2]


RELIEF_MEANINGS: Mapping[str, Meaning] = {
    "Fast das Doppelte": double, "Almost twice as much": double, "Presque le double": double, "Casi el doble": double,
    "Quasi il doppio": double,
    "stieg um ein Drittel": third, "rose by a third": third, "a augmenté d'un tiers": third, "creció un tercio": third,
    "è cresciuto di un terzo": third,
    "fast doppelt so hoch wie die deutsche": nearly, "almost twice that of Germany": nearly,
    "fünfmal so hoch wie die französische": five, "five times that of France": five, "cinq fois plus élevée": five,
    "cinco veces mayor": five, "cinque volte maggiore": five,
    "stieg Jahr um Jahr": yearly, "rose year by year": yearly,
    "ein Drittel": part, "a third": part,
    "Mehr als zusammen": both, "More than both together": both,
    "Die Zahl stieg von Tag zu Tag, um gut ein Viertel": quarter,
    "am meisten am Freitag": lambda v: v["troops.2022-01-21"] >= max(v["troops.2022-01-17"], v["troops.2022-01-19"]),
    "anderthalbmal so lang": lambda v: between(0.9, v["detour"] / v["way"] / Fraction(3, 2), 1.1),
    "mehr als vier Dollar": lambda v: v["us-aid"] > 4 * v["people.ua"],
    "Fast zwei Drittel": lambda v: between(0.9, v["share-of-arms"] / 100 * Fraction(3, 2), 1),
    "höher als die amerikanische": lambda v: v["eu-aid"] / Fraction("0.9") > v["us-aid"],
    "more than half": lambda v: v["share-of-arms"] > 50,
}  # fmt: skip

HARBOUR_FACTS = """\
[ships.values]
mon = 12
tue = 18
wed = 9
thu = 24
[grain]
quantity = "36000 t"
[coal]
quantity = "12e6 kg"
[berth]
quantity = "400 m"
[quay]
quantity = "1.6 km"
[wait]
duration = "36 hours"
[unloading]
duration = "2 days"
[opened]
date = 2022-01-17
[closed]
date = 2022-01-31
[fee]
amount = "5000 EUR"
[dues]
amount = "15000 EUR"
[late]
percentage = 40
"""
HARBOUR = {
    "book.toml": "",
    "facts.toml": HARBOUR_FACTS,
    "chapters/de/01-hafen.md": """\
# Der Hafen

Am Donnerstag kamen [doppelt so viele Schiffe]{claim="ships.thu ~ 2 * ships.mon"} wie am Montag, und [so viele wie nie]{claim="ships.thu = max(ships)"}.
Im Mittel waren es [mehr als fünfzehn]{claim="mean(ships) > 15"}, zusammen [gut sechzig]{claim="sum(ships) ~ 60"}.

Es lag [dreimal so viel Getreide wie Kohle]{claim="grain ~ 3 * coal"} da. Ein Liegeplatz nimmt [ein Viertel]{claim="berth ~ quay / 4"} des Kais ein.

> Das Warten war [kürzer als das Löschen]{claim="wait < unloading"}: [drei Viertel]{claim="ratio(wait, unloading) ~ 3/4"} davon.

Nach [genau zwei Wochen]{claim="days(opened, closed) ~ 2 weeks"} schloss er. Die Gebühr ist [ein Drittel]{claim="fee ~ dues / 3"} der Abgaben; [weniger als die Hälfte]{claim="late < 1/2"} kam zu spät.
""",
    "chapters/en/01-hafen.md": """\
# The Port

On Thursday [twice as many ships]{claim="ships.thu ~ 2 * ships.mon"} came as on Monday, and [more than ever]{claim="ships.thu = max(ships)"}.
The mean was [more than fifteen]{claim="mean(ships) > 15"}, the sum [just over sixty]{claim="sum(ships) ~ 60"}.

There was [three times as much grain as coal]{claim="grain ~ 3 * coal"}. A berth takes [a quarter]{claim="berth ~ quay / 4"} of the quay.

> Waiting was [shorter than unloading]{claim="wait < unloading"}: [three quarters]{claim="ratio(wait, unloading) ~ 3/4"} of it.

It closed after [exactly two weeks]{claim="days(opened, closed) ~ 2 weeks"}. The fee is [a third]{claim="fee ~ dues / 3"} of the dues; [less than half]{claim="late < 1/2"} were late.
""",
}


def sums(v: Values) -> Fraction:
    return v["ships.mon"] + v["ships.tue"] + v["ships.wed"] + v["ships.thu"]


HARBOUR_BOTH: Mapping[tuple[str, str], Meaning] = {
    ("doppelt so viele Schiffe", "twice as many ships"): lambda v: between(0.9, v["ships.thu"] / v["ships.mon"] / 2, 1.1),
    ("so viele wie nie", "more than ever"): lambda v: v["ships.thu"] >= max(v["ships.mon"], v["ships.tue"], v["ships.wed"]),
    ("mehr als fünfzehn", "more than fifteen"): lambda v: sums(v) > 60,
    ("gut sechzig", "just over sixty"): lambda v: between(1, sums(v) / 60, 1.1),
    ("dreimal so viel Getreide wie Kohle", "three times as much grain as coal"): lambda v: between(
        0.9, v["grain"] * 1000 / v["coal"] / 3, 1.1
    ),
    ("ein Viertel", "a quarter"): lambda v: between(0.9, v["berth"] / (v["quay"] * 250), 1.1),
    ("kürzer als das Löschen", "shorter than unloading"): lambda v: v["wait"] < v["unloading"] * 24,
    ("drei Viertel", "three quarters"): lambda v: between(0.9, v["wait"] / v["unloading"] / 18, 1.1),
    ("genau zwei Wochen", "exactly two weeks"): lambda v: between(0.995, (v["closed"] - v["opened"]) / 14, 1.005),
    ("ein Drittel", "a third"): lambda v: between(0.9, v["fee"] / v["dues"] * 3, 1.1),
    ("weniger als die Hälfte", "less than half"): lambda v: v["late"] < 50,
}  # fmt: skip
HARBOUR_MEANINGS: Mapping[str, Meaning] = {
    words: meaning for both_words, meaning in HARBOUR_BOTH.items() for words in both_words
}
DOSSIER_MEANINGS: Mapping[str, Meaning] = {
    "nicht ganz halb so hoch": lambda v: v["us-aid"] < v["us-aid-earlier"] / 2,
    "not quite half as large": lambda v: v["us-aid"] < v["us-aid-earlier"] / 2,
}
