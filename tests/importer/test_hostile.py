"""Hostile and broken manuscripts are refused in a sentence: nothing is unpacked, fetched, or held in memory."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from bookbuilder.cli import main
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.importers.source import ENTRIES, file_source
from tests.importer.docx_files import W, docx, field, paragraph, run
from tests.importer.imported import archive, folder, imported, tried

ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


def with_entry(name: str, **attributes: object) -> bytes:
    """Return a file of Word with one more entry."""
    out = BytesIO(docx(paragraph("Text.")))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as zipped:
        entry = zipfile.ZipInfo(name)
        for key, value in attributes.items():
            setattr(entry, key, value)
        zipped.writestr(entry, b"x")
    return out.getvalue()


def document(xml: str) -> bytes:
    """Return a file of Word with a main part of its own."""
    return docx("", parts={"word/document.xml": xml})


def bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("[Content_Types].xml", "<Types/>")
        zipped.writestr("word/document.xml", b" " * (40 << 20))
    return out.getvalue()


def encrypted() -> bytes:
    data = bytearray(archive({"word/document.xml": "x", "[Content_Types].xml": "x"}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def packed_otherwise() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as zipped:
        zipped.writestr("word/document.xml", "x" * 100)
    return out.getvalue()


def lying() -> bytes:
    """Return an archive whose directory says that a file is far larger than it can be."""
    data = bytearray(archive({"word/document.xml": "x", "[Content_Types].xml": "x"}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 60 << 20)
    return bytes(data)


def damaged() -> bytes:
    data = bytearray(docx(paragraph("Text. " * 200)))
    at = data.index(b"word/document.xml") + 40
    data[at : at + 20] = b"\xff" * 20
    return bytes(data)


HOSTILE = {
    "a name that leads out": (with_entry("../../evil.txt"), "archive.unsafe"),
    "an absolute name": (with_entry("/etc/passwd"), "archive.unsafe"),
    "a name of Windows": (with_entry("C:\\evil.txt"), "archive.unsafe"),
    "a drive": (with_entry("C:/evil.txt"), "archive.unsafe"),
    "a name with dots within": (with_entry("word/../../x"), "archive.unsafe"),
    "a link": (with_entry("word/link", external_attr=0o120777 << 16), "archive.unsafe"),
    "a device": (with_entry("word/device", external_attr=0o060666 << 16), "archive.unsafe"),
    "folders without end": (with_entry("a/" * 40 + "x"), "archive.unsafe"),
    "a bomb": (bomb(), "archive.unsafe"),
    "a directory that lies": (lying(), "archive.unsafe"),
    "an encrypted archive": (encrypted(), "archive.broken"),
    "another compression": (packed_otherwise(), "archive.broken"),
    "half an archive": (docx(paragraph("Text."))[:900], "archive.broken"),
    "only the start of an archive": (b"PK\x03\x04", "archive.broken"),
    "a damaged file": (damaged(), "archive.broken"),
    "entities": (document(f"{ENTITIES}<w:document {W}><w:body><w:p/></w:body></w:document>"), "xml.unsafe"),
    "an external entity": (
        document(f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document {W}>&f;</w:document>'),
        "xml.unsafe",
    ),
    "entities in UTF-16": (
        docx("", parts={"word/document.xml": f"{ENTITIES}<x>&b;</x>".encode("utf-16")}),
        "xml.unsafe",
    ),
    "nesting without end": (document("<a>" * 5000 + "</a>" * 5000), "xml.unsafe"),
    "tables in tables": (
        docx("<w:tbl><w:tr><w:tc>" * 150 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 150),
        "xml.unsafe",
    ),
    "no XML": (document("<w:document"), "xml.broken"),
    "an empty part": (document(""), "xml.broken"),
    "an old Word": (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "source.unknown"),
    "RTF": (b"{\\rtf1 x}", "source.unknown"),
    "a PDF": (b"%PDF-1.7\n\0\0", "source.unknown"),
    "a program": (b"\x7fELF\0\0\0", "source.unknown"),
    "nothing": (b"", "source.unknown"),
    "an empty archive": (b"PK\x05\x06" + b"\0" * 18, "source.unknown"),
}


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE)
def test_it_is_refused_in_a_sentence(
    data: bytes, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "buch.docx").write_bytes(data)
    assert main(["import", str(tmp_path / "buch.docx"), "--dir", str(tmp_path / "neu")]) == 1
    said = capsys.readouterr().err
    assert f"[{code}]" in said and "hint: " in said and said.endswith("nothing was written\n")
    assert [path.name for path in tmp_path.iterdir()] == ["buch.docx"]


def test_too_many_files_are_refused_before_they_are_listed() -> None:
    data = b"PK\x03\x04" + b"PK\x01\x02" * (2 * ENTRIES + 1)
    with pytest.raises(BookbuilderError, match="more than 20,000 files"):
        file_source("x.zip", data)


TRICKS = {
    "a field that never ends": paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 50 + run("x"))
    + paragraph("Text."),
    "ends of fields that never began": paragraph(
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 50 + run("x")
    ),
    "a cell that reaches very far": (
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{paragraph("x")}</w:tc>'
        f"<w:tc>{paragraph('y')}</w:tc></w:tr></w:tbl>"
    ),
    "numbers that are none": paragraph(
        "x", "", '<w:numPr><w:ilvl w:val="-9"/><w:numId w:val="²"/></w:numPr>'
    ),
    "a level that is none": paragraph("x", "", '<w:outlineLvl w:val="²"/>'),
    "a comment without a text": paragraph('<w:commentRangeStart w:id="9"/>' + run("x")),
    "a note that is missing": paragraph('<w:r><w:footnoteReference w:id="77"/></w:r>' + run("x")),
    "a picture that is missing": paragraph(
        '<w:r><w:drawing><a:blip r:embed="gone"/></w:drawing></w:r>' + run("x")
    ),
    "a link without an end": paragraph(field("HYPERLINK", run("x")) + field('HYPERLINK "', run("y"))),
    "control characters": paragraph("x\u0085\u2028y"),
}


@pytest.mark.parametrize("xml", TRICKS.values(), ids=TRICKS)
def test_tricks_do_no_harm(xml: str) -> None:
    files, findings = tried(docx(paragraph("Kapitel", "berschrift1") + paragraph("Anfang.") + xml))
    assert files is not None, findings.sorted()
    assert b"Anfang." in files["chapters/de/01-kapitel.md"]


def test_words_of_broken_fields_are_kept() -> None:
    begin, middle = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
    )
    contents = f"{begin}<w:r><w:instrText>TOC</w:instrText></w:r>{middle}"
    xml = paragraph(begin + run("eins")) + paragraph("zwei") + paragraph(contents + run("weg"))
    files, _ = tried(docx(xml + paragraph("Kapitel", "berschrift1") + paragraph("drei")))
    assert files is not None
    text = "".join(data.decode() for path, data in sorted(files.items()) if path.endswith(".md"))
    assert "eins\n\nzwei" in text and "drei" in text and "weg" not in text


def test_a_style_that_is_based_on_itself() -> None:
    style = '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="a"/><w:basedOn w:val="a"/></w:style>'
    styles = f"<w:styles {W}>{style}</w:styles>"
    files, _ = tried(docx(paragraph("Text.", "a"), parts={"word/styles.xml": styles}))
    assert files is not None


HOSTILE_TOML = {
    "digits": "a = " + "1" * 5000,
    "parts": ".".join("a" * 60_000) + " = 1",  # tomllib takes quadratic time
    "depth": "a = " + "[" * 5000,
}


@pytest.mark.parametrize(
    "text",
    ["[paragraphs", "[tables]\nx = 'y'", "[paragraphs]\n'Zitat' = 'quotation'", *HOSTILE_TOML.values()],
    ids=["broken", "table", "role", *HOSTILE_TOML],
)
def test_a_broken_map_of_styles(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "buch.docx").write_bytes(docx(paragraph("Text.")))
    (tmp_path / "import.toml").write_text(text)
    arguments = ["import", str(tmp_path / "buch.docx"), "--map", str(tmp_path / "import.toml")]
    assert main([*arguments, "--dir", str(tmp_path / "neu")]) == 1
    said = capsys.readouterr().err
    assert ("[stylemap.role]" if "Zitat" in text else "[stylemap.syntax]") in said and "import.toml" in said


@pytest.mark.parametrize("settings", HOSTILE_TOML.values(), ids=HOSTILE_TOML)
def test_an_mdbook_whose_settings_cannot_be_read(settings: str) -> None:
    files = {"book.toml": settings, "src/SUMMARY.md": "- [Eins](eins.md)\n", "src/eins.md": "# Eins\n\nA\n"}
    imported(folder(files))


def test_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(paragraph("Text.")))
    for more in (["--accept", "--reject"], ["--from", "word"], ["--report", "x.txt"], ["--date", "gestern"]):
        assert main(["import", str(tmp_path / "a.docx"), "--dir", str(tmp_path / "neu"), *more]) == 2


def test_what_is_said_to_be_another_kind_is_refused() -> None:
    """`--from` overrules what is found, and a file of Word without its text is damaged."""
    for importer in ("docx", "odt", "epub"):
        for data in (archive({"a.txt": "Text."}), b"Text."):
            files, findings = tried(data, importer=importer)
            assert files is None and "error" in [one.severity for one in findings.sorted()], importer
