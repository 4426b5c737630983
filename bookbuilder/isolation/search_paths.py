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
    from collections.abc import Iterable, Sequence

PROGRAM = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
"""The folder that holds the package of the program: `site-packages`, or a checkout."""
_BOOK, _SERIES = "book.toml", "series.toml"


def without_books(folders: Iterable[str], books: Iterable[str]) -> list[str]:
    """Return the folders that are absolute and in none of the books, in their order.

    Folders of the Python that runs are left in, wherever it is installed: many people make its `.venv` in their book.
    """
    inside = [_slashed(book) for book in books]
    installed = [_slashed(prefix) for prefix in (sys.prefix, sys.exec_prefix, sys.base_prefix)]
    in_books = [prefix for prefix in installed if prefix.startswith(tuple(inside))]

    def allowed(folder: str) -> bool:
        real = _slashed(folder)
        of_python = real not in in_books and real.startswith(tuple(in_books))
        return of_python or not real.startswith(tuple(inside))

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


def leave_books_out(words: Sequence[str]) -> None:
    """Leave the working folder, and all books that a command line names, out of the search paths of this process for good.

    `python -m` and an empty entry of PYTHONPATH put the working folder before all libraries; a dot or an empty entry of
    PATH makes its files programs.
    """
    try:
        here = os.getcwd()
    except OSError:  # it has been deleted
        here = ""
    books = _books([here, *words, *(word.partition("=")[2] for word in words)])  # --book=DIR
    relative = [
        place for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if not os.path.isabs(place)
    ]
    searched = {_slashed(place) for place in ("", *relative)} if here else set()
    sys.path[:] = [
        folder for folder in module_path(books) if _slashed(folder) not in searched or folder == PROGRAM
    ]
    if PROGRAM in sys.path and _slashed(PROGRAM) in searched:
        sys.path.remove(PROGRAM)
        sys.path.append(PROGRAM)
    if sys.pycache_prefix is not None and not os.path.isabs(sys.pycache_prefix):
        sys.pycache_prefix = None
    if "PATH" in os.environ:
        os.environ["PATH"] = program_path(os.environ["PATH"], books)


def _books(places: Iterable[str]) -> list[str]:
    """Return those of the places that are folders of books or series, and the series of the books."""
    found = []
    for place in filter(None, places):
        above = os.path.dirname(os.path.realpath(place))
        if any(os.path.lexists(os.path.join(place, name)) for name in (_BOOK, _SERIES)):
            found.append(place)
            if os.path.lexists(os.path.join(above, _SERIES)):
                found.append(above)
    return found


def _slashed(folder: str) -> str:
    """Return the real path of a folder, with a slash at its end: one that begins with another is inside it."""
    return os.path.join(os.path.realpath(folder), "")
