"""Work that does not end well; in a module of its own, so that only the other processes load it."""

from __future__ import annotations

import os
import signal


def end(given: str) -> bytes:
    """End this process, as a system that runs out of memory does."""
    os.kill(os.getpid(), signal.SIGKILL)
    return given.encode()
