"""Six builds of books with different fonts at once in one user's cache, some of them killed, make what each makes alone."""

from __future__ import annotations

from pathlib import Path

from tests.builds_at_once import builds_at_once


def test_builds_at_once_make_the_same_bytes_as_alone(tmp_path: Path) -> None:
    outcome = builds_at_once(tmp_path, 0, 16)
    assert outcome.finished > 6, outcome
