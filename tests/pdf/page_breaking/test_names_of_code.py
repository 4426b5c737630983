"""Names of code in cells that are narrower than they are."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from tests.pdf.line_breaking.typeset_paragraphs import Typesetter

NAMES = (
    # of OpenSSF Scorecard, Prometheus, Kubernetes, WeasyPrint and picomatch
    *("hasDangerousWorkflowUntrustedCheckout", "requiresPRsToChangeCode", "blocksDeleteOnBranches"),
    *("prometheus.prometheusSpec.scrapeInterval", "io.kubernetes.client.openapi.models.V1LimitRange"),
    *("weasyprint/formatting_structure/boxes.py", "max_request_header_bytes", "keepQuotes"),
)
PAGE = "@page { size: 520px 4000px !important; margin: 40px !important } body { width: auto }"
PART = re.compile(r"[A-Z]?[^A-Z./_]*[./_]?")


def rows_of(press: Typesetter, names: list[str], width: int) -> list[list[boxes.LineBox]]:
    """Return the lines of each name in a cell of so many px."""
    cells = "".join(f"<tr><td><code>{name}</code></td></tr>" for name in names)
    html = f'<div class="table"><table style="width: {width}px"><tbody>{cells}</tbody></table></div>'
    (page,) = press.pages(html, PAGE).pages
    return [
        [line for line in cell.descendants() if isinstance(line, boxes.LineBox)]
        for cell in page._page_box.descendants()
        if isinstance(cell, boxes.TableCellBox)
    ]


def text_of(line: boxes.LineBox) -> str:
    return "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox))


def width_of(line: boxes.LineBox) -> float:
    return sum(box.width for box in line.descendants() if isinstance(box, boxes.TextBox))


@pytest.mark.heavy
@settings(max_examples=40)
@given(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=4), width=st.integers(90, 400))
def test_a_line_takes_as_much_of_a_name_as_has_room(press: Typesetter, names: list[str], width: int) -> None:
    for name, lines in zip(names, rows_of(press, names, width), strict=True):
        texts = [text_of(line) for line in lines]
        assert "".join(text.removesuffix("¬") for text in texts) == name
        assert all(text.endswith(("¬", "/")) for text in texts[:-1])
        for line, following in pairwise(lines):
            part = PART.match(text_of(following).removesuffix("¬"))
            assert part is not None
            letter = width_of(line) / len(text_of(line))
            # one letter of room, for a short part (`V1`) stays with the next one
            assert width_of(line) + (len(part[0]) - 1) * letter > width - 20 or len(part[0]) < 4, texts


def test_a_long_name_leaves_the_columns_beside_it_their_room(press: Typesetter) -> None:
    """Five rows of OpenSSF Scorecard's table of controls: the notes stood in a column of one word."""
    notes = "Dangerous-Workflow check detects untrusted checkouts with access to secrets. Does not cover all."
    words = ("OSPS-BR-01.03", "Untrusted code cannot access credentials", "NOT_OBSERVABLE")
    row = "".join(f"<td>{one}</td>" for one in (*words, f"<code>{NAMES[0]}</code>", notes))
    table = f"<table><tbody>{f'<tr>{row}</tr>' * 5}</tbody></table>"
    (page,) = press.pages(f'<div class="table">{table}</div>', PAGE, lang="en").pages
    cells = [box for box in page._page_box.descendants() if isinstance(box, boxes.TableCellBox)]
    heights = [sum(isinstance(box, boxes.LineBox) for box in cell.descendants()) for cell in cells]
    assert max(heights) <= 7
