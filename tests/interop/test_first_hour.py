"""The first hour of somebody who has a manuscript: import, look at pages, see what is left to do, mend it, and build.

Files that other programs write (pandoc, LibreOffice) and folders of other programs, with what is usual in them and what a
book refuses. Each step is a command in a process of its own, jail and all, as the messages of the one before propose it.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from bookbuilder.open_pdf import open_pdf
from bookbuilder.pandoc.run_pandoc import find_pandoc
from bookbuilder.world import World
from tests.commands import program
from tests.validators import machine

pytestmark = pytest.mark.heavy

PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20'><rect width='40' height='20' fill='#888'/></svg>"
TEXT = """\
---
title: Die Reise nach Norden
author: Anna Beispiel
lang: de
---

# Der Aufbruch

Am Morgen gingen wir los.[^1] Das Gepäck wog *zwanzig* Kilo.

![Die Karte](karte.svg "Die Karte")

[^1]: Es war ein Montag.

# Die Ankunft

Wir sahen <kbd>das Meer</kbd> und [den Hafen](#hafen).

| Tag | Kilometer |
| --- | --------: |
| Montag | 12 |
| Dienstag | 20 |

Das letzte Wort.
"""
WORDS = ("Aufbruch", "zwanzig", "Montag", "Ankunft", "Hafen", "Kilometer", "letzte Wort")
SITE = {
    "_quarto.yml": "project:\n  type: website\nwebsite:\n  title: Die Reise nach Norden\n  navbar:\n    left:\n"
    "      - index.qmd\n      - ankunft.qmd\nlang: de\n",
    "index.qmd": "---\ntitle: Der Aufbruch\n---\n\nAm Morgen gingen wir los, mit *zwanzig* Kilo, am Montag.\n\n"
    "::: {.callout-note}\nEin Hinweis.\n:::\n\n![](https://example.org/karte.png)\n",
    "ankunft.qmd": "---\ntitle: Die Ankunft\n---\n\n{{< video https://example.org/film.mp4 >}}\n\nDer Hafen, siehe @sec-x."
    "\n\n## Strecke {#sec-x}\n\n| Tag | Kilometer |\n| --- | --- |\n| Montag | 12 |\n\nDas letzte Wort.\n",
}
FOLDER = {
    "SUMMARY.md": "# Die Reise nach Norden\n\n- [Der Aufbruch](aufbruch.md)\n- [Die Ankunft](teil/ankunft.md)\n",
    "aufbruch.md": "# Der Aufbruch\n\nAm Morgen gingen wir los, mit *zwanzig* Kilo, am Montag.\n\n![](bilder/karte.svg)\n",
    "teil/ankunft.md": "# Die Ankunft\n\nSiehe [den Hafen](../aufbruch.md#nirgends) und <div>ein Feld</div>.\n\n"
    "| Tag | Kilometer |\n| --- | --- |\n| Montag | 12 |\n\nDas letzte Wort.\n",
    "bilder/karte.svg": PICTURE,
}


def command(*words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return program().run(*words, folder=folder, timeout=400)


def written(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def by_pandoc(folder: Path, name: str) -> Path:
    source = written(folder / "source", {"reise.md": TEXT, "karte.svg": PICTURE})
    subprocess.run([find_pandoc(World(folder)), "reise.md", "-o", name], cwd=source, check=True, timeout=200)
    return source / name


def manuscript(kind: str, folder: Path) -> Path:
    """Return a manuscript of a kind."""
    match kind:
        case "Word":
            return by_pandoc(folder, "reise.docx")
        case "Word by LibreOffice":
            document = by_pandoc(folder, "reise.odt")
            office = machine.program("soffice", "libreoffice-writer")
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            subprocess.run(
                [office, profile, "--headless", "--convert-to", "docx", document.name],
                cwd=document.parent, check=True, timeout=300, capture_output=True,
            )  # fmt: skip
            return document.with_suffix(".docx")
        case "EPUB":
            return by_pandoc(folder, "reise.epub")
        case "folder":
            return written(folder / "reise", FOLDER)
        case _:
            return written(folder / "reise", SITE)


@pytest.mark.parametrize("kind", ["Word", "Word by LibreOffice", "EPUB", "folder", "Quarto website"])
def test_from_a_manuscript_to_pages(kind: str, tmp_path: Path) -> None:
    source = manuscript(kind, tmp_path)
    imported = command("import", source, "--dir", "buch", "--date", "2026-01-01", folder=tmp_path)
    assert imported.returncode == 0, imported.stderr
    steps = [shlex.split(line) for line in imported.stdout.splitlines() if line.startswith("  ")]
    assert steps[0] == ["cd", "buch"] and steps[-1][0] == "bookbuilder"
    root = tmp_path / "buch"

    pages = command(*steps[-1][1:], folder=root)
    assert pages.returncode == 0, pages.stderr
    draft = command("build", "--draft", folder=root)
    assert draft.returncode == 0, draft.stderr
    for name in (*root.glob("output/*.pdf"),):
        with open_pdf(name.read_bytes()) as document:
            text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
        assert all(word in text.replace("\ufffe", "").replace("- ", "") for word in WORDS), (name.name, text)
    assert len(list(root.glob("output/DRAFT-*.pdf"))) == 1

    left = json.loads(command("todo", "--json", folder=root).stdout)
    shown = re.search(r"^([\d,]+) things? to mend", draft.stderr, re.MULTILINE)
    assert bool(left["count"]) == bool(shown) or left["count"] == 0
    fixes = [word for entry in left["todo"] if entry["fix"] for word in ("--fix", entry["code"])]
    if fixes:
        after = json.loads(command("todo", "--json", *fixes, folder=root).stdout)
        assert not {entry["code"] for entry in after["todo"]} & set(fixes)
    # The book is finished when somebody has said who answers for it; what is left are warnings.
    final = command("build", "--edition", "pdf", folder=root)
    assert final.returncode == 0, final.stderr
