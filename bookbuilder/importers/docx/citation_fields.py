"""Reads citations in a file of Word: of Zotero, of Mendeley, and those that Word itself makes."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence

from lxml import etree

from bookbuilder.importers.docx.package import DocxPackage, attribute
from bookbuilder.importers.docx.word_sources import word_citation, word_sources
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.csl_citations import UNREAD, ReadCitation, read_csl_citation
from bookbuilder.importers.safe_xml import local

_CSL = re.compile(
    r"\s*ADDIN\s+(?:ZOTERO_ITEM\s+CSL_CITATION|CSL_CITATION|Mendeley Citation\S*)\s*(?=\{|$)", re.IGNORECASE
)
_OTHER = re.compile(r"\s*ADDIN\s+(?:EN\.CITE(?:\.DATA)?\s*|CitaviPlaceholder\s*\{?)")
_WORD = re.compile(r"\s*CITATION\s+\S")
_LIST = re.compile(r"\s*(?:ADDIN\s+(?:ZOTERO_BIBL|Mendeley Bibliography|CSL_BIBLIOGRAPHY)|BIBLIOGRAPHY\b)")
_CONTROL = "MENDELEY_CITATION_v3_"
_CONTROL_LIST = "MENDELEY_BIBLIOGRAPHY"
_URL_SAFE = str.maketrans("-_", "+/")
_PARTS = ("footnotes", "endnotes")
_STYLE = re.compile(r'style id="([^"]+)"')


class CitationFields:
    """The citations of a file, and what they cite: `sources` are items of CSL-JSON by the keys of their program."""

    def __init__(self, package: DocxPackage, document: etree._Element) -> None:
        """Find the sources that Word keeps, and whether the list of sources can be made anew: all citations say what they
        cite, so its words need not be kept."""
        self.own = word_sources(package)
        self.sources: dict[str, Mapping[str, object]] = {}
        notes = [part for part in map(package.related, _PARTS) if part]
        # A book has its notes read twice only if one of them cites something.
        cited = [part for part in notes if b"CITATION" in package.source.read(part)]
        self.makes_list = self._are_known([document, *map(package.xml, cited)])

    def _are_known(self, parts: Sequence[etree._Element]) -> bool:
        found = 0
        for root in parts:
            for instruction in _instructions(root):
                if _OTHER.match(instruction):
                    return False
                if _CSL.match(instruction) or _WORD.match(instruction):
                    found += 1
                    if not self._read(instruction).works:
                        return False
            found += sum(attribute(one, "val").startswith(_CONTROL) for one in root.iter("{*}tag"))
        return found > 0

    def _read(self, instruction: str) -> ReadCitation:
        if match := _CSL.match(instruction):
            return read_csl_citation(instruction[match.end() :])
        return word_citation(instruction, self.own) if _WORD.match(instruction) else UNREAD

    def citation(self, instruction: str, content: tuple[nodes.Inline, ...]) -> nodes.Citation | None:
        """Return the citation that a field is; None if it is none."""
        match = _CSL.match(instruction) or _OTHER.match(instruction)
        if match is None and not _WORD.match(instruction):
            return None
        read = self._read(instruction)
        self.sources |= {key: item for key, item in read.sources.items() if key not in self.sources}
        whole = match is None or "Citavi" in match[0]
        return nodes.Citation(
            content, instruction[0 if whole or not match else match.end() :].strip(), read.works
        )

    def control(self, tag: str, content: tuple[nodes.Inline, ...]) -> nodes.Citation | None:
        """Return the citation that a content control is, by its tag; None if it is none."""
        if not tag.startswith(_CONTROL):
            return None
        try:
            code = tag.removeprefix(_CONTROL).rstrip("=").translate(_URL_SAFE)
            text = base64.b64decode(code + "=" * (-len(code) % 4)).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return None
        read = read_csl_citation(text)
        self.sources |= {key: item for key, item in read.sources.items() if key not in self.sources}
        return nodes.Citation(content, text, read.works)

    def lists(self, instruction: str) -> bool:
        """Whether a field is a list of sources that the book makes anew."""
        return self.makes_list and bool(_LIST.match(instruction))

    def lists_control(self, tag: str) -> bool:
        """Whether a content control is such a list."""
        return self.makes_list and tag.startswith(_CONTROL_LIST)


def _instructions(root: etree._Element) -> list[str]:
    """Return the instructions of fields; that of a field stands in several runs, and nested ones part it."""
    found: list[str] = []
    current: list[str] = []
    for one in root.iter("{*}fldChar", "{*}instrText", "{*}fldSimple"):
        name = local(one)
        if name == "instrText":
            current.append(one.text or "")
        elif name == "fldSimple":
            found.append(attribute(one, "instr"))
        else:
            found.append("".join(current))
            current = []
    return [*filter(None, found), *(["".join(current)] if current else [])]


def citation_style(package: DocxPackage) -> str:
    """Return the address of the style that Zotero or Mendeley has for the file; empty if none is named."""
    part = "docProps/custom.xml"
    if not package.source.has(part):
        return ""
    text = "".join(str(words) for words in package.xml(part).itertext())
    match = _STYLE.search(text)
    return match[1] if match else next(iter(re.findall(r"https?://www\.zotero\.org/styles/[\w-]+", text)), "")
