"""Parses a page of HTML or XHTML of others: no scripts run, nothing is fetched, nesting is bounded."""

from __future__ import annotations

import re

from lxml import etree, html

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.importers.markup.page_encoding import page_encoding, utf8_page
from bookbuilder.importers.safe_xml import DEPTH, LIMIT, parse_xml
from bookbuilder.phrases import Phrase

UNSAFE = Rule(
    "html.unsafe",
    "{part} is refused: {problem}",
    "Nesting without end exhausts the memory of a machine. No person writes such a page.",
)
_XHTML = re.compile(rb"\s*<\?xml|<html[^>]{0,300}xmlns")
_ENTITY = re.compile(rb"&[A-Za-z][A-Za-z0-9]{1,30};")
_XML_ENTITIES = (b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;")


def parse_page(data: bytes, path: str, part: str) -> etree._Element:
    """Return the root element of a page. `path` is that of messages, `part` the name of the page.

    Raises `BookbuilderError` (`html.unsafe`, `xml.unsafe`).
    """
    if len(data) > LIMIT:
        raise _refused(
            path,
            part,
            Phrase(
                "it has {count} MB; at most {limit} MB are read", count=len(data) >> 20, limit=LIMIT >> 20
            ),
        )
    data = utf8_page(data)
    # XML knows five entities; others need a DTD, which is not loaded.
    if _XHTML.search(data[:2000]) and all(name in _XML_ENTITIES for name in _ENTITY.findall(data)):
        try:
            return _without_programs(parse_xml(data, path, part))
        except BookbuilderError as error:
            if error.diagnostics[0].code != "xml.broken":
                raise
    parser = html.HTMLParser(
        encoding=page_encoding(data), no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    if not data.strip():
        data = b"<html><body></body></html>"
    try:
        root = html.document_fromstring(data, parser)
    except (etree.LxmlError, ValueError, LookupError):
        raise _refused(path, part, "it is no HTML") from None
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEPTH:
            raise _refused(path, part, "its elements are nested too deeply")
    return _without_programs(root)


_PROGRAMS = ("{*}script", "{*}style", "{*}template", "{*}noscript")


def _without_programs(root: etree._Element) -> etree._Element:
    """Return a page without what programs read: its letters are no words, whatever element they stand in. A drawing keeps
    its own style."""
    kept = {one: one.tag for drawing in root.iter("{*}svg") for one in drawing.iter("{*}style")}
    for one in kept:
        one.tag = "kept"
    etree.strip_elements(root, *_PROGRAMS, with_tail=False)
    for one, name in kept.items():
        one.tag = name
    return root


def _refused(path: str, part: str, problem: str) -> BookbuilderError:
    hint = "open it in a browser, and save it anew, if you trust it"
    return BookbuilderError(diagnostic(UNSAFE, Span(path), part=part, problem=problem, hint=hint))
