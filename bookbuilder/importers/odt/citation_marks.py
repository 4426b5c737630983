"""Reads citations in a file of LibreOffice: marks of Zotero, JabRef and Mendeley, and entries that LibreOffice keeps itself
(OpenDocument 1.3, part 3, section 7.1.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.csl_citations import UNREAD, ReadCitation, read_csl_citation
from bookbuilder.importers.odt.style_sheet import attribute
from bookbuilder.importers.safe_xml import local

_MARK = re.compile(r"(?:ZOTERO_ITEM\s+)?CSL_CITATION\b")
_LIST = re.compile(r"\s*(?:ZOTERO_BIBL|CSL_BIBLIOGRAPHY)\b")
_TYPES = {
    "article": "article-journal", "book": "book", "booklet": "pamphlet", "conference": "paper-conference",
    "inbook": "chapter", "incollection": "chapter", "inproceedings": "paper-conference", "journal": "periodical",
    "manual": "book", "mastersthesis": "thesis", "phdthesis": "thesis", "proceedings": "book", "techreport": "report",
    "unpublished": "manuscript", "www": "webpage", "email": "personal_communication",
}  # fmt: skip
_TEXTS = {
    "title": "title", "booktitle": "container-title", "journal": "container-title", "publisher": "publisher",
    "institution": "publisher", "school": "publisher", "organizations": "publisher", "address": "publisher-place",
    "volume": "volume", "number": "issue", "pages": "page", "edition": "edition", "url": "URL", "isbn": "ISBN",
    "series": "collection-title", "report-type": "genre", "chapter": "chapter-number",
}  # fmt: skip


class CitationMarks:
    """The citations of a file: `sources` are items of CSL-JSON by the keys of their program, `makes_list` says that all
    citations say what they cite, so that the book can make the list of sources anew."""

    def __init__(self, content: etree._Element) -> None:
        """Look whether all citations are known."""
        self.sources: dict[str, Mapping[str, object]] = {}
        marks = list(content.iter("{*}reference-mark-start", "{*}bibliography-mark"))
        read = [self.read(one) for one in marks if self.is_citation(one)]
        self.makes_list = bool(read) and all(one.works for one in read)

    def is_citation(self, element: etree._Element) -> bool:
        """Whether a mark is that of a citation."""
        return local(element) == "bibliography-mark" or bool(_MARK.match(attribute(element, "name")))

    def read(self, element: etree._Element) -> ReadCitation:
        """Return what a mark cites."""
        if local(element) == "bibliography-mark":
            return _own(element)
        return read_csl_citation(attribute(element, "name"))

    def citation(self, element: etree._Element, content: tuple[nodes.Inline, ...]) -> nodes.Citation:
        """Return the citation of a mark with the words in it."""
        read = self.read(element)
        self.sources |= {key: item for key, item in read.sources.items() if key not in self.sources}
        name = attribute(element, "name") or attribute(element, "identifier")
        start = name.find("{")
        source = name[start : name.rfind("}") + 1] if start >= 0 else name
        return nodes.Citation(content, source, read.works)

    def is_list(self, element: etree._Element) -> bool:
        """Whether a section is a list of sources that the book makes anew."""
        return self.makes_list and bool(_LIST.match(attribute(element, "name")))


def _own(element: etree._Element) -> ReadCitation:
    key = attribute(element, "identifier")
    item: dict[str, object] = {
        "type": _TYPES.get(attribute(element, "bibliography-type"), "document"),
        "citation-key": key,
    }
    for name, variable in _TEXTS.items():
        if text := " ".join(attribute(element, name).split()):
            item.setdefault(variable, text)
    for name, variable in (("author", "author"), ("editor", "editor")):
        if people := attribute(element, name).strip():
            item[variable] = [_person(one) for one in re.split(r"\s*;\s*|\s+and\s+", people) if one]
    if year := attribute(element, "year").strip():
        item["issued"] = (
            {"date-parts": [[int(year)]]} if re.fullmatch(r"\d{1,4}", year) else {"literal": year}
        )
    if not key or not ({"title", "URL", "author"} & item.keys()):
        return UNREAD
    return ReadCitation((nodes.CitedWork(key),), {key: item})


def _person(name: str) -> dict[str, str]:
    family, comma, given = name.partition(",")
    return {"family": family.strip(), "given": given.strip()} if comma else {"literal": name}
