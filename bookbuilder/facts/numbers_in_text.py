"""Finds numbers in a text with their context: `rund 200 Mio. Dollar`, `2億ドル`, `12,5 Prozent`, `two hours`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bookbuilder.locales.tokenizer import Token
from bookbuilder.locales.value_lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class NumberInText:
    """A number in a text, from `start` to `end` with its scale, sign and unit.

    `power` is the power of ten of its scale, `step` the value of its last digit, `loose` that of its last non-zero
    digit, up to which it may be rounded. `currencies` and `units` are all that its words can mean. `lean` is that of a
    hedge before it (see `Lexicon`), None without one. `inner` numbers are in brackets. `spelled` numbers are words;
    `uncertain` ones (a time, a decade, a section number, "two and a half") are not relied on. `converted` measures have
    other units elsewhere. `joined`: it ends a range that the number before begins. `parts` are the further numbers of
    1.2.3.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    loose: Decimal
    power: int = 0
    currencies: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    percent: bool = False
    lean: int | None = None
    inner: bool = False
    spelled: bool = False
    uncertain: bool = False
    clock: bool = False
    converted: bool = False
    joined: bool = False
    parts: tuple[Decimal, ...] = ()

    @property
    def scaled(self) -> bool:
        """Whether it has a scale word."""
        return self.power > 0

    def fits(self, actual: Decimal, *, about: bool = False) -> bool:
        """Whether it agrees with an actual value, in its digits; a hedge, or `about`, gives it more tolerance.

        >>> said = NumberInText(0, 0, Decimal(200), Decimal(1), Decimal(10))
        >>> said.fits(Decimal("199.6")), said.fits(Decimal(210)), replace(said, lean=0).fits(Decimal(204))
        (True, False, True)
        """
        tolerance = self.step / 2
        if about or self.lean is not None:
            tolerance = max(tolerance, min(self.loose, self.value / 10) / 2)
        low, high = self.value - tolerance, self.value + tolerance
        if self.lean == -1:
            low, high = self.value * 3 / 4, self.value + self.step / 2
        if self.lean == 1:
            low, high = self.value - self.step / 2, self.value * 3 / 2
        return low <= actual <= high


def number_at(tokens: list[Token], index: int, text: str, words: Lexicon) -> tuple[NumberInText, int] | None:
    """Return the number that begins at a token (digits, a word, a Roman numeral), and the index behind it."""
    token = tokens[index]
    if token.number:
        return _with_context(*_number(tokens, index, text, words), tokens, index, words)
    unit_step = Decimal(1)
    spelled = words.numbers.at(tokens, index)
    if spelled is not None:
        count, end = spelled
        bare = NumberInText(
            token.start, tokens[end - 1].end, Decimal(count), unit_step, unit_step, spelled=True
        )
        return _with_context(bare, end, tokens, index, words)
    numeral = roman(token.raw)
    if numeral is None:
        return None
    return NumberInText(
        token.start, token.end, Decimal(numeral), unit_step, unit_step, spelled=True, uncertain=True
    ), index + 1


def _number(tokens: Sequence[Token], index: int, text: str, words: Lexicon) -> tuple[NumberInText, int]:
    """Return the number in digits at a token, and the index behind it.

    What cannot be a number (1.2.3, 15:30) is uncertain; its value is its first part.
    """
    first = tokens[index]
    whole, fraction, end = first.text, "", index + 1
    mark = None
    while end < len(tokens) and len(first.text) <= 3 and len(whole) <= MAX_DIGITS:
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
        parts.append(Decimal(tokens[end + 1].text[:MAX_DIGITS]))
        end += 2
    odd = bool(parts)
    if odd and fraction:  # 1.2.3 is not 1.2 and 3
        parts.insert(0, Decimal(fraction[:MAX_DIGITS]))
        fraction = ""
    zeros = len(whole) - len(whole.rstrip("0"))
    step = Decimal(1).scaleb(-len(fraction))
    loose = step if fraction else Decimal(1).scaleb(max(min(zeros, len(whole) - 2), 0))
    if max(len(whole), len(fraction)) > MAX_DIGITS:
        whole, odd = whole[:MAX_DIGITS], True
    value = Decimal(f"{whole}.{fraction[:MAX_DIGITS]}" if fraction else whole)
    return NumberInText(
        first.start, tokens[end - 1].end, value, step, loose, uncertain=odd, clock=odd, parts=tuple(parts)
    ), end


MAX_DIGITS = 20
"""Digits of the longest number; a longer one is a code."""


def _glued(tokens: Sequence[Token], index: int, signs: str) -> bool:
    """Whether one of `signs` stands between two groups of digits without spaces."""
    return (
        index + 1 < len(tokens)
        and tokens[index].raw in signs
        and tokens[index + 1].number
        and not tokens[index].spaced
        and not tokens[index + 1].spaced
    )


def _with_context(
    bare: NumberInText, end: int, tokens: list[Token], index: int, words: Lexicon
) -> tuple[NumberInText, int]:
    """Return a number with its context: scale, currency, unit, hedge."""
    start, value, step, loose = index, bare.value, bare.step, bare.loose
    currencies: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    percent = lone = False
    power = 0
    sign = words.currencies.before(tokens, start)
    if sign is not None and _sign(tokens[sign[1] : start]) and not bare.spelled:
        currencies, start = sign
    elif (share := words.percent.before(tokens, start)) is not None:
        percent, start = share
    after = _past(tokens, end, HYPHENS)
    converted = words.converted.at(tokens, after) is not None
    scale = words.scales.at(tokens, after)
    if scale is None and end < len(tokens):
        letter = words.letters.at(tokens, end)
        if letter is not None and tokens[end].raw.isupper():
            behind = words.currencies.at(tokens, _past(tokens, letter[1], JOINS))
            scale = letter if currencies or behind else None
            lone = scale is None
    if scale is not None:
        factor = Decimal(10) ** scale[0]
        value, step, loose, end, power = value * factor, step * factor, loose * factor, scale[1], scale[0]
        if tokens[end - 1].end - tokens[end - 1].start == 1 and _continues(tokens, end, words):
            rest = words.scales.at(tokens, end + 1)
            step = loose = Decimal(10) ** (rest[0] if rest else 0)
            value += Decimal(tokens[end].text) * step
            end = rest[1] if rest else end + 1
        after = _past(tokens, end, JOINS)
    if not currencies and (money := words.currencies.at(tokens, after)) is not None:
        currencies, end = money
    elif (share := words.percent.at(tokens, after)) is not None:
        percent, end = share
    elif (unit := words.units.at(tokens, after)) is not None:
        units, end = unit
    hedge = words.lean.before(tokens, start)
    near = tokens[max(start - 2, 0) : start]
    uncertain = bare.uncertain or lone or _unclear(tokens, start, end, words)
    clock = (
        bare.clock
        or words.clock.at(tokens, after) is not None
        or any(words.clock.at([token], 0) for token in near)
    )
    result = replace(
        bare, start=tokens[start].start, end=tokens[end - 1].end, value=value, step=step, loose=loose, power=power,
        currencies=currencies, units=units, percent=percent, lean=hedge[0] if hedge else None,
        uncertain=uncertain or _decade(tokens, end), clock=clock, converted=converted,
    )  # fmt: skip
    return result, end


def _unclear(tokens: list[Token], start: int, end: int, words: Lexicon) -> bool:
    """Whether a word near a number, in the same clause, makes it unclear: half, several."""
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
DECADES = ("s",), ("er",), ("ern",), ("年", "代"), ("-", "х"), ("-", "е"), ("х",), ("е",)


def _decade(tokens: Sequence[Token], index: int) -> bool:
    """Whether the ending of a decade follows a number: 1990s, 1990er, 1990年代, 1990-х."""
    behind = tokens[index : index + 2]
    if not behind or behind[0].spaced:
        return False
    return any(tuple(token.text for token in behind[: len(ending)]) == ending for ending in DECADES)


def _past(tokens: Sequence[Token], index: int, skip: frozenset[str]) -> int:
    """Return the index behind at most three words that join a number with its unit."""
    end = index
    while end < len(tokens) and end < index + 3 and tokens[end].text in skip:
        end += 1
    return end


def _sign(tokens: Sequence[Token]) -> bool:
    """Whether a currency may stand before its number: a sign or code may, a word may not."""
    return not tokens[-1].raw[-1].isalpha() or all(t.raw.isupper() or not t.raw.isalpha() for t in tokens)


def _continues(tokens: Sequence[Token], index: int, words: Lexicon) -> bool:
    """Whether a Chinese or Japanese number goes on behind its scale: 2億5000万."""
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
    if word[0] not in _ROMAN or not 2 <= len(word) <= 6 or set(word) - set(_ROMAN):
        return None
    values = [_ROMAN[letter] for letter in word]
    return sum(-value if value < max(values[i:]) else value for i, value in enumerate(values))


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
