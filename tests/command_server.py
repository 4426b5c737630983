"""The warm process of `tests/commands.py`: it has loaded the program, and becomes a copy of itself for each command."""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import resource
import socket
import sys
import threading
import time
from contextlib import suppress
from typing import Any

LIBRARIES = ("ebooklib.epub", "pypdfium2", "typer.main")
"""What commands load of others in functions, after all that stands at the top of our modules."""


def serve(number: int) -> None:
    """Run the commands that are asked for on a socket, which has this number, until it is closed."""
    connection = socket.socket(fileno=number)
    _load()
    gc.collect()
    gc.freeze()
    while True:
        asked, files, _, _ = socket.recv_fds(connection, 1 << 20, 4)
        if not asked:
            return
        if os.fork() == 0:
            connection.close()
            _run_command(json.loads(asked), files)
        for file in files:
            os.close(file)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _load() -> None:
    """Load all modules of the program, those first that a pool of processes loads, in its order; nothing else is done."""
    import bookbuilder
    from bookbuilder.workers.worker_start import PRELOADED_MODULES

    ours = (one.name for one in pkgutil.walk_packages(bookbuilder.__path__, "bookbuilder."))
    for name in (*PRELOADED_MODULES, *ours, *LIBRARIES):
        importlib.import_module(name)


def _run_command(asked: dict[str, Any], files: list[int]) -> None:
    """Start a command, and tell on the last file its number, and when it has ended, how."""
    process = os.fork()
    if process == 0:
        _replace_process(asked, files)
    os.write(files[3], f"{process}\n".encode())
    for file in files[:3]:
        os.close(file)
    _, status = os.waitpid(process, 0)
    os.write(files[3], f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _replace_process(asked: dict[str, Any], files: list[int]) -> None:
    """Run a command in this process: its files, folder, environment, limits and words, and no other open file."""
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
    os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    for limit, value in asked["limits"]:
        resource.setrlimit(limit, (value, value))
    sys.argv[1:] = asked["words"]
    module, _, function = asked["main"].partition(":")
    code: object = 1
    try:
        code = getattr(importlib.import_module(module), function)()
    except SystemExit as end:
        code = end.code
    finally:
        _end(code)


def _end(code: object) -> None:
    """End this process as Python would, without taking apart all that was loaded; an exception that is raised is printed."""
    if sys.exc_info()[0] is not None:
        sys.excepthook(*sys.exc_info())
    # Private, but all else would leave out that pools of threads are told to end: to join them would take for ever.
    threading._shutdown()  # type: ignore[attr-defined] # typeshed has no private functions
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)
