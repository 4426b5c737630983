"""Measures what a book takes of the processor and of memory, and how both grow with its text.

    costs = Growth.of(lambda size: {FIRST: "*a **b " * (size // 7)})
    assert costs.problems() == []

The process that is measured is a copy of one that has loaded the program (`cost_process.py`). Its processor time and its
largest resident memory are the kernel's, less those of a book of a page. Both depend little on what else a machine does.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

from tests.cases import book
from tests.cases.case import FIRST

Files = Mapping[str, str | bytes]
Stage = Literal["read", "build"]
"""How far a book is made: `read` is parsing, checks and HTML; `build` goes on to all its editions, by default a PDF."""

SMALL, LARGE = 10_000, 40_000
"""Bytes of the texts that are compared."""
GROWTH = 8.0
"""Times as much as for the small text that the large one may take, which is four times as large: 16 is the square."""
SECONDS = {"read": 0.04, "build": 0.25}
"""Processor time that says nothing about growth: less than this counts as this."""
MEMORY = {"read": 3_000_000, "build": 8_000_000}
"""The same in bytes of memory."""
MEMORY_OF_A_BYTE = {"read": 3_000, "build": 10_000}
"""Bytes of memory that a byte of text may take, beyond what says nothing: a line on a page takes 26 kB, whatever is on it,
and can be made of three bytes."""
TIMES_HEADINGS = {"read": 3.5, "build": 20.0}
"""Times as long as a text may take that reading as many bytes of headings takes on the same machine at the same time. An
empty heading is made of two bytes, a row of a table of three."""
QUICK = {"read": 0.03, "build": 0.2}
"""Seconds for 1000 bytes that are not too much on any machine: headings are not read to compare."""
HEADINGS = "## a\n\n"
PROSE = f"# Kapitel\n\n{'Ein Satz mit *betonten* und **wichtigen** Wörtern, Verwaltungsgerichten und „Zitaten“. ' * 20}\n"
"""A page of text: what it takes is what every book takes."""
MESSAGES = 1_200_000
"""Characters of all messages about a book."""
LIMIT_SECONDS = 40
LIMIT_MEMORY = 2_500_000_000
"""What ends a process; the memory is what the program allows itself (`jail/rlimits.py`)."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a book took: seconds of the processor, bytes of memory; `ended` is empty, or says how its process ended early.

    `findings` is the number of diagnostics, `message_size` their length in characters, and `codes` are their codes.
    """

    seconds: float
    memory: int
    ended: str = ""
    findings: int = 0
    message_size: int = 0
    codes: tuple[str, ...] = ()


NOTHING = Cost(0.0, 0)
"""Stands for the cost of a small text that need not be known."""


@dataclass(frozen=True, slots=True)
class Growth:
    """What a text took in a small size and in a large one, in bytes."""

    stage: Stage
    small_size: int
    large_size: int
    small: Cost
    large: Cost
    headings: float = 0.0
    """Seconds that reading as many bytes of headings as the large text has takes; 0 if they were not read."""

    @classmethod
    def of(
        cls,
        files: Callable[[int], Files],
        stage: Stage = "read",
        sizes: tuple[int, int] = (SMALL, LARGE),
        seconds: float = LIMIT_SECONDS,
    ) -> Self:
        """Measure the books with a text of so many bytes; up to three times if it seems too slow, for machines are busy.

        The small one is measured only if the large one takes more than is allowed to any: what costs less than
        `GROWTH` times what says nothing has not grown by more, however little the small one takes.
        """
        found = cls._once(files, stage, sizes, seconds)
        for _ in range(2):
            if found.small.ended or found.large.ended or not found.problems():
                break
            found = cls._once(files, stage, sizes, seconds)
        return found

    @classmethod
    def _once(
        cls, files: Callable[[int], Files], stage: Stage, sizes: tuple[int, int], seconds: float
    ) -> Self:
        large = cost(files(sizes[1]), stage, seconds)
        little = large.seconds <= GROWTH * SECONDS[stage] and large.memory <= GROWTH * MEMORY[stage]
        if little and not large.ended:
            return cls(stage, *sizes, NOTHING, large)
        quick = large.seconds <= SECONDS[stage] + QUICK[stage] * sizes[1] / 1000
        headings = 0.0 if quick else cost({FIRST: HEADINGS * (sizes[1] // len(HEADINGS))}).seconds
        return cls(stage, *sizes, cost(files(sizes[0]), stage, seconds), large, headings)

    @property
    def seconds(self) -> float:
        """How many times as long the large text takes."""
        return self.large.seconds / max(self.small.seconds, SECONDS[self.stage])

    @property
    def memory(self) -> float:
        """How many times as much memory the large text takes."""
        return self.large.memory / max(self.small.memory, MEMORY[self.stage])

    def problems(self) -> list[str]:
        """Return what is not linear, or too much for a text of this size."""
        stage, large, size = self.stage, self.large, self.large_size
        for length, one in ((self.small_size, self.small), (size, large)):
            if one.ended:
                return [f"{length} bytes ended {one.ended}"]
        found = []
        if self.seconds > GROWTH:
            found.append(f"{self.seconds:.1f} times as long ({large.seconds:.1f} s)")
        if self.memory > GROWTH:
            found.append(f"{self.memory:.1f} times as much memory ({large.memory / 1e6:.0f} MB)")
        if large.memory > MEMORY[stage] + MEMORY_OF_A_BYTE[stage] * size:
            found.append(f"{large.memory / size:.0f} bytes of memory for a byte")
        if self.headings and large.seconds > SECONDS[stage] + TIMES_HEADINGS[stage] * self.headings:
            found.append(f"{large.seconds:.1f} s for {size} bytes, {self.headings:.1f} s for headings")
        if large.message_size > MESSAGES:
            found.append(f"{large.findings} findings, {large.message_size} characters of messages")
        return found


def cost(files: Files, stage: Stage = "read", seconds: float = LIMIT_SECONDS) -> Cost:
    """Return what a book costs beyond one of a page; it is ended after so many seconds of the processor."""
    found, page = _measured(files, stage, seconds), _page(stage)
    return Cost(
        max(found.pop("seconds") - page["seconds"], 0.0),
        max(found.pop("memory") - page["memory"], 0),
        codes=tuple(found.pop("codes", ())),
        **found,
    )


def _measured(files: Files, stage: Stage, seconds: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        return _process().measured(book.write(Path(folder), files, editions=book.PRINT), stage, seconds)


@cache
def _page(stage: Stage) -> Mapping[str, Any]:
    """Return what a book of a page takes."""
    return min((_measured({FIRST: PROSE}, stage, 60) for _ in range(2)), key=lambda one: one["seconds"])


class _CostProcess:
    """The process that works on books, which ends with this one."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.linear.cost_process"],
            cwd=Path(__file__).parents[2], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        atexit.register(self.close)

    def measured(self, root: Path, stage: Stage, seconds: float) -> dict[str, Any]:
        """Return what the kernel says that a book took, and how its process ended."""
        asked = {"folder": str(root), "stage": stage, "seconds": seconds, "memory": LIMIT_MEMORY}
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        print(json.dumps(asked), file=stdin, flush=True)
        told: dict[str, Any] = json.loads(stdout.readline())
        return told

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=60)


@cache
def _process() -> _CostProcess:
    return _CostProcess()
