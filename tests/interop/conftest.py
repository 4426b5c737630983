"""Other people's programs, and big books: all are heavy tests. They read the starter book, built once for all workers."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Shared, copy_dossier

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
def starter(shared: Shared) -> Path:
    """Return the folder of the starter book, which is built as its author would: by the command, in its own folder."""
    return shared.folder("starter", _build_starter)


def _build_starter(folder: Path) -> None:
    copy_dossier(folder)
    built = subprocess.run(
        [COMMAND, "build"], cwd=folder, capture_output=True, text=True, timeout=600, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
