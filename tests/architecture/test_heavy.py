"""Tests that are marked as heavy are left out of `make test`, so `.ci/run` must run them elsewhere."""

from pathlib import Path

REPO = Path(__file__).parents[2]


def test_the_heavy_tests_are_run_before_a_change_is_accepted() -> None:
    commands = (REPO / ".ci/run").read_text().splitlines()
    assert {"make test", "make interop"} <= set(commands)
    recipe = (REPO / "Makefile").read_text().partition("\ninterop: ")[2].partition("\n\n")[0]
    assert " -m heavy " in recipe
    assert "SKIP" not in recipe
