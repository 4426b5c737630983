"""The engine gives values to the rest of the program: no object of WeasyPrint, and none of the libraries below it."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from bookbuilder import api
from bookbuilder.build_step import Step
from bookbuilder.discovery import modules
from bookbuilder.formats.pdf.compile.compiled_part import decode
from bookbuilder.formats.pdf.paginate import compile_requests
from tests.cases import book

ENGINE = "bookbuilder.formats.pdf.engine"
FOREIGN = ("weasyprint", "pydyf", "cffi", "_cffi_backend", "tinycss2", "fontTools")
ROOT = Path(__file__).parents[2] / "bookbuilder"
OUTSIDE = [
    path
    for path in sorted(ROOT.rglob("*.py"))
    if "engine" not in path.relative_to(ROOT).parts and path.name != "declared.py"
]
BOOK: dict[str, str | bytes] = {
    "chapters/de/01-a.md": "# Eins {#eins}\n\nSatz.[^1] ![Punkt](punkt.png)\n\n| a |\n| - |\n| b |\n\n[^1]: Anmerkung.\n",
    "chapters/de/02-b.md": "# Zwei\n\nSiehe [](#eins){ref=page} und [dort](https://example.org).\n",
    "chapters/de/punkt.png": (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q"
        b"\0\0\0\0IEND\xaeB`\x82"
    ),
}


def imported() -> Iterator[tuple[str, str]]:
    """Yield what modules outside the engine import from it: module and name."""
    for path in OUTSIDE:
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if ENGINE in text else ():
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{ENGINE}."):
                yield from ((node.module or "", alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module == ENGINE:
                pytest.fail(f"{path} imports a whole module of the engine")


def step_functions() -> Iterator[tuple[str, str]]:
    """Yield the functions of the engine that steps name."""
    for module in modules("bookbuilder.formats.pdf.compile"):
        for value in vars(module).values():
            if isinstance(value, Step) and value.function.startswith(ENGINE):
                path, _, name = value.function.partition(":")
                yield path, name


DOORS = sorted({*imported(), *step_functions()})


def types_in(hint: Any, seen: set[Any]) -> Iterator[Any]:
    """Yield all types in an annotation, with those of the fields of our dataclasses."""
    for inner in get_args(hint):
        yield from (
            types_in(inner, seen)
            if not isinstance(inner, list)
            else (one for each in inner for one in types_in(each, seen))
        )
    plain = get_origin(hint) or hint
    if plain in seen:
        return
    seen.add(plain)
    yield plain
    if is_dataclass(plain):
        for inner in get_type_hints(plain).values():
            yield from types_in(inner, seen)


@pytest.mark.parametrize(("module", "name"), DOORS, ids=lambda part: part.rpartition(".")[2])
def test_the_types_of_the_engine_are_ours(module: str, name: str) -> None:
    thing = getattr(importlib.import_module(module), name)
    hints = get_type_hints(thing) if inspect.isfunction(thing) or inspect.isclass(thing) else {"": thing}
    found = {one for hint in hints.values() for one in types_in(hint, set())}
    assert (
        Any not in found or name == "Setting"
    )  # a resource is made of bytes; `Keyed` says no more of itself
    assert not [one for one in found if getattr(one, "__module__", "").partition(".")[0] in FOREIGN]


def test_the_doors_are_found() -> None:
    assert {name for _, name in DOORS} >= {"compile_part", "subset", "first_page", "laid_out_until"}


def test_nobody_else_reads_what_the_engine_notes_on_boxes() -> None:
    readers = [path for path in OUTSIDE if "engine.marks" in path.read_text(encoding="utf-8")]
    assert not readers


def walk(value: object, seen: set[int]) -> Iterator[object]:
    """Yield a value and all that it is made of."""
    if id(value) in seen:
        return
    seen.add(id(value))
    yield value
    inner: list[object] = []
    if isinstance(value, Mapping):
        inner = [*value.keys(), *value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        inner = list(value)
    elif is_dataclass(value):
        inner = [getattr(value, field.name) for field in fields(value)]
    for one in inner:
        yield from walk(one, seen)


@pytest.mark.parametrize("single_pass", [False, True])
def test_no_object_of_weasyprint_leaves_the_engine(
    single_pass: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A book, its cover as a picture, and the same book in one piece: all that comes out is looked through."""
    given: list[object] = []

    def watched(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            arguments = tuple(watched(one) if inspect.ismethod(one) else one for one in arguments)
            if inspect.ismethod(function):  # what the engine calls back with
                given.extend(arguments)
            result = function(*arguments, **named)
            given.append(result)
            return result

        return call

    for path, name in DOORS:
        function = getattr(importlib.import_module(path), name)
        if not inspect.isfunction(function):
            continue
        for module in ("bookbuilder.formats.pdf.single_pass", path):
            if hasattr(importlib.import_module(module), name):
                monkeypatch.setattr(f"{module}.{name}", watched(function))
    monkeypatch.setattr(compile_requests, "decode", watched(decode))
    editions = f'{book.PRINT}[editions.ebook]\nformat = "epub"\n'
    root = book.write(tmp_path, BOOK, editions=editions)
    result = api.build(root, jobs=1, single_pass=single_pass)
    assert not result.failed, result.diagnostics
    seen: set[int] = set()
    parts = [one for value in given for one in walk(value, seen)]
    assert len(parts) > (20 if single_pass else 500)
    foreign = [one for one in parts if type(one).__module__.partition(".")[0] in FOREIGN]
    assert not foreign, {type(one) for one in foreign}
