"""Where book.toml says nothing of what is not up to date, one line tells how much that is in each language."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder.api import build
from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.read_locale import read_locale
from bookbuilder.project import load
from bookbuilder.world import World
from tests.cases import book

DE = "# Eins\n\nErster Satz.\n\nZweiter Satz.\n\nDritter Satz.\n"
EN = "# One\n\nFirst sentence.\n\nSecond sentence.\n\nThird sentence.\n"
TOML = book.settings(["de", "en"], editions='[editions.web]\nformat = "web"\n')


def told(root: Path) -> list[str]:
    """Return what reading a book says of its translations."""
    world, findings = World(root), Findings()
    project = load(world, findings, ["web"])
    assert project is not None
    source = read_locale(Context(world, findings), project, project.locales[project.source], None)
    for name, locale in project.locales.items():
        if name != project.source:
            read_locale(Context(world, findings), project, locale, source)
    return [f"{one}\n{one.hint}" for one in findings.sorted() if one.code.startswith("translation.")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A book whose translation is up to date."""
    book.write(tmp_path, {"book.toml": TOML, "chapters/de/01-a.md": DE, "chapters/en/01-a.md": EN})
    assert main(["translate", "sync", "--book", str(tmp_path)]) == 0
    return tmp_path


def changed(root: Path) -> None:
    """Change two blocks of the source, and add one."""
    text = DE.replace("Erster Satz", "Erster neuer Satz").replace("Dritter Satz", "Dritter neuer Satz")
    (root / "chapters/de/01-a.md").write_text(f"{text}\nEin ganz anderer Absatz.\n")


LINE = "book.toml:9:10: notice: en: 2 blocks are outdated, 1 is missing [translation.outdated]"
HINT = "`bookbuilder status --locale en` says which"


def test_nothing_is_told_of_what_is_up_to_date(root: Path) -> None:
    assert told(root) == []


def test_one_line_tells_how_much_is_not(root: Path) -> None:
    changed(root)
    assert told(root) == [f"{LINE}\n{HINT}"]
    assert main(["translate", "sync", "01-a", "3", "--book", str(root)]) == 0
    assert "en: 1 block is outdated, 1 is missing" in told(root)[0], "and when only the state has changed"


def test_the_texts_of_the_book_count_as_well(root: Path) -> None:
    toml = (root / "book.toml").read_text().replace('title = "Ein Fall"', 'title = "Ein anderer Fall"')
    (root / "book.toml").write_text(toml)
    assert told(root) == [
        f"{LINE.replace('2 blocks are outdated, 1 is missing', '1 block is outdated')}\n{HINT}"
    ]


def test_it_is_told_again_when_nothing_has_changed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(root)
    first = build(root, jobs=1)
    again = build(root, jobs=1)
    assert again.unchanged and not first.unchanged
    assert again.diagnostics == first.diagnostics
    assert [one.code for one in again.diagnostics].count("translation.outdated") == 1
    capsys.readouterr()
    assert main(["build", str(root)]) == 0
    said = " ".join("".join(capsys.readouterr()).split())
    assert "en: 2 blocks are outdated, 1 is missing" in said and HINT in said


@pytest.mark.parametrize(
    ("key", "left"), [("stale", "en: 1 block is missing"), ("missing", "en: 2 blocks are outdated")]
)
def test_what_the_book_decides_is_told_by_that(key: str, left: str, root: Path) -> None:
    changed(root)
    toml = (root / "book.toml").read_text()
    (root / "book.toml").write_text(toml.replace('title = "A Case"', f'title = "A Case"\n{key} = "source"'))
    assert [one.split(" [")[0].split("notice: ")[1] for one in told(root) if "outdated]" in one] == [left]


def test_a_translation_that_nobody_tracks_is_left_alone(root: Path) -> None:
    changed(root)
    (root / "l10n/en/01-a.toml").unlink()
    assert told(root) == []
    (root / "l10n/en/01-a.toml").write_text("[[block]]\nsource = 1\n")
    assert told(root) == [], "a state that cannot be read is told by status"


def test_a_book_of_one_language_asks_nothing(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": DE})
    assert told(root) == []
