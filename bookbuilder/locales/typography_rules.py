"""The typography of a language: rules made from its `typography.toml`, applied to the texts of a block.

Letters never change, only quotation marks, apostrophes, dashes, ellipses and spaces. Each rule is one scan of the text,
and is idempotent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import babel

from bookbuilder.locales import rtl_marks, spacing_rules
from bookbuilder.locales.quotation_marks import Quotes
from bookbuilder.locales.spacing_rules import Rule
from bookbuilder.locales.spoken_abbreviations import NONE, Abbreviations
from bookbuilder.locales.text_runs import Flow, LetterRun


@dataclass(frozen=True, slots=True, eq=False)
class Typography:
    """The typography of a language. `quotes` is None without rules for them; `dotted`: days are written with a point.
    `abbreviations` are the known ones.

    >>> from bookbuilder.locales.text_runs import LetterRun
    >>> Typography((Quotes(("„", "“"), ("‚", "‘")),)).runs([LetterRun('"A '), LetterRun("b"), LetterRun('"')])
    ['„A ', 'b', '“']
    """

    rules: tuple[Rule, ...] = ()
    quotes: Quotes | None = None
    dotted: bool = False
    abbreviations: Abbreviations = NONE

    def __call__(self, text: str) -> str:
        """Return a text with typography applied."""
        return self.runs((LetterRun(text),))[0]

    def runs(self, runs: Iterable[LetterRun]) -> list[str]:
        """Return the texts of consecutive runs in one block."""
        flow = Flow.of(runs)
        for rule in self.rules:
            flow = flow.changed(rule(flow))
        return flow.texts()


def typography(
    data: Mapping[str, Any],
    cldr: babel.Locale,
    short: Abbreviations = NONE,
    common: Collection[str] = (),
) -> Typography:
    """Return the typography that a `typography.toml` describes; docs/typography.md explains its keys.

    The abbreviations of the language get no-break spaces as well. `common` are its commonest words, in lower case.
    """
    if not data:
        return Typography(abbreviations=short)
    pairs, space, dash = data.get("quotes", {}), data.get("spaces", {}), data.get("dash", {})
    rules: list[Rule] = [spacing_rules.ellipses(data.get("ellipsis", "…"))]
    if within := data.get("marks"):
        rules.append(
            rtl_marks.hebrew_marks(
                within["letters"], within["single"], within["double"], within.get("short", ())
            )
        )
    if sign := dash.get("sign"):
        rules.append(spacing_rules.dashes(sign, spaced=dash.get("spaced", True)))
    if data.get("french"):
        rules.append(spacing_rules.french)
    quotes = None
    if pairs:
        quotes = Quotes(
            tuple(pairs["outer"]),
            tuple(pairs["inner"]),
            frozenset(pairs.get("elided", ())),
            pairs.get("digits", False),
            spacing_rules.NARROW if data.get("french") else "",
            pairs.get("unspaced", False),
        )
        rules.append(quotes)
    if data.get("french"):
        rules.append(spacing_rules.french)  # once more, for what follows the new marks
    listed = (*short.searched, *short.listed("words"), *short.listed("before"))
    multiple = [abbreviation for abbreviation in dict.fromkeys(listed) if " " in abbreviation]
    if multiple:
        rules.append(spacing_rules.abbreviations(multiple, space.get("within", "")))
    if known := [*space.get("labels", ()), *short.listed("before")]:
        rules.append(spacing_rules.labels(known))
    if known := [*space.get("titles", ()), *short.listed("names")]:
        rules.append(spacing_rules.labels(known, before=spacing_rules.LETTER))
    if known := [*space.get("units", ()), *short.listed("behind")]:
        rules.append(spacing_rules.units(known))
    if order := space.get("days"):
        rules.append(spacing_rules.days(_months(cldr), order))
    if order == "17. 1.":
        rules.append(spacing_rules.numeric_days)
    if letters := space.get("little"):
        rules.append(spacing_rules.little(letters))
    if group := space.get("groups"):
        rules.append(spacing_rules.groups(group))
    # Behind units, days and groups: a number that has one of these is not that of a name.
    rules.append(spacing_rules.numbered_names(common, nouns=space.get("nouns", False)))
    if cldr.text_direction == "rtl":
        rules.append(rtl_marks.ltr_numbers)
    ends = (spacing_rules.named, spacing_rules.trailing, spacing_rules.before_dash)
    return Typography((*rules, *ends), quotes, order == "17. 1.", short)


def _months(cldr: babel.Locale) -> list[str]:
    """Return CLDR's names of months in dates, long and short."""
    names = cldr.months["format"]
    return sorted({str(names[width][month]) for width in ("wide", "abbreviated") for month in range(1, 13)})
