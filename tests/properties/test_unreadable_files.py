"""A file that another program saved in another encoding than UTF-8 is told alone, not what seems to be missing without
it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from tests.cases import book

FILES = {
    "chapters/de/01-eins.md": "# Eins\n\nEin Satz über [fünf]{fact=summe}, Köhl und [zwei](#ziel) ä.B. Äpfel.\n",
    "chapters/de/02-zwei.md": "---\ntitle: Zwei\n---\n\n## Überschrift {#ziel}\n\nMehr Text.\n",
    "chapters/en/01-eins.md": "# One · öne\n\nA sentence about [five]{fact=summe}, Köhl, and [two](#ziel).\n",
    "chapters/en/02-zwei.md": "---\ntitle: Two · twö\n---\n\n## Heading {#ziel}\n\nMore text.\n",
    "facts.toml": '[summe]\nnumber = 5\nnote = "über"\n',
    "names.toml": '[persons.koehl]\nname = "Köhl"\n',
    "abbreviations.toml": '[de]\n"ä.B." = "ähnliches Beispiel"\n',
    "hyphenation.toml": '[de]\n"Äpfel" = "Äp-fel"\n',
    "styles/dossier/theme.toml": '# über\n[color]\naccent = "#000000"\n',
    "styles/dossier/print.css": "/* über */\n",
    "styles/dossier/templates/titlepage.html.j2": "<p>Über {{ book.title }}</p>\n",
    "book.toml": "",
}


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", FILES)
def test_a_file_in_another_encoding_is_told_alone(name: str, encoding: str, tmp_path: Path) -> None:
    root = book.write(tmp_path / "book", {path: text for path, text in FILES.items() if text})
    place = root / name
    text = place.read_text(encoding="utf-8")
    place.write_bytes((text if text.isascii() is False else f"# ü\n{text}").encode(encoding))
    told = api.check(root, jobs=1).diagnostics
    assert [(one.span.path, one.code) for one in told] == [(name, "file.encoding")], [
        str(one) for one in told
    ]
    assert told[0].span.line and "UTF-8" in told[0].hint


def test_all_of_them_are_told_at_once(tmp_path: Path) -> None:
    files = {
        path: text.encode("latin-1" if path.startswith("chapters") else "utf-8")
        for path, text in FILES.items()
    }
    del files["book.toml"]
    told = api.check(book.write(tmp_path / "book", files), jobs=1).diagnostics
    assert {(one.span.path, one.code) for one in told} == {
        (path, "file.encoding") for path in FILES if path.startswith("chapters")
    }


def test_the_book_is_fine_in_utf_8(tmp_path: Path) -> None:
    """Else the tests above would find what is wrong with their book."""
    told = api.check(
        book.write(tmp_path / "book", {path: text for path, text in FILES.items() if text}), jobs=1
    ).diagnostics
    assert [str(one) for one in told if one.severity == "error"] == []
