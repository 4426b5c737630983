"""The book with every construct in awkward combinations: all gates pass on it, and the second check asks nobody again."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bookbuilder import api
from bookbuilder.validators import find_tools
from bookbuilder.world import ProcessResult, World
from tests.cases import book
from tests.pdf.test_structure import outline

HERE = Path(__file__).parent
ON_PHONES = {("01-fuegungen.md", 48, "screen.torn")}
"""What no small screen has room for, and is told: a word of 260 letters that no rule of the language divides."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("everything") / "book"
    shutil.copytree(HERE / "everything", place)
    return place


@pytest.mark.heavy
def test_all_gates_pass(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One JVM and one browser judge everything."""
    started, run = [], find_tools.run_tool

    def counted(world: World, command: Sequence[str | Path], **options: Any) -> ProcessResult:
        started.append(Path(command[0]).name)
        return run(world, command, **options)

    monkeypatch.setattr(find_tools, "run_tool", counted)
    result = api.check(root, jobs=1, validators=True)
    assert sorted(started) == sorted([Path(sys.executable).name, "node"])
    found = {(Path(one.span.path).name, one.span.line, one.code) for one in result.diagnostics}
    quiet = (*book.FULLNESS, "formula.unspoken", "margin.room")
    assert {one for one in found if one[2] not in quiet} == ON_PHONES
    assert all(one.ran for one in result.verdicts)
    assert {one.validator for one in result.verdicts} == {
        *("Ace by DAISY", "EPUBCheck", "Nu Html Checker", "qpdf", "veraPDF", "bookbuilder words", "axe"),
        *("bookbuilder package", "bookbuilder tags", "Chromium"),
    }
    again = api.check(root, jobs=1, validators=True)
    assert [one.validator for one in again.verdicts if not one.cached] == []
    assert again.report == result.report


@pytest.mark.heavy
def test_a_list_that_begins_with_seven_does_so_in_print(root: Path) -> None:
    (pdf,) = api.build(root, editions=["pdf"], jobs=1).files
    text = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "7. Eine Liste, die bei sieben beginnt" in text
    assert "8. und einem zweiten Punkt" in text


STRUCTURE = (
    # a list in a list, with a note
    "L /ListNumbering=/Disc(LI(Lbl(–) LBody(Eine enge Liste)) LI(Lbl(–) LBody(mit Schräge und einer Anmerkung",
    " Reference(Lbl(1)) Note(Lbl(1) Aus einer Liste.) L /ListNumbering=/Decimal(LI(Lbl(1.) LBody(geordnet darin))",
    # quotations in quotations, with a note and a list
    "BlockQuote(P(Ein Zitat, erste Stufe.) BlockQuote(P(Ein Zitat im Zitat, mit Link(@ Link) Reference(Lbl(2)) Note(",
    "Note(Lbl(3) Aus dem zweiten Zitat.) .) BlockQuote(P(Und noch eines darin.) L /ListNumbering=/Disc(LI(",
    # the figures of a cell, with abbreviations
    "TD(200 Span /E=Millionen(Mio.) Dollar (rund 176 Span /E=Millionen(Mio.) Euro))",
    # cells over rows and columns, notes in the head, and words for all of it
    "Table /Summary=Die Tafel ordnet Gespräche nach Tagen: Montag gab es drei, zwei davon zusammen acht Stunden lang;",
    " Dienstag keines. Wer sie hört, geht nach Tagen vor.(Caption(Tabelle 2 Zellen über Zeilen und Spalten Reference(",
    "THead(TR(TH /RowSpan=2 /Scope=/Column(Tag Reference(Lbl(8)) Note(Lbl(8) Aus einer Zelle des Kopfes, mit Link(",
    "TH /ColSpan=2 /Scope=/Column(Gespräche in vielen Orten) TH /Scope=/Column(Stunden)) TR(TH /Scope=/Column(vorher)",
    "TR(TH /RowSpan=3 /Scope=/Row(Montag) TD(Kiew) TD(Rada) TD(4)) TR(TD /ColSpan=2(Link(@ Moskau)",
    "Note(Lbl(10) Aus einer hohen Zelle.))) TR(TD(Minsk) TD(Αθήνα)) TR(TH /Scope=/Row(Dienstag) TD /ColSpan=3(nirgends,",
    "TD /ColSpan=2 /RowSpan=2(alles) TD(viel)) TR(TD(mehr)) TR(TH /ColSpan=3 /Scope=/Row(Summe) TD(12))",
    # a table with a list, a figure, paragraphs and a quotation in its cells
    "THead(TR(TH /RowSpan=2 /Scope=/Column(Tag) TH /ColSpan=2 /Scope=/Column(Was geschah)) TR(",
    "TH /Scope=/Row(Montag) TD(L /ListNumbering=/Disc(LI(Lbl(–) LBody(P(Gespräche in Kiew)))",
    "L /ListNumbering=/Decimal(LI(Lbl(1.) LBody(am Morgen Reference(Lbl(12)) Note(Lbl(12) Aus einer Liste in einer Zelle.",
    "TD(Div(Figure /Alt=Zwei Orte(",
    " Caption(Abbildung 1 Ein Bild in einer Zelle. Grafik: Erika Mustermann))))",
    "TH /Scope=/Row(Dienstag) TD /ColSpan=2(P(Ein Absatz mit",
    "P(Ein zweiter Absatz mit 10³ Metern, 1½ Stunden und H₂O.) BlockQuote(P(Ein Zitat.)))",
    # a box with a note, a pull quote and a list in it
    "Div(P(Ein Kasten mit Schräge) P(Worte im Kasten, mit Anmerkung Reference(Lbl(14)) Note(Lbl(14) Aus einem Kasten.) .)",
    " Div(P(Ein Satz, der herausgezogen ist.)) L /ListNumbering=/Disc(LI(Lbl(–) LBody(eine Liste))",
    # a figure with a long description
    "Div(Figure /Alt=Drei Orte, durch Linien verbunden Die lange Beschreibung mit einer Liste: erstens zweitens(",
    " Caption(Abbildung 2 Eine Bildunterschrift mit Schräge , Link(@ Link)",
    # passages in other languages
    "P /Lang=en(A paragraph in English, with emphasis , a Link(",
    "P /Lang=el(Ένα σύνολο λέξεων στα ελληνικά.)",
)


@pytest.mark.heavy
def test_print_is_read_in_its_order_as_what_it_is(root: Path) -> None:
    # Figures that stand further below are read there.
    (pdf,) = api.build(root, editions=["pdf"], jobs=1, without_patches=("page_plan",)).files
    found, at = outline(pdf), 0
    for part in STRUCTURE:
        assert part in found[at:]
        at = found.index(part, at) + len(part)


@pytest.mark.heavy
def test_a_table_is_described_below_it_in_e_books_and_on_the_web(root: Path) -> None:
    files = api.build(root, editions=["epub", "web"], jobs=1).files
    (book,) = (path for path in files if path.name.endswith(".de.epub"))
    with zipfile.ZipFile(book) as archive:
        pages = {"epub": archive.read("EPUB/text/c-02-bloecke.xhtml").decode()}
        package = archive.read("EPUB/content.opf").decode()
    (page,) = (path / "02-bloecke.html" for path in files if path.is_dir())
    pages["web"] = page.read_text(encoding="utf-8")
    for text in pages.values():
        assert '<table aria-details="verbunden-description"' in text
        below = text.partition(
            '</table></div>\n<details id="verbunden-description" class="description below"><summary'
        )[2]
        assert below.partition("<p")[0].rstrip().endswith(">Beschreibung der Tabelle</summary>")
        assert "Die Tafel ordnet" in below[:200]
    assert '"schema:accessibilityFeature">longDescription<' in package
