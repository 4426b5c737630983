"""What `bookbuilder export` says when something is wrong, and that it writes nothing then."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from bookbuilder.cli import main
from bookbuilder.world import World
from tests.commands import program
from tests.export.exported import Word
from tests.importer.docx_files import STYLES, docx

BOOK = """\
[book]
id = "klein"
source = "de"
date = 2024-03-01
authors = ["Eva Beispiel"]

[locales.de]
tag = "de-DE"
title = "Klein"
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "chapters" / "de").mkdir(parents=True)
    (tmp_path / "book.toml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "chapters" / "de" / "01-a.md").write_text(
        "---\ntitle: Eins\n---\n\nWorte.\n", encoding="utf-8"
    )
    return tmp_path


def run(book: Path, *words: object) -> int:
    return main(["export", *map(str, words), "--book", str(book), "--jobs", "1"])


def test_the_file_is_in_a_folder_of_the_output(book: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(book, "docx") == 0
    assert (book / "output" / "export" / "klein.de.docx").is_file()
    assert "klein.de.docx" in capfd.readouterr().out
    assert run(book, "docx", "--output", book / "elsewhere.docx") == 0
    assert (book / "elsewhere.docx").read_bytes() == (
        book / "output" / "export" / "klein.de.docx"
    ).read_bytes()


@pytest.mark.heavy
def test_a_process_in_the_jail_can_start_pandoc(book: Path) -> None:
    """It has no network, and reads nothing but the book and the files that it is given."""
    (book / "house.docx").write_bytes(docx(""))
    made = book / "made" / "book.docx"
    made.parent.mkdir()
    done = program().run(
        "export", "docx", "--book", book, "--reference", book / "house.docx", "-o", made, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert made.is_file()


def test_a_book_with_errors_is_not_exported(book: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (book / "chapters" / "de" / "01-a.md").write_text(
        "---\ntitle: Eins\n---\n\n[](#nirgends)\n", encoding="utf-8"
    )
    assert run(book, "docx") == 1
    assert "[reference.unknown]" in capfd.readouterr().err
    assert not (book / "output").exists()


def test_without_pandoc_a_line_says_how_to_get_it(
    book: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(World, "package_file", lambda *_: None)
    monkeypatch.setattr(World, "program", lambda *_: None)
    assert run(book, "docx") == 3
    said = " ".join(capfd.readouterr().err.split())
    assert "pandoc, which writes exported files, is not installed [tool.pandoc]" in said
    assert "pip install" in said and "[export]" in said
    assert not (book / "output").exists()


def test_a_pandoc_that_is_too_old_is_told(
    book: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    old = book / "pandoc"
    old.write_text("#!/bin/sh\necho pandoc 2.17.1.1\n", encoding="utf-8")
    old.chmod(0o755)
    monkeypatch.setattr(World, "package_file", lambda *_: None)
    monkeypatch.setattr(World, "program", lambda *_: str(old))
    assert run(book, "docx") == 3
    said = " ".join(capfd.readouterr().err.split())
    assert "is pandoc 2.17.1.1, which is too old to write exported files [tool.old]" in said


def test_a_pandoc_that_fails_is_quoted(
    book: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    failing = book / "pandoc"
    failing.write_text(
        "#!/bin/sh\necho 'book.json: withFile: heap exhausted' >&2\nexit 251\n", encoding="utf-8"
    )
    failing.chmod(0o755)
    monkeypatch.setattr(World, "package_file", lambda *_: failing)
    assert run(book, "docx") == 1
    said = " ".join(capfd.readouterr().err.split())
    assert "pandoc could not write the file: book.json: withFile: heap exhausted [export.failed]" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["pdf"], "write one of docx"),
        (["docx", "--flavour", "pandoc"], "--flavour"),
        (["html", "--reference", "book.toml"], "--reference"),
        (["docx", "--locale", "fr"], "the book has no locale 'fr'"),
        (["docx", "--edition", "print"], "the book has no edition 'print'"),
    ],
)
def test_a_wrong_word_is_wrong_usage(
    book: Path,
    words: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(book)
    assert run(book, *words) == 2
    assert said in " ".join(capfd.readouterr().err.split())


def test_a_reference_that_is_no_file_of_word(book: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (book / "house.docx").write_bytes((book / "book.toml").read_bytes())
    assert run(book, "docx", "--reference", book / "house.docx") == 1
    said = " ".join(capfd.readouterr().err.split())
    assert "house.docx is no file of Word [export.reference]" in said


@pytest.mark.parametrize(
    ("proof", "said"),
    [
        (
            "[[note]\n",
            "proof.toml:1:7: error: expected ']]' at the end of an array declaration [proof.syntax]",
        ),
        ('note = "a"\n', "proof.toml: error: `note` is no list of tables [proof.syntax]"),
        ("[[note]]\ntext = 5\n", "proof.toml:1: error: `text` of a note is no text [proof.syntax]"),
        (
            '[[note]]\nid = "c1"\nfile = "chapters/de/9.md"\nquote = "x"\n',
            "proof.toml:1: warning: the note c1 is about chapters/de/9.md, which is no chapter of this book [proof.file]",
        ),
    ],
)
def test_what_is_wrong_in_proof_toml_is_told_with_its_line(
    book: Path, proof: str, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (book / "proof.toml").write_text(proof, encoding="utf-8")
    assert run(book, "docx") == (1 if "error" in said else 0)
    assert said in " ".join(capfd.readouterr().err.split())


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_signs_that_no_file_can_hold_are_taken_out(book: Path, form: str) -> None:
    """Notes, anchors and index entries of a stranger are text, whatever is in them."""
    words = 'author = "<&\\u0001\\""\ntext = "]]>\\u0002</w:p>"\n'
    note = f'[[note]]\nid = "comment-1"\nfile = "chapters/de/01-a.md"\nquote = "Worte"\n{words}'
    (book / "proof.toml").write_text(note, encoding="utf-8")
    text = (
        '---\ntitle: Eins\n---\n\n[Worte]{index="a\\"<&>:b"}, [](#x)\n\n## Zwei <&> {#x}\n\n::: index\n:::\n'
    )
    (book / "chapters" / "de" / "01-a.md").write_text(text, encoding="utf-8")
    out = book / f"out.{form}"
    assert run(book, form, "--output", out) == 0
    with zipfile.ZipFile(out) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                etree.fromstring(archive.read(name))


STYLED = """\
---
title: Eins
numbered: true
---

Worte.

> Zitat

::: aside Kasten
Inhalt

- Punkt
:::

## Zwei
"""
ROLES = '[paragraphs]\n"Verlag Kapitel" = "heading 1"\n"Haus Merksatz" = "aside"\n'


def test_a_house_has_its_own_styles(book: Path, tmp_path: Path) -> None:
    """Those of the same name in Word, those of the same role, and those that an import.toml gives a role."""
    (book / "chapters" / "de" / "01-a.md").write_text(STYLED, encoding="utf-8")
    (book / "house.docx").write_bytes(docx(""))
    (book / "roles.toml").write_text(ROLES, encoding="utf-8")
    words = [
        "docx",
        "--reference",
        book / "house.docx",
        "--map",
        book / "roles.toml",
        "--output",
        book / "out.docx",
    ]
    assert run(book, *words) == 0
    word = Word((book / "out.docx").read_bytes())
    styles = {word.text(one): word.style(one) for one in word.paragraphs()}
    assert {
        text: styles[text] for text in ("Klein", "Eins", "Worte.", "Zitat", "Inhalt", "Punkt", "Zwei")
    } == {
        "Klein": "Titel",
        "Eins": "Kapitel",
        "Worte.": "",
        "Zitat": "Zitat",
        "Inhalt": "Hausstil",
        "Punkt": "Hausstil",
        "Zwei": "berschrift2",
    }
    assert OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(book / "out.docx").errors == []
    (book / "import.toml").write_text(ROLES, encoding="utf-8")
    assert run(book, *words[:3], "--output", book / "again.docx") == 0
    assert (book / "again.docx").read_bytes() == word.data, "import.toml of the book is taken by itself"


def test_a_hostile_reference_is_refused(book: Path, capfd: pytest.CaptureFixture[str]) -> None:
    bad = STYLES.replace(
        "<w:styles", '<!DOCTYPE w:styles [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:styles'
    )
    (book / "house.docx").write_bytes(docx("", parts={"word/styles.xml": bad}))
    assert run(book, "docx", "--reference", book / "house.docx") == 1
    assert "[xml.unsafe]" in capfd.readouterr().err
    assert not (book / "output").exists()
