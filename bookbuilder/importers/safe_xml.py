"""Parses XML of others: no entities, no DTD, no network, bounded depth and size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.phrases import Phrase
from bookbuilder.xml_parser import xml_root

BROKEN = Rule(
    "xml.broken",
    "{part} cannot be read: {problem}",
    "A document of Word, of LibreOffice or an e-book consists of files of XML. This one is damaged.",
)
UNSAFE = Rule(
    "xml.unsafe",
    "{part} is refused: {problem}",
    "Entities of a document can unfold into gigabytes or fetch files of the machine, and nesting without end exhausts its"
    " memory. No program that writes manuscripts makes them.",
)
LIMIT = 48 << 20
"""Bytes of a file: parsed it takes some six times as much memory."""
DEPTH = 100
"""Elements within elements; beyond 256 libxml2 would stop by itself."""
_ENTITY = re.compile(rb"<!ENTITY|<\0!\0E\0N\0T|\0<\0!\0E\0N\0T")
"""The declaration of an entity, in UTF-8 or UTF-16. A document type without one, as XHTML has it, declares nothing."""


def parse_xml(data: bytes, path: str, part: str) -> etree._Element:
    """Return the root element of a file. `path` is that of messages, `part` the file within it.

    Raises `BookbuilderError` (`xml.broken`, `xml.unsafe`).
    """
    if len(data) > LIMIT:
        raise _refused(
            path,
            part,
            Phrase(
                "it has {count} MB; at most {limit} MB are read", count=len(data) >> 20, limit=LIMIT >> 20
            ),
        )
    if _ENTITY.search(data):
        raise _refused(path, part, "it declares entities")
    try:
        root = xml_root(data, remarks=False)
    except (etree.XMLSyntaxError, ValueError) as error:
        problem = str(error).partition(" (<string>")[0]
        if "depth" in problem:
            raise _refused(path, part, "its elements are nested too deeply") from None
        hint = "open it in the program that wrote it, and save it anew"
        raise BookbuilderError(
            diagnostic(BROKEN, Span(path), part=part, problem=problem, hint=hint)
        ) from None
    _check_depth(root, path, part)
    return root


def _check_depth(root: etree._Element, path: str, part: str) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEPTH:
            raise _refused(path, part, "its elements are nested too deeply")


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; an entity that was not resolved has none."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(4096)  # names of others: any number of them
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def elements(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the children that are elements."""
    return (child for child in parent if isinstance(child.tag, str))


def _refused(path: str, part: str, problem: str) -> BookbuilderError:
    hint = "open it in the program that wrote it, and save it anew, if you trust it"
    return BookbuilderError(diagnostic(UNSAFE, Span(path), part=part, problem=problem, hint=hint))
