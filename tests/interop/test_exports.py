"""LibreOffice opens what is exported, and a manuscript that becomes a book and goes out again is the same manuscript."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bookbuilder.cli import main
from bookbuilder.document.normalize_letters import letters
from bookbuilder.document.walk import plain
from bookbuilder.importers.manuscript.style_roles import paragraph_role
from bookbuilder.validators.compare_shown_text import differences
from bookbuilder.validators.expected_text import expected_pieces
from tests.conftest import copy_dossier
from tests.export.conftest import EVERYTHING
from tests.export.exported import W, Word, export, read_book
from tests.export.odt_text import OpenDocument
from tests.importer.docx_files import docx, field, item, note, paragraph, run


def converted(place: Path, suffix: str) -> Path:
    """Return the file that LibreOffice makes of another, beside it."""
    home = f"-env:UserInstallation=file://{place.parent}/profile"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(place.parent),
        str(place),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return place.with_suffix(f".{suffix}")


def printed(place: Path) -> str:
    """Return the words of a file that LibreOffice prints."""
    pdf = converted(place, "pdf")
    return subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.parametrize("locale", ["de", "en"])
@pytest.mark.parametrize("form", ["docx", "odt"])
def test_libreoffice_prints_the_dossier(tmp_path: Path, form: str, locale: str) -> None:
    book = read_book(copy_dossier(tmp_path / "book"), locale)
    files, _ = export(book, form)
    place = tmp_path / f"book.{form}"
    place.write_bytes(files[""])
    text = printed(place)
    shown = letters(text)
    for chapter in book.document.chapters:
        words = [letters(word) for word in re.findall(r"\w{9,}", str(chapter.blocks))]
        assert len(words) > 10
    for title in [one.title[0] for one in book.document.heads if one.number]:
        assert letters(getattr(title, "text", "")) in shown
    assert "…" not in [line.strip() for line in text.splitlines()], "a page number was not computed"
    number = {"de": "Kapitel 3", "en": "Chapter 3"}[locale]
    assert text.replace("\u00a0", " ").count(number) > 1


TABLE = (
    "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>"
    f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("Kopf")}</w:tc></w:tr>'
    f"<w:tr><w:tc>{paragraph('links')}</w:tc><w:tc>{paragraph('rechts')}</w:tc></w:tr></w:tbl>"
)
BODY = "".join(
    (
        paragraph("Das Buch", "Titel"),
        paragraph("Der Anfang", "berschrift1"),
        paragraph(
            run("Der ")
            + run("alte", "<w:b/>")
            + run(" Mann ")
            + run("ging", "<w:i/>")
            + run(" fort.")
            + note(2)
        ),
        paragraph("Ein Zitat.", "Zitat"),
        paragraph("Was dazu gehört", "berschrift2"),
        item("ein Punkt"),
        item("darin", level=1),
        item("noch ein Punkt"),
        item("erstens", 1),
        item("zweitens", 1),
        paragraph(
            '<w:commentRangeStart w:id="5"/>'
            + run("Ein Satz")
            + '<w:commentRangeEnd w:id="5"/><w:r><w:commentReference w:id="5"/></w:r>'
            + run(" mit einer Bemerkung, und ")
            + '<w:ins w:id="6" w:author="Max" w:date="2024-02-04T10:00:00Z">'
            + run("neuen")
            + "</w:ins>"
            + run(" Worten.")
        ),
        paragraph(run("Tabelle ") + field("SEQ Tabelle", run("1")) + run(": Zahlen"), "Beschriftung"),
        TABLE,
        paragraph("Das Ende", "berschrift1"),
        paragraph(run("Schluss, ") + run("the end", '<w:lang w:val="en-US"/>') + run(".")),
    )
)
COMMENT = (
    '<w:comment w:id="5" w:author="Eva" w:date="2024-02-03T10:00:00Z"><w:p><w:r><w:t>Wirklich?</w:t></w:r></w:p>'
    "</w:comment>"
)


def normal_form(word: Word) -> list[tuple[str, str]]:
    """Return the paragraphs of a file: the role of each, and its words with signs for what they are."""
    names = {
        one.get(f"{W}styleId"): one.find(f"{W}name").get(f"{W}val")
        for one in word.xml("word/styles.xml").iter(f"{W}style")
    }
    notes = {one.get(f"{W}id"): word.text(one).strip() for one in word.xml("word/footnotes.xml")}
    result = []
    for one in word.paragraphs():
        role = paragraph_role(names.get(word.style(one), ""))
        level = one.find(f"{W}pPr/{W}numPr/{W}ilvl")
        if role == "paragraph" and level is not None:
            role = f"item {level.get(f'{W}val')}"
        text = "".join(_signs(part, notes) for part in one.iter() if isinstance(part.tag, str))
        text = re.sub(r"\*\*|__", "", text) if role.startswith("heading") else text
        if role == "caption":
            text = re.sub(r"(?<=\d):", "", text)  # the book has its own sign behind a number
        if text:
            result.append((role, text))
    return result


def _signs(element: Any, notes: dict[str, str]) -> str:
    match element.tag.removeprefix(W):
        case "t":
            run_ = element.getparent()
            bold, italic, lang = (run_.find(f"{W}rPr/{W}{name}") is not None for name in ("b", "i", "lang"))
            text = re.sub("\u00a0", " ", element.text or "")
            words = f"**{text}**" if bold else f"__{text}__" if italic else text
            other = lang and run_.find(f"{W}rPr/{W}lang").get(f"{W}val") != "de-DE"
            return f"<{run_.find(f'{W}rPr/{W}lang').get(f'{W}val')}>{words}" if other else words
        case "footnoteReference":
            return f"[{notes[element.get(f'{W}id')]}]"
        case "commentRangeStart" | "commentRangeEnd" as name:
            return f"{{{name.removeprefix('commentRange')} {element.get(f'{W}id')}}}"
        case "ins":
            return "{+}"
        case _:
            return ""


def test_a_manuscript_of_word_comes_back_as_it_was(tmp_path: Path) -> None:
    source = docx(BODY, notes={2: paragraph("Eine Anmerkung.")}, comments=COMMENT)
    (tmp_path / "buch.docx").write_bytes(source)
    assert main(["import", str(tmp_path / "buch.docx"), "--dir", str(tmp_path / "book")]) == 0
    again = tmp_path / "again.docx"
    assert (
        main(["export", "docx", "--book", str(tmp_path / "book"), "--output", str(again), "--jobs", "1"]) == 0
    )
    before, after = Word(source), Word(again.read_bytes())
    text = normal_form(after)
    start = next(index for index, (role, words) in enumerate(text) if words.startswith("Der Anfang"))
    assert text[0] == ("title", "Das Buch")
    assert text[start:] == normal_form(before)[1:]
    (comment,) = after.xml("word/comments.xml")
    assert (comment.get(f"{W}id"), comment.get(f"{W}author"), after.text(comment)) == (
        "5",
        "Eva",
        "Wirklich?",
    )
    assert comment.get(f"{W}date") == "2024-02-03T10:00:00Z"


def test_a_manuscript_of_libreoffice_comes_back_as_it_was(tmp_path: Path) -> None:
    """It is written by LibreOffice, from a file of Word that the same manuscript has become."""
    word = tmp_path / "buch.docx"
    word.write_bytes(docx(BODY, notes={2: paragraph("Eine Anmerkung.")}, comments=COMMENT))
    assert _through_a_book(word, "docx", tmp_path / "manuscript.docx") == 0
    source = converted(tmp_path / "manuscript.docx", "odt")
    assert _through_a_book(source, "odt", tmp_path / "again.odt") == 0
    before, after = (OpenDocument(one.read_bytes()).normal_form() for one in (source, tmp_path / "again.odt"))
    assert ("head 2", "Kopf") in before and ("item 2 bullet", "darin") in before
    assert any(
        "{Eva 2024-02-03T10:00:00 Wirklich?: Ein Satz}" in text and "{+neuen+}" in text for _, text in before
    )
    assert after == before


def _through_a_book(source: Path, form: str, target: Path) -> int:
    """Make a book of a manuscript, and a manuscript of the book; return the exit codes' sum."""
    folder = target.with_suffix("")
    return main(["import", str(source), "--dir", str(folder)]) + main(
        ["export", form, "--book", str(folder), "--output", str(target), "--jobs", "1"]
    )


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_an_exported_book_can_be_imported_and_exported_with_every_word(tmp_path: Path, form: str) -> None:
    shutil.copytree(EVERYTHING, tmp_path / "book")
    first = read_book(tmp_path / "book")
    (tmp_path / f"one.{form}").write_bytes(export(first, form)[0][""])
    assert main(["import", str(tmp_path / f"one.{form}"), "--dir", str(tmp_path / "second")]) == 0
    second = read_book(tmp_path / "second")
    (opening,) = [one for one in second.document.heads if plain(one.title).startswith("Die Fügungen")]
    assert plain(opening.subtitle) == "Was in einer Zeile zusammen steht"
    assert plain(opening.summary).startswith("Alles, was in einer Zeile stehen kann")
    (tmp_path / f"two.{form}").write_bytes(export(second, form)[0][""])
    assert main(["import", str(tmp_path / f"two.{form}"), "--dir", str(tmp_path / "third")]) == 0
    third = read_book(tmp_path / "third")
    titles = [plain(one.title) for one in third.document.heads]
    texts = dict(zip(titles, Word(export(third, "docx")[0][""]).chapters, strict=True))
    compared = 0
    for chapter in second.document.chapters:
        title = plain(chapter.title)
        if title != "Impressum" and "Alles" not in title:  # a book makes its own
            pieces = expected_pieces(chapter, in_print=True)
            assert list(differences(pieces, letters(texts[title]))) == [], title
            compared += 1
    assert compared == 8
