"""A long list that a directive prints begins on the page of the text before it, and goes on over the next ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from tests.cases import book
from tests.theme.page import Sheet

COUNT = 60
SOURCES = "".join(
    f'[k{n}]\ntype = "book"\ntitle = "Quelle{n} mit einem Titel"\nauthor = "Autor, Anna"\nissued = {1900 + n}\n\n'
    for n in range(COUNT)
)
TERMS = "".join(
    f'[t{n}]\nterm = "Wort{n}"\nmeaning = "Eintrag{n} mit einer Bedeutung."\n\n' for n in range(COUNT)
)
CITED = "Davor. " + " ".join(f"[@k{n}]" for n in range(COUNT)) + "\n\n::: sources\n:::\n"
MARKED = "Davor. " + " ".join(f"[Wort{n}]{{term=t{n}}}" for n in range(COUNT)) + "\n\n::: glossary\n:::\n"


@pytest.mark.parametrize(
    ("text", "word", "files", "settings"),
    [
        (CITED, "Quelle", {"sources.toml": SOURCES}, '[sources]\nstyle = "apa"\n'),
        (MARKED, "Eintrag", {"glossary.toml": TERMS}, ""),
    ],
)
def test_it_begins_behind_the_text(
    text: str, word: str, files: dict[str, str], settings: str, tmp_path: Path
) -> None:
    chapter = {"chapters/de/01-a.md": f"# Liste\n\n{text}\nDanach.\n"}
    book.write(
        tmp_path, {**chapter, **files, "book.toml": book.settings(["de"], editions=book.PRINT) + settings}
    )
    (pdf,) = [path for path in api.build(tmp_path, jobs=1).files if path.suffix == ".pdf"]
    pages = [{one.text for one in words} for words in Sheet(pdf).words]
    first = next(number for number, words in enumerate(pages) if "Davor." in words)
    entries = [{one for one in words if one.startswith(word)} for words in pages]
    assert len(set().union(*entries)) == COUNT
    assert entries[first] and entries[first + 1]
    behind = next(number for number, words in enumerate(pages) if "Danach." in words)
    assert entries[behind] or entries[behind - 1]
