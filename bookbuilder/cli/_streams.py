"""Standard output and standard error as they are given: closed, full, or with nobody who listens any more."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import Any, TextIO


class Unwritten(Exception):  # said of standard output
    """Standard output does not take what is printed. `reason` is the system's; `gone`: whoever listened has left."""

    def __init__(self, error: OSError | ValueError) -> None:
        super().__init__(str(error))
        self.reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        self.gone = isinstance(error, BrokenPipeError)


class _Stream:
    """A stream that is written through; what it lacks here it takes from the one below."""

    def __init__(self, below: TextIO) -> None:
        self._below = below

    def __getattr__(self, name: str) -> Any:
        return getattr(self._below, name)


class Results(_Stream):
    """Standard output: results that are not written must not be passed over."""

    def write(self, text: str) -> int:
        """Write text; raises `Unwritten`."""
        try:
            return self._below.write(text)
        except (OSError, ValueError) as error:
            raise Unwritten(error) from None

    def flush(self) -> None:
        """Write what is still held; raises `Unwritten`."""
        try:
            self._below.flush()
        except (OSError, ValueError) as error:
            raise Unwritten(error) from None


class Messages(_Stream):
    """Standard error: where nobody can be told anything, the work goes on."""

    def write(self, text: str) -> int:
        """Write text if it can be written."""
        with suppress(OSError, ValueError):
            return self._below.write(text)
        return len(text)

    def flush(self) -> None:
        """Write what is still held, if it can be written."""
        with suppress(OSError, ValueError):
            self._below.flush()


def occupy() -> None:
    """Fill the places of standard streams that were closed: the next file that is opened would be taken for one of them.

    What is written there fails, as it would to a closed stream.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError as error:
            if error.errno == errno.EBADF:
                os.open(os.devnull, os.O_RDONLY)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)  # open as long as we are
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)


def careful() -> None:
    """Put streams that know what to do in the places of standard output and standard error."""
    sys.stdout, sys.stderr = Results(sys.stdout), Messages(sys.stderr)


def abandon() -> None:
    """Forget what standard output did not take: Python would try again at its end, and complain."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
