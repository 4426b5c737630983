"""A book of pandoc: what its files of metadata and defaults say, and the order of its chapters."""

from __future__ import annotations

import tomllib

import pytest

from tests.importer.imported import codes, folder, imported, texts

CHAPTERS: dict[str, str | bytes] = {
    "01.md": "# Eins\n\nDas ist ein Text [@meyer, S. 1], und er geht noch etwas weiter.\n",
    "02.md": "# Zwei\n\nMehr.\n",
}
TITLE = """\
title:
- type: main
  text: Mein Buch
- type: subtitle
  text: Ein Versuch
author: [{name: Anna Beispiel}, Bob]
lang: de
date: 2024-02-03
identifier:
- scheme: ISBN-13
  text: 978-3-16-148410-0
publisher: Musterverlag
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [("metadata.yaml", TITLE), ("title.txt", f"---\n{TITLE}...\n"), ("meta.yml", f"---\n{TITLE}")],
)
def test_the_metadata(name: str, text: str) -> None:
    files, findings = imported(folder({name: text, **CHAPTERS}, "buch"))
    book = tomllib.loads(files["book.toml"].decode())
    assert book["book"]["source"] == "de" and str(book["book"]["date"]) == "2024-02-03"
    assert book["book"]["authors"] == ["Anna Beispiel", "Bob"]
    assert book["locales"]["de"]["title"] == "Mein Buch"
    assert book["imprint"] == {"publisher": "Musterverlag", "isbn": {"pdf": "978-3-16-148410-0"}}
    assert book["markdown"] == {"flavour": "pandoc"}
    assert [path.rpartition("/")[2] for path in texts(files)] == ["01-eins.md", "02-zwei.md"]
    assert codes(findings) == []


def test_the_defaults_say_which_files_in_which_order() -> None:
    defaults = (
        "input-files: [text/02.md, text/01.md, text/03.md]\nmetadata-file: info.yaml\nmetadata: {lang: de}\n"
    )
    files, findings = imported(
        folder(
            {
                "defaults.yaml": defaults,
                "info.yaml": "title: Das Buch\ndate: 2024-02-03\n",
                "notes.md": "# Nicht dabei\n",
                **{f"text/{name}": text for name, text in CHAPTERS.items()},
            }
        )
    )
    assert [path.rpartition("/")[2] for path in texts(files)] == ["01-zwei.md", "02-eins.md"]
    assert b'title = "Das Buch"' in files["book.toml"]
    assert "import.missing" in codes(findings)


def test_other_yaml_beside_markdown_is_no_book_of_pandoc() -> None:
    files, _ = imported(
        folder({"metadata.yaml": "version: 3\n", "defaults.yml": "a: b\n", **CHAPTERS}, "buch")
    )
    assert b'title = "buch"' in files["book.toml"]
