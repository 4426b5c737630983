"""A change selects every test that can see it: by imports, by the names of steps, by plug-ins that are found, by files."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import grimp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder import discovery
from bookbuilder.cli import commands
from tests.changed import ROOT, changed_files, files_with_tests, modules_of, reached_tests
from tests.import_graph import ImportGraph, module_name


@cache
def graph() -> ImportGraph:
    return ImportGraph.read(ROOT)


@cache
def theirs() -> grimp.ImportGraph:
    """The import graph that the contracts are checked with, made by another program."""
    return grimp.build_graph("bookbuilder", cache_dir=None, exclude_type_checking_imports=True)


def selected(*paths: str) -> set[str]:
    found = reached_tests(paths, graph())
    return set(files_with_tests(graph()).values()) if found is None else set(found)


@cache
def files_of_tests() -> tuple[str, ...]:
    return tuple(sorted(path for path in files_with_tests(graph()).values() if path.startswith("tests/")))


PROGRAM = sorted(
    module_name(path.relative_to(ROOT).as_posix()) for path in (ROOT / "bookbuilder").rglob("*.py")
)


@cache
def imported_modules(path: str) -> frozenset[str]:
    """Return what a file imports: modules, or names of them."""
    imports = graph().sources[module_name(path)].imports
    return imports | {one.rpartition(".")[0] for one in imports}


@settings(max_examples=40)
@given(st.sampled_from(PROGRAM))
def test_a_module_selects_every_test_that_imports_it_however_far(module: str) -> None:
    users = {module, *theirs().find_downstream_modules(module)} - {"bookbuilder"}
    chosen = selected(graph().paths[module])
    for path in files_of_tests():
        assert path in chosen or imported_modules(path).isdisjoint(users), (module, path)


@given(st.sampled_from(PROGRAM))
def test_what_a_module_imports_is_in_the_graph(module: str) -> None:
    direct = theirs().find_modules_directly_imported_by(module) - {"bookbuilder"}
    assert direct <= graph().reached(module)


def test_the_modules_of_steps_are_reached_from_where_they_are_named() -> None:
    count = 0
    for name, source in graph().sources.items():
        for value in source.strings if name.startswith("bookbuilder") else ():
            module, colon, function = value.partition(":")
            if colon and function.isidentifier() and module in graph().sources:
                assert module in graph().uses[name], (name, value)
                count += 1
    assert count > 1  # most stand in the module of their function


WALKERS = {
    "bookbuilder.formats": "bookbuilder.formats.format",
    "bookbuilder.checks": "bookbuilder.checks.check",
    "bookbuilder.importers": "bookbuilder.importers.importer",
    "bookbuilder.exporters": "bookbuilder.exporters.exporter",
    "bookbuilder.validators": "bookbuilder.validators.validator",
    "bookbuilder.starters": "bookbuilder.starters.starter",
    "bookbuilder.markdown.directives": "bookbuilder.markdown.directive",
    "bookbuilder.html.token_checks": "bookbuilder.html.token_checks.token_check",
    "bookbuilder.formats.pdf.engine.speed": "bookbuilder.formats.pdf.engine.setup.install_patches",
}


@pytest.mark.parametrize("package", WALKERS)
def test_plug_ins_are_reached_from_the_module_that_finds_them(package: str) -> None:
    found = {module.__name__ for module in discovery.modules(package)}
    assert found and found <= graph().reached(WALKERS[package])


def test_a_command_selects_the_tests_that_name_it() -> None:
    for command in commands():
        path = "bookbuilder/cli/" + command.replace("-", "_").replace(" ", "/")
        files = [
            one for one in graph().paths.values() if one.startswith((f"{path}.py", f"{path}_.py", f"{path}/"))
        ]
        assert files, command
        chosen = selected(*files)
        quoted = re.compile(rf'(?<!b)"{command.split()[0]}"')
        for test in files_of_tests():
            text = (ROOT / test).read_text(encoding="utf-8")
            if "from bookbuilder.cli import main" in text and quoted.search(text):
                assert test in chosen, (command, test)


def test_few_tests_are_selected_where_few_are_reached() -> None:
    """Or nobody would use it. Those of the tree itself are always among them."""
    always = {path for path in files_of_tests() if path.startswith("tests/architecture/")}
    for path in (
        "bookbuilder/language_server/book_server.py",
        "bookbuilder/preview/server.py",
        "tests/kills.py",
    ):
        assert always < selected(path) and len(selected(path)) < len(files_of_tests()) / 4, path
    assert selected() == set()


@pytest.mark.parametrize(
    ("path", "test"),
    [
        ("tests/theme/everything.md", "tests/pdf/test_parts_without_savings.py"),
        ("tests/books/he/book.toml", "tests/books/test_books.py"),
        ("tests/cases/tables.md", "tests/cases/test_cases.py"),
        ("bookbuilder/markdown/directives/aside/cases.md", "tests/cases/test_cases.py"),
        ("bookbuilder/formats/epub/styles/epub.css", "tests/epub/test_judges.py"),
        ("bookbuilder/locales/de/locale.toml", "tests/unit/test_project.py"),
        ("tests/unit/test_names.py", "tests/unit/test_names.py"),
        ("bookbuilder/html/subset_job.py", "tests/epub/test_judges.py"),
    ],
)
def test_a_file_selects_the_tests_that_read_it(path: str, test: str) -> None:
    assert (ROOT / test).is_file()
    assert test in selected(path)


@pytest.mark.parametrize(
    "path",
    ["Makefile", "requirements.lock", "pyproject.toml", "styles/dossier/theme.toml", "docs/setup.md", "tests/conftest.py",
     "bookbuilder/gone.py", "chapters/de/01-analyse.md"],
)  # fmt: skip
def test_what_cannot_be_placed_selects_all(path: str) -> None:
    assert modules_of(path, graph()) is None
    assert reached_tests([path, "tests/kills.py"], graph()) is None


def test_changed_files_are_those_that_git_sees(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", *words], cwd=tmp_path, check=True
        )

    git("init", "-q")
    for name in ("same.py", "edited.py", "gone.py"):
        (tmp_path / name).write_text(name)
    git("add", ".")
    git("commit", "-q", "-m", "first")
    (tmp_path / "edited.py").write_text("other")
    (tmp_path / "gone.py").unlink()
    (tmp_path / "new.py").touch()
    assert changed_files(tmp_path) == {"edited.py", "gone.py", "new.py"}
    git("add", ".")
    git("commit", "-q", "-m", "second")
    assert changed_files(tmp_path) == set()
    assert changed_files(tmp_path, "HEAD~1") == {"edited.py", "gone.py", "new.py"}


def test_every_module_is_reached_by_a_test_that_runs_it() -> None:
    """Those of `tests/architecture/` read the sources and run nothing."""
    tests = [
        name
        for name in files_with_tests(graph())
        if name.startswith("tests.") and not name.startswith("tests.architecture")
    ]
    reached = {module for name in tests for module in graph().reached(name)}
    assert set(PROGRAM) - reached == set()
