"""A proof is compared with a commit of the book's repository, of which nothing is run and nothing outside of it is read."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.world import World
from tests.cases.book import write

OLD = "# Kapitel\n\nDer Minister reiste nach Kiew, sah [100.000]{fact=troops} Soldaten und sprach dort von Geduld.\n"
NEW = OLD.replace("Geduld", "Vorsicht")
FACTS = {"facts.toml": "[troops]\nnumber = 100000\n"}
CHANGED = "<del>Geduld</del><ins>Vorsicht</ins>"


def git(folder: Path, *words: str) -> str:
    who = dict.fromkeys(
        ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "x"
    )
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *words],
        cwd=folder, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


def proof_edition(since: str) -> str:
    return f'[editions.fahne]\nformat = "pdf"\nproof = {{ since = "{since}", changes = "words" }}\n'


def commit(folder: Path) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x")
    return git(folder, "rev-parse", "HEAD")


def repository_with_change(folder: Path, book: str = ".") -> Path:
    """Make a repository with a book in one of its folders, of which a word has changed since its only commit; return the
    folder of the book."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q")
    root = write(folder / book, {"chapters/de/01-a.md": OLD, **FACTS}, editions=proof_edition("1.0"))
    commit(folder)
    git(folder, "tag", "1.0")
    (root / "chapters/de/01-a.md").write_text(NEW)
    return root


def page_of_changes(root: Path) -> str:
    """Return the page of changes of the proof."""
    result = api.build(root, editions=("fahne",), jobs=1)
    assert not result.failed and not [one for one in result.diagnostics if one.severity == "warning"], [
        str(one) for one in result.diagnostics
    ]
    return next(root.glob("output/*.changes.html")).read_text(encoding="utf-8")


def warnings(root: Path) -> list[tuple[str, int, str]]:
    result = api.build(root, editions=("fahne",), jobs=1)
    assert not result.failed
    return [(one.code, one.span.line, one.message) for one in result.diagnostics if one.severity == "warning"]


@pytest.mark.parametrize("book", [".", "dossiers/woche"])
def test_a_tag_is_compared_with(tmp_path: Path, book: str) -> None:
    root = repository_with_change(tmp_path / "repository", book)
    assert CHANGED in page_of_changes(root)
    first = next(root.glob("output/*.pdf")).read_bytes()
    shutil.rmtree(root / "output")
    page_of_changes(root)
    assert next(root.glob("output/*.pdf")).read_bytes() == first


def test_a_branch_that_has_gone_on_is_asked_again(tmp_path: Path) -> None:
    root = repository_with_change(tmp_path / "repository")
    settings = root / "book.toml"
    settings.write_text(settings.read_text().replace('since = "1.0"', 'since = "main"'))
    assert CHANGED in page_of_changes(root)
    commit(root)
    assert CHANGED not in page_of_changes(root)


@pytest.mark.parametrize("name", ["main", "1.0", "HEAD", "HEAD~0", "hash", "short"])
def test_names_of_commits(tmp_path: Path, name: str) -> None:
    root = repository_with_change(tmp_path / "repository")
    full = git(root, "rev-parse", "HEAD")
    world = World(root)
    asked = {"hash": full, "short": full[:9]}.get(name, name)
    assert world.commit_hash(asked) == full
    files = world.files_of_commit(full)
    assert files["chapters/de/01-a.md"] == OLD.encode() and "output" not in str([*files])


@pytest.mark.parametrize(
    "name", ["2.0", "--help", "HEAD@{yesterday}", "main@{1}", "", "a b", "-1", "HEAD:book.toml", "x" * 300]
)
def test_names_that_no_commit_has(tmp_path: Path, name: str) -> None:
    assert World(repository_with_change(tmp_path / "repository")).commit_hash(name) == ""


def test_what_is_no_repository_has_no_commits(tmp_path: Path) -> None:
    root = write(tmp_path / "book", {"chapters/de/01-a.md": OLD, **FACTS}, editions=proof_edition("1.0"))
    assert [code for code, _, _ in warnings(root)] == ["proof.since"]


def test_a_book_of_a_series_has_its_facts(tmp_path: Path) -> None:
    folder = tmp_path / "reihe"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "series.toml").write_text('[series]\nid = "reihe"\n')
    (folder / "facts.toml").write_text(FACTS["facts.toml"])
    (folder / "private.txt").write_text("private")
    root = write(folder / "eins", {"chapters/de/01-a.md": OLD}, editions=proof_edition("HEAD"))
    full = commit(folder)
    (root / "chapters/de/01-a.md").write_text(NEW)
    assert {*World(root).files_of_commit(full)} >= {"../facts.toml", "../series.toml", "book.toml"}
    assert "../private.txt" not in World(root).files_of_commit(full)
    assert CHANGED in page_of_changes(root)


def test_a_second_working_tree(tmp_path: Path) -> None:
    root = repository_with_change(tmp_path / "repository")
    git(root, "worktree", "add", "-q", str(tmp_path / "second"), "-b", "second")
    second = tmp_path / "second"
    (second / "chapters/de/01-a.md").write_text(NEW)
    assert CHANGED in page_of_changes(second)


def test_a_commit_without_a_whole_book_is_told(tmp_path: Path) -> None:
    root = repository_with_change(tmp_path / "repository")
    (root / "facts.toml").unlink()
    git(root, "tag", "-f", "1.0", commit(root))
    (root / "facts.toml").write_text(FACTS["facts.toml"])
    (one,) = warnings(root)
    assert one[0] == "proof.commit" and "01-a.md:3" in one[2]
    line = (root / "book.toml").read_text().split("\n").index(proof_edition("1.0").split("\n")[2]) + 1
    assert one[1] == line


def _share_objects(root: Path, other: Path) -> None:
    (root / ".git/objects/info/alternates").write_text(f"{other / '.git/objects'}\n")


def _link_git_folder(root: Path, other: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / ".git").symlink_to(other / ".git")


def _point_git_file(root: Path, other: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / ".git").write_text(f"gitdir: {other / '.git'}\n")


def _share_common_folder(root: Path, other: Path) -> None:
    (root / ".git/commondir").write_text(f"{other / '.git'}\n")


def _link_objects(root: Path, other: Path) -> None:
    shutil.rmtree(root / ".git/objects")
    (root / ".git/objects").symlink_to(other / ".git/objects")


@pytest.mark.parametrize(
    "lead", [_share_objects, _link_git_folder, _point_git_file, _share_common_folder, _link_objects]
)
def test_the_repository_of_somebody_else_is_not_read(tmp_path: Path, lead: object) -> None:
    """A book that comes from a stranger could show what the one who builds it has in another repository."""
    root, other = repository_with_change(tmp_path / "book"), repository_with_change(tmp_path / "private")
    full = git(other, "rev-parse", "HEAD")
    assert callable(lead)
    lead(root, other)
    with pytest.raises(BookbuilderError) as caught:
        World(root).commit_hash(full)
    assert {one.code for one in caught.value.diagnostics} == {"git.read"}
    assert World(root).repository == ()
    assert [code for code, _, _ in warnings(root)] == ["git.read"]


def test_nothing_that_a_repository_configures_is_run(tmp_path: Path) -> None:
    root = repository_with_change(tmp_path / "repository")
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/caught\ncat\n")
    trap.chmod(0o755)
    for key in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "filter.x.smudge", "filter.x.clean",
        "filter.x.process", "diff.x.textconv", "diff.external", "alias.rev-parse", "alias.ls-tree", "alias.cat-file",
        "gpg.program", "credential.helper", "uploadpack.packObjectsHook", "tar.tar.command",
    ):  # fmt: skip
        git(root, "config", key, f"!{trap}" if key.startswith("alias") else str(trap))
    (root / ".git/info/attributes").write_text("* filter=x diff=x\n")
    for hook in (
        "post-checkout",
        "reference-transaction",
        "post-index-change",
        "pre-auto-gc",
        "fsmonitor-watchman",
    ):
        shutil.copy(trap, root / ".git/hooks" / hook)
    assert CHANGED in page_of_changes(root)
    assert not (tmp_path / "caught").exists()


def write_tree(root: Path, *entries: tuple[str, str, str]) -> str:
    """Write a tree of mode, name and object, as nothing but a hostile program writes it, and return its object."""
    data = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(one) for mode, name, one in entries)
    done = subprocess.run(
        ["git", "hash-object", "-t", "tree", "-w", "--literally", "--stdin"],
        cwd=root, input=data, check=True, capture_output=True,
    )  # fmt: skip
    return done.stdout.decode().strip()


@pytest.mark.parametrize(
    "name", ["../../caught", "..", "/tmp/bookbuilder-caught", "a/../../../caught", ".git", "a\\b"]
)
def test_names_of_files_lead_nowhere_else(tmp_path: Path, name: str) -> None:
    root = repository_with_change(tmp_path / "repository")
    blob = git(root, "hash-object", "-w", "facts.toml")
    inner = write_tree(root, ("100644", "caught", blob))
    hostile = write_tree(root, ("100644", name, blob), ("40000", "..", inner), ("100644", "good.toml", blob))
    full = git(root, "commit-tree", hostile, "-m", "x")
    assert {*World(root).files_of_commit(full)} <= {"good.toml", "a\\b"}


def test_trees_that_list_files_without_end_are_told(tmp_path: Path) -> None:
    root = repository_with_change(tmp_path / "repository")
    inner = write_tree(
        root,
        *(("100644", f"{number:03}", git(root, "hash-object", "-w", "facts.toml")) for number in range(20)),
    )
    for _ in range(8):
        inner = write_tree(root, *(("40000", f"{number:03}", inner) for number in range(20)))
    full = git(root, "commit-tree", inner, "-m", "x")
    with pytest.raises(BookbuilderError) as caught:
        World(root).files_of_commit(full)
    assert [one.code for one in caught.value.diagnostics] == ["git.read"]


def test_a_file_and_a_folder_of_one_name_are_told(tmp_path: Path) -> None:
    root = repository_with_change(tmp_path / "repository")
    blob = git(root, "hash-object", "-w", "facts.toml")
    hostile = write_tree(root, ("100644", "a", blob), ("40000", "a", write_tree(root, ("100644", "b", blob))))
    git(root, "tag", "-f", "1.0", git(root, "commit-tree", hostile, "-m", "x"))
    assert [code for code, _, _ in warnings(root)] == ["proof.commit"]


@pytest.mark.parametrize("name", [".git", ".git/worktrees/x/gitdir"])
def test_nobody_waits_for_a_pipe(tmp_path: Path, name: str) -> None:
    root = write(tmp_path / "book", {"chapters/de/01-a.md": OLD, **FACTS}, editions=proof_edition("1.0"))
    if name != ".git":
        (tmp_path / name).parent.mkdir(parents=True)
        (root / ".git").write_text(f"gitdir: {(tmp_path / name).parent}\n")
    os.mkfifo(root / ".git" if name == ".git" else tmp_path / name)
    assert World(root).repository == ()


def test_a_copy_without_its_objects_fetches_none(tmp_path: Path) -> None:
    root = repository_with_change(tmp_path / "repository")
    git(root, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", root.as_uri(), "copy")
    copy = tmp_path / "copy"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".git", "output", "proof"), dirs_exist_ok=True)
    assert [code for code, _, _ in warnings(copy)] == ["git.read"]
    git(copy, "checkout", "-q", "-f", "1.0")  # fetches them
    (copy / "chapters/de/01-a.md").write_text(NEW)
    assert CHANGED in page_of_changes(copy)


def test_without_git(tmp_path: Path) -> None:
    root = repository_with_change(tmp_path / "repository")
    with pytest.raises(BookbuilderError) as caught:
        World(root, environ={"PATH": str(tmp_path)}).commit_hash("1.0")
    assert "git is not installed" in caught.value.diagnostics[0].message
