"""Leaves the folders of books out of the lists in which Python looks for modules and the system for programs.

A book comes from anybody: a `weasyprint.py` or a program `less` in it is never run, whatever PATH, PYTHONPATH and the
working folder say. It loads nothing that Python has not loaded before it runs our first line, since what it would load
could come from a book.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

PROGRAM = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
"""The folder that holds the package of the program: `site-packages`, or a checkout."""
_BOOK, _SERIES = "book.toml", "series.toml"


def without_books(folders: Iterable[str], books: Iterable[str]) -> list[str]:
    """Return the folders that are absolute and in none of the books, in their order.

    Folders of the Python that runs are left in, wherever it is installed: many people make its `.venv` in their book.
    """
    inside = [_slashed(book) for book in books]
    installed = [_slashed(prefix) for prefix in (sys.prefix, sys.exec_prefix, sys.base_prefix)]

    def allowed(folder: str) -> bool:
        real = _slashed(folder)
        of_python = [prefix for prefix in installed if prefix != real and real.startswith(prefix)]
        return all(
            any(prefix.startswith(book) for prefix in of_python) for book in inside if real.startswith(book)
        )

    return [folder for folder in folders if os.path.isabs(folder) and allowed(folder)]


def module_path(books: Iterable[str] = ()) -> list[str]:
    """Return the folders in which the program and its libraries are found: those of this process without any in `books`.

    The program may lie in a book itself, if that is a checkout; its folder comes last then.
    """
    folders = without_books(sys.path, books)
    return folders if PROGRAM in folders else [*folders, PROGRAM]


def program_path(path: str, books: Iterable[str] = ()) -> str:
    """Return a PATH without relative folders and those in `books`; if nothing is left, that of the system."""
    return os.pathsep.join(without_books(path.split(os.pathsep), books)) or os.defpath


def leave_books_out() -> None:
    """Leave the working folder and all that lies in a book or a series out of the search paths of this process for good.

    `python -m` and an empty entry of PYTHONPATH put the working folder before all libraries; a dot or an empty entry of
    PATH makes its files programs. A command may find its book above the working folder, and a language server is told its
    books when it has begun, so each entry is asked whether a book is around it.
    """
    try:
        here = os.getcwd()
    except OSError:  # it has been deleted
        here = ""
    programs = os.environ.get("PATH")
    relative = [
        place for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if not os.path.isabs(place)
    ]
    searched = {_slashed(place) for place in ("", *relative)} if here else set()
    books = _books(
        folder for folder in (*sys.path, *(programs or "").split(os.pathsep)) if os.path.isabs(folder)
    )
    sys.path[:] = [
        folder for folder in module_path(books) if _slashed(folder) not in searched or folder == PROGRAM
    ]
    # The program lies in the folder where it was started: behind all libraries, so that no file there replaces one.
    if PROGRAM in sys.path and _slashed(PROGRAM) in searched:
        sys.path.remove(PROGRAM)
        sys.path.append(PROGRAM)
    if sys.pycache_prefix is not None and not os.path.isabs(sys.pycache_prefix):
        sys.pycache_prefix = None
    if programs is not None:
        os.environ["PATH"] = program_path(programs, books)


def _books(folders: Iterable[str]) -> list[str]:
    """Return the books and series among absolute folders and the folders above them."""
    around: dict[str, None] = {}
    for folder in folders:
        place = os.path.realpath(folder)
        while place not in around:
            around[place] = None
            place = os.path.dirname(place)
    return [
        place
        for place in around
        if any(os.path.lexists(os.path.join(place, name)) for name in (_BOOK, _SERIES))
    ]


def _slashed(folder: str) -> str:
    """Return the real path of a folder with a slash at its end, so that a folder inside another one begins with its path."""
    return os.path.join(os.path.realpath(folder), "")
