"""docs/architecture.md is true: what it names is there, and what is there it names; so is docs/internals.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts import rooms

REPO = Path(__file__).parents[2]
PAGE, INTERNALS = REPO / "docs/architecture.md", REPO / "docs/internals.md"


def page() -> str:
    """Return the page; without it there is nothing that a newcomer could read."""
    assert PAGE.is_file(), "docs/architecture.md is missing"
    return PAGE.read_text(encoding="utf-8")


def named(text: str) -> set[str]:
    """Return what looks like a path of this repository: words in backquotes with a slash or a known ending.

    >>> sorted(named("`bookbuilder/api.py`, `world.py`, `docs/`, `a.b()`, `Node`"))
    ['bookbuilder/api.py', 'docs/', 'world.py']
    """
    words = re.findall(r"`([A-Za-z0-9_./<>*-]+)`", text)
    return {w for w in words if "/" in w or w.endswith((".py", ".md", ".toml", ".css"))}


def known(path: str) -> bool:
    """Whether a path of the page is there, from the root of the repository or from a folder of the package.

    A word in angles stands for any name: `formats/<name>/`.
    """
    pattern = re.sub(r"<[^>]*>", "*", path).strip("/")
    written = ("output", ".bookbuilder")  # what a build makes
    return (
        pattern.startswith(written) or any(REPO.glob(pattern)) or any((REPO / "bookbuilder").rglob(pattern))
    )


def test_every_path_that_it_names_is_there() -> None:
    for text in (page(), INTERNALS.read_text(encoding="utf-8")):
        assert sorted(path for path in named(text) if not known(path)) == []
        assert len(named(text)) > 10


def test_it_is_read_in_ten_minutes() -> None:
    assert len(re.findall(r"\w+", page())) < 1200


@pytest.mark.parametrize("path", rooms.PICTURES)
def test_its_picture_is_that_of_the_contract(path: str, accept: bool) -> None:
    made = rooms.PICTURES[path]()
    if accept:
        (REPO / path).write_text(made, encoding="utf-8")
    assert (REPO / path).read_text(encoding="utf-8") == made, "python scripts/rooms.py"


def test_it_names_every_part_of_the_package() -> None:
    text = page()
    parts = {
        place.stem
        for place in (REPO / "bookbuilder").iterdir()
        if not place.name.startswith("_") and (place.suffix == ".py" or (place / "__init__.py").is_file())
    }
    assert "world" in parts
    assert sorted(part for part in parts if not re.search(rf"\b{part}\b", text)) == []


def test_the_folders_of_the_layout_are_in_a_fresh_clone() -> None:
    """A folder is only in the repository with a file in it; that of finished books has one that is not a book's."""
    for name in ("bookbuilder", "chapters", "styles", "fonts", "tests", "output"):
        assert (REPO / name).is_dir(), name
    assert (REPO / "output/.gitignore").is_file(), "`make clean` and `bookbuilder clean` keep it"
