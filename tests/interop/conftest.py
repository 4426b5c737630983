"""The starter book, built once as its author would: by the command, in a folder of its own."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("bookbuilder")


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built book of this repo."""
    folder = tmp_path_factory.mktemp("starter")
    shutil.copytree(REPO / "chapters", folder / "chapters")
    for name in ("book.toml", "facts.toml", "names.toml"):
        shutil.copy(REPO / name, folder / name)
    built = subprocess.run(
        [COMMAND, "build"], cwd=folder, capture_output=True, text=True, timeout=600, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return folder
