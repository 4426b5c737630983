"""Exit codes, and what is said when the program itself is at fault."""

from __future__ import annotations

from collections.abc import Iterable

from bookbuilder.diagnostics import Diagnostic, Severity

FINE = 0
BOOK = 1
USAGE = 2
TOOL = 3
BUG = 70
INTERRUPTED = 130

_USAGE_CODES = ("edition.absent", "locale.absent")
_TOOL_NOUN = "tool."


def code(found: Iterable[Diagnostic], *, strict: bool) -> int:
    """Return the exit code for what was found; with `strict` a warning counts as an error."""
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    codes = [d.code for d in found if d.severity in bad]
    if any(name in _USAGE_CODES for name in codes):
        return USAGE
    if any(name.startswith(_TOOL_NOUN) for name in codes):
        return TOOL
    return BOOK if codes else FINE


def apologize() -> int:
    """Print the exception being handled with an apology to standard error, and return the exit code of a bug."""
    import sys
    import traceback

    print(
        f"{traceback.format_exc()}\n"
        "Sorry: this is a bug in bookbuilder, not in your book. Nothing was written.\n"
        "Please report it with the lines above, and if you can with the chapter that shows it.",
        file=sys.stderr,
    )
    return BUG
