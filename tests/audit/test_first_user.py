"""What went wrong for the first author who made a book of his own: half-done translations, long words, slips in TOML."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pikepdf
import pytest

import bookbuilder
from tests.cases.book import PRINT, settings, told, write
from tests.theme.page import MM, Sheet

WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmütze"
WEB = '[editions.web]\nformat = "web"\n'


def test_everything_wrong_in_book_toml_is_told_when_no_locale_is_named(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(
        """\
[book]
id = "x"
source = "de"
date = 2022-01-24
[local.de]
title = "X"
[imprint]
publsher = "Haus"
[imprint.rights]
de = "Alle Rechte vorbehalten."
[print]
links = "qrcode"
[editions.druck]
format = "docx"
"""
    )
    project, found = bookbuilder.load(tmp_path)
    assert project is None
    assert [(d.code, d.span.line) for d in found] == [
        ("book.missing", 0),
        ("book.key", 5),
        ("book.key", 8),
        ("book.value", 12),
        ("book.value", 14),
    ]


@pytest.mark.heavy
def test_a_half_done_translation_holds_up_no_other_language(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": "# A\n\nText.\n",
        "chapters/de/02-b.md": "# B\n\nText.\n",
        "chapters/en/01-a.md": "# A\n\n[](#nowhere)\n",
    }
    write(tmp_path, files, editions=WEB)
    assert bookbuilder.check(tmp_path, locales=["de"]).diagnostics == ()
    both = bookbuilder.check(tmp_path)
    codes = ["chapter.missing", "translation.parts", "reference.unknown"]
    assert [d.code for d in both.diagnostics] == codes
    assert bookbuilder.check(tmp_path, locales=["en"]).diagnostics == both.diagnostics
    assert bookbuilder.build(tmp_path, locales=["de"]).files


def test_a_slip_in_theme_toml_is_told_at_its_line(tmp_path: Path) -> None:
    theme = '[page]\nwidht = "120mm"\n[font]\ntext = "Alegrya"\n'
    write(
        tmp_path, {"chapters/de/01-a.md": "# A\n\nText.\n", "styles/dossier/theme.toml": theme}, editions=WEB
    )
    assert told(bookbuilder.check(tmp_path).diagnostics) == (
        "styles/dossier/theme.toml:2:1: warning: the theme has no setting 'page.widht' [theme.token]\n"
        '  hint: did you mean "page.width"?\n'
        "styles/dossier/theme.toml:4:1: error: font.text names the font 'Alegrya', which no fonts.toml declares"
        " [theme.font]\n"
        '  hint: did you mean "Alegreya"?\n'
    )


def test_a_tab_in_the_front_matter(tmp_path: Path) -> None:
    write(tmp_path, {"chapters/de/01-a.md": "---\ntitle: A\n\tkind: day\n---\n\nText.\n"}, editions=WEB)
    (found,) = (d for d in bookbuilder.check(tmp_path).diagnostics if d.code == "frontmatter.syntax")
    assert found.span.line == 3 and "spaces, not with tabs" in found.hint


def test_no_word_is_too_long_for_the_page(tmp_path: Path) -> None:
    chapter = f"""\
---
title: Eine Überschrift mit der {WORD}
---

## Noch einmal die {WORD} {{#a}}

Ein Wort in `code_{"x" * 90}` und <https://example.org/{"a" * 90}>, [Seite](https://example.org/{"b" * 90}).
"""
    title = f"Die außerordentlich langen Wege der {WORD} zwischen Passau und Sulina"
    own = settings(["de"], editions=PRINT + 'links = "qr"\n').replace("Ein Fall", title)
    write(tmp_path, {"chapters/de/01-a.md": chapter, "book.toml": own})
    (made,) = bookbuilder.build(tmp_path, strict=True).files
    sheet = Sheet(made)
    for number, words in enumerate(sheet.words, 1):
        width = sheet.size(number)[0] * MM
        assert not [w.text for w in words if w.right > width - 8 * MM or w.left < 8 * MM], number
    pages = [number for number in range(1, len(sheet) + 1) if "Musterverlag" in sheet.text(number)]
    title_page, imprint = pages[1], pages[2]
    assert "Wege" in sheet.text(title_page) and imprint == title_page + 1, "the title page is one page"


def test_an_editor_is_no_author(tmp_path: Path) -> None:
    people = 'authors = ["Anna Autor", { name = "Emil Editor", role = "edt" }]\n'
    own = settings(["de"], editions=PRINT + WEB).replace("date =", people + "date =")
    assert bookbuilder.build(
        write(tmp_path, {"chapters/de/01-a.md": "# A\n\nText.\n", "book.toml": own})
    ).files
    with pikepdf.open(tmp_path / "output/fall.de.print.pdf") as pdf:
        assert pdf.docinfo["/Author"] == "Anna Autor"
    page = (tmp_path / "output/fall.de/index.html").read_text(encoding="utf-8")
    said = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert said
    data = json.loads(said[1])
    assert data["author"] == ["Anna Autor"] and data["editor"] == [{"@type": "Person", "name": "Emil Editor"}]
