"""A file that another program saved in another encoding than UTF-8 is told alone, not what seems to be missing without
it."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from tests.cases import book
from tests.sampled import sampled

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


@pytest.mark.parametrize(
    ("name", "encoding"), sampled(product(FILES, ["latin-1", "utf-16", "utf-16-be", "utf-32"]), 5)
)
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


ENCODINGS = ("cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
EXPORTS = {"po": "en.po", "xliff": "en.xlf", "xliff2": "en.xliff2.xlf"}


@pytest.mark.parametrize(
    ("form", "encoding", "word"), sampled(product(EXPORTS, ENCODINGS, ["Köln", "Cologne"]), 3)
)
def test_a_translation_in_another_encoding_is_told_alone_or_read(
    form: str, encoding: str, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """XML says by its first bytes which kind of Unicode it is; PO does not."""
    chapter = "chapters/en/01-a.md"
    files = {"chapters/de/01-a.md": "# Kapitel\n\nEin Satz.\n", chapter: "# Chapter\n\nA sentence.\n"}
    root = book.write(tmp_path / "book", files)
    export = ["translate", "export", "en", "--all", "--format", form, "--book", str(root)]
    assert main([*export, "--into", str(tmp_path)]) == 0
    place = tmp_path / EXPORTS[form]
    text = place.read_text(encoding="utf-8").replace("A sentence.", f"A sentence about {word}.")
    place.write_bytes(text.encode(encoding))
    capsys.readouterr()
    ended = main(["translate", "import", str(place), "--book", str(root)])
    said = capsys.readouterr().err
    if form != "po" and encoding != "cp1252":
        assert ended == 0, said
        assert (root / chapter).read_text(encoding="utf-8") == f"# Chapter\n\nA sentence about {word}.\n"
        return
    assert ended == 1 and said.count("error:") == 1, said
    assert "this file cannot be read: " in said and "[exchange.broken]" in said
    assert "UTF-8" in said or "encoding" in said
    assert (root / chapter).read_text(encoding="utf-8") == files[chapter]
