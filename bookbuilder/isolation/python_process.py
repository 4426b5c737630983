"""Command lines of Python processes that take no code from where they are started.

Each runs with `-I`: the working folder, PYTHONPATH and the like, and the folder of the user are not searched. It gets the
folders of this process instead, which may come from there, but not from a book (`search_paths`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import get_ident

from bookbuilder.isolation.search_paths import module_path

ROOT = "/"
"""The working folder of all processes that are started: nobody else can put a file there, or in a folder above."""
_PATH = "import sys\nsys.path[:] = {path!r}\n"
_HELPER = f"""
import os
os.chdir({ROOT!r})
command = sys.argv.pop()
del sys.argv[1:]
if "multiprocessing.forkserver" in command:
    {{prepare}}
exec(command)
"""
"""Runs what multiprocessing would have run by `python -c`."""


def python_command(code: str, *words: str, books: Iterable[str] = ()) -> list[str]:
    """Return the command that runs Python code with `words` in `sys.argv[1:]`. It finds the modules that this process finds,
    except those in `books`."""
    return [sys.executable, *_options(), "-c", _PATH.format(path=module_path(books)) + code, *words]


def module_code(module: str) -> str:
    """Return the code that runs a module as `python -m` does."""
    return f"import runpy\nrunpy.run_module({module!r}, run_name='__main__', alter_sys=True)"


def file_code(path: str) -> str:
    """Return the code that runs a file of the program."""
    return f"import runpy\nrunpy.run_path({path!r}, run_name='__main__')"


@contextmanager
def isolated_helpers(prepare: str, books: Iterable[str] = ()) -> Iterator[None]:
    """Isolate the processes that multiprocessing starts for itself in this thread meanwhile: its fork server, which runs the
    code `prepare` first, and its resource tracker.

    multiprocessing has no option for that: it starts `python [options] -c command`, and what returns the options is
    replaced. Other threads, whose processes may not be ours, get the original options.
    """
    from multiprocessing import util  # a command that starts no process need not load it

    ours, original = get_ident(), util._args_from_interpreter_flags  # type: ignore[attr-defined] # not in typeshed
    code = _PATH.format(path=module_path(books)) + _HELPER.format(prepare=prepare)

    def options() -> list[str]:
        return [*_options(original()), "-c", code] if get_ident() == ours else original()

    util._args_from_interpreter_flags = options  # type: ignore[attr-defined]
    try:
        yield
    finally:
        util._args_from_interpreter_flags = original  # type: ignore[attr-defined]


def _options(own: Iterable[str] | None = None) -> list[str]:
    """Return the options of an isolated Python that warns, and encodes paths, as this one does: `own`, and what comes from
    the environment otherwise."""
    import subprocess

    flags = subprocess._args_from_interpreter_flags() if own is None else own  # type: ignore[attr-defined] # as above
    prefix = [] if sys.pycache_prefix is None else ["-X", f"pycache_prefix={sys.pycache_prefix}"]
    return ["-I", *flags, "-X", f"utf8={sys.flags.utf8_mode}", *prefix]
