"""Which files of the program and of the tests use which others, read from their sources without running them.

A file uses what it imports, also inside a function, and the packages in which that lies; what it names in a string, as
steps, formats and commands do (`"bookbuilder.html.subset_job:subset"`); and, if it walks packages for plug-ins, all that
lies in them. Of a `conftest.py` a test uses the fixtures that it names, and what is for all. Of the commands it runs those
whose words stand in its strings, or in those of its helpers; one that asks which there are may run any.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

ROOTS = ("bookbuilder", "tests", "scripts")
_NAMED = re.compile(rf"\b(?:{'|'.join(ROOTS)})(?:\.\w+)+")
_COMMAND = re.compile(r"(?:^|[/\s])bookbuilder(?:\s|$)")
"""A string that starts our command in another process."""
_WORD = re.compile(r"[\w-]+")
CLI = "bookbuilder.cli"
_WALKERS = {"modules", "values", "import_module", "iter_modules", "walk_packages"}
_FINDERS = {"bookbuilder.discovery", "importlib", "importlib.import_module", "pkgutil"}


@dataclass(frozen=True)
class Source:
    """What a file of Python says, or a definition in one: dotted names that it imports, identifiers, and strings."""

    imports: frozenset[str]
    names: frozenset[str]
    strings: frozenset[str]
    lazy: Mapping[str, str]
    """What is imported for type checkers alone, by name: a package with `__getattr__` loads it on its first use."""

    @property
    def walks(self) -> bool:
        """Whether it looks for plug-ins. (`discovery.rules` does not count: it reads rules alone, of every module.)"""
        return bool(self.names & _WALKERS and self.imports & _FINDERS)


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a tree in some order, in half the time of `ast.walk`."""
    todo = [tree]
    while todo:
        node = todo.pop()
        yield node
        for name in node._fields:
            value = getattr(node, name, None)
            if type(value) is list:
                todo += [one for one in value if isinstance(one, ast.AST)]
            elif isinstance(value, ast.AST) and not isinstance(value, ast.expr_context | ast.operator):
                todo.append(value)


def read_source(tree: ast.AST) -> Source:
    """Return what a tree of Python says."""
    nodes = list(_nodes(tree))
    typed, documenting = set[int](), set[int]()
    for node in nodes:
        match node:
            case ast.If() if "TYPE_CHECKING" in ast.unparse(node.test):
                typed |= {id(inner) for part in node.body for inner in _nodes(part)}
            case ast.Expr(value=ast.Constant() as text):
                documenting.add(id(text))
    imports, names, strings, lazy = set[str](), set[str](), set[str](), dict[str, str]()
    for node in nodes:
        match node:
            case ast.ImportFrom(module=str() as module, names=aliases) if id(node) in typed:
                lazy |= {alias.name: module for alias in aliases}
            case ast.ImportFrom(module=str() as module, names=aliases):
                imports |= {f"{module}.{alias.name}" for alias in aliases}
            case ast.Import(names=aliases) if id(node) not in typed:
                imports |= {f"{alias.name}.*" if alias.name in ROOTS else alias.name for alias in aliases}
            case ast.Constant(value=str() as value) if id(node) not in documenting:
                strings.add(value)
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
                names.add(name)
    return Source(frozenset(imports), frozenset(names), frozenset(strings), lazy)


@dataclass(frozen=True)
class Conftest:
    """A `conftest.py`: what each of its definitions says, which are fixtures, and which are for all tests below it."""

    folder: str
    parts: Mapping[str, Source]
    fixtures: frozenset[str]
    for_all: frozenset[str]


def read_conftest(folder: str, tree: ast.Module) -> Conftest:
    """Return the definitions of a conftest, each with those of its imports that it names."""
    bound: dict[str, str] = {}
    parts, fixtures, for_all = dict[str, Source](), set[str](), set[str]()
    for node in tree.body:
        match node:
            case ast.ImportFrom(module=str() as module, names=aliases):
                bound |= {alias.asname or alias.name: f"{module}.{alias.name}" for alias in aliases}
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                parts[name] = read_source(node)
                decorators = " ".join(map(ast.unparse, node.decorator_list))
                if "fixture" in decorators:
                    fixtures.add(name)
                if name.startswith("pytest_") or "autouse=True" in decorators:
                    for_all.add(name)
            case ast.Assign() | ast.AnnAssign():
                for target in ast.walk(node):
                    if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store):
                        parts[target.id] = read_source(node)
                if "__all__" in parts:  # imports that are fixtures
                    fixtures |= parts["__all__"].strings
            case _:
                pass
    parts = {
        name: replace(part, imports=part.imports | {bound[one] for one in part.names & bound.keys()})
        for name, part in parts.items()
    }
    nothing = frozenset[str]()
    parts |= {name: Source(frozenset({target}), nothing, nothing, {}) for name, target in bound.items()}
    return Conftest(folder, parts, frozenset(fixtures), frozenset(for_all))


@dataclass(frozen=True)
class ImportGraph:
    """All files of Python of the repository by their dotted names."""

    root: Path
    paths: Mapping[str, str]
    sources: Mapping[str, Source]
    conftests: Mapping[str, Conftest]
    _reached: dict[str, frozenset[str]] = field(default_factory=dict)

    @staticmethod
    def read(root: Path) -> ImportGraph:
        """Return the graph of the files in a folder."""
        paths, sources, conftests = dict[str, str](), dict[str, Source](), dict[str, Conftest]()
        for folder in ROOTS:
            for file in sorted((root / folder).rglob("*.py")):
                path = file.relative_to(root).as_posix()
                name = module_name(path)
                tree = ast.parse(file.read_text(encoding="utf-8"))
                paths[name] = path
                if file.name == "conftest.py":
                    conftests[name] = read_conftest(path.removesuffix("conftest.py"), tree)
                else:
                    sources[name] = read_source(tree)
        return ImportGraph(root, paths, sources, conftests)

    @cached_property
    def _below(self) -> Mapping[str, frozenset[str]]:
        """All modules below each package, however deep."""
        found: dict[str, set[str]] = {}
        for name in self.sources:
            for package in _parents(name):
                found.setdefault(package, set()).add(name)
        return {name: frozenset(below) for name, below in found.items()}

    @cached_property
    def uses(self) -> Mapping[str, frozenset[str]]:
        """What each module uses itself; a definition of a conftest is `tests.conftest:name`."""
        return {name: self._used(name.partition(":")[0], source) for name, source in self.said.items()}

    def reached(self, start: str) -> frozenset[str]:
        """Return the modules that a module uses, and those use, and so on; it is among them."""
        if start not in self._reached:
            self._reached[start] = frozenset(self._reach(start))
        return self._reached[start]

    def _reach(self, start: str) -> set[str]:
        found = self._closed([start])
        if CLI in found:
            tests = [self.said[name] for name in found if name.startswith("tests.")]
            words = {word for one in tests for value in one.strings for word in _WORD.findall(value)}
            names = {name for one in tests for name in one.names}
            every = "--help" in words or "commands" in names
            found |= self._closed(one for one in self._commands if every or _command(one) in words)
        return found

    def _closed(self, start: Iterable[str]) -> set[str]:
        found, new = set[str](), list(start)
        while new:
            name = new.pop()
            if name not in found:
                found.add(name)
                new.extend(self.uses.get(name, ()))
        return found

    @cached_property
    def _commands(self) -> frozenset[str]:
        """The modules that are commands, or parts of one."""
        return frozenset(name for name in self._below[CLI] if not name.startswith(f"{CLI}.shared"))

    @cached_property
    def said(self) -> Mapping[str, Source]:
        """What each node of the graph says."""
        parts = {
            f"{home}:{name}": part
            for home, conftest in self.conftests.items()
            for name, part in conftest.parts.items()
        }
        return {**self.sources, **parts}

    def _used(self, name: str, source: Source) -> frozenset[str]:
        strings = {one for value in source.strings for one in _NAMED.findall(value)}
        found = {one for target in source.imports | strings for one in self._resolved(target)}
        if source.walks and name != CLI:  # of the commands a test runs some (`reached`)
            packages = {one for one in strings if one in self._below}
            if {"__package__", "__name__"} & source.names:
                packages.add(name if name in self._below else name.rpartition(".")[0])
            found |= {one for package in packages - set(ROOTS) for one in self._below[package]}
        if name.startswith("tests."):
            if any(_COMMAND.search(value) for value in source.strings):
                found.add("bookbuilder.__main__")
            found |= self._fixtures(name, source)
        found |= {parent for one in {name, *found} for parent in _parents(one) if parent in self.sources}
        return frozenset(found)

    def _fixtures(self, name: str, source: Source) -> set[str]:
        """Return the fixtures of the conftests above a test that it names, in a string too, and what is there for all.

        A definition of a conftest may name any other one of it.
        """
        path, said = self.paths[name], source.names | source.strings
        return {
            f"{home}:{part}"
            for home, conftest in self.conftests.items()
            if path.startswith(conftest.folder)
            for part in conftest.parts
            if (part in said and (part in conftest.fixtures or home == name)) or part in conftest.for_all
        }

    def _resolved(self, target: str) -> Iterator[str]:
        """Yield the modules that a dotted name stands for: of the longest part of it that is one."""
        package, _, last = target.rpartition(".")
        lazy = self.sources[package].lazy if package in self.sources else {}
        if last == "*":
            yield from {package, *lazy.values()}
        elif target not in self.sources and last in lazy:
            yield from (package, lazy[last])
        elif package in self.conftests:
            parts = self.conftests[package].parts
            yield from (f"{package}:{part}" for part in ([last] if last in parts else parts))
        else:
            while target and target not in self.sources:
                target = target.rpartition(".")[0]
            if target:
                yield target


def module_name(path: str) -> str:
    """Return the dotted name of a file: `a/b/__init__.py` is `a.b`."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _parents(name: str) -> Iterator[str]:
    while name := name.rpartition(".")[0]:
        yield name


def _command(name: str) -> str:
    """Return the first word of a command, by the module of it or of a part of it."""
    return name.removeprefix(f"{CLI}.").partition(".")[0].strip("_").replace("_", "-")
