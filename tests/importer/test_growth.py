"""Manuscripts are read in linear time, whatever they hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.growth import linear
from tests.importer.docx_files import docx, field, paragraph, run
from tests.importer.imported import tried

PIECES = (
    *(
        "# ",
        "#",
        "[",
        "](",
        "![",
        "[^a]: ",
        "[^a]",
        "```{toctree}\n",
        "<img src=",
        "{{#include ",
        "{{< include ",
        "%%",
    ),
    *("---\n", "a\n===\n", "<!--", "~~~\n", "[[", " ", "\n", "- ", "{#", "`", "&lt;"),
)


def _linear(work: Callable[[str], object], piece: str) -> bool:
    return linear(work, piece * (6_000 // len(piece)), piece * (60_000 // len(piece)))


@pytest.mark.parametrize("importer", ["markdown", "text", "html", "article"])
@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.heavy
def test_texts(piece: str, importer: str) -> None:
    assert _linear(
        lambda text: tried(f"x\n\n{text}".encode(), name="a.md", importer=importer, locale="de"), piece
    )


XML = {
    "runs": run("Wort "),
    "styles in turn": run("a", "<w:b/>") + run("b", "<w:i/>"),
    "fields": field("HYPERLINK https://a.example", run("x")),
    "open fields": '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
    "open comments": '<w:commentRangeStart w:id="1"/>',
    "bookmarks": '<w:bookmarkStart w:id="1" w:name="a"/>',
}


@pytest.mark.parametrize("xml", XML.values(), ids=XML)
@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.heavy
def test_files_of_word(xml: str, apart: bool) -> None:
    def work(count: str) -> object:
        many = (paragraph(xml) if apart else xml) * len(count)
        return tried(docx(paragraph("Kapitel", "berschrift1") + (many if apart else paragraph(many))))

    assert linear(work, "x" * 500, "x" * 5_000)
