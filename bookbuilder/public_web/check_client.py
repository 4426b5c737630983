"""Asks the process that checks links (`check_process`), which is started before the one that asks is confined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from bookbuilder.child_process.piped_process import PipedProcess
from bookbuilder.public_web.check_link import LinkState
from bookbuilder.public_web.check_links import LIMITS, LinkQuestion, LinkReport

_GRACE = 30.0
"""Seconds that the process may be silent beyond the time of one link: links of one host wait for one another."""
_ENDED = LinkReport(LinkState.UNCERTAIN, "the process that asks has ended")


class CheckClient:
    """A connection to the process that checks links. It is asked once."""

    def __init__(self) -> None:
        """Start the process."""
        self._process = PipedProcess("bookbuilder.public_web.check_process", quiet=True)

    def __call__(self, questions: Sequence[LinkQuestion]) -> Iterator[LinkReport]:
        """Yield the report on each address, in order."""
        away = False
        try:
            self._process.send(list(questions))
        except (OSError, ValueError):
            away = True
        for _ in questions:
            reply = None if away else self._reply()
            away = reply is None
            yield reply or _ENDED

    def close(self) -> None:
        """End the process."""
        self._process.end(1.0)
        self._process.close()

    def _reply(self) -> LinkReport | None:
        try:
            message: Any = self._process.receive(LIMITS.all_seconds + _GRACE)
        except (OSError, ValueError, msgspec.DecodeError):
            return None
        match message:
            case [
                str() as state,
                str() as reason,
                str() as target,
                bool() as moved,
                str() as copy,
                str() as no_copy,
            ]:
                known = state if state in tuple(LinkState) else LinkState.UNCERTAIN
                return LinkReport(known, reason, target, moved, copy, no_copy)
        return None
