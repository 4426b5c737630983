"""Packs the extension for VS Code: `python scripts/vsix.py` makes `dist/bookbuilder.vsix` (`make vsix`).

There is no build step: what the extension needs of npm is copied beside it, in the versions of package-lock.json, and packed
by vsce as it is. The same files give the same package.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
EXTENSION = ROOT / "editors/vscode"
MODULES = ROOT / "node_modules"
PACKED = "dist/bookbuilder.vsix"


def package(folder: Path) -> dict[str, Any]:
    """Return the package.json in a folder."""
    found: dict[str, Any] = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    return found


def needed(extension: Path, modules: Path) -> dict[str, Path]:
    """Return the packages that an extension needs, and those that these need: where each goes below `node_modules`, and its
    folder. One that a package has for itself goes with it."""
    found: dict[str, Path] = {}
    waiting = [(name, modules) for name in package(extension).get("dependencies", {})]
    while waiting:
        name, beside = waiting.pop()
        folder = next((place for place in (beside / name, modules / name) if place.is_dir()), None)
        if folder is None:
            raise SystemExit(f"{name} is not installed: make test installs it")
        place = folder.relative_to(modules).as_posix()
        if place in found:
            continue
        found[place] = folder
        waiting += [(inner, folder / "node_modules") for inner in package(folder).get("dependencies", {})]
    return dict(sorted(found.items()))


def pack(out: Path) -> None:
    """Write the package, with the Node of the environment or of the system."""
    node = shutil.which("node", path=f"{ROOT / '.venv/bin'}:{os.environ.get('PATH', '')}")
    if node is None:
        raise SystemExit("there is no Node")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="vsix-") as place:
        folder = Path(place) / "extension"
        shutil.copytree(EXTENSION, folder)
        shutil.copy(ROOT / "LICENSE", folder / "LICENSE")
        for name, source in needed(EXTENSION, MODULES).items():
            ignored = shutil.ignore_patterns("node_modules")
            shutil.copytree(source, folder / "node_modules" / name, ignore=ignored, dirs_exist_ok=True)
        subprocess.run(
            [node, str(MODULES / "@vscode/vsce/vsce"), "package", "--out", str(out), "--skip-license",
             "--allow-missing-repository", "--no-rewrite-relative-links"],
            cwd=folder,
            env={**os.environ, "SOURCE_DATE_EPOCH": "315532800"},  # the first day of ZIP
            check=True,
            stdout=sys.stderr,
        )  # fmt: skip


if __name__ == "__main__":
    pack(ROOT / PACKED)
    print(PACKED)
