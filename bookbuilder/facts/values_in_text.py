"""Finds numbers (with scale, currency, unit) and dates in running text, in every language of the lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from bookbuilder.facts.dates_in_text import ORDINAL_ENDINGS, DateInText, day_at
from bookbuilder.facts.numbers_in_text import NumberInText, number_at, roman
from bookbuilder.locales.tokenizer import tokenize
from bookbuilder.locales.value_lexicon import Lexicon

ValueInText = NumberInText | DateInText


def values_in_text(text: str, words: Lexicon) -> list[ValueInText]:
    """Return the numbers and dates of a text, in order, in linear time.

    Months and weekdays alone are dates as well.
    """
    return _ranges(list(_said(text, words)), text, words)


def _said(text: str, words: Lexicon) -> Iterator[ValueInText]:
    tokens = tokenize(text)
    index = depth = 0
    while index < len(tokens):
        token = tokens[index]
        depth = max(depth + (token.text in ("(", "（")) - (token.text in (")", "）")), 0)
        if not (token.number or token.text in words.heads or roman(token.raw)):  # true of most words
            index += 1
            continue
        day = day_at(tokens, index, words)
        if day is not None:
            date, index = day
            yield date
            continue
        number = number_at(tokens, index, text, words)
        if number is not None:
            found_number, index = number
            yield replace(found_number, inner=depth > 0)
            continue
        index += 1


def _ranges(values: list[ValueInText], text: str, words: Lexicon) -> list[ValueInText]:
    """Return the values with ranges resolved: in "10 to 12 million" both numbers are millions."""
    for index in range(len(values) - 1, 0, -1):
        first, second = values[index - 1], values[index]
        between = text[first.end : second.start]
        if len(between) > 12 or (isinstance(first, DateInText) and isinstance(second, DateInText)):
            continue
        tokens = tokenize(between)
        if tokens and tokens[0].text in ORDINAL_ENDINGS and not words.joints.at(tokens, 0):
            del tokens[0]  # 17.–21.
        joint = words.joints.at(tokens, 0)
        if joint is None or joint[1] != len(tokens):
            continue
        if isinstance(first, DateInText):
            if (
                first.day is not None and isinstance(second, NumberInText) and _day_of(second)
            ):  # January 17–21
                values[index] = DateInText(
                    second.start, second.end, int(second.value), first.month, first.year, since=first.day
                )
            continue
        if isinstance(second, DateInText):
            if index > 1 and not text[values[index - 2].end : first.start].strip(". \u00a0\u202f"):
                continue  # 31. 1. – 4. 2. 2022
            values[index] = replace(
                second, since=int(first.value) if first.value < 32 and first.step == 1 else None
            )
            continue
        values[index] = replace(second, joined=True)
        bare = not (first.scaled or first.currencies or first.percent or first.units)
        if bare and (second.scaled or second.currencies or second.percent or second.units) and first.value:
            factor = Decimal(10) ** second.power
            power = second.power if first.value <= second.value / factor else 0
            factor = Decimal(10) ** power
            values[index - 1] = replace(
                first, value=first.value * factor, step=first.step * factor, loose=first.loose * factor, power=power,
                currencies=second.currencies, percent=second.percent, units=second.units,
            )  # fmt: skip
    return values


def _day_of(number: NumberInText) -> bool:
    """Whether a number can be the day of a month."""
    bare = not (number.scaled or number.currencies or number.percent or number.uncertain)
    bare = bare and number.units <= {"duration-day"}  # 21日
    return bare and not number.spelled and number.step == 1 and 0 < number.value < 32
