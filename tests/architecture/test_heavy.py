"""Tests that are marked as heavy are left out of `make test`, so `.ci/run` must run them elsewhere."""

import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]


def test_the_heavy_tests_are_run_before_a_change_is_accepted() -> None:
    commands = (REPO / ".ci/run").read_text().splitlines()
    assert {"make test", "make interop"} <= set(commands)
    recipe = (REPO / "Makefile").read_text().partition("\ninterop: ")[2].partition("\n\n")[0]
    (session,) = (line for line in recipe.splitlines() if "pytest" in line)
    assert " -m heavy " in session and "--dist worksteal" in session
    assert "SKIP" not in recipe


def test_everything_in_interop_is_heavy() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "tests/interop"]
    light = subprocess.run(command, cwd=REPO, capture_output=True, text=True, timeout=300, check=False)
    assert light.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, light.stdout
    assert "deselected" in light.stdout, light.stdout
