"""Finds dates in a text: `Montag, 17. Januar 2022`, `January 17`, `2022年1月17日`, `17/1/2022`, a month, a weekday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.locales.calendar import weekday
from bookbuilder.locales.tokenizer import Token
from bookbuilder.locales.value_lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class DateInText:
    """A date in a text, or a part of one; None is what it leaves out. `weekday` counts from Monday = 0.

    `since` is the first day of a range that ends on this date: 17 in `17.–21. Januar`.
    """

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    since: int | None = None

    def fits(self, date: dt.date) -> bool:
        """Whether the text can mean a date.

        >>> DateInText(0, 0, day=17, month=1, weekday=0).fits(dt.date(2022, 1, 17))
        True
        """
        pairs = (
            (self.day, date.day),
            (self.month, date.month),
            (self.year, date.year),
            (self.weekday, weekday(date)),
        )
        return all(stated is None or stated == actual for stated, actual in pairs)

    def date(self, near: dt.date | None) -> dt.date | None:
        """Return the date; without a year, the one within half a year of `near`."""
        if self.day is None or self.month is None:
            return None
        for year in (self.year,) if self.year else (near.year, near.year - 1, near.year + 1) if near else ():
            try:
                result = dt.date(year, self.month, self.day)
            except ValueError:
                continue
            if self.year or (near and abs((result - near).days) <= 183):
                return result
        return None


def day_at(tokens: list[Token], index: int, words: Lexicon) -> tuple[DateInText, int] | None:
    """Return the date that begins at a token, and the index behind it."""
    weekday_phrase = words.weekdays.at(tokens, index)
    if weekday_phrase is not None and _cased(tokens[index], words):
        weekday, end = weekday_phrase
        date_start = _skip_connectors(tokens, end, words)
        date = None if words.behind else _date(tokens, date_start, words)
        if date is not None and date[0].day is not None:
            date_in_text, end = date
            return _of(tokens, index, end, date_in_text, weekday), end
        weekday_alone = words.days.at(tokens, index)
        if weekday_alone is not None:
            return DateInText(
                tokens[index].start, tokens[weekday_alone[1] - 1].end, weekday=weekday_alone[0]
            ), weekday_alone[1]
    date = _date(tokens, index, words)
    if date is None:
        return None
    date_in_text, end = date
    weekday_behind = _weekday_behind(tokens, end, words) if date_in_text.day is not None else None
    if weekday_behind is not None:
        weekday, end = weekday_behind
        return _of(tokens, index, end, date_in_text, weekday), end
    return date_in_text, end


def _of(tokens: Sequence[Token], index: int, end: int, day: DateInText, weekday: int) -> DateInText:
    return DateInText(tokens[index].start, tokens[end - 1].end, day.day, day.month, day.year, weekday)


def _cased(token: Token, words: Lexicon) -> bool:
    """Whether a name is capitalised where its language does so: German "so" is no Sunday, English "may" no month."""
    return words.language not in CAPITALIZING_LANGUAGES or token.raw[0].isupper()


CAPITALIZING_LANGUAGES = ("de", "en", "tr")


def _skip_connectors(tokens: list[Token], index: int, words: Lexicon) -> int:
    """Return the index behind at most two words between a weekday and its date."""
    for _ in range(2):
        between = words.between.at(tokens, index)
        if between is None:
            break
        index = between[1]
    return index


def _weekday_behind(tokens: list[Token], index: int, words: Lexicon) -> tuple[int, int] | None:
    """Return the weekday behind a date, unless it begins another date."""
    start = index
    if start < len(tokens) and tokens[start].text in (",", "(", "（", "，"):
        start += 1
    weekday_phrase = words.weekdays.at(tokens, start)
    if weekday_phrase is None or not _cased(tokens[start], words):
        return None
    if start > index and tokens[index].text in (",", "，") and words.days.at(tokens, start) is None:
        return None
    weekday, end = weekday_phrase
    if (
        start > index
        and tokens[index].text in ("(", "（")
        and end < len(tokens)
        and tokens[end].text in (")", "）")
    ):
        return weekday, end + 1
    if words.behind:
        return weekday_phrase
    after = _skip_connectors(tokens, weekday_phrase[1], words)
    if (
        after < len(tokens)
        and (tokens[after].number or words.months.at(tokens, after))
        and tokens[start - 1].text not in "(（"
    ):
        return None
    return weekday_phrase


def _date(tokens: list[Token], index: int, words: Lexicon) -> tuple[DateInText, int] | None:
    """Return the date that begins at a token: in digits, or with the month as a word."""
    if index >= len(tokens):
        return None
    if tokens[index].number:
        return _figures(tokens, index, words) or _east(tokens, index) or _day_month(tokens, index, words)
    month = words.months.at(tokens, index)
    if month is None or not _cased(tokens[index], words):
        return None
    value, end = month
    if words.language == "en":
        day_index = end + (end < len(tokens) and tokens[end].text == ".")
        day = _int(tokens, day_index, 31)
        if day is not None and not _part_of_number(tokens, day_index):
            year, end = _year(tokens, _ordinal(tokens, day_index + 1))
            return _date_from(tokens, index, end, day, value, year)
    year, after = _year(tokens, end)
    return _date_from(tokens, index, after, None, value, year) if year else None


def _day_month(tokens: list[Token], index: int, words: Lexicon) -> tuple[DateInText, int] | None:
    day = _int(tokens, index, 31)
    if day is None:
        return None
    month_index = _ordinal(tokens, index + 1)
    month = words.months.at(tokens, month_index)
    if (
        month is None
        and month_index < len(tokens)
        and (words.between.at(tokens, month_index) or tokens[month_index].text in ("de", "of"))
    ):
        month_index = (words.between.at(tokens, month_index) or (True, month_index + 1))[1]
        month = words.months.at(tokens, month_index) if tokens[month_index - 1].text not in ",.(،" else None
    if month is None or not _cased(tokens[month_index], words):
        return None
    year, end = _year(tokens, month[1])
    return _date_from(tokens, index, end, day, month[0], year)


def _figures(tokens: list[Token], index: int, words: Lexicon) -> tuple[DateInText, int] | None:
    """Return a date in digits: ISO, or in the order of the language (17.1.2022, 17. 1. 2022, 1/17/22)."""
    parts = [token.text for token in tokens[index : index + 5]]
    if (
        len(parts) < 5
        or parts[1] != parts[3]
        or parts[1] not in "./-"
        or not (parts[2][0] + parts[4][0]).isdecimal()
    ):
        return None
    if any(t.spaced for t in (tokens[index + 1], tokens[index + 3])) or (
        parts[1] != "." and tokens[index + 2].spaced
    ):
        return None
    if max(map(len, parts)) > 4 or _part_of_number(tokens, index + 4):
        return None
    # Where the year comes last, a language that begins with it gives no order of day and month.
    order = "ymd" if len(parts[0]) == 4 else words.order if words.order[0] != "y" else "dmy"
    values = dict(zip(order, (int(parts[0]), int(parts[2]), int(parts[4]))))
    day, month, year = values["d"], values["m"], values["y"]
    # In the order of another language: 1/17/22 in a German text.
    if month > 12 >= day:
        day, month = month, day
    year_digits = len(parts[order.index("y") * 2])
    if not (0 < day < 32 and 0 < month < 13 and year_digits in (2, 4)):
        return None
    year += (2000 if year < 70 else 1900) if year_digits == 2 else 0
    return _date_from(tokens, index, index + 5, day, month, year)


def _east(tokens: list[Token], index: int) -> tuple[DateInText, int] | None:
    """Return a Chinese or Japanese date: 2022年1月17日, 1月17日, 2022年1月."""
    values: dict[str, int] = {}
    end = index
    for sign, most in (("年", 9999), ("月", 12), ("日", 31)):
        value = _int(tokens, end, most)
        if (
            value is not None
            and end + 1 < len(tokens)
            and tokens[end + 1].text in (sign, "号" if sign == "日" else sign)
        ):
            values[sign], end = value, end + 2
    if "月" not in values or ("日" not in values and "年" not in values):
        return None
    return _date_from(tokens, index, end, values.get("日"), values["月"], values.get("年"))


def _year(tokens: list[Token], index: int) -> tuple[int | None, int]:
    """Return the year behind a month and the index behind it; None and the same index if there is none."""
    position = index
    while (
        position < len(tokens)
        and position < index + 2
        and tokens[position].text in (".", ",", "،", "de", "del")
    ):
        position += 1
    if (
        position < len(tokens)
        and len(tokens[position].text) == 4
        and tokens[position].number
        and not _part_of_number(tokens, position)
    ):
        year = int(tokens[position].text)
        if 1000 <= year < 3000:
            return year, position + 1
    return None, index


def _ordinal(tokens: Sequence[Token], index: int) -> int:
    """Return the index behind an ordinal ending: `17.`, `17th`, `1er`, `17-го`."""
    end = index
    while (
        end < len(tokens)
        and end < index + 2
        and not tokens[end].spaced
        and tokens[end].text in ORDINAL_ENDINGS
    ):
        end += 1
    return end


ORDINAL_ENDINGS = frozenset(
    (".", "-", "º", "ª", "°", "st", "nd", "rd", "th", "er", "ᵉʳ", "e", "го", "е", "й", "ge")
)


def _int(tokens: Sequence[Token], index: int, most: int) -> int | None:
    if index >= len(tokens) or not tokens[index].number or len(tokens[index].text) > 4:
        return None
    value = int(tokens[index].text)
    return value if 0 < value <= most else None


def _part_of_number(tokens: Sequence[Token], index: int) -> bool:
    """Whether digits go on behind a token: 17 of 17,000."""
    return (
        index + 2 < len(tokens)
        and tokens[index + 1].text in ".,:/-"
        and tokens[index + 2].number
        and not tokens[index + 1].spaced
        and not tokens[index + 2].spaced
    )


def _date_from(
    tokens: Sequence[Token], index: int, end: int, day: int | None, month: int, year: int | None
) -> tuple[DateInText, int]:
    return DateInText(tokens[index].start, tokens[end - 1].end, day, month, year), end
