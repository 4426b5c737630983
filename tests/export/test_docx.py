"""What is in an exported file of Word: each thing that an editor goes on working with."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from bookbuilder.document.normalize_letters import letters
from bookbuilder.formats.book import Book
from bookbuilder.validators.compare_shown_text import differences
from bookbuilder.validators.expected_text import expected_pieces
from tests.cases import book as cases
from tests.export.exported import W, Word, charts_as_data, export, export_once, margins_as_notes, read_book


@pytest.fixture(scope="module")
def word(everything: Book) -> Word:
    return Word(export_once(everything, "docx")[""])


@pytest.mark.heavy
def test_the_same_book_gives_the_same_bytes(everything: Book, word: Word) -> None:
    again, findings = export(everything, "docx")
    assert again[""] == word.data
    assert [str(one) for one in findings.sorted() if one.code.startswith("proof")] == [
        "proof.toml:38: warning: the words of the note comment-9 are no longer in chapters/de/03-chronik.md [proof.place]"
    ]
    assert b"data:image" not in word.parts["word/document.xml"]


def test_it_keeps_to_the_schemas(word: Word, tmp_path: Path) -> None:
    """Those of the Open XML SDK, with the references between the parts."""
    place = tmp_path / "book.docx"
    place.write_bytes(word.data)
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(place)
    assert [str(one) for one in result.errors] == []


def test_every_word_is_there_once_and_in_its_place(everything: Book, word: Word) -> None:
    chapters = everything.document.chapters
    assert len(word.chapters) == len(chapters)
    for chapter, shown in zip(chapters, word.chapters, strict=True):
        pieces = expected_pieces(charts_as_data(chapter), in_print=True)
        assert list(differences(pieces, letters(shown))) == [], chapter.id


def test_it_says_what_book_it_is(word: Word) -> None:
    core = "".join(word.xml("docProps/core.xml").itertext())
    assert "Alles & noch etwas" in core and "Erika Mustermann; Jean-Luc O’Brien-Łukasiewicz" in core
    assert "de-DE" in core
    dates = re.findall(r">(\d{4}-\d\d-\d\dT[^<]+)<", word.parts["docProps/core.xml"].decode())
    assert dates == ["2022-01-24T00:00:00Z"] * 2
    (default,) = word.xml("word/styles.xml").findall(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert default.get(f"{W}val") == "de-DE"


def test_no_level_of_headings_is_left_out(word: Word) -> None:
    levels = [
        int(match[1]) for one in word.paragraphs() if (match := re.fullmatch(r"Heading(\d)", word.style(one)))
    ]
    assert levels[0] == 1 and len(levels) > 5
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_word_counts_the_chapters_that_have_a_number(word: Word) -> None:
    numbering = word.xml("word/numbering.xml")
    texts = {}
    for one in numbering.iter(f"{W}num"):
        abstract = one.find(f"{W}abstractNumId").get(f"{W}val")
        for definition in numbering.iter(f"{W}abstractNum"):
            if definition.get(f"{W}abstractNumId") == abstract:
                texts[one.get(f"{W}numId")] = definition.find(f".//{W}lvlText").get(f"{W}val")
    found = {
        word.text(one): texts.get(number.get(f"{W}val"), "")
        for one in word.paragraphs("Heading1")
        if (number := one.find(f"{W}pPr/{W}numPr/{W}numId")) is not None
    }
    assert found["Die Blöcke"].strip() == "Kapitel %1"
    assert found.get("Impressum", "") == found.get("Register", "") == ""


def test_notes_are_footnotes(everything: Book, word: Word) -> None:
    calls = [one.get(f"{W}id") for one in word.document.iter(f"{W}footnoteReference")]
    notes = {one.get(f"{W}id"): word.text(one).strip() for one in word.xml("word/footnotes.xml")}
    assert (
        len(calls)
        == len(set(calls))
        == sum(len(margins_as_notes(chapter).notes) for chapter in everything.document.chapters)
    )
    assert notes[calls[1]] == "A note in English, with a link. Und weiter auf Deutsch."


def test_references_are_fields_that_lead_to_bookmarks(word: Word) -> None:
    fields = [one for one in word.instructions if one.startswith(("REF", "PAGEREF", "NOTEREF"))]
    assert {one.split()[0] for one in fields} >= {"REF", "PAGEREF"}
    assert "REF b_02_bloecke \\r \\h" in fields
    targets = [one.split()[1] for one in fields]
    targets += [one.get(f"{W}anchor") for one in word.document.iter(f"{W}hyperlink") if one.get(f"{W}anchor")]
    assert set(targets) <= set(word.bookmarks)
    assert len(word.bookmarks) == len(set(word.bookmarks))
    assert not [name for name in word.bookmarks if name.startswith("bb")]
    numbers = [one.get(f"{W}id") for one in word.document.iter(f"{W}bookmarkStart")]
    assert len(numbers) == len(set(numbers))


def test_a_bookmark_holds_what_its_reference_prints(word: Word) -> None:
    """Word prints the content of the bookmark as soon as somebody updates the fields."""
    text = ""
    open_: dict[str, tuple[str, int]] = {}
    held: dict[str, str] = {}
    for one in word.document.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}t"):
        if one.tag == f"{W}t":
            text += one.text or ""
        elif one.tag == f"{W}bookmarkStart":
            open_[one.get(f"{W}id")] = (one.get(f"{W}name"), len(text))
        else:
            name, start = open_.pop(one.get(f"{W}id"))
            held[name] = text[start:]
    assert held["tafel"] == "Tabelle 1" and held["bild"] == "Abbildung 2"
    assert held["ueberschrift"] == "Eine Überschrift mit code, Schräge und Link"


def test_captions_are_counted_by_word(word: Word) -> None:
    captions = [
        word.text(one) for style in ("ImageCaption", "TableCaption") for one in word.paragraphs(style)
    ]
    assert "Tabelle 1 Eine Tafel mit Schräge und Link." in captions
    assert {"SEQ Abbildung \\* ARABIC", "SEQ Tabelle \\* ARABIC"} <= set(word.instructions)


def test_index_entries_and_indexes(word: Word) -> None:
    assert 'XE "Babbage, Charles:Maschinen"' in word.instructions
    assert 'XE "London" \\f "places"' in word.instructions
    assert [one for one in word.instructions if one.startswith("INDEX")] == [
        'INDEX \\h "A" \\c "2"', 'INDEX \\h "A" \\c "2" \\f "places"',
    ]  # fmt: skip
    kinds = [one.get(f"{W}fldCharType") for one in word.document.iter(f"{W}fldChar")]
    assert kinds.count("begin") == kinds.count("end")


def test_tables_repeat_their_heads_join_cells_and_are_described(word: Word) -> None:
    table = next(
        one for one in word.document.iter(f"{W}tbl") if "Gespräche in vielen Orten" in word.text(one)
    )
    rows = table.findall(f"{W}tr")
    assert [one.find(f"{W}trPr/{W}tblHeader") is not None for one in rows][:3] == [True, True, False]
    assert {one.get(f"{W}val") for one in table.iter(f"{W}gridSpan")} >= {"2", "3"}
    assert {one.get(f"{W}val") for one in table.iter(f"{W}vMerge")} == {"restart", "continue"}
    described = table.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val")
    assert described.startswith("Die Tafel ordnet Gespräche nach Tagen:")


def test_pictures_have_alternative_texts(word: Word) -> None:
    texts = [one.get("descr") for one in word.document.iter("{*}docPr")]
    assert len(texts) == 10 and all(texts)
    assert (
        "Drei Orte, durch Linien verbunden Die lange Beschreibung mit einer Liste: erstens zweitens" in texts
    )
    assert texts == [one.get("descr") for one in word.document.iter("{*}cNvPr")]


def test_words_in_another_language_say_which(word: Word) -> None:
    languages: dict[str, str] = {}
    for run in word.document.iter(f"{W}r"):
        if (lang := run.find(f"{W}rPr/{W}lang")) is not None:
            languages[lang.get(f"{W}val")] = languages.get(lang.get(f"{W}val"), "") + word.text(run)
    assert "Ένα σύνολο λέξεων" in languages["el"]
    assert "A paragraph in English, with emphasis" in languages["en"] and "auf Englisch" in languages["en"]


def test_open_notes_are_comments_and_tracked_changes(word: Word) -> None:
    comments = {one.get(f"{W}id"): one for one in word.xml("word/comments.xml")}
    assert {key: one.get(f"{W}author") for key, one in comments.items()} == {
        "7": "Eva Beispiel", "8": "Max", "9": "",
    }  # fmt: skip
    assert [word.text(one) for one in comments["7"]] == ["Stimmt das?", "Und wenn ja, woher?"]
    paragraph = next(
        one for one in word.paragraphs() if word.text(one) == "Ein zweiter Absatz der Erklärung."
    )
    kinds = [one.tag.removeprefix(W) for one in paragraph if "omment" in one.tag]
    assert kinds == ["commentRangeStart"] * 2 + ["commentRangeEnd"] * 2
    answers = word.xml("word/commentsExtended.xml")
    done = [{key.rpartition("}")[2]: value for key, value in one.attrib.items()} for one in answers]
    assert [one["done"] for one in done] == ["0", "1", "0"]
    assert done[1]["paraIdParent"] == done[0]["paraId"]
    (inserted,), (deleted,) = word.document.iter(f"{W}ins"), word.document.iter(f"{W}del")
    assert word.text(inserted) == "nochmals" and inserted.get(f"{W}date") == "2024-02-04T08:00:00Z"
    assert "".join(deleted.itertext()) == "hier "


def test_boxes_and_lines_below_titles_have_styles_of_their_own(word: Word) -> None:
    assert [word.text(one) for one in word.paragraphs("Summary")] == [
        "Alles, was in einer Zeile stehen kann, steht hier in dem, was darum herum stehen kann."
    ]
    assert [word.text(one) for one in word.paragraphs("AsideTitle")] == [
        *(
            "Ein Kasten mit Schräge",
            "Kasten mit Wahl",
            "Ein Kasten",
            "Kasten aus der Datei",
            "Zahlen im Kasten",
        ),
    ]
    assert [word.text(one) for one in word.paragraphs("Aside")] == [
        "Worte im Kasten, mit Anmerkung.", "eine Liste", "im Kasten", "Im Kasten.", "Mit einer Formel .",
        "In einem Kasten:", "Abbildung 9 Nur eine Zahl.", "Text danach.",
    ]  # fmt: skip
    defined = {one.get(f"{W}styleId") for one in word.xml("word/styles.xml").iter(f"{W}style")}
    used = {one.get(f"{W}val") for one in word.document.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    assert used <= defined


ARABIC = Path(__file__).parents[1] / "books" / "ar"


def test_what_word_would_count_otherwise_is_text(tmp_path: Path) -> None:
    """Word has Latin digits where the book has others, and would count the chapters of two languages together."""
    shutil.copytree(ARABIC, tmp_path / "ar")
    book = read_book(tmp_path / "ar", "ar")
    word = Word(export(book, "docx")[0][""])
    assert not [one for one in word.instructions if one.startswith("SEQ") or "\\r" in one]
    titles = [word.text(one) for one in word.paragraphs("Heading1")]
    assert [one for one in titles if one.startswith("الفصل ٢")]
    assert all(one.find(f"{W}bidiVisual") is not None for one in word.document.iter(f"{W}tblPr"))
    for chapter, shown in zip(book.document.chapters, word.chapters, strict=True):
        assert (
            list(differences(expected_pieces(charts_as_data(chapter), in_print=True), letters(shown))) == []
        ), chapter.id


def test_a_bilingual_edition_has_both_languages(tmp_path: Path) -> None:
    files = {
        "chapters/de/01-a.md": "---\ntitle: Eins\nnumbered: true\n---\n\n## Abschnitt\n\nWorte[^a].\n\n[^a]: Note.\n",
        "chapters/en/01-a.md": "---\ntitle: One\nnumbered: true\n---\n\n## Section\n\nWords[^a].\n\n[^a]: A note.\n",
    }
    tables = '[editions.both]\nformat = "pdf"\nlocales = ["de", "en"]\n'
    cases.write(tmp_path, files, editions=tables)
    word = Word(export(read_book(tmp_path, "de", "both"), "docx")[0][""])
    (_, shown) = word.chapters[0], "|".join(word.text(one) for one in word.paragraphs())
    assert "Kapitel 1\u2003Eins|Chapter 1\u2003One|Abschnitt|Section|Worte.|Words." in shown
    notes = [word.text(one).strip() for one in word.xml("word/footnotes.xml")]
    assert notes[-2:] == ["Note.", "A note."]
    english = [one for one in word.document.iter(f"{W}lang") if one.get(f"{W}val", "").startswith("en")]
    assert len(english) >= 3
