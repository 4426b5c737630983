"""Prints why a command ended early: a signal, or a limit."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress

_CLEAR = "\r\x1b[2K\x1b[?25h"
"""Erases an unfinished progress bar and shows the cursor again."""


def print_interrupted(number: int) -> None:
    """Print that the command was interrupted."""
    from bookbuilder.cli.shared.print_findings import user_language

    said = user_language()
    how = (
        said.phrase("interrupted")
        if number == signal.SIGINT
        else said.phrase("ended by {signal}", signal=signal.Signals(number).name)
    )
    _say(said.phrase("{how}: files that were finished are whole, what was begun is not kept", how=how))


def print_ended(number: int, doing: tuple[str, ...]) -> int:
    """Print what ended the command and what it was working on; return the exit code."""
    from bookbuilder.cli.shared.exit_codes import BOOK
    from bookbuilder.workers.worker_exit import ended_by_signal as describe

    diagnostic = describe(number, doing[0] if doing else "")
    from bookbuilder.cli.shared.print_findings import user_language

    said = user_language()
    message, hint = map(said.text, diagnostic.phrases)
    line = f"{diagnostic.span}: {said.text(diagnostic.severity.value)}: {message} [{diagnostic.code}]"
    # Text written by a confined process must not control the terminal.
    _say("".join(c for c in line if c.isprintable()) + f"\n  {said.text('hint')}: {hint}")
    return BOOK


def _say(line: str) -> None:
    with suppress(OSError):
        start = _CLEAR if sys.stderr is not None and os.isatty(2) else ""
        os.write(2, f"{start}{line}\n".encode(errors="backslashreplace"))
