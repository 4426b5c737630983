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

CONSTRUCTS = (
    *(
        "*",
        "**",
        "_",
        "__",
        "~~",
        "[",
        "![",
        "](",
        "]{",
        "]",
        "`",
        "``",
        "```",
        "<",
        "<a",
        "<!--",
        "{",
        "{.a",
        "}",
    ),
    *(
        '"',
        "'",
        "„",
        "“",
        "«",
        "> ",
        "- ",
        "1. ",
        "::: aside\n",
        ":::\n",
        "[^1]",
        "^[",
        "|",
        "&",
        "\\",
        "  ",
        "\t",
    ),
    *("\n", "\\\n", "  \n", "\n\n", "$", "==", "https://a.b/", "–", "\u00a0"),
)
"""What nests, or opens something and does not close it."""
LINES = (
    *(
        "text\n",
        "- a\n",
        "1. a\n",
        "> a\n",
        "| a |\n",
        "[a]: b\n",
        ": a\n",
        "# a\n",
        "a\\\n",
        "```\n",
        "::: aside\n",
    ),
    *(
        "text\n\n",
        "- a\n\n",
        "> a\n\n",
        "a\n: b\n\n",
        "::: aside\na\n:::\n\n",
        "[^a]: b\n\n",
        "    a\n",
        "<b>\n",
    ),
)
"""Whole lines and paragraphs."""
WORDS = ("", "", "a", "a ", "wort ", "ein Wort ", "w" * 30)

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


def alternations(seed: int) -> Iterator[Sample]:
    """Yield two or three constructs that alternate, with or without words behind them, rows of one, or whole lines."""
    source = random.Random(seed)
    while True:
        match source.choice(("constructs", "constructs", "constructs", "rows", "lines")):
            case "constructs":
                count = source.choice((2, 2, 3))
                fragment = "".join(source.choice(CONSTRUCTS) + source.choice(WORDS) for _ in range(count))
                yield source.choice(("paragraph", "chapter", "chapter", "item", "cell", "note")), fragment
            case "rows":
                row = source.choice(CONSTRUCTS) * source.choice((10, 100, 400))
                yield (
                    source.choice(("paragraph", "behind a word", "quotation")),
                    row + source.choice(WORDS[2:]),
                )
            case _:
                yield "chapter", "".join(source.choice(LINES) for _ in range(source.choice((1, 1, 2))))
