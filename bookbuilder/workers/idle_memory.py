"""Gives memory back to the system when a process that stays has nothing to do.

What a layout leaves behind is garbage that Python does not look for while it works, and holes that the C library keeps for
itself (`malloc_trim(3)`): together a quarter of a worker.
"""

from __future__ import annotations

import ctypes
import gc
import time
from collections.abc import Callable
from threading import Thread

IDLE = 2.0
"""Seconds without work after which memory is given back."""
_LITTLE, _MUCH = 0.1, 0.5
"""Seconds of the processor in that time that are no work, and those after which there is something to give back."""


def release_when_idle(wait: Callable[[float], bool]) -> None:
    """Give memory back whenever there was work and now is none, until `wait`, which waits for some seconds, returns true."""
    released = 0.0
    before = time.process_time()
    while not wait(IDLE):
        now = time.process_time()
        if now - before < _LITTLE and now - released > _MUCH:
            release()
            # Measured again: what collecting takes would count as work the next time.
            released = now = time.process_time()
        before = now


def release_main_when_idle() -> None:
    """Do so in this process as long as it lives, in a thread of its own."""

    def wait(seconds: float) -> bool:
        time.sleep(seconds)
        return False

    Thread(target=release_when_idle, args=(wait,), daemon=True).start()


def release() -> None:
    """Give back memory now."""
    gc.collect()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
