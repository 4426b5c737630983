"""Writes a document that was laid out in one piece, with our structure and metadata."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pydyf

from bookbuilder.formats.pdf.engine import tags, typeset

Box = tuple[float, float, float, float]
"""West, south, east and north, in points."""


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a file says about itself. `metadata(levels)` returns its XMP packet, given the levels of its headings."""

    title: str
    authors: Sequence[str]
    description: str
    keywords: Sequence[str]
    creator: str
    lang: str
    moment: str
    identifier: str
    metadata: Callable[[tuple[int, ...]], bytes]


@dataclass(frozen=True, slots=True)
class PageNumbering:
    """How the pages are counted and cut: the index of the page that is number 1, how figures are written (ISO 32000-1, table
    159), and `bleed(trim box, right)` for a page on a side of the sheet."""

    first: int
    style: str
    bleed: Callable[[Box, bool], Box]
    right_to_left: bool = False


def write(document: Any, info: DocumentInfo, numbering: PageNumbering | None = None) -> bytes:
    """Return the PDF of a document that is laid out."""
    said = document.metadata
    said.title, said.authors, said.description = info.title, list(info.authors), info.description or None
    said.keywords, said.generator, said.lang = list(info.keywords), info.creator, info.lang
    said.created = said.modified = info.moment
    said.generate_rdf_metadata = lambda *_: info.metadata(document.bookbuilder_headings)
    tags.prepare(document)

    def finish(_: Any, pdf: pydyf.PDF) -> None:
        if numbering:
            _page(pdf, numbering)

    data: bytes = document.write_pdf(
        finisher=finish, pdf_identifier=info.identifier.encode(), **typeset.OPTIONS
    )
    return data


def _page(pdf: pydyf.PDF, numbering: PageNumbering) -> None:
    """Cut the pages, and say how viewers count: nothing before the first that counts, then from 1 (ISO 32000-1, 12.4.2)."""
    first = numbering.first
    nums = [0, pydyf.Dictionary({"P": pydyf.String("")})] if first else []
    nums += [first, pydyf.Dictionary({"S": f"/{numbering.style}", "St": 1})]
    for at, page in enumerate(pdf.objects[int(number)] for number in pdf.pages["Kids"][::3]):
        left, bottom, right, top = page["TrimBox"]
        bleed = numbering.bleed((left, bottom, right, top), (at % 2 == 0) != numbering.right_to_left)
        page["MediaBox"] = page["BleedBox"] = pydyf.Array(bleed)
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(nums)})
