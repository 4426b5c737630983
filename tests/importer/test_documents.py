"""A folder of documents becomes one book: each is a chapter, and what they call alike stays apart."""

from __future__ import annotations

from tests.importer.docx_files import docx, note, paragraph, run
from tests.importer.imported import archive, codes, folder, imported, texts, tried

BOOKMARK = '<w:bookmarkStart w:id="1" w:name="ziel"/>{}<w:bookmarkEnd w:id="1"/>'
LINK = '<w:hyperlink w:anchor="ziel">{}</w:hyperlink>'


def chapter(title: str, words: str) -> bytes:
    """Return a file of Word with a title, a note and a link to its own heading."""
    heading = BOOKMARK.format(run(f"Ziel {words}"))
    body = (
        paragraph(title, "Titel")
        + paragraph(run(words) + note(1) + LINK.format(run(f"siehe {words}")))
        + paragraph(heading, "berschrift1")
        + paragraph("Mehr.")
    )
    return docx(body, notes={1: paragraph(f"Note {words}")})


def test_each_file_is_a_chapter_with_its_own_notes_and_links() -> None:
    files = {
        "2 zwei.docx": chapter("Zwei", "beta"),
        "10 zehn.docx": chapter("Zehn", "gamma"),
        "1 eins.docx": chapter("Eins", "alpha"),
        "~$1 eins.docx": b"open in Word",
        "bild.png": b"none of the text",
    }
    for source in (folder(files, "Reihe"), archive(files)):
        book, findings = imported(source, name="Reihe.zip")
        found = texts(book)
        assert list(found) == [f"chapters/de/{name}.md" for name in ("01-eins", "02-zwei", "03-zehn")]
        for number, (text, words) in enumerate(
            zip(found.values(), ("alpha", "beta", "gamma"), strict=True), 1
        ):
            assert f"{words}[^1][siehe {words}](#ref-{number}-ziel)" in text
            assert f"## Ziel {words} {{#ref-{number}-ziel}}" in text and f"[^1]: Note {words}" in text
        assert b'title = "Reihe"' in book["book.toml"]
        assert codes(findings) == []


def test_a_file_without_a_title_is_as_many_chapters_as_it_has_headings() -> None:
    two = docx(
        paragraph("A", "berschrift1")
        + paragraph("a")
        + paragraph("B", "berschrift1")
        + paragraph("Ba", "berschrift2")
        + paragraph("b"),
        core="<coreProperties/>",
    )
    book, _ = imported(folder({"1.docx": two, "2.txt": "Drei\n\nText.\n"}))
    assert [path.rpartition("/")[2] for path in texts(book)] == ["01-a.md", "02-b.md", "03-drei.md"]
    assert "## Ba\n\nb" in texts(book)["chapters/de/02-b.md"]


def test_all_files_that_cannot_be_read_are_told() -> None:
    broken = b"PK\x03\x04 broken"
    files = {"a.docx": broken, "b.docx": docx(paragraph("x")), "c.odt": broken}
    book, findings = tried(folder(files, "Reihe"))
    assert book is None
    assert [one.span.path for one in findings.sorted()] == ["Reihe/a.docx", "Reihe/c.odt"]


def test_a_folder_of_markdown_with_a_few_documents_beside_it_is_one_of_markdown() -> None:
    files: dict[str, str | bytes] = {
        "1.md": "# Eins\n\nText.\n",
        "2.md": "# Zwei\n\nText.\n",
        "angebot.docx": docx(paragraph("x")),
    }
    book, _ = imported(folder(files))
    assert [path.rpartition("/")[2] for path in texts(book)] == ["01-eins.md", "02-zwei.md"]
