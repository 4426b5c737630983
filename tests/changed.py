"""Runs the tests that changed files reach by the import graph:  python -m tests.changed [--base REVISION] [--heavy] [--list]

Changed is what differs from the merge base with `origin/main`, or from the last commit where there is none, and what git
does not know yet. A file that is no Python stands for the modules of its folder and of the packages above, and for those
that name it or a folder in which it lies. What cannot be placed so (a lock, a style, a page of the manual) runs all tests;
`tests/architecture`, which reads the whole tree, is always run. When in doubt, more is run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from tests.import_graph import ImportGraph, module_name

ROOT = Path(__file__).parents[1]
ALWAYS = "tests/architecture/"
APART = ("tests/judges/", "tests/bench/")
"""Tests that have a command of their own."""


def changed_files(root: Path, base: str = "") -> set[str]:
    """Return the paths that differ from a revision, and those that git does not know."""
    base = base or _git(root, "merge-base", "origin/main", "HEAD") or "HEAD"
    differing = _git(root, "diff", "--name-only", "--no-renames", base)
    return {*differing.splitlines(), *_git(root, "ls-files", "--others", "--exclude-standard").splitlines()}


def _git(root: Path, *words: str) -> str:
    """Return what git prints, nothing if it fails."""
    ended = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)
    if ended.returncode and words[0] != "merge-base":
        raise SystemExit(ended.stderr)
    return ended.stdout.strip() if not ended.returncode else ""


def files_with_tests(graph: ImportGraph) -> dict[str, str]:
    """Return the files with tests, and with examples in docstrings, by their dotted names."""
    found = {}
    for name, path in graph.paths.items():
        if path.startswith("tests/"):
            chosen = PurePosixPath(path).name.startswith("test_") and not path.startswith(APART)
        else:
            chosen = path.startswith("bookbuilder/") and _has_examples(graph.root / path)
        if chosen:
            found[name] = path
    return found


@cache
def _has_examples(path: Path) -> bool:
    return ">>> " in path.read_text(encoding="utf-8")


def modules_of(path: str, graph: ImportGraph) -> set[str] | None:
    """Return the modules that a changed file stands for, None if nobody can say."""
    name = module_name(path)
    if path.endswith(".py"):
        return {name} if name in graph.sources else None  # a conftest; one that is gone
    if not path.startswith(("bookbuilder/", "tests/")):
        return None
    folders = [one.as_posix() for one in PurePosixPath(path).parents][:-1]
    packages = {module_name(folder) for folder in folders if "/" in folder}
    last = PurePosixPath(path).name
    return {
        module
        for module, source in graph.sources.items()
        if module in packages
        or module.rpartition(".")[0] in packages
        or any(last in value or _names(value, folders) for value in source.strings)
    }


def _names(value: str, folders: Iterable[str]) -> bool:
    """Whether a string names a folder: from the top, or from that of the program, as assets are named."""
    value = value.strip("/")
    return any(value.startswith((one, one.removeprefix("bookbuilder/"))) for one in folders if "/" in one)


def reached_tests(changed: Collection[str], graph: ImportGraph) -> list[str] | None:
    """Return the paths of the tests that changed files reach, None if that may be all."""
    modules = set[str]()
    for path in changed:
        found = modules_of(path, graph)
        if not found:
            return None
        modules |= found
    if not changed:
        return []
    return sorted(
        path
        for name, path in files_with_tests(graph).items()
        if path.startswith(ALWAYS) or modules & graph.reached(name)
    )


def main() -> int:
    """Run the tests that are reached, and return the exit code of pytest."""
    parser = argparse.ArgumentParser(prog="tests.changed", description=__doc__)
    parser.add_argument("--base", default="", help="the revision to compare with")
    parser.add_argument("--heavy", action="store_true", help="the heavy tests as well")
    parser.add_argument("--list", action="store_true", help="print what would be run, and run nothing")
    given, more = parser.parse_known_args()
    graph = ImportGraph.read(ROOT)
    changed = changed_files(ROOT, given.base)
    paths = reached_tests(changed, graph)
    every = len(files_with_tests(graph))
    print(
        f"{len(changed)} changed files reach {every if paths is None else len(paths)} of {every} files with tests"
    )
    if given.list:
        print(*(sorted(files_with_tests(graph).values()) if paths is None else paths), sep="\n")
        return 0
    if paths == []:
        return 0
    words = ["-m", "heavy or not heavy"] if given.heavy else []
    code = int(pytest.main([*(paths or ()), *words, *more]))
    return 0 if code == pytest.ExitCode.NO_TESTS_COLLECTED else code  # all that is reached is heavy


if __name__ == "__main__":
    sys.exit(main())
