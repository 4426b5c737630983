"""Other people's programs, and big books: all are heavy tests. They read the dossier, built once for all tests."""

import sys
from pathlib import Path

import pytest

from tests.conftest import Built

REPO = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("bookbuilder")


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder as heavy, and put it first: who comes last waits for the longest tests."""
    here = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    for item in here:
        item.add_marker(pytest.mark.heavy)
    first = {id(item) for item in here}
    items[:] = here + [item for item in items if id(item) not in first]


@pytest.fixture(scope="session")
def starter(dossier: Built) -> Path:
    """Return the folder of the starter book. (What its author would do, the command in its own folder, has
    tests/interop/test_big_book.py.)"""
    return dossier.root
