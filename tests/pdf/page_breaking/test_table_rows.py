"""A table is parted between its rows: its head is repeated, no row stands alone, and pages are full."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from bookbuilder import api
from bookbuilder.diagnostics import Diagnostic
from bookbuilder.formats.pdf.engine.read.layout_findings import layout_findings
from tests.cases import book
from tests.pdf.line_breaking.typeset_paragraphs import Typesetter

WORDS = [
    *("Haushalt", "Hilfe", "Grenze", "Zusage", "Bericht", "Verwaltung", "Waffenstillstand", "rund", "knapp"),
    *("Kyjiw", "Ausschuss"),
]
LOOSE = "@page {{ size: {width}px {height}px !important; margin: 40px !important }} body {{ width: auto }}"
AROUND = [
    *("{}", "<ul><li><p>Punkt.</p>{}</li></ul>", '<aside class="box aside"><p>Kasten.</p>{}</aside>'),
    "<blockquote><p>Zitat.</p>{}</blockquote>",
]
FAULTS = {"page.overprint", "text.cut", "word.torn", "heading.stranded"}


def cell(seed: int, most: int) -> str:
    """Return some words."""
    return " ".join(WORDS[(seed * 7 + at * 3) % len(WORDS)] for at in range(1 + seed % most))


def table(rows: int, columns: int, most: int, *, head: bool, caption: bool) -> str:
    """Return a table whose rows begin with their numbers."""
    cells = "".join(f"<th>{WORDS[at]}</th>" for at in range(columns))
    continued = (
        f'<tr class="continued" aria-hidden="true"><th colspan="{columns}"><div>Fortsetzung</div></th></tr>'
    )
    above = f"<thead>{continued}<tr>{cells}</tr></thead>" if head else ""
    named = "<caption>Tafel</caption>" if caption else ""
    body = "".join(
        "<tr>"
        + "".join(
            f"<td>{f'Z{row}' if not at else cell(row * columns + at, most)}</td>" for at in range(columns)
        )
        + "</tr>"
        for row in range(rows)
    )
    return f'<div class="table long"><table>{named}{above}<tbody>{body}</tbody></table></div>'


def rows_of(page: Any) -> list[tuple[str, str, float]]:
    """Return the rows of the tables on a page: `head`, `continued` or `body`, their text, and how high they are."""
    return list(_rows(page._page_box, ""))


def _rows(box: Any, kind: str) -> Iterator[tuple[str, str, float]]:
    if isinstance(box, boxes.TableRowGroupBox):
        kind = "head" if box.is_header else "body"
    if isinstance(box, boxes.TableRowBox):
        text = " ".join(one.text for one in box.descendants() if isinstance(one, boxes.TextBox))
        assert box.element is not None
        again = "continued" in (box.element.get("class") or "")
        yield ("continued" if again else kind), text, box.height
        return
    for child in box.children:
        yield from _rows(child, kind)


@pytest.mark.heavy
@settings(max_examples=30)
@given(
    rows=st.integers(4, 70),
    columns=st.integers(2, 6),
    most=st.integers(1, 14),
    head=st.booleans(),
    caption=st.booleans(),
    around=st.sampled_from(AROUND),
    before=st.integers(0, 24),
    width=st.sampled_from([380, 440, 700]),
    height=st.sampled_from([420, 560, 800]),
)
def test_a_table_is_parted_between_its_rows(
    press: Typesetter,
    rows: int,
    columns: int,
    most: int,
    head: bool,
    caption: bool,
    around: str,
    before: int,
    width: int,
    height: int,
) -> None:
    text = "".join(f"<p>Satz {number} vor der Tafel.</p>" for number in range(before))
    html = f"{text}{around.format(table(rows, columns, most, head=head, caption=caption))}<p>Danach.</p>"
    document = press.pages(html, LOOSE.format(width=width, height=height))
    pages = [rows_of(page) for page in document.pages]
    bodies = [[text for kind, text, _ in page if kind == "body"] for page in pages]
    numbers = [text.split()[0] for page in bodies for text in page]
    assert numbers == [f"Z{number}" for number in range(rows)]
    parted = [page for page in pages if any(kind == "body" for kind, _, _ in page)]
    event(f"on {min(len(parted), 4)} pages")
    highest = max(high for page in parted for _, _, high in page)
    for at, page in enumerate(parted):
        heads = [text for kind, text, _ in page if kind == "head"]
        assert len(heads) == head
        if head:
            (again,) = (text for kind, text, _ in page if kind == "continued")
            assert again == ("Fortsetzung" if at else "")
        body = [text for kind, text, _ in page if kind == "body"]
        if highest < (height - 80) / 3:
            assert len(body) > 1 or len(parted) == 1, "no row stands alone"
    assert captions(document) == [pages.index(parted[0])] * caption
    found = [one for one in layout_findings(document) if one.code in FAULTS]
    assert not found
    if highest < (height - 80) / 4 and around == "{}":
        assert not [one for one in layout_findings(document) if one.code == "page.sparse"]


def captions(document: Any) -> list[int]:
    """Return the pages that have a caption of a table, from 0."""
    return [
        number
        for number, page in enumerate(document.pages)
        if any(type(one).__name__ == "TableCaptionBox" for one in page._page_box.descendants())
    ]


@pytest.mark.heavy
@settings(max_examples=60)
@given(
    rows=st.integers(1, 8),
    most=st.integers(1, 14),
    lines=st.integers(1, 4),
    before=st.integers(0, 24),
    around=st.sampled_from(AROUND),
    place=st.sampled_from(["", "auto", "top", "bottom", "here"]),
    height=st.sampled_from([420, 560, 800]),
)
def test_a_caption_stands_above_its_rows(
    press: Typesetter, rows: int, most: int, lines: int, before: int, around: str, place: str, height: int
) -> None:
    text = "".join(f"<p>Satz {number} vor der Tafel.</p>" for number in range(before))
    made = table(rows, 3, most, head=True, caption=True).replace("table long", "table", 1)
    made = made.replace("Tafel", "<br>".join(["Tafel"] * lines)).replace(
        "<div", f'<div data-float="{place}"', 1
    )
    document = press.pages(
        f"{text}{around.format(made)}<p>Danach.</p>", LOOSE.format(width=440, height=height)
    )
    kinds = [{kind for kind, _, _ in rows_of(page)} for page in document.pages]
    assert captions(document) == [next(at for at, found in enumerate(kinds) if "body" in found)]


def test_the_words_are_those_of_the_language(tmp_path: Path) -> None:
    body = "\n".join(f"| {number} | {cell(number, 9)} |" for number in range(60))
    chapter = f"# A\n\nWort.\n\n::: table\n| Zahl | Satz |\n| --- | --- |\n{body}\n\nTafel.\n:::\n"
    root = book.write(tmp_path, {"chapters/de/01-a.md": chapter}, editions=book.PRINT)
    result = api.build(root)
    (pdf,) = (file for file in result.files if file.suffix == ".pdf")
    text = " ".join(api_text(pdf).split())
    assert text.count("Tabelle 1 (Fortsetzung)") >= 1
    assert text.count("Zahl Satz") == 1 + text.count("Tabelle 1 (Fortsetzung)")


def api_text(pdf: Path) -> str:
    """Return the text of a PDF as people copy it."""
    from bookbuilder.open_pdf import open_pdf

    with open_pdf(pdf.read_bytes()) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def wide_table(columns: int, folder: Path) -> list[Diagnostic]:
    """Return what is told of a table with long words."""
    long = "Sicherheitsratsmitglieder"
    line = "|" + f" {long} |" * columns
    chapter = f"# A\n\nWort.\n\n{line}\n|{' --- |' * columns}\n{line}\n{line}\n"
    root = book.write(folder, {"chapters/de/01-a.md": chapter}, editions=book.PRINT)
    return [one for one in api.check(root, validators=False).diagnostics if one.code not in book.FULLNESS]


@pytest.mark.parametrize("columns", [4, 8])
def test_a_table_that_fits_with_hyphens_keeps_its_size(columns: int, tmp_path: Path) -> None:
    assert not wide_table(columns, tmp_path)


@pytest.mark.parametrize(("columns", "code"), [(10, "table.smaller"), (13, "table.parted")])
def test_a_table_that_is_too_wide_is_set_smaller_or_parted_and_told(
    columns: int, code: str, tmp_path: Path
) -> None:
    told = wide_table(columns, tmp_path)
    assert [one.code for one in told] == [code]
    assert (told[0].span.path, told[0].span.line) == ("chapters/de/01-a.md", 5)
    assert told[0].area is not None and told[0].area.file.endswith(".pdf")


@pytest.mark.parametrize(("rows", "notes"), [(60, 40), (30, 12), (13, 70), (24, 3)])
def test_its_notes_go_on_from_page_to_page_and_leave_no_hole(
    press: Typesetter, rows: int, notes: int
) -> None:
    below = "".join(f'<p id="n{number}">a {"Es galt bis zum Morgen. " * 4}</p>' for number in range(notes))
    made = table(rows, 3, 4, head=True, caption=True).replace(
        "</table>", f'</table><div class="table-notes">{below}</div>'
    )
    text = f"<p>{'Danach kam niemand. ' * 20}</p>" * 4
    document = press.pages(f"{text}{made}{text}", LOOSE.format(width=440, height=560))
    pages = [
        [
            box
            for box in page._page_box.descendants()
            if isinstance(box, boxes.LineBox) and box.element_tag in ("p", "td")
        ]
        for page in document.pages
    ]
    found = [name for page in pages for box in page if (name := _element_id(box))]
    assert list(dict.fromkeys(found)) == [f"n{number}" for number in range(notes)]
    first = next(page for page in pages if any(_element_id(box) == "n0" for box in page))
    assert any(box.element_tag == "td" for box in first), "the first note stands below the last row"
    for page in pages[:-1]:
        assert max(box.position_y + box.height for box in page) > 480, "the page is full"


def _element_id(line: boxes.LineBox) -> str:
    assert line.element is not None
    return line.element.get("id") or ""
