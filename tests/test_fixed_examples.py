"""Tests that hypothesis draws the same examples whatever modules a process has imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

REPO = Path(__file__).parents[1]
_DRAW = """
import importlib, sys
from hypothesis import given, settings, strategies as st
from tests.fixed_examples import forget_constants_of_modules

for name in sys.argv[2:]:
    importlib.import_module(name)
settings.register_profile("drawn", derandomize=sys.argv[1] == "fixed", max_examples=300, database=None)
settings.load_profile("drawn")
forget_constants_of_modules()
drawn = []

@given(st.text("abä<&;\\\\*[](){}@", max_size=10), st.integers())
def draw(text, number):
    drawn.append((text, number))

draw()
print(drawn)
"""
MODULES = ("bookbuilder.importers.manuscript.write_citations", "bookbuilder.markdown.escape_markdown")


def drawn(kind: str, *modules: str) -> str:
    asked = [sys.executable, "-c", _DRAW, kind, *modules]
    return subprocess.run(asked, cwd=REPO, check=True, capture_output=True, text=True).stdout


def test_examples_do_not_depend_on_what_is_imported() -> None:
    assert drawn("fixed") == drawn("fixed", *MODULES)
    assert drawn("fixed") == drawn("fixed", *reversed(MODULES))


def test_a_search_draws_others() -> None:
    assert drawn("search", *MODULES) != drawn("search", *MODULES)
