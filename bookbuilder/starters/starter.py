"""A starter, the template of a new book: its record, a request for one, and all that `starters/` exports as `STARTER`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bookbuilder import discovery
from bookbuilder.html.theme_inheritance import DEFAULT
from bookbuilder.world import Assets, Reader

Files = Mapping[str, bytes]
"""Path in the new book → contents."""


@dataclass(frozen=True, slots=True)
class StarterRequest:
    """What the user wants: the id of the new book, its locales (the first is the one it is written in), the title (empty:
    that of the starter), and the day."""

    id: str
    locales: tuple[str, ...]
    title: str
    today: dt.date


@dataclass(frozen=True, slots=True)
class Starter:
    """A kind of book to start from: its name, a line of documentation, and its functions.

    `problem` says in a sentence why a locale cannot be had, or nothing. `locales` are those that are taken if the user names
    none, given the one of the user's machine. `files` gives the book for locales without a problem.
    """

    name: str
    doc: str
    problem: Callable[[str, Assets], str]
    locales: Callable[[str], tuple[str, ...]]
    files: Callable[[StarterRequest, Assets], Files]
    commands: Callable[[StarterRequest, Reader], tuple[str, ...]] = lambda request, world: ()
    """The commands without which the book cannot be built."""
    titled: bool = False
    """Whether the user may choose a title."""
    theme: str = DEFAULT
    """The theme that suits it."""


def starters() -> dict[str, Starter]:
    """Return the kinds of books to start from by name."""
    found = discovery.values(__package__, "STARTER", Starter)
    return {starter.name: starter for starter in found}


def identifier(name: str) -> str:
    """Return a name as an id of a book: lower case, digits and hyphens.

    >>> identifier("Fünf Tage!")
    'funf-tage'
    """
    import re
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "book"
