"""Lets the fork server of the workers end in silence when the process that it serves is killed in the middle of a
request. Importing it, as the fork server does, is enough."""

from __future__ import annotations

import sys
import traceback
from multiprocessing import forkserver
from types import TracebackType


def _hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print an error, unless the fork server raised it because the other end of its connection is gone: then nobody is
    left who asked. A worker that has only been forked, and still reads what it is for, is the same case."""
    serving = any(frame.f_code.co_filename == forkserver.__file__ for frame, _ in traceback.walk_tb(trace))
    if not (serving and isinstance(error, EOFError | ConnectionError)):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _hook
