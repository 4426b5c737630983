"""Compares two texts word by word: which characters of the one are which of the other, and what was changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from bookbuilder.proof.same_text import same_text

_TOKEN = re.compile(
    r"\n\n|\s|[\ufffb\ufffc]|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+|[^\w\s]"
)
"""An end of a paragraph, a space, a thing, a word or a sign; of scripts without spaces one character."""
LIMIT = 4000
"""Words of a text that is compared word by word."""


class Hunk(NamedTuple):
    """Characters of one text, from `start` to `end`, for which another one has those from `other_start` to `other_end`."""

    start: int
    end: int
    other_start: int
    other_end: int


def hunks(text: str, other: str) -> tuple[Hunk, ...]:
    """Return what was changed between two texts, in their order; spaces and quotation marks that typography or a word
    processor sets are no change. A space between two words that are both replaced belongs to the change."""
    a, b = same_text(text), same_text(other)
    if a == b:
        return ()
    one, two = _TOKEN.findall(a), _TOKEN.findall(b)
    at, behind = _starts(one), _starts(two)
    head = 0
    while head < min(len(one), len(two)) and one[head] == two[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(two)) - head and one[-1 - tail] == two[-1 - tail]:
        tail += 1
    middle, other_middle = one[head : len(one) - tail], two[head : len(two) - tail]
    if not middle or not other_middle or max(len(middle), len(other_middle)) > LIMIT:
        codes = [(0, len(middle), 0, len(other_middle))]
    else:
        matcher = SequenceMatcher(None, middle, other_middle, autojunk=False)
        codes = [code[1:] for code in matcher.get_opcodes() if code[0] != "equal"]
    codes = [(head + i, head + j, head + k, head + m) for i, j, k, m in codes]
    codes = _aligned_to_paragraphs(_joined(codes, one, two), one, two)
    return tuple(Hunk(at[i], at[j], behind[k], behind[m]) for i, j, k, m in codes)


_Codes = list[tuple[int, int, int, int]]


def _joined(codes: _Codes, one: Sequence[str], two: Sequence[str]) -> _Codes:
    """Return changes, with two replacements that one space parts as one, and none that begins and ends inside of the same
    words."""
    result: _Codes = []
    for code in codes:
        if result:
            last = result[-1]
            between = one[last[1] : code[0]]
            if (
                between == [" "]
                and two[last[3] : code[2]] == [" "]
                and last[0] < last[1]
                and last[2] < last[3]
                and code[0] < code[1]
                and code[2] < code[3]
            ):
                result[-1] = last[0], code[1], last[2], code[3]
                continue
        result.append(code)
    return result


def _aligned_to_paragraphs(codes: _Codes, one: Sequence[str], two: Sequence[str]) -> _Codes:
    """Return changes, with paragraphs that came or went as whole ones: of two that begin with the same words, the words of
    the first one are gone and not those of both, from behind the same words on."""
    result: _Codes = []
    for i, j, k, m in codes:
        tokens, first, last = (one, i, j) if i < j else (two, k, m)
        if (i == j or k == m) and "\n\n" in tokens[first:last]:
            room = min(i, k) if not result else min(i - result[-1][1], k - result[-1][3])
            shift = 0
            while shift < room and tokens[first - shift - 1] != "\n\n":
                if tokens[first - shift - 1] != tokens[last - shift - 1]:
                    break
                shift += 1
            begins = first == shift or tokens[first - shift - 1] == "\n\n"
            if begins and tokens[last - shift - 1] == "\n\n":
                i, j, k, m = i - shift, j - shift, k - shift, m - shift
        result.append((i, j, k, m))
    return result


def _starts(tokens: Sequence[str]) -> list[int]:
    result = [0]
    for token in tokens:
        result.append(result[-1] + len(token))
    return result


def similarity(text: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1."""
    one, two = _TOKEN.findall(same_text(text)), _TOKEN.findall(same_text(other))
    if not one or not two:
        return 0.0
    matcher = SequenceMatcher(None, one[:LIMIT], two[:LIMIT], autojunk=False)
    if matcher.real_quick_ratio() < 0.3 or matcher.quick_ratio() < 0.3:
        return 0.0
    return matcher.ratio()


class CharacterMap:
    """Which characters of one text are which of another one."""

    def __init__(self, text: str, other: str) -> None:
        self._same = text == other
        self._to: list[int] = []
        if not self._same:
            self._to = [-1] * len(text)
            at = to = 0
            for hunk in (*hunks(text, other), Hunk(len(text), len(text), len(other), len(other))):
                for offset in range(hunk.start - at):
                    self._to[at + offset] = to + offset
                at, to = hunk.end, hunk.other_end
        self._length, self._other = len(text), len(other)

    def character(self, number: int) -> int:
        """Return the number of a character in the other text; -1 if it has none."""
        if not 0 <= number < self._length:
            return -1
        return number if self._same else self._to[number]

    def range(self, start: int, end: int, skipped: frozenset[int] = frozenset()) -> tuple[int, int] | None:
        """Return characters in the other text; None if they are not all there in one piece. Those that are `skipped` need
        not be."""
        mapped = [self.character(number) for number in range(start, end) if number not in skipped]
        if not mapped or -1 in mapped:
            return None
        if mapped != list(range(mapped[0], mapped[0] + len(mapped))):
            return None
        return mapped[0], mapped[-1] + 1

    def point(self, number: int, *, exact: bool = False) -> int | None:
        """Return a place between two characters in the other text; None if there is none. `exact`: both must be there."""
        before, after = self.character(number - 1), self.character(number)
        left = before + 1 if before >= 0 else 0 if number == 0 else -1
        right = after if after >= 0 else self._other if number == self._length else -1
        if exact and (left != right or left < 0):
            return None
        return left if left >= 0 else right if right >= 0 else None
