"""What is in an exported OpenDocument text, and that LibreOffice's schema holds."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openxml_audit import OdfValidator

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.exporters.exporter import ReferenceFile
from bookbuilder.formats.book import Book
from tests.export.exported import export, export_once, wrong_words

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


@pytest.fixture(scope="module")
def odt(everything: Book) -> bytes:
    return export_once(everything, "odt")[""]


@pytest.fixture(scope="module")
def content(odt: bytes) -> Any:
    return _part(odt, "content.xml")


def _part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


@pytest.mark.heavy
def test_the_same_book_gives_the_same_bytes(everything: Book, odt: bytes) -> None:
    assert export(everything, "odt")[0] == {"": odt}
    with zipfile.ZipFile(BytesIO(odt)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    dates = [one.text for one in _part(odt, "meta.xml").iter("{*}creation-date", "{*}date")]
    assert dates == ["2022-01-24T00:00:00Z"] * 2


def test_it_keeps_to_the_schema(odt: bytes, tmp_path: Path) -> None:
    place = tmp_path / "book.odt"
    place.write_bytes(odt)
    result = OdfValidator().validate(place)
    errors = [str(one) for one in result.errors if str(one.severity).lower().endswith("error")]
    # A formula is a folder (OpenDocument 1.3, part 3, 10.4.6.2), which this program seeks among the files.
    assert [one for one in errors if not re.search(r"references 'Formula-\d+' which", one)] == []


def test_every_word_is_there_once_and_in_its_place(everything: Book, content: Any) -> None:
    skipped = (f"{OFFICE}annotation", f"{TEXT}tracked-changes", f"{TEXT}note-citation", "{*}desc", "{*}title")

    def words(element: Any) -> str:
        if (
            not isinstance(element.tag, str)
            or element.tag in skipped
            or element.tag.endswith(("}desc", "}title"))
        ):
            return element.tail or ""
        return (element.text or "") + "".join(map(words, element)) + (element.tail or "")

    assert wrong_words(everything, words(content.find(f"{OFFICE}body")), notes="called") == []


def test_references_lead_to_bookmarks_that_hold_their_words(content: Any) -> None:
    names = [one.get(f"{TEXT}name") for one in content.iter(f"{TEXT}bookmark-start")]
    assert len(names) == len(set(names)) and not [name for name in names if name.startswith("bb")]
    references = {
        (one.get(f"{TEXT}ref-name"), one.get(f"{TEXT}reference-format")): one.text
        for one in content.iter(f"{TEXT}bookmark-ref")
    }
    assert {name for name, _ in references} <= set(names)
    links = {one.get("{http://www.w3.org/1999/xlink}href") for one in content.iter(f"{TEXT}a")}
    assert {one.removeprefix("#") for one in links if one.startswith("#")} <= set(names)
    assert references["id_02-bloecke", "text"] == "Kapitel\u00a02" and references["bild", "page"] == "…"
    text, open_, held = "", {}, {}
    for event, one in etree.iterwalk(content.find(f"{OFFICE}body"), events=("start", "end")):
        if event == "start":
            if one.tag == f"{TEXT}bookmark-start":
                open_[one.get(f"{TEXT}name")] = len(text)
            elif one.tag == f"{TEXT}bookmark-end":
                held[one.get(f"{TEXT}name")] = text[open_.pop(one.get(f"{TEXT}name")) :]
            text += one.text or ""
        else:
            text += one.tail or ""
    assert held["id_02-bloecke"] == "Kapitel 2" and held["tafel"].replace("\u00a0", " ") == "Tabelle 1"


def test_index_marks_and_indexes(content: Any) -> None:
    marks = [dict(one.attrib) for one in content.iter(f"{TEXT}alphabetical-index-mark")]
    assert {f"{TEXT}string-value": "Maschinen", f"{TEXT}key1": "Babbage, Charles"} in marks
    (place,) = content.iter(f"{TEXT}user-index-mark")
    assert place.get(f"{TEXT}string-value") == "London"
    assert len(list(content.iter(f"{TEXT}alphabetical-index", f"{TEXT}user-index"))) == 2


def test_joined_cells_heads_and_descriptions_of_tables(content: Any) -> None:
    table = next(one for one in content.iter(f"{TABLE}table") if "vielen" in "".join(one.itertext()))
    widths = {sum(1 for cell in row if cell.tag.endswith("cell")) for row in table.iter(f"{TABLE}table-row")}
    assert widths == {4}, "each row has all its cells, covered ones as well"
    assert len(table.find(f"{TABLE}table-header-rows")) == 2
    assert table.find(f"{TABLE}desc").text.startswith("Die Tafel ordnet Gespräche")


def test_pictures_have_alternative_texts(content: Any) -> None:
    pictures = [one for one in content.iter("{*}frame") if one.find("{*}image") is not None]
    frames = [one.findtext("{*}desc") for one in pictures]
    assert len(frames) == 11 and all(frames)
    assert (
        "Drei Orte, durch Linien verbunden Die lange Beschreibung mit einer Liste: erstens zweitens" in frames
    )


def test_open_notes_are_annotations_and_changes(content: Any) -> None:
    annotations = {
        one.get(f"{OFFICE}name"): "|".join(one.itertext()) for one in content.iter(f"{OFFICE}annotation")
    }
    assert annotations["7"] == "Eva Beispiel|2024-02-03T10:00:00|Stimmt das?|Und wenn ja, woher?"
    assert (
        set(annotations)
        == {"7", "8", "9"}
        == {one.get(f"{OFFICE}name") for one in content.iter(f"{OFFICE}annotation-end")}
    )
    regions = [one[0].tag for one in content.iter(f"{TEXT}changed-region")]
    assert regions == [f"{TEXT}insertion", f"{TEXT}deletion"]


def test_names_of_styles_are_encoded_and_defined(odt: bytes, content: Any) -> None:
    names = {
        value
        for root in (_part(odt, "styles.xml"), content)
        for one in root.iter("{*}style", "{*}list-style")
        for key, value in one.attrib.items()
        if key.endswith("}name")
    }
    used = {
        one.get(f"{TEXT}style-name")
        for one in content.iter(f"{TEXT}p", f"{TEXT}h", f"{TEXT}span", f"{TEXT}list")
    } - {None}
    assert {"Aside", "Aside_20_Title", "Summary", "Chapter_20_Number"} <= used <= names
    assert not [name for name in used if " " in name]


def test_a_house_has_its_own_styles(everything: Book, odt: bytes) -> None:
    """A reference file lends its styles; here it is an export whose boxes somebody has made green."""
    with zipfile.ZipFile(BytesIO(odt)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["styles.xml"] = parts["styles.xml"].replace(b"#b0b0b0", b"#00ff00")
    house = BytesIO()
    with zipfile.ZipFile(house, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    files, _ = export(everything, "odt", reference=ReferenceFile("haus.odt", house.getvalue()))
    (aside,) = [
        one
        for one in _part(files[""], "styles.xml").iter("{*}style")
        if "Aside" in one.attrib.values() and one.find("{*}paragraph-properties") is not None
    ]
    assert b"#00ff00" in etree.tostring(aside)
    with pytest.raises(BookbuilderError, match=r"haus\.docx is no file of LibreOffice"):
        export(everything, "odt", reference=ReferenceFile("haus.docx", b"PK"))
