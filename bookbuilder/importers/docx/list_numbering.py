"""The lists of a file of Word: whether a level has numbers, and with which it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from bookbuilder.importers.docx.package import attribute, child
from bookbuilder.importers.safe_xml import elements, local


@dataclass(frozen=True, slots=True)
class ListLevel:
    """A level of a list: its format (`bullet`, `decimal`, `lowerLetter` …) and first number. `bare`: items have no sign, as
    the further paragraphs of an item that pandoc writes."""

    form: str
    start: int = 1
    bare: bool = False

    @property
    def ordered(self) -> bool:
        """Whether items have numbers."""
        return self.form not in ("bullet", "none")

    @property
    def exact(self) -> bool:
        """Whether our lists look the same."""
        return self.form in ("bullet", "none", "decimal", "decimalZero")


Numbering = Mapping[str, Mapping[int, ListLevel]]
"""Levels by the id of a list."""


def list_numbering(root: etree._Element | None) -> Numbering:
    """Return the levels of each list."""
    if root is None:
        return {}
    abstract: dict[str, dict[int, ListLevel]] = {}
    for one in elements(root):
        if local(one) == "abstractNum":
            abstract[attribute(one, "abstractNumId")] = _levels(one)
    result: dict[str, Mapping[int, ListLevel]] = {}
    for one in elements(root):
        if local(one) != "num":
            continue
        levels = dict(abstract.get(attribute(child(one, "abstractNumId"), "val"), {}))
        for override in elements(one):
            if local(override) == "lvlOverride":
                level = _number(attribute(override, "ilvl"), 0)
                start = attribute(child(override, "startOverride"), "val")
                if start and level in levels:
                    levels[level] = replace(levels[level], start=_number(start, 1))
                levels |= _levels(override)
        result[attribute(one, "numId")] = levels
    return result


def _levels(parent: etree._Element) -> dict[int, ListLevel]:
    return {
        _number(attribute(one, "ilvl"), 0): ListLevel(
            # The default of WordprocessingML (ISO/IEC 29500-1, 17.9).
            attribute(child(one, "numFmt"), "val") or "decimal",
            _number(attribute(child(one, "start"), "val"), 1),
            _bare(one),
        )
        for one in elements(parent)
        if local(one) == "lvl"
    }


def _bare(level: etree._Element) -> bool:
    form, sign = attribute(child(level, "numFmt"), "val"), child(level, "lvlText")
    return form == "none" or (form == "bullet" and sign is not None and not attribute(sign, "val").strip())


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else default
