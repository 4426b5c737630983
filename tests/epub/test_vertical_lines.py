"""Vertical lines: in e-books of Japanese that ask for them, and nowhere else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bookbuilder import api
from tests.epub.reader import Epub
from tests.validators import epubcheck

JA = Path(__file__).parents[1] / "books" / "ja"
CHAPTER = """# 一週

[会談]{ruby="かい|だん"}と*大臣*。[^a]

## 二つの国境

| [軍]{ruby="ぐん"} | B |
|---|---|
| [会談]{ruby="かい｜だん"} | 2 |

[^a]: 国。
"""
EDITIONS = """
[editions.plain]
format = "epub"

[editions.upright]
format = "epub"
writing = "vertical"

[editions.old]
format = "epub"
profile = "minimal"
writing = "vertical"
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the e-books of a Japanese and German book by edition and language."""
    folder = tmp_path_factory.mktemp("vertical") / "book"
    shutil.copytree(JA, folder, ignore=shutil.ignore_patterns("chapters", "output"))
    for name, text in (("ja", CHAPTER), ("de", "# Eins\n\nWort.\n")):
        (folder / "chapters" / name).mkdir(parents=True)
        (folder / "chapters" / name / "01-a.md").write_text(text, encoding="utf-8")
    toml = (folder / "book.toml").read_text(encoding="utf-8")
    toml = re.sub(r"\n\[editions\..*", "", toml, flags=re.DOTALL)
    (folder / "book.toml").write_text(f'{toml}\n[locales.de]\ntitle = "Tage"\n{EDITIONS}', encoding="utf-8")
    (folder / "facts.toml").unlink(missing_ok=True)
    result = api.build(folder)
    assert not result.failed, result.diagnostics
    return {f.name: f for f in result.files if f.suffix == ".epub"}


def one(made: dict[str, Path], edition: str, locale: str) -> Path:
    (found,) = (path for name, path in made.items() if f".{locale}." in name and edition in name)
    return found


@pytest.mark.heavy
@pytest.mark.parametrize("locale", ["ja", "de"])
@pytest.mark.parametrize("edition", ["plain", "upright", "old"])
def test_vertical_lines(made: dict[str, Path], edition: str, locale: str) -> None:
    book = Epub.open(one(made, edition, locale))
    vertical = edition == "upright" and locale == "ja"
    package = book.files[book.opf_name].decode()
    assert f'page-progression-direction="{"rtl" if vertical else "ltr"}"' in package
    assert re.search(r"<package [^>]*\bdir=\"ltr\"", package)
    styles = b"".join(data for name, data in book.files.items() if name.endswith(".css"))
    assert (b" writing-mode: vertical-rl" in styles) is vertical


@pytest.mark.heavy
def test_epubcheck_finds_nothing(made: dict[str, Path]) -> None:
    assert epubcheck(one(made, "upright", "ja")) == ()
