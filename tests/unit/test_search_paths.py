"""Where modules and programs are searched: everywhere, but not in a book."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.isolation import search_paths
from bookbuilder.isolation.python_process import python_command
from bookbuilder.world import World

FOLDERS = st.lists(
    st.sampled_from([
        "", ".", "..", "bin", "./bin", "{book}", "{book}/", "{book}/bin", "{book}/../book", "{link}", "{link}/bin",
        "{series}", "{beside}", "/usr/bin", "/", "{book}er/bin", "{installed}/lib/site-packages", "{installed}/bin",
    ]),
    max_size=8,
)  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A series with a book, in which a Python is installed, and a link to the book."""
    root = tmp_path_factory.mktemp("searched")
    for name in (
        *("series/book/.venv/lib/site-packages", "series/book/bin", "series/book/chapters/de"),
        *("series/book/lib", "series/booker/bin", "beside"),
    ):
        (root / name).mkdir(parents=True)
    (root / "link").symlink_to(root / "series/book")
    (root / "series/series.toml").touch()
    (root / "series/book/book.toml").touch()
    return root


@given(names=FOLDERS)
def test_no_folder_of_a_book_is_searched(place: Path, names: list[str]) -> None:
    book, installed = place / "series/book", place / "series/book/.venv"
    named = {
        "book": book,
        "series": place / "series",
        "link": place / "link",
        "beside": place / "beside",
        "installed": installed,
    }
    folders = [name.format(**named) for name in names]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "prefix", str(installed))
        found = search_paths.without_books(folders, World(book).untrusted)
    for folder in folders:
        real = Path(folder).resolve()
        foreign = real.is_relative_to(place / "series") and not (
            real.is_relative_to(installed) and real != installed
        )
        assert (folder in found) == (os.path.isabs(folder) and not foreign), folder
    assert found == [folder for folder in folders if folder in found], "their order stays"
    path = search_paths.program_path(os.pathsep.join(folders), [str(place / "series")])
    assert all(map(os.path.isabs, path.split(os.pathsep))), "an empty PATH would be the working folder"


@given(names=FOLDERS)
def test_no_program_of_a_book_is_found(place: Path, names: list[str]) -> None:
    book = place / "series/book"
    for folder in (book, book / "bin", place / "series"):
        (folder / "trap-program").write_text("#!/bin/sh\n")
        (folder / "trap-program").chmod(0o755)
    named = {
        "book": book,
        "series": place / "series",
        "link": place / "link",
        "beside": place / "beside",
        "installed": "/opt",
    }
    path = os.pathsep.join(name.format(**named) for name in names)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(book)
        assert World(book, environ={"PATH": path}).program("trap-program") is None


SETTINGS = {
    "PYTHONPATH": "{book}", "PYTHONSTARTUP": "{book}/trap.py", "PYTHONUSERBASE": "{book}", "PYTHONBREAKPOINT": "trap.run",
    "PYTHONPYCACHEPREFIX": "{book}", "PYTHONINSPECT": "1", "PYTHONPLATLIBDIR": "trap",
}  # fmt: skip


def test_a_process_takes_no_code_from_the_environment(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It finds what this process finds, the warnings and the encoding of paths are the same, and all else is left out."""
    book = tmp_path
    (book / "sitecustomize.py").write_text("raise SystemExit('a trap')")
    monkeypatch.setattr(sys, "path", ["", str(book), *sys.path, str(place / "beside")])
    code = "import json; print(json.dumps([sys.path, sys.flags.isolated, sys.flags.utf8_mode, sys.argv[1:]]))"
    words = ["a word", "-c", "--x=ü"]
    done = subprocess.run(
        python_command(code, *words, books=World(book).untrusted),
        cwd=book, capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, **{name: value.format(book=book) for name, value in SETTINGS.items()}},
    )  # fmt: skip
    path, isolated, utf8, arguments = json.loads(done.stdout)
    assert path == search_paths.module_path(World(book).untrusted)
    assert str(place / "beside") in path and "" not in path and str(book) not in path
    assert (isolated, utf8, arguments) == (1, sys.flags.utf8_mode, words)


STARTS = """
from bookbuilder.isolation.search_paths import leave_books_out
leave_books_out()
import json, os, sys
print(json.dumps([sys.path, os.environ.get("PATH"), sys.pycache_prefix]))
"""


@pytest.mark.parametrize("python", ["", ":", ".:lib", "{book}", "{book}/lib:..", "{beside}"])
@pytest.mark.parametrize("where", ["series/book", "series/book/chapters/de", "series", "beside", ""])
def test_a_command_leaves_out_where_it_is(place: Path, python: str, where: str) -> None:
    """PYTHONPATH may name folders by their whole path; what depends on where one is, or lies in a book, is left out,
    whether the command line names the book or it is found above, or only later, as in the language server."""
    book, beside = place / "series/book", place / "beside"
    environ = {
        "PYTHONPATH": python.format(book=book, beside=beside), "PYTHONPYCACHEPREFIX": "cached",
        "PATH": f".::{book}/bin:/usr/bin", "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", STARTS],
        cwd=place / where, capture_output=True, text=True, check=True, timeout=60, env=environ,
    )  # fmt: skip
    path, programs, cached = json.loads(done.stdout)
    assert (programs, cached) == ("/usr/bin", None)
    assert not [
        folder
        for folder in path
        if not os.path.isabs(folder) or Path(folder).is_relative_to(place / "series")
    ]
    assert str(place) not in path
    assert (str(beside) in path) == (python == "{beside}" and where != "beside")
    assert search_paths.PROGRAM in path


def test_a_checkout_that_is_a_book_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who works on the program builds its dossier there: the program is found, and after all libraries."""
    monkeypatch.chdir(search_paths.PROGRAM)
    monkeypatch.setattr(sys, "path", ["", search_paths.PROGRAM, *sys.path])
    monkeypatch.setenv("PATH", os.environ["PATH"])
    search_paths.leave_books_out()
    assert sys.path[-1] == search_paths.PROGRAM and sys.path.count(search_paths.PROGRAM) == 1
