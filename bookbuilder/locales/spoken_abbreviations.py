"""Finds abbreviations in a text, with the words that a screen reader says for them: `z. B.` is `zum Beispiel`.

They come from `abbreviations.toml` of the language, overlaid by those of the region and the book, and from CLDR's scale
words, units and months (`long_forms.py`). Only what is certain in its context is found: a voice that spells is better
than one that says something else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import babel

from bookbuilder.locales import long_forms
from bookbuilder.locales.long_forms import Forms

Expansion = tuple[int, int, str]
"""Start and end of an abbreviation in a text, and its words."""
SPACES = " \u00a0\u202f"
_WORD_BEFORE = re.compile(rf"([^{SPACES}(\[„“»«\"]+)[{SPACES}]$")
_COMMA = re.compile(rf",[{SPACES}]\d").search
_MONEY = re.compile(rf"[{SPACES}]?[$€£¥]|[{SPACES}]US\$").match


@dataclass(frozen=True, slots=True, eq=False)
class Abbreviations:
    """The abbreviations of a language.

    `words` maps one without its spaces to its section and words; `searched` has it as written. `doubtful` lists what
    must precede an abbreviation that is also a word. Signs behind numbers are in `scales` (values of facts) and `free`
    (running text), both including `behind` from the file and nothing of `off`. `months` are those of values, `days` the
    months and `weekdays` the weekdays of running text, `month_names` the long ones in lower case. `rules` is the whole
    file.
    """

    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    searched: tuple[str, ...] = ()
    behind: Forms = field(default_factory=dict)
    off: Collection[str] = ()
    scales: Forms = field(default_factory=dict)
    free: Forms = field(default_factory=dict)
    months: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)
    weekdays: Mapping[str, str] = field(default_factory=dict)
    doubtful: Mapping[str, Collection[str]] = field(default_factory=dict)
    month_names: Collection[str] = ()
    rules: Mapping[str, Any] = field(default_factory=dict)
    decimal: str = "."
    cldr: babel.Locale | None = None

    def listed(self, section: str) -> tuple[str, ...]:
        """Return the abbreviations in a section of the language's file, even without words."""
        return tuple(self.rules.get(section, ()))

    def find(self, text: str) -> list[Expansion]:
        """Return the abbreviations of running text, in their order."""
        return _without_overlaps((*self._words(text), *self._numbered(text, self.free), *self._days(text)))

    def in_number(self, text: str) -> list[Expansion]:
        """Return those in a formatted number or amount: `200 Mio. Dollar`."""
        return _without_overlaps((*self._words(text), *self._numbered(text, self.scales)))

    def in_quantity(self, text: str, unit: str) -> list[Expansion]:
        """Return those in a formatted quantity; `unit` is CLDR's identifier."""
        unit_forms = long_forms.units(self.cldr, unit) if self.cldr else {}
        forms = {
            sign: self.behind.get(sign, forms) for sign, forms in unit_forms.items() if sign not in self.off
        }
        return _without_overlaps((*self._words(text), *self._numbered(text, forms)))

    def in_date(self, text: str) -> list[Expansion]:
        """Return those in a formatted date or interval: `17.–21. Jan. 2022`."""
        if not self.months:
            return []
        return [
            (*match.span(1), self.months[match[1]])
            for match in _pattern(r"(?<!\w)({})(?!\w)", tuple(self.months))(text)
        ]

    def _words(self, text: str) -> Iterator[Expansion]:
        if not self.searched:
            return
        for match in _pattern(r"(?<![\w.-])({})(?!\w)", self.searched)(text):
            key = without_spaces(match[1])
            if self._certain(text, *match.span(), key):
                yield *match.span(), self.words[key][1]

    def _certain(self, text: str, start: int, end: int, key: str) -> bool:
        """Whether an abbreviation is certain in its context: no word, initial, or end of a sentence."""
        section = self.words[key][0]
        behind = text[end + 1 : end + 2] if text[end : end + 1] in tuple(SPACES) else ""
        before = _word_before(text, start)
        if section == "before" and (not behind.isdigit() or before in self.rules.get("genitive", ())):
            return False
        if section == "names" and not behind.isupper():
            return False
        heralds = self.doubtful.get(key)
        if heralds is None:
            return True
        if section == "words" and not behind.isalnum():
            return False
        return (
            text[max(start - 1, 0) : start] in ("(", "[")
            or before.lower() in heralds
            or before[-1:] in heralds
            or ("<small>" in heralds and before[:1].islower() and before[-1].isalpha())
            or ("<capital>" in heralds and before[:1].isupper() and before[-1].isalpha())
            or ("<then small>" in heralds and behind.islower())
        )

    def _numbered(self, text: str, forms: Forms) -> Iterator[Expansion]:
        """Yield signs behind a number, in the form that the number requires."""
        if not forms or self.cldr is None:
            return
        decimal = self.decimal
        for match in _pattern(rf"\d([{SPACES}]?)({{}})(?![\w/·²³-])", tuple(forms))(text):
            first, sign = match.start() + 1, match[2]
            # A bound, since this is asked behind every sign of the text.
            number = _number(decimal).search(text, max(0, first - 24), first)
            if number is None:
                continue
            money = text[max(number.start() - 1, 0)] in "$€£¥" or _MONEY(text, match.end())
            if len(sign) == 1 and forms is self.free and not money:
                continue
            category = _category(self.cldr, number[0], decimal)
            asked = self.rules.get("governs", {}).get(_word_before(text, number.start()), {})
            words = forms[sign].get(asked.get(category, category)) or forms[sign].get("other")
            if not words:
                continue
            if match[1] and words.startswith("{0} "):
                yield match.start(2), match.end(), words[4:]
            else:
                yield number.start(), match.end(), words.format(number[0])

    def _days(self, text: str) -> Iterator[Expansion]:
        """Yield months behind a day and weekdays before one: `Mo., 17. Jan.`"""
        if self.days:
            lead = rf"\d(?:\.|er|º)?[{SPACES}](?:de[{SPACES}])?({{}})(?!\w)"
            for match in _pattern(lead, tuple(self.days))(text):
                yield *match.span(1), self.days[match[1]]
        if years := self.rules.get("years"):
            # The ending of a year alone in a sentence depends on the word before it.
            for match in _pattern(rf"(?<!\w)([12]\d{{{{3}}}})[{SPACES}]({{}})(?!\w)", tuple(years))(text):
                before = _word_before(text, match.start()).lower()
                endings = years[match[2]]
                expansion = endings.get("<month>" if before in self.month_names else before)
                if expansion:
                    yield *match.span(2), expansion
        if self.weekdays and _COMMA(text):
            for match in _pattern(rf"(?<!\w)({{}})(?=,[{SPACES}]\d)", tuple(self.weekdays))(text):
                yield *match.span(1), self.weekdays[match[1]]


NONE = Abbreviations()
"""For a language without abbreviations."""


@cache
def _not_before_sign() -> str:
    """Return the pattern of a place behind which no sign of a letter stands, in any script, and no joiner."""
    signs = (chr(point) for point in range(0x300, 0xAC00))
    return f"(?![{''.join(sign for sign in signs if unicodedata.category(sign)[0] == 'M')}\u200c\u200d])"


@lru_cache(maxsize=256)
def _pattern(frame: str, abbreviations: tuple[str, ...]) -> Callable[[str], Iterator[re.Match[str]]]:
    """Return the search for abbreviations, longest first, with their spaces as typed or typeset. A letter with a sign of its
    own is another letter (`\\w` finds no signs): Persian `ژانویهٔ` has no `ژانویه` in it."""
    space = f"[{SPACES}]?"
    ordered = sorted(abbreviations, key=lambda abbreviation: (-len(abbreviation), abbreviation))
    return re.compile(
        frame.format(
            "|".join(space.join(map(re.escape, abbreviation.split(" "))) for abbreviation in ordered)
        )
        + _not_before_sign()
    ).finditer


@lru_cache(maxsize=8)
def _number(decimal: str) -> re.Pattern[str]:
    """Return the pattern of a number at the end of the searched text."""
    group = "".join(sorted({".", ",", "'", "\u2019", "\u00a0", "\u202f", "\u066c"} - {decimal}))
    return re.compile(rf"(?<![\d.,])(?:\d{{1,3}}(?:[{group}]\d{{3}})+|\d+)(?:[{decimal}]\d+)?$")


def _category(cldr: babel.Locale, number: str, decimal: str) -> str:
    """Return the plural category of a formatted number (UTS 35 part 3, language plural rules)."""
    whole, _, rest = number.partition(decimal)
    digits = "".join(str(int(c)) for c in whole if c.isdigit())
    parts = "".join(str(int(c)) for c in rest)
    return str(cldr.plural_form(Decimal(f"{digits}.{parts}" if parts else digits)))


def _word_before(text: str, start: int) -> str:
    """Return the word before a position and one space, with its point; empty if there is none."""
    match = _WORD_BEFORE.search(text, max(0, start - 32), start)
    return match[1] if match else ""


def without_spaces(key: str) -> str:
    """Return an abbreviation without its spaces."""
    return re.sub(f"[{SPACES}]", "", key)


def _without_overlaps(expansions: Iterable[Expansion]) -> list[Expansion]:
    """Return expansions in order, without those that overlap the one before."""
    out: list[Expansion] = []
    for expansion in sorted(expansions):
        if not out or expansion[0] >= out[-1][1]:
            out.append(expansion)
    return out
