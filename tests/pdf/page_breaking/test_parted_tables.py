"""A table that is too wide is parted by its columns, or turned by a quarter: every cell is there, once, below its head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from bookbuilder import api
from bookbuilder.diagnostics import Diagnostic
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.read.layout_findings import layout_findings
from bookbuilder.formats.pdf.line_breaking.column_parts import column_parts
from bookbuilder.open_pdf import open_pdf
from tests.cases import book
from tests.pdf.line_breaking.typeset_paragraphs import Typesetter

WORDS = {
    "de": [
        "Haushalt",
        "Hilfe",
        "Grenze",
        "Zusage",
        "Bericht",
        "Verwaltung",
        "Waffenstillstand",
        "rund",
        "Kyjiw",
    ],
    "ar": ["الميزانية", "مساعدة", "حدود", "تقرير", "إدارة", "هدنة", "حوالي", "لجنة"],
}
FAULTS = {"page.overprint", "text.cut", "word.torn", "heading.stranded"}
LOOSE = "@page {{ size: {width}px 560px !important; margin: 40px !important }} body {{ width: auto; direction: {way} }}"


# -- where a table is parted -------------------------------------------------------------------------------------------


@settings(max_examples=400)
@given(
    widths=st.lists(st.integers(1, 100), min_size=2, max_size=14),
    crossed=st.sets(st.integers(1, 13), max_size=8),
    room=st.integers(20, 500),
)
def test_columns_are_parted_evenly_and_nowhere_inside_a_span(
    widths: list[int], crossed: set[int], room: int
) -> None:
    edges = [edge for edge in range(1, len(widths)) if edge not in crossed]
    found = column_parts(widths, edges, room)
    if found is None:
        assert sum(widths) <= room or len(edges) < 2 or widths[0] * 2 > room or crossed
        return
    repeated, begins = found
    assert repeated == edges[0]
    assert set(begins) <= set(edges[1:])
    bounds = [repeated, *begins, len(widths)]
    assert bounds == sorted(set(bounds))
    left = max(room - sum(widths[:repeated]), room / 2)
    for begin, end in pairwise(bounds):
        inside = [edge for edge in edges if begin < edge < end]
        assert not inside or sum(widths[begin:end]) <= left


# -- parted tables that are laid out -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell on a page: its element, its text, its column, how many it spans, and whether it is repeated."""

    element: Any
    text: str
    column: int
    span: int
    repeated: bool


def pieces(document: Any) -> Iterator[tuple[int, int, int, list[list[Piece]]]]:
    """Yield for each table on a page the page, the part, the number of its columns, and its rows with their cells."""
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            if isinstance(box, boxes.TableBox):
                rows = [
                    [_piece(cell) for cell in row.children]
                    for group in box.children
                    for row in group.children
                ]
                yield number, marks(box).part, len(box.column_widths), rows


def _piece(cell: Any) -> Piece:
    text = " ".join(one.text for one in cell.descendants() if isinstance(one, boxes.TextBox))
    return Piece(cell.element, text, cell.grid_x, cell.colspan, marks(cell).repeated)


@dataclass(frozen=True, slots=True)
class Sample:
    """A table to be parted: its HTML, the numbers of its columns, of the rows of its body and of all cells, whether it has a
    head, and its language."""

    html: str
    columns: int
    rows: int
    cells: int
    head: bool
    language: str


@st.composite
def spans_of_a_row(draw: st.DrawFn, columns: int) -> list[int]:
    """Return how many columns each cell of a row spans: mostly one, now and then two, seldom all."""
    if draw(st.integers(0, 9)) == 0:
        return [columns]
    spans = [1]
    while sum(spans) < columns:
        spans.append(draw(st.sampled_from([1, 1, 1, 2])) if sum(spans) + 2 <= columns else 1)
    return spans


@st.composite
def samples(draw: st.DrawFn, most_rows: int = 30) -> Sample:
    """Return a table that asks to be parted."""
    columns, rows = draw(st.integers(3, 14)), draw(st.integers(3, most_rows))
    language, head = draw(st.sampled_from(sorted(WORDS))), draw(st.booleans())
    words, seed = WORDS[language], draw(st.integers(0, 99))
    spanned = draw(st.integers(0, 2)) == 0
    body = []
    for row in range(rows):
        spans = draw(spans_of_a_row(columns)) if spanned else [1] * columns
        texts = [f"{words[(seed + row * 7 + at * 3) % len(words)]} {row}.{at}" for at in range(len(spans))]
        cells = zip(texts, spans, strict=True)
        body.append("<tr>" + "".join(f'<td colspan="{span}">{text}</td>' for text, span in cells) + "</tr>")
    heads = "".join(f"<th>{words[at % len(words)]}</th>" for at in range(columns))
    again = f'<tr class="continued" aria-hidden="true"><th colspan="{columns}"><div>{AGAIN}</div></th></tr>'
    above = f"<thead>{again}<tr>{heads}</tr></thead>" if head else ""
    html = f"<table>{above}<tbody>{''.join(body)}</tbody></table>"
    html = f'<div class="table long" data-split="columns">{html}</div>'
    return Sample(html, columns, rows, html.count("<td ") + columns * head, head, language)


AGAIN = "Fortsetzung"


@pytest.mark.heavy
@settings(max_examples=16)
@given(sample=samples(), width=st.sampled_from([300, 380, 520]))
def test_every_cell_is_there_once_below_its_head(press: Typesetter, sample: Sample, width: int) -> None:
    css = LOOSE.format(width=width, way="rtl" if sample.language == "ar" else "ltr")
    document = press.pages(f"<p>Davor.</p>{sample.html}<p>Danach.</p>", css, lang=sample.language)
    parts: dict[int, list[list[Piece]]] = {}
    for _, part, columns, rows in pieces(document):
        parts.setdefault(part, []).extend(rows)
        assert all(sum(cell.span for cell in row) == columns for row in rows)
    event(f"{len(parts)} parts")
    own: Counter[Any] = Counter()
    for part, rows in sorted(parts.items()):
        body = [row for row in rows if row[0].element.tag == "td"]
        assert len(body) == sample.rows
        # Rows keep their order, and each begins with its first cell.
        assert [_row_number(row) for row in body] == list(range(sample.rows))
        assert all(row[0].text.endswith(".0") for row in body)
        assert all(row[0].repeated == bool(part) for row in body)
        own.update(cell.element for row in body for cell in row if not cell.repeated)
        heads = [row for row in rows if row[0].element.tag == "th" and "colspan" not in row[0].element.attrib]
        if sample.head:
            assert heads and all(row[0].repeated == bool(part) for row in heads if len(row) > 1)
        own.update({cell.element for row in heads for cell in row if not cell.repeated})
    assert set(own.values()) == {1}
    assert len(own) == sample.cells
    assert not [one for one in layout_findings(document) if one.code in FAULTS]


def _row_number(row: list[Piece]) -> int:
    return int(row[0].text.split()[-1].split(".")[0])


# -- what becomes of tables without their author's word ----------------------------------------------------------------

LONG_WORDS = ["Sicherheitsrat", "Verwaltung", "Ausschuss", "Zusage", "Waffenstillstand", "Bericht"]


def built(
    tmp_path: Path,
    columns: int,
    rows: int,
    options: str = "",
    caption: str = "Tafel.",
    jobs: int = 1,
) -> list[Diagnostic]:
    """Build a book with a wide table in its directive; without a caption, without one. Return what is told of tables."""
    names = [f"{LONG_WORDS[at % len(LONG_WORDS)]} {at}" for at in range(columns)]
    lines = ["|" + "|".join(f" {word} " for word in names) + "|", "|" + "---|" * columns]
    for row in range(rows):
        cells = (f" {LONG_WORDS[(row + at) % len(LONG_WORDS)]} {row}.{at} " for at in range(columns))
        lines.append("|" + "|".join(cells) + "|")
    table = "\n".join(lines)
    if caption:
        table = f"::: table {{#t {options}}}\n{table}\n\n{caption}\n:::"
    end = "Schluss, siehe [](#t)." if caption else "Schluss."
    chapter = f"# A\n\nWort.\n\n{table}\n\n{end}\n"
    root = book.write(tmp_path, {"chapters/de/01-a.md": chapter}, editions=book.PRINT)
    result = api.build(root, jobs=jobs)
    assert result.files
    return [
        one for one in result.diagnostics if one.code.startswith(("table.", "text.", "page.over", "line."))
    ]


def words_of(tmp_path: Path) -> Counter[str]:
    """Return the words of the PDF, and how often each stands there."""
    (path,) = tmp_path.glob("output/*.pdf")
    with open_pdf(path.read_bytes()) as pdf:
        return Counter(word for page in pdf for word in page.get_textpage().get_text_range().split())


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("columns", "rows", "options", "caption", "told"),
    [
        (6, 3, "", "Tafel.", []),
        (12, 3, "", "Tafel.", ["table.turned"]),
        (12, 3, "rotate=yes", "Tafel.", []),
        (12, 3, "rotate=no", "Tafel.", ["table.parted"]),
        (12, 3, "split=columns", "Tafel.", []),
        (12, 3, "float=top", "Tafel.", ["table.parted"]),
        (12, 3, "", "", ["table.parted"]),
        (12, 30, "", "Tafel.", ["table.parted"]),
        (24, 3, "", "Tafel.", ["table.parted"]),
        (12, 30, "rotate=no", "Tafel.", ["table.parted"]),
    ],
)
def test_what_has_no_room_is_turned_or_parted_and_told(
    columns: int, rows: int, options: str, caption: str, told: list[str], tmp_path: Path
) -> None:
    found = [one for one in built(tmp_path, columns, rows, options, caption) if one.code != "table.smaller"]
    assert [one.code for one in found] == told
    assert all((one.span.path, one.area is not None) == ("chapters/de/01-a.md", True) for one in found)
    words = words_of(tmp_path)
    for row in range(rows):
        assert all(words[f"{row}.{at}"] == 1 for at in range(1, columns))


@pytest.mark.heavy
def test_what_its_author_keeps_as_it_is_is_told(tmp_path: Path) -> None:
    found = built(tmp_path, 13, 3, "rotate=no split=no")
    assert "table.smaller" in {one.code for one in found}
    assert not {one.code for one in found} & {"table.turned", "table.parted"}


@pytest.mark.heavy
def test_a_parted_table_is_the_same_with_any_number_of_processes(tmp_path: Path) -> None:
    written = []
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        built(folder, 12, 9, jobs=jobs)
        (path,) = folder.glob("output/*.pdf")
        written.append(path.read_bytes())
    assert written[0] == written[1]
