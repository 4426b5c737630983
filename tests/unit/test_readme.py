"""The recipes of the README are true: what it says is done, to the letter, and the book is right."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import tomlkit

from bookbuilder.cli import main

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_starter_book_in_german_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sentence = re.search(r"For German alone delete (.*?), and in `book\.toml` (.*?)\.\n", README, re.DOTALL)
    assert sentence
    book = tmp_path / "mine"
    assert main(["new", str(book)]) == 0
    gone = re.findall(r"`([^`]+)`", sentence[1])
    assert gone == ["chapters/en", "l10n/en", "glossary.toml"]
    for name in gone:
        place = book / name
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    settings = tomlkit.parse((book / "book.toml").read_text(encoding="utf-8"))
    tables = [name.split(".") for name in re.findall(r"`\[([a-z.]+)\]`", sentence[2])]
    assert len(tables) == 4 and "keys `en`" in sentence[2]
    for first, second in tables:
        if second == "en":
            del settings[first]["en"]
        else:
            del settings[first][second]["en"]
    (book / "book.toml").write_text(tomlkit.dumps(settings), encoding="utf-8")
    capsys.readouterr()
    assert main(["check", "--quick", "--strict", str(book)]) == 0, capsys.readouterr().err
    assert main(["build", "--edition", "web", str(book)]) == 0
    assert [place.name for place in sorted((book / "output").iterdir())] == ["mine.de", "mine.de.html"]


def test_the_chapter_of_the_readme_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = re.search(r"   ```markdown\n(.*?)   ```\n", README, re.DOTALL)
    assert example
    book = tmp_path / "mine"
    assert main(["new", str(book)]) == 0
    text = re.sub("^   ", "", example[1], flags=re.MULTILINE)
    (book / "chapters" / "de" / "01-analyse.md").write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["check", "--quick", "--locale", "de", str(book)]) == 0, capsys.readouterr().err
