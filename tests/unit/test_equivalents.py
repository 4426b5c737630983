"""How a sum and what it is worth stand together: an edition's word goes before that of the locale and of the book."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bookbuilder.api import build
from tests.cases import book

TOML = """\
[book]
id = "fall"
source = "de"
date = 2022-01-24
equivalent = { captions = "sign" }

[locales.de]
title = "Ein Fall"

[locales.en]
title = "A Case"
equivalent = "sign"

[editions.web]
format = "web"
equivalent = { captions = "brackets" }

[editions.epub]
format = "epub"
pages_from = "none"
equivalent = "sign"
"""
CHAPTER = """\
# A

[x]{fact=aid}

::: table
| a |
|---|
| [x]{fact=aid} |

Caption [x]{fact=aid}
:::
"""
FACTS = '[aid]\namount = "200e6 USD"\nequivalent = "EUR"\nrate = "1.1345"\n'
FILES = {
    "book.toml": TOML,
    "facts.toml": FACTS,
    "chapters/de/01-a.md": CHAPTER,
    "chapters/en/01-a.md": CHAPTER,
}


def pages(root: Path, locale: str) -> tuple[str, str]:
    """Return the chapter of the web edition, and that of the e-book."""
    with zipfile.ZipFile(root / "output" / f"fall.{locale}.epub") as ebook:
        name = next(name for name in ebook.namelist() if "01-a" in name)
        return (root / "output" / f"fall.{locale}" / "01-a.html").read_text(), ebook.read(name).decode()


@pytest.mark.heavy
def test_editions_of_one_locale_may_differ(tmp_path: Path) -> None:
    root = book.write(tmp_path, FILES)
    made = build(root, jobs=1)
    assert not made.failed, made.diagnostics
    assert [("≈" in page, "(rund" in page) for page in pages(root, "de")] == [(False, True), (True, False)]
    assert [("≈" in page, "(about" in page) for page in pages(root, "en")] == [(True, True), (True, False)]
    assert pages(root, "en")[1].count('<abbr title="approximately">≈</abbr>') == 3


@pytest.mark.heavy
def test_a_pseudo_locale_is_made_as_each_edition_wants_it(tmp_path: Path) -> None:
    root = book.write(tmp_path, FILES)
    made = build(root, locales=["en-XA"], jobs=1)
    assert not made.failed, made.diagnostics
    assert [page.count("≈") for page in pages(root, "en-XA")] == [0, 3]
