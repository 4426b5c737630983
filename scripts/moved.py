"""Shows what another release of WeasyPrint does otherwise where we change it: `python scripts/moved.py FOLDER`.

The release of the environment is the new one, FOLDER holds the one before it (`pip install --no-deps --target FOLDER
weasyprint==70.0`). Prints what the stubs declare and the new release has otherwise (`weasyprint_stubs`); then, patch by
patch, what is replaced and reads otherwise, as a diff, with its new hash; `--names` leaves the diffs out. `--accept NAME …`
writes the new hashes into patches that have been read and hold.
"""

from __future__ import annotations

import argparse
import difflib
import inspect
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bookbuilder.formats.pdf.engine.setup import install_patches

sys.path.insert(0, str(Path(__file__).parents[1]))
from scripts import weasyprint_stubs  # it is run as a file

ROOT = Path(__file__).parents[1]


def sources() -> dict[str, str]:
    """Return the source of every target that is there and has one."""
    found = {}
    for patch in install_patches.patches().values():
        for change in patch.changes:
            if install_patches.digest(change.target):
                owner, name = install_patches._place(change.target)
                found[change.target] = inspect.getsource(inspect.unwrap(getattr(owner, name)))
    return found


def sources_of(folder: str) -> dict[str, str]:
    """Return the sources of the release in a folder."""
    told = subprocess.run(
        [sys.executable, __file__, "--sources"],
        env=os.environ | {"PYTHONPATH": folder}, stdout=subprocess.PIPE, check=True, text=True,
    )  # fmt: skip
    found: dict[str, str] = json.loads(told.stdout)
    return found


def differences(old: Mapping[str, str], new: Mapping[str, str], *, diffs: bool) -> Iterator[str]:
    """Yield a head for each change whose target has moved, and its diff."""
    for name, patch in install_patches.patches().items():
        for change in patch.changes:
            before, after = old.get(change.target, ""), new.get(change.target, "")
            if before == after:
                continue
            place = install_patches.file_of(name)
            yield f"\n=== {place}: {change.target} {install_patches.digest(change.target) or 'is gone'}"
            if diffs:
                yield from difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=4)


def accept(names: Sequence[str]) -> None:
    """Write the hashes of the release of the environment into patches."""
    for name in names:
        patch = install_patches.patches()[name]
        path = ROOT / install_patches.file_of(name)
        text = path.read_text(encoding="utf-8")
        for change in patch.changes:
            if change.source and (now := install_patches.digest(change.target)):
                text = text.replace(change.source, now)
        path.write_text(text, encoding="utf-8")


def main() -> None:
    """Print the differences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--names", action="store_true")
    parser.add_argument("--accept", nargs="+", metavar="NAME", default=())
    parser.add_argument("--sources", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.sources:
        json.dump(sources(), sys.stdout)
    elif asked.accept:
        accept(asked.accept)
    else:
        print(*weasyprint_stubs.problems(), sep="\n")
        print(*differences(sources_of(asked.folder), sources(), diffs=not asked.names), sep="\n")


if __name__ == "__main__":
    main()
