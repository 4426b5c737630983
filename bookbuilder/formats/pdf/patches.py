"""Puts functions of ours in the place of WeasyPrint's for a while."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

Patch = tuple[Any, str, Any]
"""An owner (a module or a class), the name of what is replaced in it, and what stands there instead."""


def everywhere(theirs: Callable[..., Any], ours: Callable[..., Any]) -> tuple[Patch, ...]:
    """Return the patches that replace a function in all modules of WeasyPrint that know it by its name."""
    name = theirs.__name__
    return tuple(
        (module, name, ours)
        for path, module in sorted(sys.modules.copy().items())  # another thread may be loading some
        if path.partition(".")[0] == "weasyprint" and vars(module).get(name) is theirs
    )


@contextmanager
def patched(patches: Iterable[Patch]) -> Iterator[None]:
    """Replace parts of WeasyPrint, and put its own back at the end."""
    with ExitStack() as stack:
        for owner, name, ours in patches:
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, ours)
        yield
