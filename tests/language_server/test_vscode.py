"""The extension for VS Code as `make vsix` packs it, with the real server and a stub of VS Code, which cannot run here."""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from scripts import vsix
from tests.conftest import REPO
from tests.language_server.conftest import DE, FILES, write

HERE = Path(__file__).parent
EXTENSION = REPO / "editors/vscode"


def run(extension: Path, *words: str | Path) -> Any:
    """Run the extension, and return what it did."""
    path = f"{REPO / '.venv/bin'}:{os.environ['PATH']}"
    done = subprocess.run(
        ["node", str(HERE / "vscode_session.cjs"), str(extension / "extension.js"), *map(str, words)],
        capture_output=True, text=True, timeout=60, env={**os.environ, "PATH": path}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked package, far from the modules of this folder."""
    place = tmp_path_factory.mktemp("vsix")
    vsix.pack(place / "bookbuilder.vsix")
    with zipfile.ZipFile(place / "bookbuilder.vsix") as package:
        package.extractall(place)
    return place / "extension"


@pytest.mark.heavy
def test_the_package_shows_what_is_wrong_and_what_a_fact_prints(packed: Path, tmp_path: Path) -> None:
    root = write(tmp_path / "book", {**FILES, DE: FILES[DE] + "\n[x](#nirgends)\n"})
    line = FILES[DE].split("\n").index(next(one for one in FILES[DE].split("\n") if "fact=troops" in one))
    seen = run(packed, REPO / ".venv/bin/bookbuilder", root / DE, str(line), "26")
    assert seen["messages"] == []
    assert "nothing in the book is called #nirgends\nput {#nirgends} there" in [
        one["message"] for one in seen["diagnostics"]
    ]
    (terminal,) = seen["terminals"]
    assert terminal["shellPath"] == str(REPO / ".venv/bin/bookbuilder")
    assert terminal["shellArgs"] == ["preview", "--at", f"{root / DE}:{line + 1}:27"]
    assert terminal["cwd"] == str((root / DE).parent)
    assert seen["hover"] == ["**fact troops**\n\n- de: 100\\.000\n- en: 100,000\n- used: 2 times"]


@pytest.mark.heavy
def test_without_a_setting_the_program_on_the_path_is_started() -> None:
    assert run(EXTENSION, "") == {
        "messages": [],
        "commands": ["bookbuilder.showInPreview", "bookbuilder.restart"],
    }


def test_a_program_that_is_not_there_is_said() -> None:
    (*_, said) = run(EXTENSION, "/nowhere/bookbuilder")["messages"]
    assert said.startswith("bookbuilder cannot be started as “/nowhere/bookbuilder”")
    assert "bookbuilder.command" in said


def test_the_package_is_what_the_locks_say() -> None:
    described = vsix.package(EXTENSION)
    program = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))
    assert described["version"] == program["project"]["version"]
    assert described["license"] == program["project"]["license"]
    ours = json.loads((REPO / "package.json").read_text("utf-8"))["dependencies"]
    assert described["dependencies"] == {name: ours[name] for name in described["dependencies"]}
    settings = described["contributes"]["configuration"]["properties"].values()
    # Or a folder could say which program is started, and who decides.
    assert {setting["scope"] for setting in settings} == {"machine"}


@pytest.mark.heavy
def test_the_same_files_give_the_same_package(packed: Path, tmp_path: Path) -> None:
    vsix.pack(tmp_path / "again.vsix")
    assert (tmp_path / "again.vsix").read_bytes() == (packed.parent / "bookbuilder.vsix").read_bytes()
