"""Fragments that are repeated in the places of a book: all of one and two signs, and drawn ones."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.linear.cost import Growth, Stage
from tests.linear.places import PLACES, Files

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


def repeated(sample: Sample, size: int) -> Files:
    """Return the book that has a fragment in a place again and again."""
    place, fragment = sample
    return PLACES[place](fragment * (size // len(fragment.encode())))


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


def problems(sample: Sample, stage: Stage = "read") -> list[str]:
    """Return what is wrong with what a sample takes."""
    return Growth.of(lambda size: repeated(sample, size), stage).problems()
