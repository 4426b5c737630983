"""Exit codes, and messages for bugs, lack of memory and unwritable output."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from bookbuilder.cli.shared.safe_output import OutputError
from bookbuilder.diagnostics import Diagnostic, Severity
from bookbuilder.phrases import Phrase

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
    lines = (
        Phrase(
            "Sorry: this is a bug in bookbuilder, not in your book. It came up while working on {place}.",
            place=place,
        )
        if place
        else Phrase("Sorry: this is a bug in bookbuilder, not in your book."),
        Phrase("Every file of your book is whole: as it was, or as it was to be."),
        Phrase("Please report it with the lines above, and if you can with the chapter that shows it."),
    )
    text = "\n".join(map(_translated, lines))
    print(f"{''.join(traceback.format_exception(error))}\n{text}", file=sys.stderr)
    return BUG


def report_memory(error: BaseException) -> int:
    """Print that memory ran out, and for what; return the exit code."""
    from bookbuilder.workers.error_location import error_location
    from bookbuilder.workers.worker_exit import out_of_memory as describe

    diagnostic = describe(error_location(error))
    message, hint = map(_translated, diagnostic.phrases)
    severity = _translated(diagnostic.severity.value)
    line = f"{diagnostic.span}: {severity}: {message} [{diagnostic.code}]"
    print(f"{line}\n  {_translated(Phrase('hint'))}: {hint}", file=sys.stderr)
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
    text = Phrase(
        "standard output cannot be written: {reason}. What the command made is there all the same.",
        reason=error.reason,
    )
    print(_translated(text), file=sys.stderr)
    return BOOK


def _translated(text: str) -> str:
    """Return a text in the user's language, or in English where not even a catalog can be read."""
    try:
        from bookbuilder.cli.shared.print_findings import user_language

        return user_language().text(text)
    except Exception:  # noqa: BLE001 # this reports an error, and another one would hide it
        return text
