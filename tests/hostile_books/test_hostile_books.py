"""A build of any book ends in a moderate time and memory, with a message, without reading, writing or asking elsewhere.

`python -m tests.hostile_books` tries a thousand; what it found is mended, and its seed stands here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile_books.draw import HostileBook, hostile_book
from tests.hostile_books.judge import faults, judged
from tests.hostile_books.parts import whole_book

FOUND = (1023, 1066, 1096, 2046)
"""Seeds whose books found a fault once."""


def test_the_whole_book_is_built(tmp_path: Path) -> None:
    """Otherwise every book drawn from it would be refused for the same reason."""
    assert judged(HostileBook(dict(whole_book())), tmp_path, jobs=1) == (0, [])


@pytest.mark.heavy
def test_a_seed_draws_the_same_book_twice(tmp_path: Path) -> None:
    for seed in range(200):
        one, other = (hostile_book(seed, "/outside", "http://127.0.0.1:9") for _ in range(2))
        assert one == other
        assert one.changes or one.files == dict(whole_book())


@pytest.mark.heavy
@pytest.mark.parametrize("seed", FOUND)
def test_what_was_found_once_holds(seed: int, tmp_path: Path) -> None:
    assert faults(seed, tmp_path) == []


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(2000, 2010))
def test_a_hostile_book_does_no_harm(seed: int, tmp_path: Path) -> None:
    assert faults(seed, tmp_path, jobs=1 + seed % 2) == []
