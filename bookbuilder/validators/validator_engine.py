"""A process that validates many files: its requests and replies.

A JVM or browser takes longer to start than to check a small book, and its first file takes longest. So one JVM and one
browser check all files of all editions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from bookbuilder.typed_decoding import from_json
from bookbuilder.validators import find_tools
from bookbuilder.validators.installed_tool import NoVerdict
from bookbuilder.world import World

REQUESTS = "questions.json"


@dataclass(frozen=True, slots=True, eq=False)
class EngineRequest:
    """A request: which of an engine's tools checks which files, with which options."""

    tool: str
    files: Mapping[str, bytes]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EngineReply:
    """A tool's reply in its own format, and the time it took, in seconds."""

    data: Any
    seconds: float = 0.0


class _Line(msgspec.Struct):
    """The line an engine prints for a request: its number, and the tool's reply or the reason why there is none."""

    at: int
    said: Any = None
    failed: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Engine:
    """A program with validators: `command` returns its command line, given the World and the folder of requests;
    `environment` returns its variables, given an empty home folder."""

    name: str
    command: Callable[[World, Path], Sequence[str | Path]]
    environment: Callable[[World, Path], Mapping[str, str]] = lambda world, home: {}

    def ask(self, world: World, questions: Sequence[EngineRequest]) -> list[EngineReply | NoVerdict]:
        """Return the replies to requests, in order.

        If the process ends early, each unanswered request gets a process of its own, so that a file that crashes the process
        costs no other file its verdict.
        """
        found, reason = self._ask(world, questions)
        left = [index for index, answer in enumerate(found) if answer is None]
        if len(questions) == 1:
            return [answer or reason for answer in found]
        for position in left:
            (found[position],) = self.ask(world, [questions[position]])
        return [answer or reason for answer in found]

    def _ask(
        self, world: World, questions: Sequence[EngineRequest]
    ) -> tuple[list[EngineReply | NoVerdict | None], NoVerdict]:
        """Return the replies (None: the process ended before), and the reason for missing ones."""
        files = {
            f"{index}/{name}": data
            for index, question in enumerate(questions)
            for name, data in question.files.items()
        }
        asked = [
            {"tool": question.tool, "files": sorted(question.files), **question.options}
            for question in questions
        ]
        result: list[EngineReply | NoVerdict | None] = [None] * len(questions)
        with (
            world.scratch("judged", {**files, REQUESTS: msgspec.json.encode(asked)}) as folder,
            world.scratch(self.name, {}) as home,
        ):
            try:
                done = find_tools.run_tool(
                    world, self.command(world, folder), environment=self.environment(world, home)
                )
            except NoVerdict as error:
                return result, error
        for text in done.stdout.splitlines():
            try:
                line = from_json(text, _Line)
            except msgspec.MsgspecError:  # a tool's own output
                continue
            if 0 <= line.at < len(result):
                result[line.at] = (
                    NoVerdict(line.failed) if line.failed else EngineReply(line.said, line.seconds)
                )
        return result, NoVerdict(find_tools.last_line(done))
