"""Shows what another release of WeasyPrint does otherwise where we change it: `python scripts/moved.py FOLDER`.

The release of the environment is the new one, FOLDER holds the one before it (`pip install --no-deps --target FOLDER
weasyprint==70.0`). Prints what the stubs declare and the new release has otherwise (`weasyprint_stubs`); then what is
replaced, reads otherwise and was not accepted yet, as a diff, with its new hash and the patches that replace it; `--names`
leaves the diffs out. `--accept NAME …` writes the new hashes into patches that have been read and hold. `--off NAME …` takes
patches, or all of a kind, out of the program, `--on NAME …` puts them back.

Our modules are read and not imported: while they follow a release, they can be loaded with neither.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bookbuilder.formats.pdf.engine.patch import Kind
from bookbuilder.formats.pdf.engine.setup import install_patches

sys.path.insert(0, str(Path(__file__).parents[1]))
from scripts import weasyprint_stubs  # it is run as a file

ROOT = Path(__file__).parents[1]
ENGINE = ROOT / "bookbuilder/formats/pdf/engine"
KEPT = "declarations"
"""The patch that is active while WeasyPrint is loaded, and cannot be left out."""


@dataclass(frozen=True, slots=True)
class PatchRecord:
    """A patch as its module writes it: the file, the name, its kind, and the hash of each target that has one."""

    file: Path
    name: str
    kind: str
    hashes: Mapping[str, str]
    is_on: bool


def records() -> list[PatchRecord]:
    """Return all patches, in the order of their files."""
    found = []
    for file in sorted(ENGINE.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        match = re.search(r"^(PATCH(?:_OFF)?) = Patch\(", text, re.MULTILINE)
        if match is None:
            continue
        calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
        changes = [node.args for node in calls if ast.unparse(node.func) == "Change"]
        hashes = {
            str(ast.literal_eval(target)): str(ast.literal_eval(source)) for target, source, *_ in changes
        }
        kind = re.search(r"\bKind\.(\w+)", text)
        assert kind is not None, file
        found.append(PatchRecord(file, file.stem, Kind[kind[1]].value, hashes, match[1] == "PATCH"))
    return found


def chosen(names: Sequence[str]) -> list[PatchRecord]:
    """Return the patches of these names or kinds. Raises `SystemExit` for what is neither."""
    known = records()
    if unknown := set(names) - {one.name for one in known} - {one.kind for one in known}:
        raise SystemExit(f"no patch is called {', '.join(sorted(unknown))}")
    return [one for one in known if {one.name, one.kind} & set(names)]


def sources() -> dict[str, str]:
    """Return the source of every target that is there and has one."""
    found = {}
    for target in {target for one in records() for target in one.hashes}:
        if install_patches.digest(target):
            owner, name = install_patches._place(target)
            found[target] = inspect.getsource(inspect.unwrap(getattr(owner, name)))
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
    """Yield a head for each target that has moved and was not accepted by all of its patches, and its diff."""
    users: dict[str, list[PatchRecord]] = {}
    for one in records():
        for target, source in one.hashes.items():
            if source and source != install_patches.digest(target):
                users.setdefault(target, []).append(one)
    for target, patches in users.items():
        before, after = old.get(target, ""), new.get(target, "")
        places = ", ".join(str(one.file.relative_to(ROOT)) for one in patches)
        yield f"\n=== {places}: {target} {install_patches.digest(target) or 'is gone'}"
        if diffs:
            yield from difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=4)


def accept(names: Sequence[str]) -> None:
    """Write the hashes of the release of the environment into patches."""
    for one in chosen(names):
        text = one.file.read_text(encoding="utf-8")
        for target, source in one.hashes.items():
            if source and (now := install_patches.digest(target)):
                text = text.replace(source, now)
        one.file.write_text(text, encoding="utf-8")


def switch(names: Sequence[str], *, on: bool) -> None:
    """Take patches out of the program, or put them back: they are found by the name `PATCH`."""
    for one in chosen(names):
        if one.is_on == on or one.name == KEPT:
            continue
        text = one.file.read_text(encoding="utf-8")
        new = re.sub(
            r"^PATCH(?:_OFF)? = ", "PATCH = " if on else "PATCH_OFF = ", text, count=1, flags=re.MULTILINE
        )
        one.file.write_text(new, encoding="utf-8")


def main() -> None:
    """Print the differences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--names", action="store_true")
    for option in ("--accept", "--off", "--on"):
        parser.add_argument(option, nargs="+", metavar="NAME", default=())
    parser.add_argument("--sources", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.sources:
        json.dump(sources(), sys.stdout)
    elif asked.accept or asked.off or asked.on:
        accept(asked.accept)
        switch(asked.off, on=False)
        switch(asked.on, on=True)
    else:
        print(*weasyprint_stubs.problems(), sep="\n")
        print(*differences(sources_of(asked.folder), sources(), diffs=not asked.names), sep="\n")


if __name__ == "__main__":
    main()
