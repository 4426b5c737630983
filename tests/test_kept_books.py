"""Books that tests share are kept while nothing that they are made of has changed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bookbuilder import user_folders
from tests.conftest import Built, Shared
from tests.kept_books import ENDINGS, FOLDERS, OTHERS, KeptBooks, digest


def repository(root: Path) -> Path:
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True)
        (root / folder / "file.txt").write_text(folder)
    for ending in ENDINGS:
        (root / f"file{ending}").write_text(ending)
    return root


def session(tmp_path: Path) -> tuple[Shared, list[str]]:
    """Return what a session shares, and a list of the books that it makes."""
    place = tmp_path / f"run{time.monotonic_ns()}"
    place.mkdir()
    return Shared(place, KeptBooks.begin(tmp_path / "kept", tmp_path / "repo")), []


def ask(of: tuple[Shared, list[str]]) -> Built:
    shared, made = of

    def make(root: Path) -> Built:
        (root / "output").mkdir(parents=True)
        (root / "output/a.pdf").write_text("book")
        made.append(root.name)
        return Built(root, {"made": 1})

    return shared.book("a", make)


def test_a_book_is_made_once_for_all_sessions(tmp_path: Path) -> None:
    repository(tmp_path / "repo")
    first, second = session(tmp_path), session(tmp_path)
    assert ask(first) == ask(first) == ask(second)
    assert (first[1], second[1]) == (["a"], [])
    assert ask(second).file("a.pdf").read_text() == "book" and ask(second).said == {"made": 1}


@pytest.mark.parametrize(
    "name", [*(f"{folder}/file.txt" for folder in FOLDERS), *(f"file{end}" for end in ENDINGS)]
)
def test_whatever_changes_it_is_made_anew(name: str, tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    ask(session(tmp_path))
    (repo / name).write_text("changed")
    second = session(tmp_path)
    ask(second)
    assert second[1] == ["a"]


def test_a_file_that_is_new_or_has_another_name_changes_the_hash(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    before = digest(repo)
    (repo / "tests/new.md").touch()
    after = digest(repo)
    (repo / "tests/new.md").rename(repo / "tests/newer.md")
    assert len({before, after, digest(repo)}) == 3


def test_a_book_that_somebody_changed_is_made_anew(tmp_path: Path) -> None:
    repository(tmp_path / "repo")
    root = ask(session(tmp_path)).root
    (root / ".bookbuilder").mkdir()
    (root / ".bookbuilder/cache").touch()  # the program's own
    same = session(tmp_path)
    ask(same)
    (root / "output/a.pdf").write_text("tampered with")
    other = session(tmp_path)
    assert ask(other).file("a.pdf").read_text() == "book"
    assert (same[1], other[1]) == ([], ["a"])


def test_what_is_made_after_an_edit_is_for_that_session_alone(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    first = session(tmp_path)
    (repo / "bookbuilder/file.txt").write_text("edited")
    ask(first)
    ask(first)
    (repo / "bookbuilder/file.txt").write_text("bookbuilder")
    second = session(tmp_path)
    ask(second)
    assert (first[1], second[1]) == (["a"], ["a"])


def test_sessions_with_the_same_books_are_the_same_user(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    secrets = []
    for number in range(3):
        if number == 2:
            (repo / "tests/file.txt").write_text("changed")
        state = tmp_path / f"state{number}"
        KeptBooks.begin(tmp_path / "kept", repo).share_secret(state)
        secrets.append(user_folders.secret({"XDG_STATE_HOME": str(state)}, repo, make=False))
    assert secrets[0] and secrets[0] == secrets[1] != secrets[2]


def test_old_books_are_deleted(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    places = []
    for version in range(OTHERS + 3):
        (repo / "tests/file.txt").write_text(str(version))
        places.append(ask(session(tmp_path)).root.parent)
    assert all(place.is_dir() for place in places), "another session may read them"
    for age, place in enumerate(places):
        os.utime(place, (age, age))
    session(tmp_path)
    assert [place.exists() for place in places] == [False] * 2 + [True] * (OTHERS + 1)
