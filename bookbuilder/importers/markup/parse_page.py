"""Parses a page of HTML or XHTML of others: no scripts run, nothing is fetched, nesting is bounded."""

from __future__ import annotations

import re

from lxml import etree, html

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.importers.safe_xml import DEPTH, LIMIT, parse_xml

UNSAFE = Rule(
    "html.unsafe",
    "{part} is refused: {problem}",
    "Nesting without end exhausts the memory of a machine. No person writes such a page.",
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_-]{1,40})""", re.IGNORECASE)
_XHTML = re.compile(rb"\s*<\?xml|<html[^>]{0,300}xmlns")
_ENTITY = re.compile(rb"&[A-Za-z][A-Za-z0-9]{1,30};")
_XML_ENTITIES = (b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;")


def parse_page(data: bytes, path: str, part: str) -> etree._Element:
    """Return the root element of a page. `path` is that of messages, `part` the name of the page.

    Raises `BookbuilderError` (`html.unsafe`, `xml.unsafe`).
    """
    if len(data) > LIMIT:
        raise _refused(path, part, f"it has {len(data) >> 20} MB; at most {LIMIT >> 20} MB are read")
    # XML knows five entities; others need a DTD, which is not loaded.
    if _XHTML.search(data[:2000]) and all(name in _XML_ENTITIES for name in _ENTITY.findall(data)):
        try:
            return parse_xml(data, path, part)
        except BookbuilderError as error:
            if error.diagnostics[0].code != "xml.broken":
                raise
    parser = html.HTMLParser(
        encoding=_encoding(data), no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
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
    return root


def _encoding(data: bytes) -> str:
    """Return the encoding of a page: UTF-8 if it can be, else what it says, else that of old Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        match = _CHARSET.search(data[:4096])
        name = match[1].decode() if match else "windows-1252"
        try:
            "".encode(name)
        except LookupError:
            return "windows-1252"
        # It is no UTF-8 whatever it says; and Latin-1 means windows-1252 to browsers (Encoding Standard).
        return "windows-1252" if name.lower() in ("utf-8", "utf8", "iso-8859-1", "latin1") else name
    return "utf-8"


def _refused(path: str, part: str, problem: str) -> BookbuilderError:
    hint = "open it in a browser, and save it anew, if you trust it"
    return BookbuilderError(diagnostic(UNSAFE, Span(path), part=part, problem=problem, hint=hint))
