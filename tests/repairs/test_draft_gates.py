"""A draft is as accessible and as valid as a finished book: the judges of those have nothing to say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bookbuilder import api
from tests.books import test_books
from tests.conftest import copy_dossier
from tests.repairs.test_drafts import ERRORS, marked
from tests.validators import ace, epubcheck, qpdf_check, verapdf
from tests.validators.axe import axe
from tests.validators.nu import nu

pytestmark = pytest.mark.heavy

BROKEN = (
    ERRORS.partition("\n\n")[2].replace("## Zweiter Teil", "## Noch ein Teil")
    + """
| a | b |
| --- | --- |
| ![](fern.png) | ${x}$ |

- [ ] offen <input type="text">
- ![Ein Bild](https://example.org/a.png "Titel")

> Ein Zitat[^nirgends].

<div class="note">

Text in einem Kasten.

</div>
"""
)


def judged(root: Path, stem: str, word: str) -> None:
    """Assert that judges find nothing in the draft of a book."""
    result = api.build(root, jobs=1, draft=True)
    assert not result.failed, [str(one) for one in result.diagnostics]
    output = root / "output"
    marked(output, stem, word)
    assert verapdf(output / f"{stem}.pdf", "3a", "ua1") == {"3a": {}, "ua1": {}}
    assert qpdf_check(output / f"{stem}.pdf") == ()
    assert epubcheck(output / f"{stem}.epub") == ()
    assert ace(output / f"{stem}.epub") == ()
    assert nu([*sorted((output / stem).glob("*.html")), output / f"{stem}.html"]) == ()


def test_the_dossier(tmp_path: Path, chromium: Browser) -> None:
    root = copy_dossier(tmp_path / "book")
    for chapter in sorted((root / "chapters/de").glob("0[2-6]*.md")):
        with chapter.open("a", encoding="utf-8") as file:
            file.write(f"\n\n{BROKEN}")
    judged(root, "DRAFT-woche-der-diplomatie.de", "Entwurf")
    page = chromium.new_page()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto((root / "output/DRAFT-woche-der-diplomatie.de/02-montag.html").as_uri())
        assert axe(page) == ()


@pytest.mark.parametrize(("locale", "word"), [("ar", "مسودة"), ("zh", "草稿")])
def test_books_in_other_writing(locale: str, word: str, tmp_path: Path) -> None:
    shutil.copytree(test_books.BOOKS / locale, tmp_path / "book")
    root = tmp_path / "book"
    chapter = min((root / f"chapters/{locale}").glob("*.md"))
    with chapter.open("a", encoding="utf-8") as file:
        file.write("\n\n[](#nowhere) <b>x</b>\n\n![](https://example.org/a.png)\n")
    judged(root, f"DRAFT-five-days.{locale}", word)
