"""The state of a preview: what was built, what is wrong with the book, and whether a build is running."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from threading import Lock

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.result import PublishedEdition


@dataclass(frozen=True, slots=True)
class State:
    """What the browser shows. `number` grows with each state, `build` with each build that was published. `editions` are
    those of the last such build, `diagnostics` those of the last build, which `failed` if the book had errors; it took
    `seconds`. `changed` are the files that it was made for."""

    number: int = 0
    build: int = 0
    building: bool = True
    failed: bool = False
    seconds: float = 0.0
    changed: tuple[str, ...] = ()
    editions: tuple[PublishedEdition, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class LiveState:
    """The current state, which one thread sets and others wait for."""

    def __init__(self) -> None:
        self._state = State()
        self._lock = Lock()
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    @property
    def state(self) -> State:
        """The current state."""
        return self._state

    def set(self, state: State) -> None:
        """Replace the current state; it gets the next number."""
        with self._lock:
            self._state = replace(state, number=self._state.number + 1)
            for loop, event in self._waiting:
                loop.call_soon_threadsafe(event.set)

    async def states(self) -> AsyncIterator[State]:
        """Yield the current state, and each that follows; states that follow one another fast may be left out."""
        key = asyncio.get_running_loop(), asyncio.Event()
        with self._lock:
            self._waiting.add(key)
        try:
            shown = -1
            while True:
                key[1].clear()
                state = self._state
                if state.number != shown:
                    shown = state.number
                    yield state
                await key[1].wait()
        finally:
            with self._lock:
                self._waiting.discard(key)
