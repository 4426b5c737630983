"""Finds the directives that make tables from a data file: what is wrong in the file is repaired there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from bookbuilder.diagnostics import Diagnostic, Span
from bookbuilder.world import Workspace
from bookbuilder.world.read_any_text import read_any_text

SUFFIXES = (".csv", ".xlsx")


def at_directives(
    world: Workspace, changed: Mapping[str, bytes], problems: Iterable[Diagnostic]
) -> Iterator[tuple[Diagnostic, Diagnostic]]:
    """Yield the problems, each with itself where it can be repaired: one in a data file at each directive of a chapter that
    names the file, each rule once. `changed` are texts that stand in for those of the world."""
    seen: set[tuple[str, str]] = set()
    for problem in problems:
        path = problem.span.path
        if not path.endswith(SUFFIXES):
            yield problem, problem
        elif (path, problem.code) not in seen:
            seen.add((path, problem.code))
            for place in _directives(world, changed, PurePosixPath(path).name):
                yield problem, replace(problem, span=place, fix=None)


def _directives(world: Workspace, changed: Mapping[str, bytes], name: str) -> Iterator[Span]:
    for chapter in world.files("chapters"):
        if chapter.endswith(".md"):
            text = read_any_text(changed.get(chapter) or world.read(chapter)).text
            for number, line in enumerate(text.split("\n"), 1):
                if line.lstrip(" >").startswith(":::") and "src=" in line and name in line:
                    yield Span(chapter, number, 1)
