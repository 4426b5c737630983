"""Every error that the cases know has a repair: the book can be built, and its words are there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.diagnostics import Diagnostic, Findings
from bookbuilder.document import nodes
from bookbuilder.document.walk import walk
from bookbuilder.markdown.dialect import Dialect
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.text_errors import text_errors
from bookbuilder.project.flavour import Flavour
from bookbuilder.repairs.repair_book import UNREPAIRED, repair_book
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import Case
from tests.cases.test_cases import FOUND, name

WRONG = [
    (f"{name(file)}: {case.title}", case)
    for file, case in FOUND
    if ": error: " in case.expected.get("says", "")
    and all(
        re.match(r"chapters/de/[^:]+\.md:", line)
        for line in case.expected["says"].split("\n")
        if ": error: " in line
    )
    and not any(path.startswith(("chapters/en", "chapters/fr")) for path in case.files)
]


@pytest.mark.parametrize("case", [case for _, case in WRONG], ids=[title for title, _ in WRONG])
def test_a_repaired_case_is_built(case: Case, tmp_path: Path) -> None:
    root = book.write(tmp_path, case.files)
    project = api.load(root)[0]
    assert project is not None
    world = World(root)
    assert text_errors(world, {}, BuildRequest())
    result = repair_book(world, {}, project.flavour)
    for path, data in result.files.items():
        print(f"== {path}\n{case.files.get(path, '')}== becomes\n{data.decode()}")
    assert [str(one) for one in result.left if one.code not in UNREPAIRED and not is_name(one)] == []

    for path, data in result.files.items():
        before, after = (
            words(case.files[path], path, project.flavour),
            words(data.decode(), path, project.flavour),
        )
        assert before - after == Counter()


def words(text: str, path: str, flavour: Flavour) -> Counter[str]:
    """Return the words of the text of a chapter, as far as it can be read."""
    text = "".join(sign for sign in text if sign == "\n" or sign.isprintable())
    chapter = parse_chapter(text, path, directives(), Findings(), dialect=Dialect(flavour))
    found = [
        node.text
        for node in walk((chapter.blocks, chapter.notes))
        if isinstance(node, nodes.Text | nodes.CodeText | nodes.Code)
    ]
    return Counter(re.findall(r"\w+", " ".join(found)))


def is_name(problem: Diagnostic) -> bool:
    """Whether the anchor of a chapter is wrong, which is the name of its file."""
    return problem.code == "id.reserved" and problem.span.line == 1
