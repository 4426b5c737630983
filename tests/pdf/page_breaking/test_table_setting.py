"""How a table asks to be set in print."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from bookbuilder import api
from bookbuilder.open_pdf import open_pdf
from tests.cases import book
from tests.pdf.line_breaking.typeset_paragraphs import Typesetter

SETTING = "table.setting"
TEXT = " ".join(["Die Zeit ist knapp, und im Haus wird über die Lage geredet, wie man es oft hört."] * 40)
TABLE = "::: table {{{}}}\n| A | B | C |\n|---|---|---|\n| a | b | c |\n\nTafel.\n:::\n"


def told(tmp_path: Path, options: str) -> list[str]:
    """Return what is told of a table with options."""
    root = book.write(
        tmp_path,
        {"chapters/de/01-a.md": f"# A\n\nWort.\n\n{TABLE.format(options)}\n{TEXT}\n"},
        editions=book.PRINT,
    )
    return [
        f"{one.code}: {one.message}"
        for one in api.check(root, validators=False).diagnostics
        if one.code.partition(".")[0] in ("table", "directive", "attribute", "page", "text", "line")
    ]


@pytest.mark.parametrize(
    "options", ["size=small", "width=60", "width=full", "width=page", 'columns="3 1 1.5"', "rotate=yes"]
)
def test_what_is_known_is_set_without_a_fault(options: str, tmp_path: Path) -> None:
    assert told(tmp_path, options) == []


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ("size=big", "size=big is not known: it is small"),
        ("width=5", "width=5 is not known: it is full, page, or a number from 10 to 100"),
        ("width=wide", "width=wide is not known: it is full, page, or a number from 10 to 100"),
        ('columns="1 2"', "columns=1 2 is not known: it is a number for each of the 3 columns"),
        ('columns="1 0 2"', "columns=1 0 2 is not known: it is a number for each of the 3 columns"),
        ("rotate=left", "rotate=left is not known: it is yes or no"),
    ],
)
def test_what_is_not_known_is_told(options: str, problem: str, tmp_path: Path) -> None:
    assert told(tmp_path, options) == [f"{SETTING}: {problem}"]


COMPOUNDS = [
    *(
        "Waffenstillstandsverhandlungen",
        "Haushaltsausschussvorsitzende",
        "Donaudampfschifffahrtsgesellschaft",
    ),
    *("Grenze", "Rechtsschutzversicherungsgesellschaften"),
]
PAGE = "@page { size: 520px 400px !important; margin: 40px !important } body { width: auto }"


@pytest.mark.heavy
@settings(max_examples=30)
@given(
    shares=st.lists(st.integers(1, 3), min_size=2, max_size=4),
    words=st.lists(st.sampled_from(COMPOUNDS), min_size=4),
)
def test_columns_have_their_shares_if_words_have_room_when_they_are_hyphenated(
    press: Typesetter, shares: list[int], words: list[str]
) -> None:
    total = sum(shares)
    columns = "".join(f'<col style="width: {100 * share / total:.2f}%"/>' for share in shares)
    cells = "".join(f"<td>{words[at % len(words)]}</td>" for at in range(len(shares)))
    html = f'<div class="table"><table><colgroup>{columns}</colgroup><tbody><tr>{cells}</tr></tbody></table></div>'
    (page,) = press.pages(html, PAGE).pages
    (table,) = (box for box in page._page_box.descendants() if isinstance(box, boxes.TableBox))
    if min(shares) / total * 440 > 85:  # the longest syllables, with the space beside them
        assert [round(width / 440 * total, 1) for width in table.column_widths] == shares


NUMBERS = """\
| Wort | Zahl | Anteil |
|------|------|-------:|
| eins | 1.234,5 | 12 % |
| zwei | −3 | 12,25 % |
| drei | [x]{number="17.125"} | 7,5 % |
"""


def test_decimal_signs_stand_below_each_other_and_what_fills_up_is_not_printed(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": f"# A\n\n{NUMBERS}\n{TEXT}\n"}, editions=book.PRINT)
    assert api.build(root).files
    (path,) = root.glob("output/*.pdf")
    with open_pdf(path.read_bytes()) as pdf:
        page = next(page for page in pdf if "1.234,5" in page.get_textpage().get_text_range())
        text = page.get_textpage()
        words = text.get_text_range().split()
        assert words[words.index("eins") :][:11] == [
            *("eins", "1.234,5", "12", "%", "zwei", "−3", "12,25", "%", "drei", "17,125", "7,5"),
        ]

        def right(words: str, sign: str) -> float:
            found = text.search(words, match_case=True).get_next()
            assert found is not None
            return float(text.get_charbox(found[0] + words.index(sign))[2])

        assert right("1.234,5", "4") == pytest.approx(right("17,125", "7"), abs=0.5)
        assert right("−3", "3") == pytest.approx(right("17,125", "7"), abs=0.5)
        assert right("7,5", "7") == pytest.approx(right("2,25", "2"), abs=0.5)
