"""Only the World touches files, with `folder` and `private` for its hands, and the jail those of processes.

Ruff bans the modules by name; a method of a Path is found here, by its name."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "bookbuilder"
WORLD = PACKAGE / "world"
HANDS = (*WORLD.glob("*.py"), PACKAGE / "open_folder.py", PACKAGE / "user_folders.py")
JAIL = PACKAGE / "jail"
"""Works on processes, before there is a World, and in one that reads nothing of a book."""
FILE_METHODS = frozenset(
    {"expanduser", "glob", "hardlink_to", "is_dir", "is_file", "is_symlink", "iterdir", "lstat", "mkdir"}
    | {"read_bytes", "read_text", "readlink", "rglob", "rmdir", "samefile", "symlink_to", "touch", "unlink"}
    | {"write_bytes", "write_text"}
)


def ambient(source: str) -> list[tuple[int, str]]:
    """Return line and name of each call in a module that reaches for a file.

    >>> ambient("place.read_text()")
    [(1, 'read_text')]
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in FILE_METHODS:
                found.append((node.lineno, name))
            case ast.Call(func=ast.Name(id="open")):
                found.append((node.lineno, "open"))
    return found


@pytest.mark.parametrize(
    "module",
    [
        pytest.param(m, id=str(m.relative_to(PACKAGE)))
        for m in sorted(PACKAGE.rglob("*.py"))
        if m not in HANDS and m.parent != JAIL
    ],
)
def test_a_module_reads_and_writes_through_the_world(module: Path) -> None:
    assert ambient(module.read_text(encoding="utf-8")) == []


def test_the_world_is_seen_by_this_test() -> None:
    world = "\n".join(place.read_text(encoding="utf-8") for place in sorted(WORLD.glob("[!_]*.py")))
    found = {name for _, name in ambient(world.replace("from __future__ import annotations", ""))}
    assert found >= {"mkdir", "write_bytes"}
    folder = (PACKAGE / "open_folder.py").read_text(encoding="utf-8")
    assert {name for _, name in ambient(folder)} >= {"mkdir", "unlink"}
