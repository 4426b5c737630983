"""Turns straight quotation marks and apostrophes into those of a language; typed ones stay and help to find the level.

One scan with a stack, so any text takes linear time. A mark without a partner is left alone; the check `typography`
reports it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from bookbuilder.locales.text_runs import Edit, Flow

APOSTROPHE = "\u2019"
_MARK = re.compile("[\"'\u00ab\u00bb\u2018-\u201f\u2039\u203a]")
_OPENING = frozenset("([{\u2013\u2014-/\u00bf\u00a1")
_CLOSING = frozenset(".,;:!?\u2026)]}")
_YEAR = re.compile(r"['\u2019]\d\d(?!\d)")
_AND = re.compile(r"['\u2019][nN]['\u2019](?!\w)")


class Role(Enum):
    """The role of a mark, as far as its neighbours show."""

    OPEN = auto()
    CLOSE = auto()
    EITHER = auto()
    APOSTROPHE = auto()
    NONE = auto()


@dataclass(frozen=True, slots=True)
class Quotes:
    """The marks of a language: outer and inner pair, words that an apostrophe shortens in front ('s, 'n), whether it groups
    digits (1'000), the space `inside` « and », and whether the language is `unspaced`: words follow one another without
    spaces, so a mark between two of them may open."""

    outer: tuple[str, str]
    inner: tuple[str, str]
    elided: frozenset[str] = frozenset()
    digits: bool = False
    inside: str = ""
    unspaced: bool = False
    _words: re.Pattern[str] = field(init=False, repr=False)
    _single: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Compile the shortened words; `_single` are the marks that behave like a straight single one."""
        words = "|".join(sorted(map(re.escape, self.elided), key=len, reverse=True))
        object.__setattr__(self, "_words", re.compile(rf"['\u2019](?:{words or '(?!)'})(?![\w'\u2019])"))
        object.__setattr__(self, "_single", frozenset("'" + APOSTROPHE).union(self.inner) - set(self.outer))

    def __call__(self, flow: Flow) -> Iterator[Edit]:
        """Yield the edits for a text."""
        text = flow.text
        if "'" not in text and '"' not in text:
            return
        places = flow.loose(match.start() for match in _MARK.finditer(text))
        roles = self._roles(text, places)
        partners = self._partners(text, places, roles)
        levels: list[int] = []
        for number, place in enumerate(places):
            mark, other = text[place], partners[number]
            if other is None:
                if mark == "'" and roles[number] is Role.APOSTROPHE:
                    yield place, place + 1, APOSTROPHE
                continue
            if other > number:
                levels.append(self._level(mark, text[places[other]], levels))
                pair = self._pair(mark, text[places[other]], levels[-1])
                if mark in "\"'":
                    yield place, place + 1, pair[0] + self.inside * (pair[0] == "\u00ab")
            else:
                pair = self._pair(text[places[other]], mark, levels.pop())
                if mark in "\"'":
                    yield place, place + 1, self.inside * (pair[1] == "\u00bb") + pair[1]

    def _level(self, first: str, last: str, levels: Sequence[int]) -> int:
        """Return 1 for an outer pair and 2 for an inner one; a straight pair differs from the pair around it."""
        for mark, side in ((first, 0), (last, 1)):
            if mark not in "\"'":
                return 2 if mark == self.inner[side] else 1
        own_level = 2 if first == "'" else 1
        return 3 - own_level if levels and levels[-1] == own_level else own_level

    def _pair(self, first: str, last: str, level: int) -> tuple[str, str]:
        """Return the marks of a pair. A typed one decides the other; beside a foreign one a straight mark stays."""
        own_pair = self.outer if level == 1 else self.inner
        for pair in (own_pair, self.outer, self.inner):
            if first in ('"', "'", pair[0]) and last in ('"', "'", pair[1]):
                return pair
        return first, last

    def _roles(self, text: str, places: Sequence[int]) -> list[Role]:
        after = [""] * len(places)
        for number in range(len(places) - 1, -1, -1):
            place = places[number] + 1
            beside = number + 1 < len(places) and places[number + 1] == place
            after[number] = after[number + 1] if beside else text[place : place + 1]
        roles: list[Role] = []
        before = ""
        for number, place in enumerate(places):
            beside = number > 0 and places[number - 1] == place - 1
            if not beside:
                before = text[place - 1 : place]
            roles.append(self._role(text, place, before, after[number]))
        for number, place in enumerate(places):
            if _AND.match(text, place) and roles[number] is not Role.CLOSE and number + 1 < len(places):
                if places[number + 1] == place + 2 and not text[place - 1 : place].isalnum():
                    roles[number] = roles[number + 1] = Role.APOSTROPHE
        return roles

    def _role(self, text: str, place: int, before: str, after: str) -> Role:
        mark = text[place]
        if mark in "'\u2019":
            wide = self.unspaced and (_wide(before) or _wide(after))
            if before.isalnum() and after.isalnum() and not wide:
                digits = before.isdigit() and after.isdigit()
                return Role.APOSTROPHE if not digits or self.digits or mark != "'" else Role.NONE
            if (not before or before.isspace() or before in _OPENING) and (
                self._words.match(text, place) or _YEAR.match(text, place)
            ):
                return Role.APOSTROPHE
        opens = closes = mark in "\"'"
        for pair in (self.outer, self.inner):
            if mark in pair and mark != APOSTROPHE and pair[0] == pair[1]:
                opens = closes = True
            elif pair[0] != pair[1]:
                opens, closes = opens or mark == pair[0], closes or mark == pair[1]
        if opens and closes:
            return _flank(before, after)
        if mark == APOSTROPHE and (not before or before.isspace()):
            return Role.NONE
        return Role.OPEN if opens else Role.CLOSE if closes else Role.NONE

    def _partners(self, text: str, places: Sequence[int], roles: list[Role]) -> list[int | None]:
        """Return the number of each mark's partner. An apostrophe found here is noted in the roles.

        Double marks close the nearest open double one; single marks that were opened after it stay without a partner. A
        single mark closes only a single one that was opened last, so that neither kind can disturb the other.
        """
        partners: list[int | None] = [None] * len(places)
        ends = _word_ends(text, places, roles)
        stack: list[int] = []
        doubles = 0
        for number, place in enumerate(places):
            mark, role = text[place], roles[number]
            single = mark in self._single
            top = stack[-1] if stack else None
            above = top is not None and text[places[top]] in self._single
            if mark == APOSTROPHE and above and top is not None and text[places[top]] == "'":
                above = False  # a typed apostrophe never ends what a straight one began
            if role is Role.EITHER:
                role = self._either(text, places, roles, number, open_=above if single else doubles > 0)
            if role is Role.OPEN:
                stack.append(number)
                doubles += not single
            elif role is Role.CLOSE and not single and doubles:
                while text[places[stack[-1]]] in self._single:
                    stack.pop()
                other = stack.pop()
                doubles -= 1
                partners[number], partners[other] = other, number
            elif role is Role.CLOSE and single:
                if above and top is not None and not ends[number]:
                    stack.pop()
                    partners[number], partners[top] = top, number
                elif mark == "'" and place and (text[place - 1].isalpha() or ends[number]):
                    roles[number] = Role.APOSTROPHE
            elif role is Role.APOSTROPHE:
                roles[number] = role
        return partners

    def _either(
        self, text: str, places: Sequence[int], roles: Sequence[Role], number: int, *, open_: bool
    ) -> Role:
        """Return the role of a mark between two words without space."""
        place = places[number]
        if open_:
            return Role.CLOSE
        elided = number > 0 and places[number - 1] == place - 1 and roles[number - 1] is Role.APOSTROPHE
        if text[place - 1] in _CLOSING or elided:
            return Role.OPEN
        if self.unspaced and (_wide(text[place - 1 : place]) or _wide(text[place + 1 : place + 2])):
            return Role.OPEN
        letter = text[place + 1 : place + 2].isalpha()
        return Role.APOSTROPHE if text[place] == "'" and letter else Role.NONE


def _wide(character: str) -> bool:
    """Whether a character is Chinese or Japanese."""
    return bool(character) and unicodedata.east_asian_width(character) in "WF"


def _flank(before: str, after: str) -> Role:
    """Return the role that the characters on both sides of a mark give it; other marks beside it do not count."""
    free = not before or before.isspace()
    if not after or after.isspace():
        return Role.NONE if free or before in "([{" else Role.CLOSE
    if free:
        return Role.NONE if after in ",;)]}" else Role.OPEN
    if before in _OPENING:
        if after in _CLOSING and after != "\u2026":
            return Role.NONE if before in "([{" else Role.CLOSE
        return Role.OPEN
    return Role.CLOSE if after in _CLOSING or after in _OPENING else Role.EITHER


def _word_ends(text: str, places: Sequence[int], roles: Sequence[Role]) -> list[bool]:
    """Return which straight single marks are more likely the end of a genitive (Peters', the boys') than of a quotation:
    behind an s, before another word, while the next mark closes as well."""
    ends = [False] * len(places)
    closing = False
    for number in range(len(places) - 1, -1, -1):
        place = places[number]
        if roles[number] is Role.APOSTROPHE:
            continue
        if text[place] == "'" and roles[number] is Role.CLOSE and closing:
            genitive = text[place - 1 : place] in ("s", "x", "z", "\u00df")
            ends[number] = genitive and bool(re.match(r"\s\w", text[place + 1 : place + 3]))
        closing = text[place] == "'" and roles[number] is Role.CLOSE
    return ends
