"""The state of a preview: what was built, what is wrong with the book, and whether a build is running."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from threading import Event, Lock

from bookbuilder.diagnostics import Diagnostic, Span
from bookbuilder.formats.early_pages import EarlyPages
from bookbuilder.preview.book_texts import Texts
from bookbuilder.result import PublishedEdition

PATIENCE = 0.3
"""Seconds that a build waits for the first picture of early pages."""


def edition_key(languages: str, name: str) -> str:
    """Return what names an edition: `de pdf`."""
    return f"{languages} {name}"


@dataclass(frozen=True, slots=True)
class ShownEdition:
    """An edition that is shown, the number of the build that made its files, and the texts that it was made from."""

    edition: PublishedEdition
    build: int
    texts: Texts = field(default_factory=dict, repr=False, compare=False)

    @property
    def key(self) -> str:
        """What names it (`edition_key`)."""
        return edition_key(self.edition.languages, self.edition.name)


@dataclass(frozen=True, slots=True, eq=False)
class ShownEarly:
    """Pages of an edition (by its key) that are shown before it is made; no others have the same number."""

    key: str
    number: int
    pages: EarlyPages


@dataclass(frozen=True, slots=True)
class State:
    """What the browser shows. `number` grows with each state, `build` with each build. `editions` were made by the
    last one that made them, `diagnostics` are those of the last one: a `draft` if the book had errors, and it `failed`
    if not even that could be made; it took `seconds`. `changed` are the files that it was made for. `at` is the place
    of a file that an editor wants to be seen (None: none was asked for), the `asked`th one. `early` are pages that
    take the place of those of `editions` for now. `texts` are those in which `diagnostics` were found."""

    number: int = 0
    build: int = 0
    building: bool = True
    failed: bool = False
    draft: bool = False
    seconds: float = 0.0
    changed: tuple[str, ...] = ()
    editions: tuple[ShownEdition, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    early: tuple[ShownEarly, ...] = ()
    at: Span | None = None
    asked: int = 0
    texts: Texts = field(default_factory=dict, repr=False, compare=False)


class LiveState:
    """The current state, which one thread sets and others wait for."""

    def __init__(self) -> None:
        self._state = State()
        self._lock = Lock()
        self._turned = True
        self._waiting: dict[asyncio.Event, tuple[asyncio.AbstractEventLoop, frozenset[str]]] = {}
        self._drawn = Event()

    @property
    def state(self) -> State:
        """The current state."""
        return self._state

    @property
    def shown(self) -> frozenset[str]:
        """The editions that somebody looks at, by their keys."""
        with self._lock:
            return frozenset().union(*(shown for _, shown in self._waiting.values()))

    def set(self, state: State) -> None:
        """Replace the current state, but for the place that is to be seen; it gets the next number."""
        with self._lock:
            self._replace(replace(state, at=self._state.at, asked=self._state.asked))

    def add_early(self, key: str, pages: EarlyPages) -> None:
        """Show pages of an edition before it is made, if it was shown before. A viewer gets the first picture before this
        returns, unless that takes long: the build that goes on would keep the server from drawing it."""
        looks = key in self.shown
        with self._lock:
            state = self._state
            if all(one.key != key for one in state.editions):
                return
            self._drawn.clear()
            others = [one for one in state.early if one.key != key]
            self._replace(replace(state, early=(*others, ShownEarly(key, state.number + 1, pages))))
        if looks:
            self._drawn.wait(PATIENCE)

    def note_drawn(self) -> None:
        """Note that a page that is shown early was drawn."""
        self._drawn.set()

    def turn_to(self, span: Span) -> None:
        """Ask the viewers to turn to a place of a file; without any, the next viewer."""
        with self._lock:
            self._turned = bool(self._waiting)
            self._replace(replace(self._state, at=span, asked=self._state.asked + 1))

    def _replace(self, state: State) -> None:
        self._state = replace(state, number=self._state.number + 1)
        for event, (loop, _) in self._waiting.items():
            loop.call_soon_threadsafe(event.set)

    async def states(
        self, shown: frozenset[str] = frozenset(), asked: int | None = None
    ) -> AsyncIterator[State]:
        """Yield the current state, and each that follows; states that follow one another fast may be left out. `shown` are
        the editions that this viewer looks at. One who has seen states before, and connects again, has `asked`, the number
        of the last place that it was asked to turn to."""
        event = asyncio.Event()
        with self._lock:
            self._waiting[event] = asyncio.get_running_loop(), shown
            # Somebody has turned to that place already; who comes later stays where they are.
            missed = asked is not None and asked < self._state.asked
            first = replace(self._state, at=None) if self._turned and not missed else self._state
            self._turned = True
        try:
            yield first
            last = first.number
            while True:
                # Before the state is read: one that is set after that sets the event again.
                event.clear()
                state = self._state
                if state.number != last:
                    last = state.number
                    yield state
                await event.wait()
        finally:
            with self._lock:
                del self._waiting[event]
