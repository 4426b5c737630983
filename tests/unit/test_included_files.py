"""A chapter includes files of its book only, and no more than a chapter can hold."""

from __future__ import annotations

import os
from pathlib import Path

from bookbuilder.diagnostics import Findings
from bookbuilder.document.nodes import Paragraph
from bookbuilder.document.walk import plain, walk
from bookbuilder.limits import CHARACTERS
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.included_texts import MOST
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.pipeline.included_files import dialect_of
from bookbuilder.project.flavour import Flavour
from bookbuilder.world import World
from tests.cases.case import FIRST


def included(root: Path, text: str) -> tuple[list[str], list[str]]:
    """Return the paragraphs of a chapter of mdBook, and what is said of it."""
    findings = Findings()
    dialect = dialect_of(text, FIRST, Flavour.MDBOOK, World(root))
    chapter = parse_chapter(text, FIRST, directives(), findings, "", dialect)
    words = [plain(node.content) for node in walk(chapter.blocks) if isinstance(node, Paragraph)]
    return words, [str(one) for one in findings.sorted()]


def book(root: Path, **files: str) -> Path:
    """Write the files of a book beside its chapters."""
    folder = root / "book"
    (folder / "chapters" / "de").mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_files_include_others_as_seen_from_them(tmp_path: Path) -> None:
    root = book(tmp_path, a="A.\n\n{{#include b.md}}\n", b="B.\n")
    assert included(root, "# T\n\n{{#include ../../a.md}}\n") == (["A.", "B."], [])


def test_nothing_outside_the_book_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("Secret.\n", encoding="utf-8")
    root = book(tmp_path)
    os.symlink(secret, root / "link.md")
    os.symlink(tmp_path, root / "folder")
    names = ("../../../secret.md", "../../link.md", "../../folder/secret.md", str(secret), "../..", "a\0b")
    for name in names:
        words, said = included(root, f"# T\n\nWords.\n\n{{{{#include {name}}}}}\n")
        assert "Secret." not in words, name
        assert said and all(one.startswith(f"{FIRST}:5:") for one in said), (name, said)


def test_what_is_included_is_bounded(tmp_path: Path) -> None:
    root = book(
        tmp_path,
        large="a " * (CHARACTERS // 8),
        **{f"n{i}": f"{{{{#include n{i + 1}.md}}}}\n" for i in range(20)},
    )
    _, said = included(root, "# T\n\n" + "{{#include ../../large.md}}\n\n" * 10)
    assert any("too long" not in one and "[include.missing]" in one for one in said)
    _, said = included(root, "# T\n\n{{#include ../../n0.md}}\n")
    assert len(said) == 1 and said[0].startswith("n7.md:1:1:"), said


def test_few_files_are_read(tmp_path: Path) -> None:
    root = book(tmp_path, **{f"n{i}": "A.\n" for i in range(MOST + 20)})
    text = "# T\n\n" + "".join(f"{{{{#include ../../n{i}.md}}}}\n\n" for i in range(MOST + 20))
    assert len(dialect_of(text, FIRST, Flavour.MDBOOK, World(root)).included) == MOST


def test_other_flavours_include_nothing(tmp_path: Path) -> None:
    root = book(tmp_path, a="A.\n")
    assert dialect_of("{{#include ../../a.md}}", FIRST, Flavour.GFM, World(root)).included == {}
