"""Installs the patches of WeasyPrint that the rooms of the engine hold, and checks the source that they were written for."""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib import import_module
from importlib.metadata import version
from types import ModuleType

from bookbuilder import discovery
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch, Scope

ENGINE = "bookbuilder.formats.pdf.engine"
RELEASES = {"weasyprint": "70.0", "pyphen": "0.18.1", "tinyhtml5": "2.1.0"}
"""The releases of the libraries that the sources of all patches were read in."""
Owner = ModuleType | type
"""Where a target stands."""
Replacement = tuple[Owner, str, object]
"""An owner, the name of what is replaced in it, and what stands there instead."""


class SourceMoved(RuntimeError):
    """What a patch replaces reads otherwise than it did when the patch was written."""


@cache
def _patched_by() -> Mapping[str, tuple[str, Patch]]:
    """Return the module of each patch and the patch, by the last name of the module, in the order of `patches`.

    Raises `ValueError` for a `PATCH` that is none, or stands in the folder of another kind, and for two of one name.
    """
    kinds = {kind.value: kind for kind in Kind}
    found: dict[str, tuple[str, Patch]] = {}
    for room in discovery.folders(ENGINE):
        for module in discovery.modules(f"{ENGINE}.{room}"):
            patch = getattr(module, "PATCH", None)
            if patch is None:
                continue
            if not isinstance(patch, Patch) or kinds.get(room, patch.kind) is not patch.kind:
                raise ValueError(f"{module.__name__}.PATCH is no patch, or of another kind than its folder")
            name = module.__name__.rpartition(".")[2]
            if found.setdefault(name, (module.__name__, patch))[1] is not patch:
                raise ValueError(f"two patches are called {name}")
    order = list(Kind)
    return dict(sorted(found.items(), key=lambda one: (order.index(one[1][1].kind), one[0])))


@cache
def patches() -> Mapping[str, Patch]:
    """Return all patches by name, in the order in which they are installed: by kind, then by name. The name is that of the
    module that holds it. Raises `ValueError`."""
    return {name: patch for name, (_, patch) in _patched_by().items()}


def file_of(name: str) -> str:
    """Return the path of the file that holds a patch, from the folder that holds the program."""
    return f"{_patched_by()[name][0].replace('.', '/')}.py"


def names(without: Collection[str]) -> tuple[str, ...]:
    """Return the names of the patches that stay when some are left out, each by its name or with all of its kind; a patch
    goes with one that it needs, even by way of a third. Raises `ValueError` for what is neither a name nor a kind."""
    known = patches()
    unknown = set(without) - known.keys() - {kind.value for kind in Kind}
    if unknown:
        raise ValueError(f"no patch of WeasyPrint is called {', '.join(sorted(unknown))}")
    stay = {name for name, patch in known.items() if not {name, patch.kind.value} & set(without)}
    while leave := {name for name in stay if not stay.issuperset(known[name].needs)}:
        stay -= leave
    return tuple(name for name in known if name in stay)


_INSTALLED: dict[tuple[str, ...], ExitStack] = {}
"""Which patches are installed in this process, and how to take them back; one entry at most."""


def install(without: Collection[str] = ()) -> None:
    """Change WeasyPrint for this process, all patches but some; a second call does nothing. Raises `SourceMoved`.

    Not to be called while a document is laid out.
    """
    wanted = names(without)
    if wanted in _INSTALLED:
        return
    uninstall()
    # For another release alone: to read the sources takes 0.2 s in each process.
    if any(version(library) != release for library, release in RELEASES.items()) and (lines := moved(wanted)):
        raise SourceMoved("\n".join(lines))
    with ExitStack() as stack:
        for name in wanted:
            patch = patches()[name]
            if patch.scope is Scope.PROCESS:
                stack.enter_context(patched(replacements(patch)))
        _INSTALLED[wanted] = stack.pop_all()


def uninstall() -> None:
    """Put all of WeasyPrint's own back."""
    for stack in _INSTALLED.values():
        stack.close()
    _INSTALLED.clear()


@contextmanager
def installed_for(scope: Scope, *state: object, without: Collection[str] = ()) -> Iterator[None]:
    """Install the patches of a scope, which are given its state, and take them back at the end."""
    with ExitStack() as stack:
        for name in names(without):
            patch = patches()[name]
            if patch.scope is scope:
                stack.enter_context(patched(replacements(patch, *state)))
        yield


def replacements(patch: Patch, *state: object) -> Iterator[Replacement]:
    """Yield what is replaced. A change sees those before it."""
    for change in patch.changes:
        owner, name = _place(change.target)
        theirs = getattr(owner, name)
        ours = change.replace(theirs, *state)
        yield from ((place, name, ours) for place in _users(change, owner, name))


def _place(target: str) -> tuple[Owner, str]:
    """Return the module or class in which a target stands, and its name there."""
    path, _, inner = target.partition(":")
    owner: Owner = import_module(path)
    *outer, name = inner.split(".")
    for part in outer:
        owner = getattr(owner, part)
    return owner, name


def _users(change: Change, owner: Owner, name: str) -> Iterable[Owner]:
    """Return where a target is replaced: in its class, or in all modules of the library that know it."""
    if change.users:
        return [import_module(path) for path in change.users]
    return (owner,) if isinstance(owner, type) else _modules(owner, name)


@cache  # a part is laid out in a third of a second, and there are more than a thousand modules
def _modules(owner: Owner, name: str) -> tuple[ModuleType, ...]:
    theirs = getattr(owner, name)
    package = owner.__name__.partition(".")[0]
    return tuple(
        module
        for path, module in sorted(sys.modules.copy().items())  # another thread may be loading some
        if path.partition(".")[0] == package and vars(module).get(name) is theirs
    )


@contextmanager
def patched(replacements: Iterable[Replacement]) -> Iterator[None]:
    """Replace parts of a library, and put its own back at the end."""
    with ExitStack() as stack:
        for owner, name, ours in replacements:
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, ours)
        yield


def moved(wanted: Collection[str] | None = None) -> list[str]:
    """Return a line for each change whose target reads otherwise than when the change was written: those of all patches, or
    of the patches of these names. To be called while nothing is installed."""
    return [
        f"{change.target} of WeasyPrint {version('weasyprint')} is not what {file_of(name)} was written for: see"
        " docs/upgrading-weasyprint.md"
        for name, patch in patches().items()
        if wanted is None or name in wanted
        for change in patch.changes
        if change.source and digest(change.target) != change.source
    ]


def digest(target: str) -> str:
    """Return what `Change.source` says of the target that is installed now; empty if it is not there or has no source."""
    try:
        owner, name = _place(target)
        source = inspect.getsource(inspect.unwrap(getattr(owner, name)))
    except (ImportError, AttributeError, OSError, TypeError):
        return ""
    return hashlib.sha256(source.encode()).hexdigest()[:16]
