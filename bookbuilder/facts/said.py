"""Reads what a text says: numbers with their scale, currency and unit, and days; in every language of the lexicon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bookbuilder.facts.said_days import ENDINGS, SaidDay, day_at
from bookbuilder.locales.lexicon import Lexicon
from bookbuilder.locales.words import Token, split


@dataclass(frozen=True, slots=True)
class Said:
    """A number in a text, from `start` to `end` with its scale, sign and unit.

    `step` is the worth of its last figure, `loose` of its last figure that need not be rounding. `currencies` and
    `units` are those that its words can mean. `lean` is that of a hedge before it (see `Lexicon`), None without one.
    `inner` numbers stand in brackets. A number that is `spelled` is a word; one that is `loosely` written (a time, a
    decade, the number of a section, "two and a half") may not be what it seems: nothing is concluded from it.
    `converted` measures are counted otherwise elsewhere.
    `joined` says that it ends a range that the number before it begins. `parts` are the further figures of 1.2.3.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    loose: Decimal
    scaled: bool = False
    currencies: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    percent: bool = False
    lean: int | None = None
    inner: bool = False
    spelled: bool = False
    loosely: bool = False
    clock: bool = False
    converted: bool = False
    joined: bool = False
    parts: tuple[Decimal, ...] = ()

    def fits(self, real: Decimal, *, about: bool = False) -> bool:
        """Whether the number says what a real one is, in the figures it has; a hedge, or `about`, gives it more room.

        >>> said = Said(0, 0, Decimal(200), Decimal(1), Decimal(10))
        >>> said.fits(Decimal("199.6")), said.fits(Decimal(210)), replace(said, lean=0).fits(Decimal(204))
        (True, False, True)
        """
        room = self.step / 2
        if about or self.lean is not None:
            room = max(room, min(self.loose, self.value / 10) / 2)
        low, high = self.value - room, self.value + room
        if self.lean == -1:
            low, high = self.value * 3 / 4, self.value + self.step / 2
        if self.lean == 1:
            low, high = self.value - self.step / 2, self.value * 3 / 2
        return low <= real <= high


Found = Said | SaidDay


def said(text: str, words: Lexicon) -> list[Found]:
    """Return the numbers and days of a text, in their order.

    Months and weekdays alone are days as well. Time is linear in the length of the text.
    """
    return _ranges(list(_said(text, words)), text, words)


def _said(text: str, words: Lexicon) -> Iterator[Found]:
    tokens = split(text)
    index = depth = 0
    while index < len(tokens):
        token = tokens[index]
        depth = max(depth + (token.text in ("(", "（")) - (token.text in (")", "）")), 0)
        day = day_at(tokens, index, words)
        if day is not None:
            found, index = day
            yield found
            continue
        number = _number(tokens, index, text, words) if token.number else None
        if number is not None:
            one, end = _dressed(*number, tokens, index, words)
            yield replace(one, inner=depth > 0)
            index = end
            continue
        spelled = words.numbers.at(tokens, index)
        if spelled is not None:
            count, end = spelled
            bare = Said(
                token.start, tokens[end - 1].end, Decimal(count), Decimal(1), Decimal(1), spelled=True
            )
            one, end = _dressed(bare, end, tokens, index, words)
            yield replace(one, inner=depth > 0)
            index = end
            continue
        if (value := roman(token.raw)) is not None:
            yield Said(
                token.start, token.end, Decimal(value), Decimal(1), Decimal(1), spelled=True, loosely=True
            )
        index += 1


def _number(tokens: Sequence[Token], index: int, text: str, words: Lexicon) -> tuple[Said, int] | None:
    """Return the number in figures at a token, and the index behind it.

    What no number of the language can be (1.2.3, 15:30) is loosely written; its last part stands for it.
    """
    first = tokens[index]
    whole, fraction, end = first.text, "", index + 1
    mark = None
    while end < len(tokens) and len(first.text) <= 3 and len(whole) <= DIGITS:
        gap = text[tokens[end - 1].end : tokens[end].start]
        if tokens[end].number and len(gap) == 1 and gap in words.group and mark in (None, " "):
            mark, part, behind = " ", tokens[end].text, end + 1
        elif _glued(tokens, end, words.group + "٬") and mark in (None, tokens[end].raw):
            mark, part, behind = tokens[end].raw, tokens[end + 1].text, end + 2
        else:
            break
        if len(part) != 3:
            break
        whole, end = whole + part, behind
    if _glued(tokens, end, words.decimal + "٫"):
        fraction, end = tokens[end + 1].text, end + 2
    parts: list[Decimal] = []
    while _glued(tokens, end, ".,:/"):
        parts.append(Decimal(tokens[end + 1].text[:DIGITS]))
        end += 2
    odd = bool(parts)
    if odd and fraction:  # 1.2.3 is no 1.2 and 3
        parts.insert(0, Decimal(fraction[:DIGITS]))
        fraction = ""
    zeros = len(whole) - len(whole.rstrip("0"))
    step = Decimal(1).scaleb(-len(fraction))
    loose = step if fraction else Decimal(1).scaleb(max(min(zeros, len(whole) - 2), 0))
    if len(whole) > DIGITS:
        whole, odd = whole[:DIGITS], True
    value = Decimal(f"{whole}.{fraction[:DIGITS]}" if fraction else whole)
    return Said(
        first.start, tokens[end - 1].end, value, step, loose, loosely=odd, clock=odd, parts=tuple(parts)
    ), end


DIGITS = 20
"""Figures that a number may have; a longer one is a code."""


def _glued(tokens: Sequence[Token], index: int, signs: str) -> bool:
    """Whether one of some signs stands at a token between two runs of figures, without a space."""
    return (
        index + 1 < len(tokens)
        and tokens[index].raw in signs
        and tokens[index + 1].number
        and not tokens[index].spaced
        and not tokens[index + 1].spaced
    )


def _dressed(bare: Said, end: int, tokens: list[Token], index: int, words: Lexicon) -> tuple[Said, int]:
    """Return a number with what stands around it: scale, currency, unit, hedge."""
    start, value, step, loose = index, bare.value, bare.step, bare.loose
    currencies: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    percent = scaled = lone = False
    sign = words.currencies.before(tokens, start)
    if sign is not None and _sign(tokens[sign[1] : start]) and not bare.spelled:
        currencies, start = sign
    elif (share := words.percent.before(tokens, start)) is not None:
        percent, start = share
    at = _past(tokens, end, HYPHENS)
    converted = words.converted.at(tokens, at) is not None
    scale = words.scales.at(tokens, at)
    if scale is None and end < len(tokens):
        letter = words.letters.at(tokens, end)
        if letter is not None and tokens[end].raw.isupper():
            behind = words.currencies.at(tokens, _past(tokens, letter[1], JOINS))
            scale = letter if currencies or behind else None
            lone = scale is None
    if scale is not None:
        factor = Decimal(10) ** scale[0]
        value, step, loose, end, scaled = value * factor, step * factor, loose * factor, scale[1], True
        if tokens[end - 1].end - tokens[end - 1].start == 1 and _more(tokens, end, words):
            rest = words.scales.at(tokens, end + 1)
            step = loose = Decimal(10) ** (rest[0] if rest else 0)
            value += Decimal(tokens[end].text) * step
            end = rest[1] if rest else end + 1
        at = _past(tokens, end, JOINS)
    if not currencies and (money := words.currencies.at(tokens, at)) is not None:
        currencies, end = money
    elif (share := words.percent.at(tokens, at)) is not None:
        percent, end = share
    elif (unit := words.units.at(tokens, at)) is not None:
        units, end = unit
    hedge = words.lean.before(tokens, start)
    near = tokens[max(start - 2, 0) : start]
    loosely = bare.loosely or lone or _unclear(tokens, start, end, words)
    behind_it = end < len(tokens) and not tokens[end].spaced and tokens[end].raw[0].isalpha()
    decade = behind_it and tokens[end].text in DECADE
    clock = (
        bare.clock
        or words.clock.at(tokens, at) is not None
        or any(words.clock.at([token], 0) for token in near)
    )
    found = replace(
        bare, start=tokens[start].start, end=tokens[end - 1].end, value=value, step=step, loose=loose, scaled=scaled,
        currencies=currencies, units=units, percent=percent, lean=hedge[0] if hedge else None,
        loosely=loosely or decade, clock=clock, converted=converted,
    )  # fmt: skip
    return found, end


def _unclear(tokens: list[Token], start: int, end: int, words: Lexicon) -> bool:
    """Whether a word near a number, in the same clause, makes it unreadable: half, several."""
    for place in range(start - 1, max(start - 3, -1), -1):
        if tokens[place].text in STOPS:
            break
        if words.unclear.at(tokens, place):
            return True
    for place in range(end, min(end + 4, len(tokens))):
        if tokens[place].text in STOPS:
            break
        if words.unclear.at(tokens, place):
            return True
    return False


STOPS = frozenset(",;:.()（），。、；")
HYPHENS = frozenset("-\u2010\u2011")
JOINS = HYPHENS | {"de", "d", "di", "da", "of", "’", "'"}
DECADE = {"s", "er", "ern", "年", "х", "е"}


def _past(tokens: Sequence[Token], index: int, skip: frozenset[str]) -> int:
    """Return the index behind at most three words that join a number with what it counts."""
    end = index
    while end < len(tokens) and end < index + 3 and tokens[end].text in skip:
        end += 1
    return end


def _sign(tokens: Sequence[Token]) -> bool:
    """Whether a currency may stand before its number: a sign or a code does, a word does not."""
    return not tokens[-1].raw[-1].isalpha() or all(t.raw.isupper() or not t.raw.isalpha() for t in tokens)


def _more(tokens: Sequence[Token], index: int, words: Lexicon) -> bool:
    """Whether a number of Chinese or Japanese goes on behind its scale: 2億5000万."""
    return (
        words.language in ("ja", "zh")
        and index < len(tokens)
        and tokens[index].number
        and not tokens[index].spaced
    )


def roman(word: str) -> int | None:
    """Return the value of a Roman numeral of two or more letters.

    >>> roman("XXI"), roman("IV"), roman("MIX"), roman("I")
    (21, 4, None, None)
    """
    if not 2 <= len(word) <= 6 or set(word) - set(_ROMAN):
        return None
    values = [_ROMAN[letter] for letter in word]
    return sum(-one if one < max(values[i:]) else one for i, one in enumerate(values))


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


def _ranges(found: list[Found], text: str, words: Lexicon) -> list[Found]:
    """Return the numbers with their ranges: in "10 to 12 million" both are millions."""
    for index in range(len(found) - 1, 0, -1):
        one, other = found[index - 1], found[index]
        between = text[one.end : other.start]
        if len(between) > 12 or (isinstance(one, SaidDay) and isinstance(other, SaidDay)):
            continue
        tokens = split(between)
        if tokens and tokens[0].text in ENDINGS and not words.joints.at(tokens, 0):
            del tokens[0]  # 17.–21.
        joint = words.joints.at(tokens, 0)
        if joint is None or joint[1] != len(tokens):
            continue
        if isinstance(one, SaidDay):
            if one.day is not None and isinstance(other, Said) and _day_of(other):  # January 17–21
                found[index] = SaidDay(
                    other.start, other.end, int(other.value), one.month, one.year, since=one.day
                )
            continue
        if isinstance(other, SaidDay):
            if index > 1 and not text[found[index - 2].end : one.start].strip(". \u00a0\u202f"):
                continue  # 31. 1. – 4. 2. 2022
            found[index] = replace(other, since=int(one.value) if one.value < 32 and one.step == 1 else None)
            continue
        found[index] = replace(other, joined=True)
        bare = not (one.scaled or one.currencies or one.percent or one.units)
        if bare and (other.scaled or other.currencies or other.percent or other.units) and one.value:
            factor = other.step / _unit(other) if other.scaled and one.value < other.value else Decimal(1)
            found[index - 1] = replace(
                one, value=one.value * factor, step=one.step * factor, loose=one.loose * factor, scaled=other.scaled,
                currencies=other.currencies, percent=other.percent, units=other.units,
            )  # fmt: skip
    return found


def _day_of(number: Said) -> bool:
    """Whether a number can be the day of a month."""
    bare = not (number.scaled or number.currencies or number.percent or number.loosely)
    bare = bare and number.units <= {"duration-day"}  # 21日
    return bare and not number.spelled and number.step == 1 and 0 < number.value < 32


def _unit(number: Said) -> Decimal:
    """Return the worth of the last figure of a number in units of its scale: a tenth for 1,5 million."""
    exponent = number.step.adjusted()
    return Decimal(1).scaleb(exponent - (exponent + 2) // 3 * 3) if exponent > 0 else number.step
