"""A queue of a catalogue that does its tasks in the process of the test."""

from __future__ import annotations

from pathlib import Path

import msgspec

from bookbuilder.catalogue.build_task import BuildTask, build
from bookbuilder.session import Session
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World


class LocalQueue:
    """Does tasks in this process, as bytes, in the opposite order."""

    def __init__(self, folder: Path) -> None:
        self.machine = World(folder)
        self.session = Session(self.machine, runner=PoolRunner(self.machine, 1, 64 << 20, jail=False))
        self.waiting: list[tuple[int, bytes]] = []
        self.priorities: list[int] = []

    def threads(self) -> int:
        return 2

    def submit(self, number: int, task: bytes, priority: int) -> None:
        self.waiting.append((number, task))
        self.priorities.append(priority)

    def result(self) -> tuple[int, bytes, str, float]:
        number, data = self.waiting.pop()
        built = build(from_msgpack(data, BuildTask), self.session)
        return number, msgspec.msgpack.encode(built), "here", 1.0
