"""Checks the attributes of inline codes: types, stored data, copies and code points."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.xliff2.namespaces import (
    CODES,
    Violation,
    inline_elements,
    short_name,
    sides,
    tag,
)

_FORMATS = {"xlf:b", "xlf:i", "xlf:u", "xlf:lb", "xlf:pb"}
_ALLOWED = re.compile("[\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The characters that XML can hold (production 2 of XML 1.0)."""
_TWINS = (("dataRefStart", "dataRefEnd"), ("subFlowsStart", "subFlowsEnd"), ("equivStart", "equivEnd"))


def of_unit(unit: etree._Element) -> Iterator[Violation]:
    """Check the codes of a unit."""
    stored = {data.get("id") for data in unit.iterfind(f"{tag('originalData')}/{tag('data')}")}
    elements = [
        element
        for which in ("source", "target")
        for side in sides(unit, which)
        for element in inline_elements(side)
    ]
    codes_by_id: dict[str, etree._Element] = {}
    for element in elements:
        codes_by_id.setdefault(element.get("id", ""), element)
    for element in elements:
        yield from _typed(element)
        yield from _stored(element, stored)
        copied = element.get("copyOf")
        if copied is not None:
            yield from _copied(element, codes_by_id.get(copied))


def of_document(root: etree._Element) -> Iterator[Violation]:
    """Check code points, states, subflows, and the codes of matches."""
    for element in root.iter(tag("cp")):
        value = element.get("hex", "")
        number = int(value, 16) if re.fullmatch("[0-9A-Fa-f]{1,8}", value) else -1
        if not 0 <= number <= LAST or _ALLOWED.match(chr(number)):
            yield Violation(
                element, Phrase("<cp> is for what XML cannot hold, and {value} is none of that", value=value)
            )
    for file in root.iterchildren(tag("file")):
        units = {unit.get("id") for unit in file.iter(tag("unit"))}
        for element in file.iter(*map(tag, CODES)):
            for key in ("subFlows", "subFlowsStart", "subFlowsEnd"):
                for flow in element.get(key, "").split():
                    if flow not in units:
                        yield Violation(
                            element,
                            Phrase("{key} names {flow}, which is no unit of its file", key=key, flow=flow),
                        )
    for segment in root.iter(tag("segment")):
        if "subState" in segment.attrib and "state" not in segment.attrib:
            yield Violation(segment, "<segment> has a subState and no state")
        if segment.get("state", "initial") != "initial" and segment.find(tag("target")) is None:
            yield Violation(
                segment, Phrase("<segment> is {state}, and has no target", state=segment.get("state"))
            )
    for match in root.iter(tag("match", "mtc")):
        stored = {data.get("id") for data in match.iterfind(f"{tag('originalData')}/{tag('data')}")}
        for side in match.iterchildren(tag("source"), tag("target")):
            for element in inline_elements(side):
                yield from _stored(element, stored)


LAST = 0x10FFFF


def _typed(element: etree._Element) -> Iterator[Violation]:
    name, kind, sub = short_name(element), element.get("type"), element.get("subType")
    if sub is not None and kind is None:
        yield Violation(element, Phrase("<{name}> has a subType and no type", name=name))
    elif sub is not None and sub.startswith("xlf:"):
        if not ((sub in _FORMATS and kind == "fmt") or (sub == "xlf:var" and kind == "ui")):
            yield Violation(
                element, Phrase("the subType {sub} does not go with the type {kind}", sub=sub, kind=kind)
            )
    for start, end in _TWINS if name == "pc" else ():
        if (start in element.attrib) != (end in element.attrib):
            yield Violation(element, Phrase("{start} and {end} go together", start=start, end=end))


def _stored(element: etree._Element, stored: set[str | None]) -> Iterator[Violation]:
    for key in ("dataRef", "dataRefStart", "dataRefEnd"):
        value = element.get(key)
        if value is not None and value not in stored:
            yield Violation(
                element, Phrase("{key} names {value}, and there is no such data", key=key, value=value)
            )


def _copied(element: etree._Element, base: etree._Element | None) -> Iterator[Violation]:
    if any(str(key).startswith("dataRef") for key in element.attrib):
        yield Violation(element, "a copy of a code has no data of its own")
    if base is None or short_name(base) in ("mrk", "sm"):
        yield Violation(
            element, Phrase("it copies {id}, which is no code of its unit", id=element.get("copyOf"))
        )
    elif base.get("canCopy") == "no" or any(str(key).startswith("dataRef") for key in base.attrib):
        yield Violation(element, Phrase("it copies {id}, which must not be copied", id=base.get("id")))
