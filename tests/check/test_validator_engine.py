"""Engines: one process judges many files, and a file that brings it down takes no verdict from the others.

That one JVM and one browser judge all that a book comes to is shown in tests/books/test_everything.py."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from bookbuilder.diagnostics import Severity
from bookbuilder.formats.format import Artifact
from bookbuilder.validators import validate
from bookbuilder.validators.installed_tool import NoVerdict, Tool
from bookbuilder.validators.validator import ByEngine, Remark, Validator, ValidatorInput
from bookbuilder.validators.validator_engine import REQUESTS, Engine, EngineReply, EngineRequest
from bookbuilder.validators.word_completeness import LOST
from bookbuilder.world import World
from tests.check.made import Made, make

CHAPTER: dict[str, str | bytes] = {"chapters/de/01-a.md": "# Kapitel\n\nEin Satz.\n"}

# Says of each question what its first file holds; ends in the middle of one that holds `down`.
PROGRAM = """
import json, os, sys
place = os.path.dirname(sys.argv[1])
print("a tool says what it likes")
for at, question in enumerate(json.load(open(sys.argv[1]))):
    text = open(os.path.join(place, str(at), question["files"][0])).read()
    if text == "down":
        sys.stderr.write("out of memory\\n")
        sys.exit(1)
    said = {"failed": "no such file"} if text == "wrong" else {"said": text + question.get("more", "")}
    print(json.dumps({"at": at, "seconds": 1.5, **said}), flush=True)
"""


def command(world: World, folder: Path) -> Sequence[str | Path]:
    return [sys.executable, "-c", PROGRAM, folder / REQUESTS]


PLAIN = Engine("plain", command)


def asked(*texts: str, **options: Any) -> list[EngineRequest]:
    return [EngineRequest("tool", {"a.txt": text.encode()}, options) for text in texts]


def test_questions_are_answered_in_their_order(tmp_path: Path) -> None:
    one, two = PLAIN.ask(World(tmp_path), asked("a", "b", more="!"))
    assert (one, two) == (EngineReply("a!", 1.5), EngineReply("b!", 1.5))


def test_a_file_without_verdict_takes_none_from_the_others(tmp_path: Path) -> None:
    first, second, third, fourth = PLAIN.ask(World(tmp_path), asked("a", "down", "wrong", "b"))
    assert (first, fourth) == (EngineReply("a", 1.5), EngineReply("b", 1.5))
    assert isinstance(second, NoVerdict) and str(second) == "out of memory"
    assert isinstance(third, NoVerdict) and str(third) == "no such file"


def test_nothing_asked_is_nothing_answered(tmp_path: Path) -> None:
    assert PLAIN.ask(World(tmp_path), []) == []


def test_the_same_bytes_are_judged_once(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """A book that is delivered under its ISBN as well has the same e-book twice."""
    judged = []

    def judge(one: ValidatorInput) -> tuple[Remark, ...]:
        judged.append(one.artifact.name)
        return (Remark(rule="r", message="said", severity=Severity.WARNING),)

    page = made.one(".html")
    twice = [(page.book, (page.artifact, Artifact("again.html", page.artifact.files)))]
    one = Validator("Fake", "something", LOST, (".html",), lambda world: Tool("once"), judge)
    monkeypatch.setattr(validate, "validators", lambda: (one,))
    first, second = validate.validate(made.world, twice, 1, lambda text: None)
    assert judged == [first.artifact] == [page.artifact.name]
    assert second.artifact == "again.html"
    assert len(first.findings) == len(second.findings) == 1
    assert first.seconds > 0.0 == second.seconds


def test_an_answer_of_another_shape_is_no_verdict(made: Made) -> None:
    def remarks(judged: ValidatorInput, said: Mapping[str, Any]) -> tuple[Remark, ...]:
        return tuple(Remark(rule="r", message=one) for one in said["messages"])

    by_engine = ByEngine(PLAIN, lambda judged: asked("text")[0], remarks)
    one = Validator("Fake", "something", LOST, (".html",), lambda world: Tool("1"), by_engine)
    with pytest.raises(NoVerdict, match="cannot be read"):
        validate.judge_one(one, made.one(".html"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("engine"), CHAPTER, editions='[editions.web]\nformat = "web"\n')
