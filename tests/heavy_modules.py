"""Says which modules can have heavy tests, by their text: `-m heavy` loads no others, in any of its workers.

Examples in the program are none, so `make interop` names the folder of the tests. `make test` loads all modules, and fails
if one has a heavy test that is not known here (`tests/conftest.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
INTEROP = TESTS / "interop"
"""All that stands there is heavy (`conftest.py` of the folder)."""


def may_be_heavy(path: Path) -> bool:
    """Whether a module may have a heavy test, or a folder a module: it marks one, or lets `sampled` mark some."""
    if path.is_dir() or path.is_relative_to(INTEROP) or path.suffix != ".py":
        return True
    text = path.read_text(encoding="utf-8")
    return ".heavy" in text or "sampled(" in text


def unknown(items: Iterable[pytest.Item]) -> list[str]:
    """Return the heavy tests of modules that would not be loaded for them."""
    heavy = [item for item in items if item.get_closest_marker("heavy")]
    return [item.nodeid for item in heavy if not may_be_heavy(item.path)]
