"""A process that judges many files: what it is asked, and what it answers.

A JVM or a browser takes longer to start than to judge a small book, and the first file takes longer than those after it.
So all files of all editions are judged by one JVM and by one browser.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from bookbuilder.validators import machine
from bookbuilder.validators.tool import NoVerdict
from bookbuilder.world import World

QUESTIONS = "questions.json"


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What an engine is asked: which of its tools judges which files, and what the tool is told besides."""

    tool: str
    files: Mapping[str, bytes]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool said, as it says it, and how many seconds it took."""

    said: Any
    seconds: float = 0.0


class _Line(msgspec.Struct):
    """What an engine prints for each question: its number, and what the tool said or why it said nothing."""

    at: int
    said: Any = None
    failed: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Engine:
    """A program that judges: `command` returns how it is started, given the World and the folder with the questions, and
    `environment` the variables that it sees, given an empty folder of its own."""

    name: str
    command: Callable[[World, Path], Sequence[str | Path]]
    environment: Callable[[World, Path], Mapping[str, str]] = lambda world, home: {}

    def ask(self, world: World, questions: Sequence[Question]) -> list[Answer | NoVerdict]:
        """Return the answers to questions, in their order.

        If the process ends before it has answered all of them, each that is left is asked in a process of its own, so that
        a file that brings the process down takes no verdict from the others.
        """
        found, reason = self._ask(world, questions)
        left = [at for at, answer in enumerate(found) if answer is None]
        if len(questions) == 1:
            return [answer or reason for answer in found]
        for at in left:
            (found[at],) = self.ask(world, [questions[at]])
        return [answer or reason for answer in found]

    def _ask(
        self, world: World, questions: Sequence[Question]
    ) -> tuple[list[Answer | NoVerdict | None], NoVerdict]:
        """Return the answers to questions (None: the process ended before it), and why one may be missing."""
        files = {
            f"{at}/{name}": data
            for at, question in enumerate(questions)
            for name, data in question.files.items()
        }
        asked = [
            {"tool": question.tool, "files": sorted(question.files), **question.options}
            for question in questions
        ]
        found: list[Answer | NoVerdict | None] = [None] * len(questions)
        with (
            world.scratch("judged", {**files, QUESTIONS: msgspec.json.encode(asked)}) as folder,
            world.scratch(self.name, {}) as home,
        ):
            try:
                done = machine.run(
                    world, self.command(world, folder), environment=self.environment(world, home)
                )
            except NoVerdict as error:
                return found, error
        for text in done.stdout.splitlines():
            try:
                line = msgspec.json.decode(text, type=_Line)
            except msgspec.MsgspecError:  # what a tool prints by itself
                continue
            if 0 <= line.at < len(found):
                found[line.at] = NoVerdict(line.failed) if line.failed else Answer(line.said, line.seconds)
        return found, NoVerdict(machine.last(done))
