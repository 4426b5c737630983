"""The last line of a paragraph is not the last few letters of a word: in list items, notes, captions, cells, quotations and
lists of terms as in the running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from tests.pdf.line_breaking.typeset_paragraphs import (
    Typesetter,
    dossier_task,
    dossier_typesetter,
    lines,
)

WORDS = (
    *(
        "Bundesregierung",
        "Verhandlungen",
        "Waffenstillstand",
        "Sicherheitsgarantien",
        "Verteidigungsminister",
        "und",
    ),
    *(
        "die",
        "der",
        "im",
        "Gespräch",
        "Außenministerin",
        "Vereinbarung",
        "Weltwirtschaftsforum",
        "sagte",
        "am",
        "Abend",
    ),
    *("Entscheidung", "Truppenverlegung", "Unterstützung"),
)
JUSTIFIED = {
    "item": "<ul><li class='x'>{}</li></ul>",
    "paragraph of an item": "<ul><li><p class='x'>{}</p></li></ul>",
    "quotation": "<blockquote><p class='x'>{}</p></blockquote>",
}
RAGGED = {
    "meaning of a term": "<dl><dt>a</dt><dd class='x'>{}</dd></dl>",
    "note": "<p>A<span class='footnote x' data-number='1'>{}</span>.</p>",
    "caption": "<figure><figcaption class='x'>{}</figcaption></figure>",
    "caption of a table": "<div class='table'><table><caption class='x'>{}</caption><tr><td>a</td></tr></table></div>",
    "cell": "<div class='table'><table><tr><td>a</td><td class='x'>{}</td></tr></table></div>",
}


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typesetter]:
    with dossier_typesetter(dossier_task(tmp_path_factory.mktemp("book"))) as made:
        yield made


def ends_in_short_piece(found: list[str]) -> bool:
    """Whether lines end with one of fewer than five letters that belong to the word before."""
    if len(found) < 2 or not found[-2].endswith("\u2010"):
        return False
    return " " not in found[-1].strip() and len(re.sub(r"\W", "", found[-1])) < 5


def set_lines(document: Any) -> list[str]:
    """Return the lines of the element with the class, which may be a cell or a note."""
    return [
        "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox))
        for page in document.pages
        for line in page._page_box.descendants(placeholders=True)
        if isinstance(line, boxes.LineBox)
        and line.element is not None
        and "x" in (line.element.get("class") or "").split()
    ]


texts = st.lists(st.sampled_from(WORDS), min_size=4, max_size=16).map(lambda words: " ".join(words) + ".")


@pytest.mark.heavy
@settings(max_examples=25)
@given(st.sampled_from(sorted(JUSTIFIED)), texts, st.integers(160, 340))
def test_justified_text_is_broken_as_a_paragraph_is(
    press: Typesetter, kind: str, text: str, width: int
) -> None:
    css = f".x {{ width: {width}px; margin: 0; padding: 0; text-indent: 0 !important; font: 14px/18px Alegreya }}"
    html = f"<p class='x ours'>{text}</p>{JUSTIFIED[kind].format(text)}"
    found = lines(press.pages(html, css), "x")
    count = len(found) // 2
    assert [line.text for line in found[:count]] == [line.text for line in found[count:]]
    assert not any(line.reason for line in found)


@pytest.mark.heavy
@settings(max_examples=30)
@given(st.sampled_from(sorted(RAGGED)), texts, st.integers(170, 340))
def test_ragged_text_ends_with_no_short_piece(press: Typesetter, kind: str, text: str, width: int) -> None:
    document = press.pages(RAGGED[kind].format(text), f"body {{ width: {width}px !important }}")
    found = set_lines(document)
    assert found and not ends_in_short_piece(found), found
