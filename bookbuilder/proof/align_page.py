"""Aligns the letters of a page with those of the book as it is now: runs that are equal, and chains of them.

The two differ by running heads, folios and numbers of lines, by notes that stand elsewhere, and by what has been changed
since the page was printed.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from math import exp
from typing import NamedTuple

from bookbuilder.proof.book_letters import SEED, BookLetters
from bookbuilder.proof.letter_text import LetterText

RUNS = 4_000
"""The most runs of a page; a page of a dictionary has some hundred."""
BEFORE = 24
"""How many runs before one are asked whether they go before it."""
CHAINS = 12
"""The most chains that are compared for a mark."""
GAP = 1_500
"""Letters that may stand between two runs of a chain: a change, a picture's words, a note."""
OVERLAP = 12
"""Letters by which two runs of a chain may overlap: behind a change some are equal by chance."""
FILLED = 500
"""Letters between two runs in which equal ones are looked for."""
SMALL = 40
"""Letters of a gap that is small."""
_REACH = 60.0
"""Letters within which what is around a mark counts most."""
_NEAR = 40
"""Letters within which something is just beside a mark."""
_JUMP = 80.0
"""Letters by which a gap may differ until what is behind it counts half."""
_INSIDE = 0.5
"""What a letter costs that stands inside a mark on one side alone."""
_SHORT = 4
"""Equal letters between two runs that say something."""


class Run(NamedTuple):
    """Equal letters: their number on the page, in the book, and how many. A tuple, since a page has a thousand that are
    sorted."""

    page: int
    book: int
    length: int

    @property
    def page_end(self) -> int:
        """The letter of the page behind it."""
        return self.page + self.length

    @property
    def book_end(self) -> int:
        """The letter of the book behind it."""
        return self.book + self.length


@dataclass(frozen=True, eq=False)
class Chain:
    """Runs that follow one another on the page and in the book."""

    runs: tuple[Run, ...]

    def bridges(self, start: int, end: int) -> bool:
        """Whether it has equal letters just before and just behind a part of the page, and little between them in the book:
        then that part is gone if it has none in it."""
        for before, behind in pairwise(self.runs):
            if (
                before.page_end <= start + _NEAR
                and behind.page >= end - _NEAR
                and before.page_end <= behind.page
            ):
                here, there = behind.page - before.page_end, behind.book - before.book_end
                return here <= end - start + 2 * _NEAR and there <= 2 * here + _NEAR
        return False

    def support(self, start: int, end: int) -> float:
        """Return how many letters are equal in a part of the page and around it: nearer ones count more, and those behind a
        gap that is much longer on one side less, since it may part two passages."""
        total = 0.0
        for run in self.runs:
            total += max(min(run.page_end, end) - max(run.page, start), 0)
        for before, behind in pairwise(self.runs):
            if before.page_end < end and behind.page > start:
                total -= _INSIDE * _shift(before, behind)
        return total + self._beside(start, left=True) + self._beside(end, left=False)

    def _beside(self, edge: int, *, left: bool) -> float:
        """Return the weight of the equal letters on one side of a place of the page."""
        total, trust = 0.0, 1.0
        nearer: Run | None = None
        for run in reversed(self.runs) if left else self.runs:
            near, far = (
                (edge - run.page_end, edge - run.page) if left else (run.page - edge, run.page_end - edge)
            )
            if far <= 0:
                nearer = run
                continue
            if nearer is not None:
                first, second = (run, nearer) if left else (nearer, run)
                trust /= 1 + _shift(first, second) / _JUMP
            total += trust * _weighed(max(near, 0), far)
            nearer = run
        return total


def _shift(before: Run, behind: Run) -> int:
    """Return by how many letters the gap between two runs differs on the page and in the book."""
    return abs((behind.page - before.page_end) - (behind.book - before.book_end))


def _weighed(near: int, far: int) -> float:
    """Return the weight of letters from one distance to another."""
    return _REACH * (exp(-near / _REACH) - exp(-far / _REACH)) + 0.01 * (far - near)


class PageAlignment:
    """A page beside the book."""

    def __init__(self, page: LetterText, book: BookLetters) -> None:
        self.page, self.book = page, book
        self._gaps: dict[tuple[Run, Run], list[Run]] = {}

    @cached_property
    def runs(self) -> list[Run]:
        """All runs, in their order on the page."""
        page, book, index = self.page.letters, self.book.letters, self.book.index
        done: dict[int, int] = {}
        result: list[Run] = []
        for start in self.page.words:
            for place in index.get(page[start : start + SEED], ()):
                shift = place - start
                if done.get(shift, -1) > start:
                    continue
                before = _equal_before(page, start, book, place)
                length = SEED + _equal_behind(page, start + SEED, book, place + SEED)
                result.append(Run(start - before, place - before, before + length))
                done[shift] = start + length
            if len(result) > RUNS:
                break
        return sorted(set(result))

    @cached_property
    def _links(self) -> tuple[list[int], list[int], list[float]]:
        """For each run, the one before it and behind it in its best chain (-1: none), and the score of the whole."""
        runs = self.runs
        back, score_back = self._linked(runs)
        mirrored = [Run(-run.page_end, -run.book_end, run.length) for run in reversed(runs)]
        ahead, score_ahead = self._linked(mirrored)
        last = len(runs) - 1
        forth = [
            last - ahead[last - number] if ahead[last - number] >= 0 else -1 for number in range(len(runs))
        ]
        whole = [
            score_back[number] + score_ahead[last - number] - run.length for number, run in enumerate(runs)
        ]
        return back, forth, whole

    @staticmethod
    def _linked(runs: Sequence[Run]) -> tuple[list[int], list[float]]:
        links, scores = [-1] * len(runs), [float(run.length) for run in runs]
        # Of each run that has ended: its end on the page, its number, its end in the book, its score, and half its length.
        ended: list[tuple[int, int, int, float, int]] = []
        for number, (page, book, length) in enumerate(runs):
            best, link, half = 0.0, -1, length // 2
            latest = bisect_left(ended, (page + OVERLAP, len(runs)))
            for page_end, other, book_end, score, other_half in ended[max(latest - BEFORE, 0) : latest]:
                moved = book - book_end
                # Most are far away in the book, or cannot be the best: this loop is most of the time of placing marks.
                if moved > GAP or score <= best or moved < -OVERLAP:
                    continue
                between = page - page_end
                overlap = max(-between, -moved, 0)
                if overlap > min(OVERLAP, half, other_half) or between > GAP:
                    continue
                value = score - overlap - min(abs(between - moved) * 0.05, 8.0) - max(between, 0) * 0.01
                if value > best:
                    best, link = value, other
            links[number], scores[number] = link, length + best
            insort(ended, (page + length, number, book + length, length + best, half))
        return links, scores

    def chains(self, start: int, end: int) -> list[Chain]:
        """Return the chains that letters of the page may be in, at most a few, the likeliest first."""
        runs = self.runs
        back, forth, whole = self._links
        first, behind = bisect_left(runs, (start - GAP,)), bisect_left(runs, (end + 201,))
        near = [
            first + number
            for number, (page, _, length) in enumerate(runs[first:behind])
            if page + length >= start - 200
        ]
        near.sort(key=lambda number: -whole[number])
        result: dict[tuple[Run, ...], Chain] = {}
        seen: set[int] = set()
        for number in near[:60]:
            if number in seen:
                continue
            if len(result) == CHAINS:
                break
            path = [number]
            while len(path) < 40 and back[path[0]] >= 0:
                path.insert(0, back[path[0]])
            while len(path) < 80 and forth[path[-1]] >= 0:
                path.append(forth[path[-1]])
            seen.update(path)
            of_chain = tuple(runs[one] for one in path)
            result.setdefault(of_chain, Chain(of_chain))
        return sorted(result.values(), key=lambda chain: -chain.support(start, end))[:8]

    def mapped(self, chain: Chain, start: int, end: int) -> list[int | None]:
        """Return the letter of the book for each letter of the page; None for those without one in the chain."""
        result: list[int | None] = [None] * (end - start)
        for run in self.filled(chain, start, end):
            for letter in range(max(run.page, start), min(run.page_end, end)):
                result[letter - start] = run.book + letter - run.page
        return result

    def filled(self, chain: Chain, start: int, end: int) -> list[Run]:
        """Return the runs of a chain, trimmed where they overlap, with shorter ones between them, around some letters."""
        result: list[Run] = []
        for run in chain.runs:
            if result:
                before = result[-1]
                overlap = max(before.page_end - run.page, before.book_end - run.book, 0)
                run = Run(run.page + overlap, run.book + overlap, run.length - overlap)
                if run.length <= 0:
                    continue
                if before.page_end < end and run.page > start:
                    result += self._between(before, run)
            result.append(run)
        return result

    def only_here(self, chain: Chain, run: Run) -> bool:
        """Whether a run is short, but stands in a small gap of its chain that has these letters once, on the page and in the
        book: its neighbours were changed."""
        for before, behind in pairwise(chain.runs):
            if before.page_end <= run.page and run.page_end <= behind.page:
                here = self.page.letters[before.page_end : behind.page]
                there = self.book.letters[before.book_end : behind.book]
                own = self.page.letters[run.page : run.page_end]
                return max(len(here), len(there)) <= SMALL and here.count(own) == 1 == there.count(own)
        return False

    def _only_word(self, run: Run, here: str, there: str) -> bool:
        """Whether a run between changes is words as a whole, and the only ones like it there."""
        if run.length < 2 or max(len(here), len(there)) > SMALL:
            return False
        own = self.page.letters[run.page : run.page_end]
        return (
            self.page.word_at(run.page)
            and self.page.word_at(run.page_end)
            and run.book in self.book.word_starts
            and run.book_end in self.book.word_starts
            and here.count(own) == 1 == there.count(own)
        )

    def _between(self, before: Run, behind: Run) -> list[Run]:
        key = before, behind
        if key not in self._gaps:
            here = self.page.letters[before.page_end : behind.page]
            there = self.book.letters[before.book_end : behind.book]
            found: list[Run] = []
            if here and there and len(here) <= FILLED and len(there) <= FILLED:
                for block in SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks():
                    at_edge = (block.a == 0 and block.b == 0) or (
                        block.a + block.size == len(here) and block.b + block.size == len(there)
                    )
                    run = Run(before.page_end + block.a, before.book_end + block.b, block.size)
                    if block.size >= _SHORT or (block.size and at_edge) or self._only_word(run, here, there):
                        found.append(run)
            self._gaps[key] = found
        return self._gaps[key]


def _equal_behind(first: str, start: int, second: str, place: int) -> int:
    """Return how many characters from two places on are equal."""
    length, step = 0, 4
    most = min(len(first) - start, len(second) - place)
    while step:
        step = min(step, most - length)
        if step <= 0:
            break
        if first[start + length : start + length + step] == second[place + length : place + length + step]:
            length += step
            step *= 2
        else:
            step //= 2
    return length


def _equal_before(first: str, start: int, second: str, place: int) -> int:
    """Return how many characters before two places are equal."""
    length, step = 0, 4
    most = min(start, place)
    while step:
        step = min(step, most - length)
        if step <= 0:
            break
        here = first[start - length - step : start - length]
        if here == second[place - length - step : place - length]:
            length += step
            step *= 2
        else:
            step //= 2
    return length
