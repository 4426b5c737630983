"""Turns an error of the operating system into a diagnostic with a hint."""

from __future__ import annotations

import errno

from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Rule, Span, diagnostic

UNWRITABLE = Rule(
    "output.unwritable",
    "nothing can be written here: {reason}",
    "The build writes into the output folder of the book, and keeps what it may need again in .bookbuilder/cache.",
)
NO_LIBRARY = Rule(
    "tool.library",
    "a library of the system is missing: {reason}",
    "WeasyPrint, which lays out the pages, needs Pango and HarfBuzz, which no Python package brings along."
    " `bookbuilder doctor` says how to install them on this machine.",
)
TOO_MANY = Rule(
    "system.limit",
    "the system lets this program open no more: {reason}",
    "A build with several processes has some forty files open at once. `ulimit -n` says how many the system allows; a"
    " service manager or a container may allow few.",
)
_REFUSALS = {
    errno.EACCES: "",
    errno.EPERM: "",
    errno.EROFS: "the disk can only be read",
    errno.ENOSPC: "make room on the disk; nothing was changed",
    errno.EDQUOT: "make room in what you may use of the disk; nothing was changed",
    errno.EFBIG: "`ulimit -f` says how large a file may be here; nothing was changed",
    errno.EIO: "the disk may be broken; nothing was changed",
    errno.EXDEV: "a folder of the book lies on another disk; put it on the same one",
    errno.EEXIST: "a file has the name of a folder",
    errno.ENOTDIR: "a file has the name of a folder",
    errno.EISDIR: "a folder has the name of a file",
    errno.ENOTEMPTY: "",
    errno.EBUSY: "",
    errno.ELOOP: "",
    errno.ENAMETOOLONG: "",
}
_LIMITS = {
    errno.EMFILE: "allow more with `ulimit -n 256`, or use --jobs 1, which needs least",
    errno.ENFILE: "the whole machine has too many files open",
}


def os_diagnostic(error: OSError) -> Diagnostic:
    """Return the diagnostic for an error of the system; other errors are raised again, since they are bugs."""
    if error.errno in _REFUSALS:
        hint = _REFUSALS[error.errno]
        return diagnostic(UNWRITABLE, Span(str(error.filename or "")), hint=hint, reason=error.strerror)
    if "No usable temporary directory" in str(error):
        return diagnostic(UNWRITABLE, Span(), hint="TMPDIR may name a folder that can", reason=error.strerror)
    if error.errno in _LIMITS:
        return diagnostic(TOO_MANY, Span(), hint=_LIMITS[error.errno], reason=error.strerror)
    if "load library" in str(error):  # cffi's message for a missing shared library
        return diagnostic(NO_LIBRARY, Span(), hint="`bookbuilder doctor` says what to install", reason=error)
    raise error


def error_diagnostics(error: BookbuilderError | OSError) -> tuple[Diagnostic, ...]:
    """Return the diagnostics for what commands catch: problems of the book, and errors of the system."""
    return error.diagnostics if isinstance(error, BookbuilderError) else (os_diagnostic(error),)
