"""Looks for examples (`--doctest-modules`) in modules that have some: most have none, and each worker would load them."""

import importlib
from collections.abc import Generator
from pathlib import Path

import pytest
from _pytest.doctest import DoctestModule

ROOT = Path(__file__).parent


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Leave modules without examples out, before they are loaded."""
    found = yield
    if file_path.suffix != ".py" or ">>>" in file_path.read_text(encoding="utf-8"):
        if any(isinstance(one, DoctestModule) for one in found) and file_path.is_relative_to(
            ROOT / "bookbuilder"
        ):
            # pytest would name it in its package, in place of a function of the same name.
            parts = file_path.relative_to(ROOT).with_suffix("").parts
            importlib.import_module(".".join(part for part in parts if part != "__init__"))
        return found
    return [one for one in found if not isinstance(one, DoctestModule)]
