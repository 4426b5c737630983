"""Holds what we declare of WeasyPrint and pydyf against the installed release: `python scripts/weasyprint_stubs.py`.

`bookbuilder/formats/pdf/engine/stubs/` declares the functions, classes and fields that the engine relies on, and the type
checker reads it. Here each of them is looked for in the installed release: a function with the same parameters in the same
order, a class with the same bases, a field that a class has or that the sources know as an attribute.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import bookbuilder.formats.pdf.engine  # which loads WeasyPrint as a build does

STUBS = Path(bookbuilder.formats.pdf.engine.__file__).parent / "stubs"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function: its name, and whether it has a default. `*args` has its stars in its name."""

    name: str
    optional: bool


@dataclass(frozen=True, slots=True)
class DeclaredClass:
    """A class as a stub declares it: the names of its bases, its fields, and its methods with their parameters (None: a
    property)."""

    name: str
    bases: tuple[str, ...]
    fields: tuple[str, ...]
    methods: dict[str, tuple[Parameter, ...] | None]


@dataclass(frozen=True, slots=True)
class DeclaredModule:
    """A module as a stub declares it: its values, functions and classes."""

    name: str
    values: tuple[str, ...]
    functions: dict[str, tuple[Parameter, ...]]
    classes: tuple[DeclaredClass, ...]


def declared() -> list[DeclaredModule]:
    """Return all modules that are declared."""
    return [_module(path) for path in sorted(STUBS.rglob("*.pyi"))]


def _module(path: Path) -> DeclaredModule:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    name = ".".join(path.relative_to(STUBS).with_suffix("").parts).removesuffix(".__init__")
    imported = {
        alias.name
        for node in body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    values = {
        node.target.id
        for node in body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and not _is_alias(node)
    }
    return DeclaredModule(
        name,
        tuple(sorted(values | imported)),
        {node.name: _parameters(node) for node in body if isinstance(node, ast.FunctionDef)},
        tuple(_class(node) for node in body if isinstance(node, ast.ClassDef)),
    )


def _is_alias(node: ast.AnnAssign) -> bool:
    """Whether a name is one that stubs alone have: a type that WeasyPrint uses and does not name."""
    return isinstance(node.annotation, ast.Name) and node.annotation.id == "TypeAlias"


def _class(node: ast.ClassDef) -> DeclaredClass:
    fields = [
        one.target.id
        for one in node.body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    ]
    methods = [one for one in node.body if isinstance(one, ast.FunctionDef)]
    return DeclaredClass(
        node.name,
        tuple(ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in node.bases),
        tuple(fields),
        {one.name: None if _is_property(one) else _parameters(one) for one in methods},
    )


def _is_property(node: ast.FunctionDef) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "property" for one in node.decorator_list)


def _parameters(node: ast.FunctionDef) -> tuple[Parameter, ...]:
    given = node.args
    plain = [*given.posonlyargs, *given.args]
    first = len(plain) - len(given.defaults)
    found = [Parameter(one.arg, at >= first) for at, one in enumerate(plain)]
    if given.vararg:
        found.append(Parameter(f"*{given.vararg.arg}", optional=False))
    found += [
        Parameter(one.arg, default is not None) for one, default in zip(given.kwonlyargs, given.kw_defaults)
    ]
    if given.kwarg:
        found.append(Parameter(f"**{given.kwarg.arg}", optional=False))
    return tuple(found)


_STARS: dict[Any, str] = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}


def parameters_of(function: Any) -> tuple[Parameter, ...]:
    """Return the parameters of a function that is there."""
    return tuple(
        Parameter(_STARS.get(one.kind, "") + one.name, one.default is not one.empty)
        for one in inspect.signature(inspect.unwrap(function)).parameters.values()
    )


@cache
def attributes(package: str) -> frozenset[str]:
    """Return the names that stand behind a dot, or are written out, anywhere in the sources of a package."""
    folder = Path(import_module(package).__file__ or "").parent
    texts = (path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    return frozenset(name for text in texts for name in re.findall(r"(?:\.|['\"])([A-Za-z_]\w*)", text))


def problems() -> Iterator[str]:
    """Yield a line for each declaration that does not hold: its place in the stubs, and what is there instead."""
    for module in declared():
        package = module.name.partition(".")[0]
        try:
            there = import_module(module.name)
        except ImportError:
            yield f"{module.name}: is gone"
            continue
        yield from _values(module, there)
        for name, wanted in module.functions.items():
            yield from _function(f"{module.name}:{name}", getattr(there, name, None), wanted)
        for one in module.classes:
            place = f"{module.name}:{one.name}"
            yield from _fields_and_methods(place, one, getattr(there, one.name, None), attributes(package))


def _values(module: DeclaredModule, there: ModuleType) -> Iterator[str]:
    for name in module.values:
        if not hasattr(there, name):
            yield f"{module.name}:{name}: is gone"


NAMELESS = ("CData",)
"""A class that stubs alone have: the values of cffi."""


def _function(place: str, function: Any, wanted: tuple[Parameter, ...]) -> Iterator[str]:
    if function is None:
        yield f"{place}: is gone"
        return
    found = parameters_of(function)
    if found != wanted:
        yield f"{place}: has the parameters ({_written(found)}), not ({_written(wanted)})"


def _written(parameters: tuple[Parameter, ...]) -> str:
    return ", ".join(one.name + ("=" if one.optional else "") for one in parameters)


def _fields_and_methods(
    place: str, wanted: DeclaredClass, there: Any, known: frozenset[str]
) -> Iterator[str]:
    if wanted.name in NAMELESS:
        return
    if not isinstance(there, type):
        yield f"{place}: is gone"
        return
    if issubclass(there, tuple) and hasattr(there, "_fields"):
        if there._fields != wanted.fields:
            yield f"{place}: has the fields {', '.join(there._fields)}, not {', '.join(wanted.fields)}"
        return
    above = {base.__name__ for base in there.__mro__}
    for base in wanted.bases:
        if base not in above:
            yield f"{place}: is no {base}"
    for name in wanted.fields:
        if not hasattr(there, name) and name not in known:
            yield f"{place}.{name}: is gone"
    for name, parameters in wanted.methods.items():
        static = inspect.getattr_static(there, name, None)
        if static is None:
            yield f"{place}.{name}: is gone"
        elif parameters is not None:
            function = static.__func__ if isinstance(static, classmethod | staticmethod) else static
            yield from _function(f"{place}.{name}", function, parameters)


def main() -> None:
    """Print the problems; exit with 1 if there are any."""
    lines = list(problems())
    print(*lines, sep="\n", end="\n" if lines else "")
    sys.exit(bool(lines))


if __name__ == "__main__":
    main()
