"""Prepares the fork server of the workers: what it loads for them, and what they take over from the process that asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib import import_module
from multiprocessing import spawn
from typing import Any

_TAKEN = ("name", "authkey", "log_to_stderr", "log_level", "start_method")
"""What a worker takes over. The others are the module path, the working folder and the script of whoever calls the program,
which may lie in a book."""


def prepare(modules: Iterable[str]) -> None:
    """Load modules, which all workers inherit. If one cannot be loaded, the task that needs it reports that."""
    original = spawn.prepare

    def take(data: Mapping[str, Any]) -> None:
        original({key: value for key, value in data.items() if key in _TAKEN})

    spawn.prepare = take
    for name in modules:
        with suppress(ImportError):
            import_module(name)
