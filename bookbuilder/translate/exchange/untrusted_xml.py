"""Parses untrusted XML safely: no network, no entities, no document types."""

from __future__ import annotations

import re

from lxml import etree

from bookbuilder.diagnostics import Report, Span
from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.returned_units import BROKEN, DOCTYPE
from bookbuilder.xml_parser import xml_root


def parse_xml(data: bytes, path: str, report: Report, *, named: str = "") -> etree._Element | None:
    """Return the root element; None, and a report (`exchange.*`), if it cannot be read.

    `named`: the only document type that is allowed. It must define nothing, and is not loaded.
    """
    declared = _declares(data)
    if declared and not (named and declared == named):
        report(DOCTYPE, Span(path))
        return None
    try:
        root = xml_root(data, remarks=False)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        problem = str(error.msg).split(", line ")[0].strip() or "it is no XML"
        report(
            BROKEN, Span(path, line, column), problem=problem,
            hint="it is damaged, or cut off, or not in the encoding that it names: ask for it again",
        )  # fmt: skip
        return None
    except (LookupError, ValueError) as error:
        report(BROKEN, Span(path), problem=str(error)[:100] or "it is no XML", hint="ask for it again")
        return None
    # Asked again, for encodings in which `_declares` sees no declaration.
    if root.getroottree().docinfo.doctype and not named:
        report(DOCTYPE, Span(path))
        return None
    for entity in root.iter(etree.Entity):  # of a document type that is not loaded
        report(
            BROKEN,
            Span(path, entity.sourceline or 0),
            problem=Phrase("nothing defines {text}", text=entity.text),
        )
        return None
    return root


_TYPE = re.compile(rb"<!DOCTYPE\s+([\w.:-]+)[^<>\[\]]*>", re.ASCII)


def _declares(data: bytes) -> str:
    """Return the name of the declared document type in any encoding, without parsing; `[` if it defines anything."""
    head = data.replace(b"\0", b"")  # UTF-16 and UTF-32 of ASCII
    if b"<!DOCTYPE" not in head and b"<!ENTITY" not in head:
        return ""
    match = _TYPE.search(head)
    if match is None or head.count(b"<!DOCTYPE") > 1 or b"<!ENTITY" in head:
        return "["
    return match[1].decode()


def element_text(element: etree._Element) -> str:
    """Return the text in an element, without space at its ends."""
    return "".join(map(str, element.itertext())).strip()
