"""A build that is killed leaves the old file whole and a cache that can be used: fifty times."""

from pathlib import Path

from tests.kills import builds_that_are_killed


def test_fifty_builds_that_are_killed(tmp_path: Path) -> None:
    assert builds_that_are_killed(tmp_path, 50, 50) > 25
