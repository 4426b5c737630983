"""The changelog is written in fragments, each of which can be printed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from scripts import changelog
from tests.conftest import REPO


def test_every_fragment_can_be_printed() -> None:
    changelog.fragments(REPO)


def test_the_version_is_the_last_release() -> None:
    """What is not released yet is in fragments: nothing stands above the last release."""
    text = (REPO / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = re.findall(r"(?m)^## (.*)$", text)
    assert all(re.fullmatch(r"(\d+\.\d+\.\d+) \(\d{4}-\d\d-\d\d, tag v\1\)", head) for head in heads), heads
    version = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert heads[0].partition(" ")[0] == version


def test_a_release_has_all_fragments_by_their_kinds(tmp_path: Path) -> None:
    (tmp_path / "changelog.d").mkdir()
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.0 (2026-01-01, tag v0.1.0)\n\n* First.\n")
    for name, text in {
        "b.fixed.md": "* B\n  goes on.\n",
        "a.fixed.md": "* A.\n",
        "z.added.md": "* Z.\n* Y.\n",
    }.items():
        (tmp_path / "changelog.d" / name).write_text(text)
    assert changelog.released(tmp_path, "0.2.0", "2026-02-02") == (
        "# Changelog\n\n## 0.2.0 (2026-02-02, tag v0.2.0)\n\n* Z.\n* Y.\n* A.\n* B\n  goes on.\n\n"
        "## 0.1.0 (2026-01-01, tag v0.1.0)\n\n* First.\n"
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "* A.\n"),
        ("a.better.md", "* A.\n"),
        ("a.fixed.txt", "* A.\n"),
        ("a.fixed.md", "A.\n"),
        ("a.fixed.md", "* A."),
    ],
)
def test_what_is_no_fragment_is_named(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "changelog.d").mkdir()
    (tmp_path / "changelog.d" / name).write_text(text)
    with pytest.raises(ValueError, match=re.escape(name)):
        changelog.fragments(tmp_path)
