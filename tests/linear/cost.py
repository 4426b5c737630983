"""Measures what the processor has to do for a book: reading, checks, and the HTML of its chapters."""

from __future__ import annotations

import gc
import random
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType

from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.html.block import blocks, notes, renderer
from bookbuilder.html.medium import Medium
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.read_locale import Reading, read_locale
from bookbuilder.project import load
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import FORMATS
from tests.linear.places import PLACES

SMALL, LARGE = 20_000, 80_000
"""Bytes of the texts that are compared."""
GROWTH = 8.0
"""Times as long as the small text the large one may take, which is four times as large: 16 is the square."""
BASE = 0.15
"""Seconds that say nothing: what every book costs."""

SIGNS = (
    *" \t\n.,;:!?-*_~`'\"[](){}<>&#^@=+%$/\\|a1Z",
    *"–…é字»„\u00a0\u00ad\u0301",
)
PIECES = (
    *(
        "[^",
        "](",
        "]{",
        "&#x",
        "<!--",
        "http://",
        "www.",
        "a@b",
        "::: ",
        "\n\n",
        "\n> ",
        "\n- ",
        "\n| ",
        "```",
        "{=",
        "[a]",
    ),
    *(
        "{#",
        "\n1. ",
        '="',
        "12",
        "Mio. ",
        "z. B.",
        "17. Januar ",
        "Montag, ",
        "200 Dollar ",
        "\n: ",
        "  \n",
        "![",
        "]: ",
    ),
)
"""What our syntax and the typography know, of several signs."""

Sample = tuple[str, str]
"""A place, and a fragment to repeat there."""


class TooLong(BaseException):
    """A text took longer than it was given."""


def cost(files: Mapping[str, str], limit: float = 60) -> float:
    """Return the seconds that the processor worked on a book; infinity if there were more than `limit`."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooLong

    with tempfile.TemporaryDirectory() as folder:
        root = book.write(Path(folder), files)
        gc.collect()
        before = signal.signal(signal.SIGPROF, stop)
        start = time.process_time()
        try:
            signal.setitimer(signal.ITIMER_PROF, limit)
            through(root)
        except TooLong:
            return float("inf")
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
        return time.process_time() - start


def through(root: Path) -> Findings:
    """Read all locales of a book, render its chapters, and say what is wrong with it."""
    findings, world = Findings(), World(root)
    readings: dict[str, Reading] = {}
    try:
        project = load(world, findings, FORMATS)
        for name in sorted(project.locales, key=lambda name: name != project.source) if project else ():
            assert project is not None
            source = readings.get(project.source)
            readings[name] = read_locale(Context(world, findings), project, project.locales[name], source)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
    for reading in readings.values():
        medium = Medium(reading.locale, lambda target: f"#{target.anchor}", str, str, footnotes=True)
        for chapter in reading.document.chapters:
            r = renderer(medium, chapter)
            blocks(chapter.blocks, r)
            notes(r)
    for found in findings.sorted():
        str(found)
    return findings


def repeated(sample: Sample, size: int) -> Mapping[str, str]:
    """Return the book that has a fragment in a place again and again."""
    place, fragment = sample
    return PLACES[place](fragment * (size // len(fragment.encode())))


def growth(sample: Sample, limit: float = 60) -> float:
    """Return how many times as long the large text takes as the small one; the least of three, for machines are busy."""
    found = []
    for _ in range(3):
        small = cost(repeated(sample, SMALL), limit)
        large = cost(repeated(sample, LARGE), limit)
        found.append(large / max(small, BASE))
        if found[-1] <= GROWTH:
            break
    return min(found)


def pairs() -> list[Sample]:
    """Return all fragments of one and two signs, in a paragraph."""
    return [("paragraph", first + second) for first in SIGNS for second in ("", *SIGNS) if first != second]


def drawn(seed: int) -> Iterator[Sample]:
    """Yield fragments of one to four pieces in any place, for ever."""
    source = random.Random(seed)
    places = sorted(PLACES)
    while True:
        count = source.choice((1, 2, 3, 3, 4))
        fragment = "".join(source.choice((*SIGNS, *PIECES)) for _ in range(count))
        yield source.choice(places), fragment
