"""How the blocks of a translation stand, and what the same block is in another language."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder.cli import main
from bookbuilder.diagnostics import BookbuilderError, Span
from bookbuilder.preview.translations import Translations
from bookbuilder.world import World
from tests.cases import book

DE, EN, FR = (f"chapters/{name}/01-a.md" for name in ("de", "en", "fr"))
FILES = {
    DE: "# Eins\n\nEs gab [viel Geld]{fact=aid} dafür.\n\nEin zweiter Absatz.\n",
    EN: "# One\n\nThere was [much money]{fact=aid} for it.\n\n\nA second paragraph.\n",
    FR: "# Un\n\nIl y avait [beaucoup d’argent]{fact=aid}.\n\nUn deuxième paragraphe.\n",
    "facts.toml": '[aid]\namount = "200e6 USD"\n',
    "glossary.toml": '[paragraph]\nterm = "Absatz"\nen = "paragraph"\n',
}


CHANGED = (
    FILES[DE].replace("Ein zweiter", "Ein zweiter, neuer")
    + "\nHier steht ganz anderes, nämlich von Fischen.\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = book.write(tmp_path / "book", FILES)
    for name in ("en", "fr"):
        assert main(["translate", "sync", "--book", str(root), "--locale", name]) == 0
    return root


def test_each_block_stands_beside_its_translation(root: Path) -> None:
    (root / DE).write_text(CHANGED, encoding="utf-8")
    found = Translations(World(root)).blocks("en", "01-a")
    assert (found["source"], found["translation"], found["tag"]) == (DE, EN, "en")
    blocks = {block["line"]: block for block in found["blocks"]}
    assert [blocks[line]["status"] for line in (1, 3, 5, 7)] == ["done", "done", "outdated", "missing"]
    assert blocks[5]["source"] == [["kept", "Ein zweiter"], ["in", ", neuer"], ["kept", " Absatz."]]
    assert (blocks[5]["translation"], blocks[5]["target_line"]) == ("A second paragraph.", 6)
    assert any("paragraph" in line for line in blocks[5]["terms"])
    assert blocks[3]["facts"] == [["viel Geld", "$200\N{NO-BREAK SPACE}million"]]


def test_a_block_is_recorded(root: Path) -> None:
    (root / DE).write_text(CHANGED, encoding="utf-8")
    translations = Translations(World(root))
    english, french = translations.locales()
    assert (english["locale"], english["chapters"][-1]["open"]) == ("en", 2)
    assert translations.record("en", "01-a", 5, 1)
    assert not translations.record("en", "01-a", 7, 1), "nothing translates it"
    assert not translations.record("en", "01-a", 99, 1)
    english, again = translations.locales()
    assert english["chapters"][-1]["open"] == 1 and again == french
    with pytest.raises(KeyError):
        translations.record("de", "01-a", 5, 1)
    with pytest.raises(KeyError):
        translations.record("en", "../../x", 5, 1)


def test_a_broken_record_is_not_written_over(root: Path) -> None:
    record = root / "l10n/en/01-a.toml"
    record.write_text("nonsense [", encoding="utf-8")
    with pytest.raises(BookbuilderError):
        Translations(World(root)).record("en", "01-a", 5, 1)
    assert record.read_text(encoding="utf-8") == "nonsense ["


@pytest.mark.parametrize(
    ("path", "line", "column", "languages", "found"),
    [
        (DE, 5, 9, "en", Span(EN, 6, 1)),
        (EN, 6, 4, "de", Span(DE, 5, 1)),
        (EN, 6, 4, "fr-en", Span(FR, 5, 1)),
        (FR, 1, 3, "en", Span(EN, 1, 3)),
        (DE, 5, 9, "de", None),
        (DE, 5, 9, "de-en", None),
        (DE, 7, 1, "en", None),
        ("book.toml", 1, 1, "xx", None),
    ],
)
def test_the_same_block_in_another_language(
    root: Path, path: str, line: int, column: int, languages: str, found: Span | None
) -> None:
    (root / DE).write_text(CHANGED, encoding="utf-8")
    assert Translations(World(root)).counterpart(Span(path, line, column), languages) == found


def test_a_book_that_cannot_be_read_has_no_translations(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text("nonsense [", encoding="utf-8")
    translations = Translations(World(tmp_path))
    assert translations.locales() == []
    assert translations.counterpart(Span(DE, 1, 1), "en") is None
