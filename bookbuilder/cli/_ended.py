"""What is said when a command does not end by itself."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress

_CLEAR = "\r\x1b[2K\x1b[?25h"
"""Takes away what is left of a bar, and shows the cursor that it hid."""


def interrupted(number: int) -> None:
    """Say in one line that somebody ended the command."""
    how = "interrupted" if number == signal.SIGINT else f"ended by {signal.Signals(number).name}"
    _say(f"{how}: files that were finished are whole, what was begun is not kept")


def ended(number: int, doing: tuple[str, ...]) -> int:
    """Say what ended the command, and while it was working on what; return the exit code."""
    from bookbuilder.cli._exit import BOOK
    from bookbuilder.pipeline.worker_exit import ended_by_signal

    diagnostic = ended_by_signal(number, doing[0] if doing else "")
    # What a process behind walls has written is not to be trusted with a terminal.
    _say("".join(c for c in str(diagnostic) if c.isprintable()) + f"\n  hint: {diagnostic.hint}")
    return BOOK


def _say(line: str) -> None:
    with suppress(OSError):
        start = _CLEAR if sys.stderr is not None and os.isatty(2) else ""
        os.write(2, f"{start}{line}\n".encode(errors="backslashreplace"))
