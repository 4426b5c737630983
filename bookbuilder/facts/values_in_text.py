"""Reads what a text says: numbers with their scale, currency and unit, and days; in every language of the lexicon."""

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
    """Return the numbers and days of a text, in their order.

    Months and weekdays alone are days as well. Time is linear in the length of the text.
    """
    return _ranges(list(_said(text, words)), text, words)


def _said(text: str, words: Lexicon) -> Iterator[ValueInText]:
    tokens = tokenize(text)
    index = depth = 0
    while index < len(tokens):
        token = tokens[index]
        depth = max(depth + (token.text in ("(", "（")) - (token.text in (")", "）")), 0)
        if not (token.number or token.text in words.heads or roman(token.raw)):  # most words of a text
            index += 1
            continue
        day = day_at(tokens, index, words)
        if day is not None:
            found, index = day
            yield found
            continue
        number = number_at(tokens, index, text, words)
        if number is not None:
            one, index = number
            yield replace(one, inner=depth > 0)
            continue
        index += 1


def _ranges(found: list[ValueInText], text: str, words: Lexicon) -> list[ValueInText]:
    """Return the numbers with their ranges: in "10 to 12 million" both are millions."""
    for index in range(len(found) - 1, 0, -1):
        one, other = found[index - 1], found[index]
        between = text[one.end : other.start]
        if len(between) > 12 or (isinstance(one, DateInText) and isinstance(other, DateInText)):
            continue
        tokens = tokenize(between)
        if tokens and tokens[0].text in ORDINAL_ENDINGS and not words.joints.at(tokens, 0):
            del tokens[0]  # 17.–21.
        joint = words.joints.at(tokens, 0)
        if joint is None or joint[1] != len(tokens):
            continue
        if isinstance(one, DateInText):
            if one.day is not None and isinstance(other, NumberInText) and _day_of(other):  # January 17–21
                found[index] = DateInText(
                    other.start, other.end, int(other.value), one.month, one.year, since=one.day
                )
            continue
        if isinstance(other, DateInText):
            if index > 1 and not text[found[index - 2].end : one.start].strip(". \u00a0\u202f"):
                continue  # 31. 1. – 4. 2. 2022
            found[index] = replace(other, since=int(one.value) if one.value < 32 and one.step == 1 else None)
            continue
        found[index] = replace(other, joined=True)
        bare = not (one.scaled or one.currencies or one.percent or one.units)
        if bare and (other.scaled or other.currencies or other.percent or other.units) and one.value:
            factor = Decimal(10) ** other.power
            power = other.power if one.value <= other.value / factor else 0
            factor = Decimal(10) ** power
            found[index - 1] = replace(
                one, value=one.value * factor, step=one.step * factor, loose=one.loose * factor, power=power,
                currencies=other.currencies, percent=other.percent, units=other.units,
            )  # fmt: skip
    return found


def _day_of(number: NumberInText) -> bool:
    """Whether a number can be the day of a month."""
    bare = not (number.scaled or number.currencies or number.percent or number.loosely)
    bare = bare and number.units <= {"duration-day"}  # 21日
    return bare and not number.spelled and number.step == 1 and 0 < number.value < 32
