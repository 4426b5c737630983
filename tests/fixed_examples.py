"""Keeps the examples of hypothesis alike on every machine, in whatever order tests run.

`derandomize` fixes its random numbers. One in twenty values is a constant from the modules that the process has imported,
though, and which ones it has depends on the tests before: a worker drew `"\\;"` one day, and a landing failed on a bug that
had passed for weeks. `--hypothesis-profile search` keeps those constants; it is there to find what is not known.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants


def forget_constants_of_modules() -> None:
    """Let hypothesis draw no constants from imported modules as long as its examples are fixed."""
    of_modules = providers._get_local_constants
    none = Constants()

    def constants() -> Constants:
        return none if settings().derandomize else of_modules()

    providers._get_local_constants = constants
