"""The recipes of the README are true: what it says is done, to the letter, and the book is right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bookbuilder.cli import main

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.mark.heavy
def test_the_chapter_of_the_readme_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = re.search(r"   ```markdown\n(.*?)   ```\n", README, re.DOTALL)
    assert example
    book = tmp_path / "mine"
    assert main(["new", str(book)]) == 0
    text = re.sub("^   ", "", example[1], flags=re.MULTILINE)
    (book / "chapters" / "de" / "01-analyse.md").write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["check", "--quick", "--locale", "de", str(book)]) == 0, capsys.readouterr().err
