"""A table that is turned by a quarter, and longer than a page is wide, goes on on the next page, with its head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from bookbuilder import api
from bookbuilder.formats.pdf.compile.job import Task
from bookbuilder.formats.pdf.engine.read.layout_findings import layout_findings
from bookbuilder.open_pdf import open_pdf
from bookbuilder.validators.pdf_text import pdf_text
from tests.cases import book
from tests.pdf.line_breaking.typeset_paragraphs import Typesetter, dossier_typesetter
from tests.pdf.page_breaking.test_repeated_rows import FAULTS, Ledger, ledgers, said_on

TURNED = """
@page {{ size: {width}px {height}px !important; margin: 40px !important }}
body {{ width: auto; direction: {way} }}
div.table.turned {{ height: {high}px }}
div.table.turned table, div.table.turned > div {{ width: {high}px }}
div.table.turned > table, div.table.turned > div {{ transform: translate(0, {high}px) rotate(-90deg) }}
"""
NOTES = '<div class="table-notes"><p>a Eine Anmerkung unter der Tafel.</p></div>'
SOURCE = 'data-float="page" data-source="a.md:1:1"'


@pytest.fixture(scope="module", params=[(), ("page_plan",)], ids=["planned", "unplanned"])
def press(request: pytest.FixtureRequest, task: Task) -> Iterator[Typesetter]:
    with dossier_typesetter(task, request.param) as typesetter:
        yield typesetter


def tables(page: Any) -> list[Any]:
    return [box for box in page._page_box.descendants() if isinstance(box, boxes.TableBox)]


def words_of(page: Any) -> list[str]:
    return [box.text for box in page._page_box.descendants() if isinstance(box, boxes.TextBox)]


@pytest.mark.heavy
@settings(max_examples=14)
@given(
    ledger=ledgers(),
    before=st.integers(0, 25),
    size=st.sampled_from([(340, 500), (460, 640), (700, 420)]),
    rtl=st.booleans(),
    notes=st.booleans(),
)
def test_its_rows_are_there_once_and_have_room(
    request: pytest.FixtureRequest, press: Typesetter, ledger: Ledger, before: int, size: tuple[int, int], rtl: bool,
    notes: bool,
) -> None:  # fmt: skip
    # Without a plan, WeasyPrint takes rows back to the page of the notes when their sum is said.
    notes = notes and "unplanned" not in request.node.name
    width, height = size
    # As in the theme, two lines would have room beside it.
    css = TURNED.format(width=width, height=height, high=height - 120, way="rtl" if rtl else "ltr")
    text = "".join(f"<p>Satz {number} vor der Tafel.</p>" for number in range(before))
    html = ledger.html.replace('class="table long"', f'class="table long turned" {SOURCE}')
    html = html.removesuffix("</div>") + (NOTES if notes else "") + "</div>"
    document = press.pages(f"{text}{html}<p>Danach.</p>", css)
    found = [(page, said_on(page)) for page in document.pages if tables(page)]
    event(f"on {min(len(found), 5)} pages")
    begins = 0
    for number, (page, (head, group, foot, count)) in enumerate(found):
        ends = begins + count
        assert count
        assert head == (f"Übertrag S{ledger.sums[begins - 1]}" if number else "")
        assert group == (ledger.group(begins) if number else "")
        assert foot == (f"Übertrag S{ledger.sums[ends - 1]}" if number < len(found) - 1 else "")
        (table,) = tables(page)
        assert not any(word.startswith("Satz") for word in words_of(page)), "a page of its own"
        assert table.border_height() <= width - 80 + 0.5 or count == 1
        begins = ends
    assert begins == len(ledger.rows)
    words = [word for page in document.pages for word in words_of(page)]
    assert words.count("Danach.") == 1
    assert [word for word in words if word.startswith("Satz ")] == [
        f"Satz {number} vor der Tafel." for number in range(before)
    ]
    faults = FAULTS | {"figure.place"}
    assert not [one for one in layout_findings(document) if one.code in faults]


WORDS = {
    "de": ["Sicherheitsrat", "Verwaltung", "Ausschuss", "Zusage", "Waffenstillstand"],
    "ar": ["الميزانية", "مساعدة", "حدود", "تقرير", "إدارة"],
}


def chapter(language: str, rows: int, columns: int = 9, options: str = "rotate=yes") -> str:
    words = WORDS[language]
    lines = ["|" + "|".join(f" {words[at % 5]} " for at in range(columns)) + "|", "|" + "---|" * columns]
    for row in range(rows):
        cells = [f" {words[(row + at) % 5]} {row}.{at} " for at in range(1, columns)]
        lines.append("|".join(["", f" {row}x ", *cells, ""]))
    table = "::: table {#t " + options + "}\n" + "\n".join(lines) + "\n\nTafel.\n:::"
    text = "\n\n".join(" ".join(words * 9) + "." for _ in range(9))
    return f"# A\n\n{text}\n\n{table}\n\n{text}\n\nSiehe [](#t).\n"


def built(folder: Path, text: str, language: str = "de") -> tuple[bytes, list[str]]:
    """Return the PDF of a book, and the codes of what is told of its pages."""
    root = book.write(folder, {f"chapters/{language}/01-a.md": text}, editions=book.PRINT)
    result = api.build(root, jobs=1)
    (pdf,) = (file for file in result.files if file.suffix == ".pdf")
    about = ("page.over", "text.", "line.cut", "table.", "figure.")
    return pdf.read_bytes(), [one.code for one in result.diagnostics if one.code.startswith(about)]


def words(pdf: bytes) -> str:
    with open_pdf(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.heavy
@pytest.mark.parametrize("language", sorted(WORDS))
def test_its_pages_follow_one_another_and_it_is_read_as_one_table(language: str, tmp_path: Path) -> None:
    pdf, codes = built(tmp_path, chapter(language, 40), language)
    assert codes == []
    found = [run for run in pdf_text(pdf).pieces if re.fullmatch(r"\d+x\s*", run.text)]
    assert [run.text.strip() for run in found] == [f"{row}x" for row in range(40)]
    assert len({run.path[:-3] for run in found}) == 1
    again = {"de": "(Fortsetzung)", "ar": "(تابع)"}[language]
    assert words(pdf).count(again) == len({run.page for run in found}) - 1 > 2


@pytest.mark.heavy
def test_a_short_table_that_is_parted_says_so(tmp_path: Path) -> None:
    pdf, codes = built(tmp_path, chapter("de", 3, columns=12, options="rotate=no"))
    assert codes == ["table.parted", "table.smaller"] or codes == ["table.parted"]
    assert words(pdf).count("Tabelle\xa01 (Fortsetzung)") == 3
