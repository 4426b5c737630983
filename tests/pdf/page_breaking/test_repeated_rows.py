"""Where a table goes on on the next page, the group that goes on and the sums so far are said there, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from bookbuilder import api
from bookbuilder.document.carried_sums import carried_column
from bookbuilder.document.nodes import Cell, Row, Table, Text
from bookbuilder.formats.pdf.engine.html_element import classes_of
from bookbuilder.formats.pdf.engine.read.layout_findings import layout_findings
from bookbuilder.locales import Locale, numbers
from bookbuilder.open_pdf import open_pdf
from tests.cases import book
from tests.golden.table import locale
from tests.pdf.line_breaking.typeset_paragraphs import Typesetter

LOOSE = "@page {{ size: 440px {height}px !important; margin: 40px !important }} body {{ width: auto; direction: {way} }}"
FAULTS = {"page.overprint", "text.cut", "word.torn", "heading.stranded"}


@dataclass(frozen=True, slots=True)
class Ledger:
    """A table with numbers in its last column: its HTML, for each row of the body its number, or the name of a group, and
    whether each row is a line."""

    html: str
    rows: tuple[int | str, ...]
    low: bool

    @property
    def sums(self) -> list[int]:
        """What is added up behind each row."""
        return list(accumulate(0 if isinstance(row, str) else row for row in self.rows))

    def group(self, begins: int) -> str:
        """Return the group that goes on where a page begins with a row; empty if there is none, or another one begins."""
        before = [row for row in self.rows[:begins] if isinstance(row, str)]
        return before[-1] if before and not isinstance(self.rows[begins], str) else ""


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Return a table whose sums are carried, perhaps with groups and with other columns."""
    columns, groups = draw(st.integers(2, 5)), draw(st.booleans())
    rows: list[int | str] = []
    for _ in range(draw(st.integers(4, 60))):
        if groups and draw(st.integers(0, 5)) == 0 and not (rows and isinstance(rows[-1], str)):
            rows.append(f"Gruppe{len(rows)}")
        rows.append(draw(st.integers(-99, 9999)))
    body, said, sums = [], [], list(accumulate(0 if isinstance(row, str) else row for row in rows))
    heads = [number for number, row in enumerate(rows) if isinstance(row, str)]
    for head, following in pairwise([*heads, len(rows)]):
        said.append(f'<div data-after="{head}" data-until="{following - 1}">{rows[head]}</div>')
    most = draw(st.integers(1, 6))
    for one in rows:
        if isinstance(one, str):
            body.append(f'<tr><td colspan="{columns}">{one}</td></tr>')
        else:
            words = "".join(f"<td>{'Wort ' * (1 + (one + at) % most)}</td>" for at in range(columns - 1))
            body.append(f"<tr>{words}<td>{one}</td></tr>")
    numbers_said = "".join(
        f'<div data-after="{number - 1}" data-until="{number}">S{sums[number - 1]}</div>'
        for number in range(1, len(rows))
    )
    word = f'<td colspan="{columns - 1}"><div data-after="0" data-until="{len(rows) - 1}">Übertrag</div></td>'
    carried = f'<tr class="carried" aria-hidden="true">{word}<td>{numbers_said}</td></tr>'
    again = f'<tr class="group-again" aria-hidden="true"><td colspan="{columns}">{"".join(said)}</td></tr>'
    above = "<tr>" + "<th>Kopf</th>" * columns + "</tr>" if draw(st.booleans()) else ""
    continued = (
        f'<tr class="continued" aria-hidden="true"><th colspan="{columns}"><div>Weiter</div></th></tr>'
    )
    html = (
        f'<div class="table long"><table><thead class="going-on">{continued}{above}{carried}{again if said else ""}</thead>'
        f"<tbody>{''.join(body)}</tbody><tfoot>{carried}</tfoot></table></div>"
    )
    return Ledger(html, tuple(rows), most == 1)


def said_on(page: Any) -> tuple[str, str, str, int]:
    """Return what the repeated rows of the table on a page say, and how many rows of its body are there: its sum at the
    head, its group, its sum at the foot."""
    said, count = {"head": "", "group": "", "foot": ""}, 0
    for group in page._page_box.descendants():
        if isinstance(group, boxes.TableRowGroupBox):
            for row in group.children:
                texts = [one.text for one in row.descendants() if isinstance(one, boxes.TextBox)]
                if "carried" in classes_of(row.element):
                    said["foot" if group.is_footer else "head"] = " ".join(texts)
                elif "group-again" in classes_of(row.element):
                    said["group"] = " ".join(texts)
                elif not (group.is_header or group.is_footer):
                    count += 1
    return said["head"], said["group"], said["foot"], count


@pytest.mark.heavy
@settings(max_examples=25)
@given(
    ledger=ledgers(), before=st.integers(0, 14), height=st.sampled_from([360, 460, 640]), rtl=st.booleans()
)
def test_what_is_carried_is_what_the_pages_before_have(
    press: Typesetter, ledger: Ledger, before: int, height: int, rtl: bool
) -> None:
    text = "".join(f"<p>Satz {number} vor der Tafel.</p>" for number in range(before))
    css = LOOSE.format(height=height, way="rtl" if rtl else "ltr")
    document = press.pages(f"{text}{ledger.html}<p>Danach.</p>", css)
    found = [said for said in map(said_on, document.pages) if said[3]]
    event(f"on {min(len(found), 5)} pages")
    begins = 0
    for number, (head, group, foot, count) in enumerate(found):
        ends = begins + count
        assert head == (f"Übertrag S{ledger.sums[begins - 1]}" if number else "")
        assert group == (ledger.group(begins) if number else "")
        assert foot == (f"Übertrag S{ledger.sums[ends - 1]}" if number < len(found) - 1 else "")
        begins = ends
    assert begins == len(ledger.rows)
    faults = FAULTS | ({"page.sparse"} if ledger.low else set())
    assert not [one for one in layout_findings(document) if one.code in faults]
    # The plan knows the rows at the head and at the foot: pages end where it says.
    tops = [box.position_y for page in document.pages for box in page._page_box.descendants()]
    assert max(tops) <= height


LOCALES = ("de", "en", "fr", "es", "pl", "ar", "he", "ja")


@pytest.mark.parametrize("name", LOCALES)
@given(data=st.data())
def test_sums_are_those_of_the_numbers_in_every_language(name: str, data: st.DataObject) -> None:
    own: Locale = locale(name)
    decimals = data.draw(st.integers(0, 3))
    values = data.draw(st.lists(st.decimals(-99999, 99999, places=decimals), min_size=1, max_size=30))
    unit = data.draw(st.sampled_from(["", "\u00a0€", "\u00a0km", "%"]))
    texts = [numbers.number(value, own, decimals) + unit for value in values]
    rows = tuple(Row((Cell((Text("x"),)), Cell((Text(text),)))) for text in texts)
    found = carried_column(Table((), rows), 1, own)
    assert not found.wrong
    expected = [
        numbers.number(sum(values[: at + 1], Decimal(0)), own, decimals) + unit for at in range(len(values))
    ]
    assert list(found.sums) == expected


def test_the_words_are_those_of_the_language_and_the_sums_those_of_the_pages(tmp_path: Path) -> None:
    body = "\n".join(f"| Z{number} | {number}.000,50 |" for number in range(1, 70))
    chapter = (
        f"# A\n\nWort.\n\n::: table {{carry=2}}\n| Zeile | Betrag |\n| --- | --- |\n{body}\n\nTafel.\n:::\n"
    )
    root = book.write(tmp_path, {"chapters/de/01-a.md": chapter}, editions=book.PRINT)
    (pdf,) = (file for file in api.build(root).files if file.suffix == ".pdf")
    with open_pdf(pdf.read_bytes()) as document:
        pages = [page.get_textpage().get_text_range().split() for page in document]
    carried = [page for page in pages if "Übertrag" in page]
    assert len(carried) > 2
    for before, after in pairwise(carried):
        foot = before[len(before) - before[::-1].index("Übertrag")]
        foot = foot[: foot.index(",") + 3]  # the folio follows without a space
        assert after[after.index("Übertrag") + 1] == foot
        last = max(int(word[1:]) for word in before if word.startswith("Z") and word[1:].isdigit())
        total = Decimal(last * (last + 1) // 2 * 1000) + Decimal("0.5") * last
        assert foot == f"{total:,.2f}".translate(str.maketrans(",.", ".,"))
