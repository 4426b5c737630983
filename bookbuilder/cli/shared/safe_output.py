"""Guards standard output and error against a closed stream, a broken pipe and a full disk."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import Any, TextIO


class OutputError(Exception):  # about standard output
    """Standard output could not be written. `reason` is the system's; `gone`: a broken pipe."""

    def __init__(self, error: OSError | ValueError) -> None:
        super().__init__(str(error))
        self.reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        self.gone = isinstance(error, BrokenPipeError)


class _Stream:
    """A wrapper of a stream; other attributes come from the stream below."""

    def __init__(self, below: TextIO) -> None:
        self._below = below

    def __getattr__(self, name: str) -> Any:
        return getattr(self._below, name)


class Results(_Stream):
    """Standard output: failed writes must be noticed."""

    def write(self, text: str) -> int:
        """Write text; raises `OutputError`."""
        try:
            return self._below.write(text)
        except (OSError, ValueError) as error:
            raise OutputError(error) from None

    def flush(self) -> None:
        """Flush; raises `OutputError`."""
        try:
            self._below.flush()
        except (OSError, ValueError) as error:
            raise OutputError(error) from None


class Messages(_Stream):
    """Standard error: if it cannot be written, work continues."""

    def write(self, text: str) -> int:
        """Write text if possible."""
        with suppress(OSError, ValueError):
            return self._below.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush if possible."""
        with suppress(OSError, ValueError):
            self._below.flush()


def reopen_streams() -> None:
    """Reopen closed standard streams, so that the next opened file does not get their number.

    Writing to them fails, as it would to a closed stream.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError as error:
            if error.errno == errno.EBADF:
                os.open(os.devnull, os.O_RDONLY)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)  # stays open until exit
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)


def guard_streams() -> None:
    """Replace standard output and standard error by safe streams."""
    sys.stdout, sys.stderr = Results(sys.stdout), Messages(sys.stderr)


def discard_stdout() -> None:
    """Discard unwritten standard output: Python would flush it again at exit, and complain."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
