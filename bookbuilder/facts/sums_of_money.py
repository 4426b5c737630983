"""Finds sums of money in an article: `200 Millionen Dollar (rund 176 Millionen Euro)`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bookbuilder.locales.amounts import APPROXIMATELY
from bookbuilder.locales.article_vocabulary import Vocabulary

SPACE = r"[ \u00a0\u202f\n]"


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum as written. `step` is the value of its last significant digit: a million in `176 Millionen`.

    `spelled`: its number is a word. `leans`: a hedge says that the actual value is above or below.
    """

    value: Decimal
    currency: str
    step: Decimal
    spelled: bool = False
    leans: bool = False

    def fits(self, actual: Decimal) -> bool:
        """Whether it agrees with an actual sum: equal when rounded to its last significant digit, with a tolerance of
        one.

        >>> about = Sum(Decimal(176), "EUR", Decimal(1))
        >>> about.fits(Decimal("176.3")), about.fits(Decimal("175.2")), about.fits(Decimal("178"))
        (True, True, False)
        """
        return abs(actual - self.value) <= (self.step if self.value >= 10 * self.step else self.step / 2)


@dataclass(frozen=True, slots=True)
class SumInText:
    """A sum in a text, from `start` to `end` without a hedge, and its equivalent behind it: in brackets, or behind the sign
    ≈ (`signed`)."""

    start: int
    end: int
    sum: Sum
    worth: Sum | None = None
    signed: bool = False


def find_sums(text: str, words: Vocabulary) -> Iterator[SumInText]:
    """Yield the sums in a text, in order."""
    for match in _pattern(words).finditer(text):
        start = min(match.start(name) for name in ("sign1", "digits1", "word1") if match[name] is not None)
        first = _sum(match, "1", words)
        if first is None:
            continue
        worth = _sum(match, "2", words) if match["worth"] is not None else None
        if match["worth"] is not None and worth is None:
            yield SumInText(start, match.start("worth"), first)
        else:
            signed = worth is not None and match["bracket"] is None
            yield SumInText(start, match.end(), first, worth, signed)


DIGITS = 24
"""Digits before and after the decimal point; arithmetic with 28 digits keeps them exact."""


def is_exact(number: Decimal) -> bool:
    """Whether facts can hold a number exactly.

    >>> is_exact(Decimal("200e6")), is_exact(Decimal("1" * 45)), is_exact(Decimal("nan"))
    (True, False, False)
    """
    parts = number.as_tuple()
    if not isinstance(parts.exponent, int) or len(parts.digits) > DIGITS:
        return False
    return parts.exponent >= -DIGITS and number.adjusted() < DIGITS


def fact_notation(value: Decimal, currency: str) -> str:
    """Return a sum in the notation of facts.toml.

    >>> fact_notation(Decimal(200000000), "USD"), fact_notation(Decimal("12.5"), "EUR")
    ('200e6 USD', '12.5 EUR')
    """
    exponent = value.adjusted() // 3 * 3
    if exponent >= 6 and value == value.to_integral_value():
        return f"{_short(value.scaleb(-exponent))}e{exponent} {currency}"
    return f"{_short(value)} {currency}"


def _short(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _sum(match: re.Match[str], side: str, words: Vocabulary) -> Sum | None:
    """Return one side of a match; None for a number word alone ("a dollar"), or one that facts cannot hold."""
    sign = match[f"sign{side}"] or match[f"currency{side}"]
    currency = words.currencies[_folded(sign)]
    scale = Decimal(10) ** (words.scales[_folded(match[f"scale{side}"])] if match[f"scale{side}"] else 0)
    leans = _folded(match[f"hedge{side}"] or "") in {h.casefold() for h in words.leaning}
    if (spelled := match[f"word{side}"]) is not None:
        if match[f"scale{side}"] is None:
            return None
        return Sum(words.numbers[_folded(spelled)] * scale, currency, scale, spelled=True, leans=leans)
    digits = match[f"digits{side}"]
    whole, _, fraction = digits.partition(words.decimal)
    whole = re.sub(r"\D", "", whole)
    value = Decimal(f"{whole}.{fraction}" if fraction else whole)
    if not (is_exact(value) and is_exact(value.scaleb(scale.adjusted()))):
        return None
    if fraction:
        step = Decimal(1).scaleb(-len(fraction))
    else:  # trailing zeros may be exact or rounding; at least two digits are significant
        zeros = len(whole) - len(whole.rstrip("0"))
        step = Decimal(1).scaleb(max(min(zeros, len(whole) - 2), 0))
    return Sum(value * scale, currency, step * scale, leans=leans)


def _folded(word: str) -> str:
    return re.sub(rf"{SPACE}+", " ", word).strip().casefold()


@lru_cache(maxsize=8)
def _pattern(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of a sum with its equivalent; group names end in 1 and 2."""
    signs = [c for c in words.currencies if not c[-1].isalpha() or c.startswith("$")]
    group = f"[{re.escape(words.group)}]"
    digits = rf"\d{{1,3}}(?:{group}\d{{3}})+(?:{re.escape(words.decimal)}\d+)?|\d+(?:{re.escape(words.decimal)}\d+)?"
    joins = "|".join(re.escape(join).replace(r"\ ", SPACE) for join in words.joins)

    def side(n: str) -> str:
        hedge = rf"(?:(?P<hedge{n}>{_any(words.rounding + words.leaning)}){SPACE}+)?"
        number = (
            rf"(?:(?P<digits{n}>{digits})(?![.,]?\d)"
            rf"|(?P<word{n}>{_any(words.numbers)})(?={SPACE}))"
        )
        scale = rf"(?:{SPACE}?(?P<scale{n}>{_any(words.scales)})(?![^\W_]))?"
        before = rf"(?P<sign{n}>{_any(signs)}){SPACE}?"
        after = rf"{SPACE}*(?:{joins})?(?P<currency{n}>{_any(words.currencies)})(?![^\W_])"
        # A sign before the number replaces the currency behind it.
        return rf"{hedge}(?:{before})?{number}{scale}(?(sign{n})|{after})"

    worth = rf"(?:{SPACE}+(?P<bracket>\()|{SPACE}*{APPROXIMATELY}{SPACE}*){side('2')}(?(bracket)\))"
    return re.compile(rf"(?<![\w.,$€£]){side('1')}(?P<worth>{worth})?", re.IGNORECASE)


def _any(words: Collection[str]) -> str:
    """Return a pattern for any of the words, longest first."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", SPACE + "+") for word in longest)
