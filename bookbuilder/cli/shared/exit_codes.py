"""Exit codes, and messages for bugs, lack of memory and unwritable output."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from bookbuilder.cli.shared.safe_output import OutputError
from bookbuilder.diagnostics import Diagnostic, Severity

FINE = 0
BOOK = 1
USAGE = 2
TOOL = 3
BUG = 70
INTERRUPTED = 130
PATIENCE = 5
"""Seconds until a failed process is ended by force."""
UNHEARD = 141
"""The exit code for a broken pipe, as in shells."""

_USAGE_CODES = ("edition.absent", "locale.absent")
_TOOL_NOUN = "tool."


def code(diagnostics: Iterable[Diagnostic], *, strict: bool) -> int:
    """Return the exit code for findings; with `strict` a warning counts as an error."""
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    codes = [d.code for d in diagnostics if d.severity in bad]
    if any(name in _USAGE_CODES for name in codes):
        return USAGE
    if any(name.startswith(_TOOL_NOUN) for name in codes):
        return TOOL
    return BOOK if codes else FINE


def report_bug(error: BaseException) -> int:
    """Print an exception with an apology and what was being made; return the exit code of a bug."""
    import traceback  # slow to load

    from bookbuilder.workers.error_location import error_location

    place = error_location(error)
    print(
        f"{''.join(traceback.format_exception(error))}\n"
        "Sorry: this is a bug in bookbuilder, not in your book."
        + (f" It came up while working on {place}." if place else "")
        + "\nEvery file of your book is whole: as it was, or as it was to be."
        "\nPlease report it with the lines above, and if you can with the chapter that shows it.",
        file=sys.stderr,
    )
    return BUG


def report_memory(error: BaseException) -> int:
    """Print that memory ran out, and for what; return the exit code."""
    from bookbuilder.workers.error_location import error_location
    from bookbuilder.workers.worker_exit import out_of_memory as describe

    diagnostic = describe(error_location(error))
    print(f"{diagnostic}\n  hint: {diagnostic.hint}", file=sys.stderr)
    return BOOK


def exit_soon(code: int) -> None:
    """End this process by force in a moment, if it does not end by itself: threads of aborted work may wait for ever."""
    import os  # noqa: TID251 # ends this process
    import signal

    signal.signal(signal.SIGALRM, lambda *_: os._exit(code))
    signal.alarm(PATIENCE)


def report_unwritten(error: OutputError) -> int:
    """Print that results could not be printed, and return the exit code; a closed pipe is not reported."""
    if error.gone:
        return UNHEARD
    print(
        f"standard output cannot be written: {error.reason}. What the command made is there all the same.",
        file=sys.stderr,
    )
    return BOOK
