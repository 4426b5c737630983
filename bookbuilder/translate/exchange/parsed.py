"""Parses XML that comes from outside: nothing is fetched, no entity is expanded, a document type is refused."""

from __future__ import annotations

import re

from lxml import etree

from bookbuilder.diagnostics import Report, Span
from bookbuilder.translate.exchange.given import ACTIVE, BROKEN


def parsed(data: bytes, path: str, report: Report, *, named: str = "") -> etree._Element | None:
    """Return the root of a document; None, and a report (`exchange.*`), if it cannot be read.

    `named`: the only name that a document type may have. It is let through if it defines nothing, and is not read.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    declared = _declares(data)
    if declared and not (named and declared == named):
        report(ACTIVE, Span(path))
        return None
    try:
        root = etree.fromstring(data, parser)
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
    if root.getroottree().docinfo.doctype and not named:
        report(ACTIVE, Span(path))
        return None
    for entity in root.iter(etree.Entity):  # of a document type that is not read
        report(BROKEN, Span(path, entity.sourceline or 0), problem=f"nothing defines {entity.text}")
        return None
    return root


_TYPE = re.compile(rb"<!DOCTYPE\s+([\w.:-]+)[^<>\[\]]*>", re.ASCII)


def _declares(data: bytes) -> str:
    """Return the name of a document type that is declared, in any encoding that XML may have: before anything is parsed.
    One that defines something has the name `[`."""
    head = data.replace(b"\0", b"")  # UTF-16 and UTF-32 of ASCII
    if b"<!DOCTYPE" not in head and b"<!ENTITY" not in head:
        return ""
    match = _TYPE.search(head)
    if match is None or head.count(b"<!DOCTYPE") > 1 or b"<!ENTITY" in head:
        return "["
    return match[1].decode()
