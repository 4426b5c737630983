"""Lets the validators of the program ask the resident judges: the same tools by the same code, in processes that are warm.

A JVM takes nine seconds of a processor to judge its first e-book, and less than one for the next. That the program starts
its engines, one of each for all files, is shown in tests/books/test_everything.py and, from the command line, in
tests/check/test_sign.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from bookbuilder.validators.installed_tool import NoVerdict
from bookbuilder.validators.validator_engine import Engine, EngineReply, EngineRequest
from bookbuilder.world import World
from tests.validators.ace import ACE
from tests.validators.java import JAVA
from tests.validators.machine import JudgeFailed
from tests.validators.resident import Resident

if TYPE_CHECKING:
    from bookbuilder.pipeline.context import Context
    from bookbuilder.validators.judgement import Editions, Judgement

JUDGES = {"java": JAVA, "browser": ACE}
"""The judge in the place of an engine, by the name of that."""


@contextmanager
def resident_engines() -> Iterator[None]:
    """Ask the resident judges instead of engines, as long as this lasts."""

    def ask(
        engine: Engine, world: World, questions: Sequence[EngineRequest]
    ) -> list[EngineReply | NoVerdict]:
        del world
        return [_answer(JUDGES[engine.name], question) for question in questions]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "ask", ask)
        yield


@contextmanager
def unjudged(pattern: str) -> Iterator[None]:
    """Have nobody judge the files of editions whose whole name matches, as long as this lasts."""
    from bookbuilder.validators import judgement  # many tests need none of it

    run = judgement.run_validators

    def judge_others(world: World, context: Context, editions: Editions) -> Judgement:
        others = [
            (book, [one for one in made if not re.fullmatch(pattern, one.name)]) for book, made in editions
        ]
        return run(world, context, others)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judgement, "run_validators", judge_others)
        yield


SINGLE_FILES = r".*\.html"
"""The single file of a web edition: it has the articles of the pages once more, and is judged beside them in
tests/books/test_everything.py."""


def _answer(judge: Resident, question: EngineRequest) -> EngineReply | NoVerdict:
    with TemporaryDirectory(prefix="bookbuilder-judged-") as folder:
        for name, data in question.files.items():
            place = Path(folder, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        asked = {
            "tool": question.tool,
            "folder": folder,
            "files": sorted(question.files),
            **question.options,
        }
        try:
            return EngineReply(judge.ask(asked, seconds=300))
        except JudgeFailed as error:
            return NoVerdict(str(error))
