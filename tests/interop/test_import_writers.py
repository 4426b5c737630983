"""What pandoc, LibreOffice and python-docx write is imported: every word, the structure, and a book that builds."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import tomllib
from pathlib import Path

import docx
import docx.enum.text
import pytest
from PIL import Image

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import Severity

SOURCE = """---
title: Das Buch
author: Anna Beispiel
lang: de
date: 2024-05-06
---

# Erstes Kapitel

Ein Absatz mit *kursiven*, **fetten**, ~~getilgten~~ Worten, `Code` und einer Note.[^1]

[^1]: Die Note mit *Betonung*.

    Ihr zweiter Absatz.

- eins
- zwei
    1. erstens
    2. zweitens

> Ein Zitat.

## Ein Abschnitt {#abschnitt}

| Tag    | Ort    |
|--------|-------:|
| Montag | Kiew   |

: Die Gespräche

Siehe [oben](#abschnitt) und [das Netz](https://example.org).

# Zweites Kapitel

```python
print(1)
```

Das Ende.
"""
WORDS = [
    "kursiven",
    "fetten",
    "getilgten",
    "Code",
    "Note",
    "Betonung",
    "zweiter",
    "eins",
    "zwei",
    "erstens",
    "zweitens",
    "Zitat",
    "Abschnitt",
    "Tag",
    "Montag",
    "Kiew",
    "Gespräche",
    "Netz",
    "Ende",
    "print",
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the source in the formats that programs write."""
    folder = tmp_path_factory.mktemp("written")
    (folder / "buch.md").write_text(SOURCE, encoding="utf-8")
    for suffix in ("docx", "odt", "epub", "html"):
        subprocess.run(["pandoc", "-s", "buch.md", "-o", f"pandoc.{suffix}"], cwd=folder, check=True)
    for suffix, source in (("docx", "pandoc.odt"), ("odt", "pandoc.docx")):
        profile = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", "office", source],
            cwd=folder,
            check=True,
        )
    return folder


@pytest.mark.parametrize(
    "name",
    ["pandoc.docx", "pandoc.odt", "pandoc.epub", "pandoc.html", "office/pandoc.docx", "office/pandoc.odt"],
)
def test_every_word_and_the_structure(name: str, written: Path, tmp_path: Path) -> None:
    assert main(["import", str(written / name), "--dir", str(tmp_path / "neu"), "--date", "2024-05-06"]) == 0
    chapters = sorted((tmp_path / "neu/chapters/de").glob("*.md"))
    assert [path.stem for path in chapters] == ["01-erstes-kapitel", "02-zweites-kapitel"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in chapters)
    assert [word for word in WORDS if word not in text] == []
    if name != "office/pandoc.docx":  # LibreOffice gives each item a list of its own
        assert "- eins\n- zwei\n  1. erstens\n  2. zweitens" in text
    assert "| Tag | Ort |\n|---|--:|" in text
    for sign in (
        "*kursiven*",
        "**fetten**",
        "~~getilgten~~",
        "[^1]",
        "- eins",
        "1. erstens",
        "> Ein Zitat.",
        "## Ein Abschnitt",
        "](https://example.org",
    ):
        assert sign in text, f"{sign}\n{text}"
    assert re.search(r"\| Montag +\| Kiew", text) and re.search(r"```(?:python)?\nprint\(1\) *\n```", text)
    result = api.build(tmp_path / "neu")
    assert [str(one) for one in result.diagnostics if one.severity is Severity.ERROR] == []


def test_a_manuscript_by_python_docx(tmp_path: Path) -> None:
    """It names styles in English, and joins cells as a program would."""
    Image.new("RGB", (300, 200), "navy").save(tmp_path / "bild.png")
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = "Das Heft", "Anna Beispiel", "de-DE"
    properties.created = dt.datetime(2024, 5, 6, tzinfo=dt.UTC)
    document.add_heading("Das Heft", 0)
    document.add_heading("Erstes Kapitel", 1)
    text = document.add_paragraph("Der ")
    text.add_run("alte").bold = True
    text.add_run(" Mann ")
    slanted = text.add_run("ging")
    slanted.italic = True
    text.add_run(" fort.")
    document.add_comment(slanted, text="Wohin?", author="Eva", initials="E")
    for words, style in (
        ("eins", "List Bullet"),
        ("darin", "List Bullet 2"),
        ("zwei", "List Bullet"),
        ("erstens", "List Number"),
        ("zweitens", "List Number"),
        ("Ein Zitat.", "Quote"),
    ):
        document.add_paragraph(words, style)
    document.add_picture(str(tmp_path / "bild.png"))
    document.add_heading("Abschnitt", 2)
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Kopf"
    table.cell(1, 0).text, table.cell(1, 1).text = "links", "rechts"
    document.add_paragraph().add_run().add_break(docx.enum.text.WD_BREAK.PAGE)
    document.add_heading("Zweites Kapitel", 1)
    document.add_paragraph("Ende.")
    document.save(str(tmp_path / "heft.docx"))
    assert main(["import", str(tmp_path / "heft.docx"), "--dir", str(tmp_path / "neu")]) == 0
    settings = tomllib.loads((tmp_path / "neu/book.toml").read_text(encoding="utf-8"))
    assert (settings["book"]["authors"], str(settings["book"]["date"])) == (["Anna Beispiel"], "2024-05-06")
    assert settings["locales"]["de"]["title"] == "Das Heft"
    first, second = (
        path.read_text(encoding="utf-8") for path in sorted((tmp_path / "neu/chapters/de").glob("*.md"))
    )
    assert second.endswith("\nEnde.\n")
    for part in (
        "Der **alte** Mann *ging* fort.\n\n- eins\n  - darin\n- zwei\n\n1. erstens\n2. zweitens\n\n> Ein Zitat.\n",
        "## Abschnitt\n",
        "| Kopf | << |",
        "| links | rechts |",
        "](images/",
    ):
        assert part in first, f"{part}\n{first}"
    assert "Wohin?" in (tmp_path / "neu/proof.toml").read_text(encoding="utf-8")
    result = api.build(tmp_path / "neu")
    assert [str(one) for one in result.diagnostics if one.severity is Severity.ERROR] == []


def test_a_list_that_libreoffice_divides_counts_on(tmp_path: Path) -> None:
    """It gives a deeper list a list of its own, and says what the rest goes on with."""
    (tmp_path / "buch.md").write_text(
        "# Eins\n\n1. eins\n2. zwei\n\nDazwischen.\n\n3. drei\n    a. innen\n4. vier\n", encoding="utf-8"
    )
    subprocess.run(["pandoc", "buch.md", "-o", "buch.docx"], cwd=tmp_path, check=True)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "odt", "buch.docx"], cwd=tmp_path, check=True
    )
    assert main(["import", str(tmp_path / "buch.odt"), "--dir", str(tmp_path / "neu"), "--locale", "de"]) == 0
    (chapter,) = (tmp_path / "neu/chapters/de").glob("*.md")
    text = chapter.read_text(encoding="utf-8")
    assert "1. eins\n2. zwei\n\nDazwischen.\n\n3. drei\n   1. innen\n4. vier\n" in text
