"""A change to WeasyPrint, or to a library beneath it, as a record.

Each is the `PATCH` of a module in a room of the engine, of the module that it is about, and is found by walking; those that
stand for themselves are in `fixes/`, `layout/`, `speed/` and `hooks/`. `install` puts them in place. How to bring them to
another release: docs/upgrading-weasyprint.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

Function = Callable[..., Any]
"""A function of WeasyPrint, or what replaces it. Its signature is that of the target, which `stubs/` declares; a patch hands
most of its arguments on, so it does not name their types again."""


class Kind(Enum):
    """What a change is for; a folder of one of these names holds patches of this kind alone."""

    FIX = "fixes"
    """Corrects what WeasyPrint gets wrong."""
    LAYOUT = "layout"
    """Changes where lines or pages break."""
    SPEED = "speed"
    """Gives the same bytes in less time."""
    HOOK = "hooks"
    """Lets the compiler read or change something while a part is laid out and drawn."""


class Scope(Enum):
    """How long a change stays."""

    LOADING = "loading"
    """While WeasyPrint is loaded; it cannot be taken back in a process that has loaded it."""
    PROCESS = "process"
    BOOK = "book"
    """While one book is laid out; `replace` is given its `Hyphenation` and its `World`."""
    PART = "part"
    """While a part of a book is laid out and drawn; `replace` is given its `PartState`."""


@dataclass(frozen=True, slots=True)
class Change:
    """A function, class or table that is replaced.

    `target` is `module:name` or `module:Class.name`. `source` are the first 16 hexadecimal digits of the SHA-256 of its
    source, as it was when `replace` was written; empty where there is none to read. `replace(theirs, *state)` returns what
    stands there instead, given what stood there and the state that belongs to the scope of the patch. It is replaced in all
    modules of the library that know the function, or in those of `users` alone.
    """

    target: str
    source: str
    replace: Function
    users: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Patch:
    """What is changed and why, in a sentence. `upstream` names the texts of docs/upstream that would make it needless: what
    is wrong in WeasyPrint, and a patch of its source. `needs` names patches without which this one is left out."""

    why: str
    kind: Kind
    changes: tuple[Change, ...]
    scope: Scope = Scope.PROCESS
    upstream: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
