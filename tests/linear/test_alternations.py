"""Constructs of Markdown that nest and alternate take time and memory that grow with the text, up to the finished PDF.

`python -m tests.linear --stage build` looks for more; what was found so far stands here.
"""

from __future__ import annotations

from itertools import islice

import pytest

from tests.cases import book
from tests.cases.case import FIRST
from tests.linear.cost import Growth, cost
from tests.linear.places import PLACES
from tests.linear.samples import Sample, alternations, problems, repeated

BACKTICKS = " ".join("`" * length for length in range(1, 190))

FOUND: tuple[Sample, ...] = (
    *(
        ("paragraph", fragment)
        for fragment in ("*a **b ", "_a __b ", "[a *b ", "< a", "{ a ", "a ", "a\n", "~~a *b ")
    ),
    *(("paragraph", sign * 900 + "a ") for sign in "*<{["),
    ("paragraph", "a" + " " * 900),
    ("paragraph", BACKTICKS),
    ("paragraph", '"a b '),
    ("paragraph", '"'),
    ("paragraph", "[^1]"),
    ("note", "*a **b "),
    ("quotation", "a "),
    ("chapter", "a\\\n"),
    ("block of code", "a\n"),
)
"""What took memory and time with the square of its size, or more messages than anybody reads."""


@pytest.mark.heavy
def test_emphases_that_stay_open() -> None:
    assert problems(("paragraph", "*a **b "), "build") == []


@pytest.mark.heavy
@pytest.mark.parametrize("sample", FOUND, ids=lambda sample: f"{sample[0]}: {sample[1][:12]!r}")
def test_what_was_found(sample: Sample) -> None:
    assert problems(sample, "build") == []


@pytest.mark.parametrize("sample", [*islice(alternations(1), 4)], ids=str)
def test_a_few_alternations_are_read(sample: Sample) -> None:
    assert Growth.of(lambda size: repeated(sample, size), sizes=(4_000, 16_000)).problems() == []


@pytest.mark.heavy
@pytest.mark.parametrize("sample", [*dict.fromkeys(islice(alternations(2), 16))], ids=str)
def test_alternations_are_built(sample: Sample) -> None:
    assert problems(sample, "build") == []


SENTENCE = "Am Morgen ging *Anna* mit dem Bericht, den „niemand“ gelesen hatte, zum Verwaltungsgericht. "


@pytest.mark.heavy
@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(
            [SENTENCE * 8] * 260
        ),  # 200 kB: some 120 pages; of 200 pages is tests/interop/test_big_book.py
        SENTENCE * 1550,  # a paragraph of 20,000 words
        "| a | b |\n|---|---|\n" + "| Anna | 12 |\n" * 2000,
    ],
    ids=["a long chapter", "a long paragraph", "a long table"],
)
def test_what_a_real_book_could_have_is_built(text: str) -> None:
    found = cost({FIRST: f"# A\n\n{text}\n"}, "build", seconds=280)
    assert not found.ended
    assert set(found.codes) <= set(book.FULLNESS)  # a notice on the page before the table


def test_a_repeated_fragment_is_as_long_as_it_is_asked_for() -> None:
    (text,) = repeated(("paragraph", "*a "), 3000).values()
    assert text == PLACES["paragraph"]("*a " * 1000)[FIRST]
