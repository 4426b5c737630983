"""Finds directives, formats, checks, locales and other plug-ins by walking their package; no list is kept anywhere."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import TypeVar

from bookbuilder.diagnostics import Rule

T = TypeVar("T")


@cache
def names(package: str) -> tuple[str, ...]:
    """Return the names of the modules and packages directly inside `package`, sorted, without importing them.

    Those that start with `_` are left out. The folder is listed once: a program does not change while it runs.
    """
    home = importlib.import_module(package)
    return tuple(sorted(i.name for i in pkgutil.iter_modules(home.__path__) if not i.name.startswith("_")))


@cache
def folders(package: str) -> tuple[str, ...]:
    """Return the names of the packages directly inside `package`, as `names` does; modules are left out."""
    home = importlib.import_module(package)
    return tuple(sorted(i.name for i in pkgutil.iter_modules(home.__path__) if i.ispkg))


def modules(package: str) -> Iterator[ModuleType]:
    """Yield the modules and packages directly inside `package`, by name; names that start with `_` are skipped."""
    for name in names(package):
        yield importlib.import_module(f"{package}.{name}")


def values(package: str, name: str, kind: type[T]) -> Iterator[T]:
    """Yield the value called `name` of each plug-in in `package` that has it. Raises `TypeError` for a value of another
    type."""
    for module in modules(package):
        value = getattr(module, name, None)
        if value is None:
            continue
        if not isinstance(value, kind):
            raise TypeError(f"{module.__name__}.{name} is not a {kind.__name__}")
        yield value


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule of the program by its code. Raises `ValueError` for two rules with one code.

    All modules are loaded for it, once: a program does not change while it runs.
    """
    result: dict[str, Rule] = {}
    for info in pkgutil.walk_packages(importlib.import_module("bookbuilder").__path__, "bookbuilder."):
        module = importlib.import_module(info.name)
        for value in vars(module).values():
            if isinstance(value, Rule) and result.setdefault(value.code, value) != value:
                raise ValueError(f"two rules are called {value.code}")
    return MappingProxyType(dict(sorted(result.items())))
