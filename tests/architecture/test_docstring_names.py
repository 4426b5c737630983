"""Names that docstrings put in backticks exist: modules, functions, classes with their fields, files, codes of rules."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import weasyprint

from bookbuilder import discovery
from tests.conftest import REPO
from tests.import_graph import module_name

FILES = subprocess.run(
    ["git", "ls-files"], cwd=REPO, check=True, capture_output=True, text=True
).stdout.splitlines()
SOURCES = [name for name in FILES if name.startswith("bookbuilder/") and name.endswith(".py")]
NOT_LOADED = ("bookbuilder/__main__.py", "bookbuilder/workers/fork_server_end.py")
"""Modules that do something when they are imported."""
DOTTED = re.compile(r"`([\w/]+(?:\.\w+)+(?:\(\))?)`")
LIBRARIES = Path(weasyprint.__file__).parents[1]
FOREIGN = {
    "noun.state": "the form of a code",
    "a.b.c": "the form of a key",
    "d.m.y": "the form of a date",
    "imprint.isbn.pdf": "a key of book.toml",
    "x.png": "a picture of somebody's book",
    "_bookdown.yml": "of bookdown",
    "_quarto.yml": "of Quarto",
    "_toc.yml": "of Jupyter Book",
    "book.json": "of GitBook",
    "mkdocs.yml": "of MkDocs",
    "myst.yml": "of MyST",
    "word/document.xml": "of Word",
    "config.toml": "the settings of a user",
    "fonts.conf": "of fontconfig",
    "import.toml": "a style map of somebody's book",
    "proof.toml": "of an imported book",
    "signatures.toml": "of a signed book",
    "part.en.md": "a file that somebody's chapter includes",
    "part.md": "a file that somebody's chapter includes",
    "map.svg": "a picture of somebody's book",
    "map.en.svg": "a picture of somebody's book",
    "x.svg": "a picture of somebody's book",
    "robots.txt": "of a web edition",
    "title.de.html": "of a web edition",
    "pdf/titlepage.html.j2": "of somebody's theme",
    "www.example.org": "an address",
    "weasyprint.py": "what a hostile folder holds",
    "front.half_title": "a token of a theme",
    "font.text": "a token of a theme",
    "lines.hyphen": "a token of a theme",
    "page.bleed": "a key of a printer's profile",
    "page.marks": "a key of a printer's profile",
    "colour.profile": "a key of a printer's profile",
    "spine.page": "a key of a printer's profile",
    "side.start": "a value in a template",
    "FFI.emit_python_code": "of cffi",
    "Layout.setup": "of WeasyPrint",
    "os.unshare": "of Python 3.12",
    "str.format": "a method of Python's texts",
}
"""What is no name of ours, and what it is."""


MODULES = [module_name(path) for path in SOURCES if path not in NOT_LOADED]


@cache
def classes() -> dict[str, list[type]]:
    """Return all classes of the program by their names."""
    found: dict[str, list[type]] = {}
    for name in MODULES:
        for value in vars(importlib.import_module(name)).values():
            if isinstance(value, type):
                found.setdefault(value.__name__, []).append(value)
    return found


def docstrings(path: str) -> Iterator[tuple[int, str]]:
    """Yield the docstrings of a file, those of values as well, with their lines."""
    for node in ast.walk(ast.parse((REPO / path).read_text(encoding="utf-8"))):
        for one in getattr(node, "body", None) or () if not isinstance(node, ast.Lambda | ast.IfExp) else ():
            if (
                isinstance(one, ast.Expr)
                and isinstance(one.value, ast.Constant)
                and isinstance(one.value.value, str)
            ):
                yield one.lineno, one.value.value


def leads_to(value: Any, names: list[str]) -> bool:
    """Whether a value has an attribute, which has one, and so on; the last one may be a field that only objects have."""
    for at, name in enumerate(names):
        fields = {**getattr(value, "__annotations__", {}), **getattr(value, "__dataclass_fields__", {})}
        if at == len(names) - 1 and name in fields:
            return True
        if not hasattr(value, name):
            return False
        value = getattr(value, name)
    return True


@cache
def paths_by_end() -> frozenset[str]:
    """Return all ends of the paths of files, from their names to whole paths."""
    parts = [path.split("/") for path in FILES]
    return frozenset("/".join(one[at:]) for one in parts for at in range(len(one)))


@cache
def loaded(name: str) -> Any:
    """Return a module of a library, None if there is none: to look for one that is not there takes long."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


@cache
def exists(name: str, module: str) -> bool:
    """Whether something of the program, or of a library, is called by a dotted name in a docstring of a module."""
    name = name.removesuffix("()")
    if name in FOREIGN or name[0].isdecimal():
        return True
    if name.endswith(".py"):
        return name in paths_by_end() or any(
            (LIBRARIES / package / name).exists() for package in ("weasyprint", "pyphen", "tinyhtml5")
        )
    if name in discovery.rules():
        return True
    parts = name.split(".")
    if name in paths_by_end():
        return True
    starts = [value for value in classes().get(parts[0], []) if leads_to(value, parts[1:])]
    if starts or leads_to(sys.modules[module], parts):
        return True
    for length in range(len(parts), 0, -1):
        begin = ".".join(parts[:length])
        for known in MODULES:
            if (known == begin or known.endswith(f".{begin}")) and leads_to(
                sys.modules[known], parts[length:]
            ):
                return True
        if (library := loaded(begin)) is not None and leads_to(library, parts[length:]):
            return True
    return False


@pytest.mark.parametrize("package", sorted({(*name.split("."), "")[1] for name in MODULES}))
def test_names_in_docstrings_exist(package: str) -> None:
    classes()  # which loads all modules
    unknown = [
        f"{path}:{line}: {name}"
        for path in SOURCES
        if path not in NOT_LOADED and (*module_name(path).split("."), "")[1] == package
        for line, text in docstrings(path)
        for name in DOTTED.findall(text)
        if not exists(name, module_name(path))
    ]
    assert unknown == []


@pytest.mark.parametrize(
    "name", ["jail.walls", "step.Runner", "Runner.walk", "engine/facing_pages.py", "translate.compare"]
)
def test_a_name_of_nothing_is_found(name: str) -> None:
    classes()
    assert not exists(name, "bookbuilder.workers.runner")
