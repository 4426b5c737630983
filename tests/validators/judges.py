"""Lets the workers of a run share its resident judges: they stay in the process that started the workers, and answer there.

So there is one JVM and one browser, which load their classes and warm up once. A worker asks through a socket of the file
system; what it asks waits until the judge is done with what others ask.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection, Listener
from threading import Lock, Thread
from typing import Any

from tests.validators.ace import ACE
from tests.validators.java import JAVA
from tests.validators.machine import JudgeFailed
from tests.validators.resident import PLACE, Resident


def share(place: str) -> Callable[[], None]:
    """Answer at a socket of this path, and tell the processes that are started from now on. Return what ends that."""
    listener = Listener(place, "AF_UNIX")
    os.environ[PLACE] = place
    locks = {judge.name: (judge, Lock()) for judge in (JAVA, ACE)}

    def answer(connection: Connection[Any, Any]) -> None:
        with connection, contextlib.suppress(EOFError, OSError):
            name, question, seconds = connection.recv()
            judge, lock = locks[name]
            with lock:
                connection.send(_asked(judge, question, seconds))

    def listen() -> None:
        with contextlib.suppress(OSError):  # it was closed
            while True:
                Thread(target=answer, args=(listener.accept(),), daemon=True).start()

    def end() -> None:
        os.environ.pop(PLACE, None)
        listener.close()
        for judge, _ in locks.values():
            judge.end()

    Thread(target=listen, daemon=True).start()
    return end


def _asked(judge: Resident, question: Mapping[str, Any], seconds: float) -> tuple[Any, str]:
    """Return what a judge says, and why it says nothing."""
    try:
        return judge.ask_here(question, seconds=seconds), ""
    except JudgeFailed as error:
        return None, str(error)
    except Exception as error:  # noqa: BLE001 # whatever it is, the one who asks is told
        return None, repr(error)
