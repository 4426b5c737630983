"""Joins the text runs of a block to one text that rules can edit across nodes, and splits it again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

Edit = tuple[int, int, str]
"""Start and end in the text of a flow, and the replacement, which belongs to the run of the start."""

_ADDRESS = re.compile(
    r"(?<![\w.+-])(?:[a-z][a-z0-9+-]{1,9}://|www\.)[^\s<>]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]*\w"
)


@dataclass(frozen=True, slots=True)
class LetterRun:
    """The text of one node; a `fixed` run is context for rules and stays as it is."""

    text: str
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """Runs joined to one `text`. `ends` are their end offsets, `owners` the indices of the runs that they were split
    from."""

    text: str
    ends: tuple[int, ...]
    fixed: tuple[bool, ...]
    owners: tuple[int, ...]

    @classmethod
    def of(cls, runs: Iterable[LetterRun]) -> Flow:
        """Return the flow of runs; web and mail addresses in them become fixed."""
        parts: list[str] = []
        ends, fixed, owners, length = [], [], [], 0

        def add(text: str, owner: int, *, keep: bool) -> None:
            nonlocal length
            length += len(text)
            parts.append(text)
            ends.append(length)
            fixed.append(keep)
            owners.append(owner)

        for owner, run in enumerate(runs):
            last = 0
            if not run.fixed and ("@" in run.text or "://" in run.text or "www." in run.text):
                for match in _ADDRESS.finditer(run.text):
                    add(run.text[last : match.start()], owner, keep=False)
                    add(match[0], owner, keep=True)
                    last = match.end()
            add(run.text[last:], owner, keep=run.fixed)
        return cls("".join(parts), tuple(ends), tuple(fixed), tuple(owners))

    def texts(self) -> list[str]:
        """Return the text of each original run."""
        result = [""] * (self.owners[-1] + 1 if self.owners else 0)
        start = 0
        for end, owner in zip(self.ends, self.owners):
            result[owner] += self.text[start:end]
            start = end
        return result

    def loose(self, places: Iterable[int]) -> list[int]:
        """Return those of the increasing `places` that are not in a fixed run."""
        if not any(self.fixed):
            return list(places)
        loose_places, run = [], 0
        for place in places:
            while self.ends[run] <= place:
                run += 1
            if not self.fixed[run]:
                loose_places.append(place)
        return loose_places

    def changed(self, edits: Iterable[Edit]) -> Flow:
        """Return the flow with increasing edits applied, but for those that touch a fixed run or the edit before."""
        parts: list[str] = []
        ends: list[int] = []
        place = length = run = 0
        near = 0  # a run that does not end before the edit

        def copy(to: int) -> None:
            nonlocal place, length, run
            while run < len(self.ends) and self.ends[run] <= to:
                parts.append(self.text[place : self.ends[run]])
                length += self.ends[run] - place
                place = self.ends[run]
                ends.append(length)
                run += 1
            parts.append(self.text[place:to])
            length += to - place
            place = to

        for start, end, new in edits:
            while self.ends[near] <= start:
                near += 1
            if start < place or self._fixed(near, start, end):
                continue
            copy(start)
            parts.append(new)
            length += len(new)
            while run < len(self.ends) and self.ends[run] <= end:
                ends.append(length)
                run += 1
            place = end
        if not parts:
            return self
        copy(len(self.text))
        return Flow("".join(parts), tuple(ends), self.fixed, self.owners)

    def _fixed(self, run: int, start: int, end: int) -> bool:
        """Whether a range, which begins in `run`, touches a fixed run."""
        while run < len(self.ends):
            if self.fixed[run] and self.ends[run] > start:
                return True
            if self.ends[run] >= end:
                return False
            run += 1
        return False
