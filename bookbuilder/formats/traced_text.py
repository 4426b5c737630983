"""Reads from the HTML of an edition, made with marks, which text of the document each of its text nodes comes from."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from lxml import etree, html

from bookbuilder.document.text_sources import MARK, source_of
from bookbuilder.formats.text_places import PICTURE, read
from bookbuilder.xml_parser import xml_root


@dataclass(frozen=True, slots=True)
class TracedPiece:
    """A part of a text node that comes from the document: after `start` characters of the node, `length` characters of the
    source with this number, which begin after `skipped` ones of it. Characters are those that are visible
    (`text_places.counted`)."""

    start: int
    length: int
    source: int
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class TracedNode:
    """A text node: its visible characters, and which of them come from the document."""

    text: str
    pieces: tuple[TracedPiece, ...]


def traced(page: str, marked_page: str) -> tuple[TracedNode, ...]:
    """Return the text nodes of a page that have visible characters, in their order, from the same page with marks.

    Text that is only in the page, such as other page numbers in an index, comes from nowhere.
    """
    nodes = [node for run in read(parsed(marked_page)).texts if (node := _node(run.text)).text]
    texts = [run.text for run in read(parsed(page)).texts]
    if "".join(texts) == "".join(node.text for node in nodes):
        return tuple(_divided(nodes, texts))  # page breaks may part them
    result = [TracedNode(text, ()) for text in texts]
    same = SequenceMatcher(None, texts, [node.text for node in nodes], autojunk=False)
    for start, marked_start, size in same.get_matching_blocks():
        result[start : start + size] = nodes[marked_start : marked_start + size]
    return tuple(result)


def traced_pictures(marked_page: str) -> tuple[int | None, ...]:
    """Return the source of each picture of a page with marks, in their order: that of the figure that it is in, or its own;
    None if it is of no file."""
    root = parsed(marked_page)
    pictures = (one for one in root.iter(etree.Element) if etree.QName(one).localname == PICTURE)
    return tuple(
        next(
            (
                source
                for one in (*reversed([*picture.iterancestors()]), picture)
                if (source := _of_class(one)) is not None
            ),
            None,
        )
        for picture in pictures
    )


def _of_class(element: Any) -> int | None:
    mark = MARK.search(element.get("class") or "")
    return source_of(mark[0]) if mark else None


def parsed(page: str) -> Any:
    """Return a page of XHTML or HTML as a tree; its text nodes are those that a browser has, in the same order."""
    try:
        return xml_root(page.encode())
    except etree.XMLSyntaxError:
        parser = html.HTMLParser(encoding="utf-8")
        try:
            return html.document_fromstring(page.encode(), parser=parser)
        except etree.ParserError:  # a theme's template has written no element
            return etree.Element("html")


def _divided(nodes: Sequence[TracedNode], texts: Sequence[str]) -> Iterator[TracedNode]:
    """Yield text nodes with these texts, which together are the text of other ones."""
    pieces = deque[TracedPiece]()
    before = 0
    for node in nodes:
        pieces.extend(replace(piece, start=before + piece.start) for piece in node.pieces)
        before += len(node.text)
    start = 0
    for text in texts:
        own, end = [], start + len(text)
        while pieces and pieces[0].start < end:
            piece = pieces.popleft()
            length = min(piece.length, end - piece.start)
            own.append(replace(piece, start=piece.start - start, length=length))
            if length < piece.length:
                pieces.appendleft(
                    replace(piece, start=end, length=piece.length - length, skipped=piece.skipped + length)
                )
        yield TracedNode(text, tuple(own))
        start = end


def _node(text: str) -> TracedNode:
    """Return a text node from its characters with marks."""
    parts: list[str] = []
    pieces: list[TracedPiece] = []
    length, last, source = 0, 0, None
    for mark in (*MARK.finditer(text), None):
        part = text[last : mark.start() if mark else None]
        if part and source is not None:
            pieces.append(TracedPiece(length, len(part), source))
        parts.append(part)
        length += len(part)
        if mark:
            last, source = mark.end(), source_of(mark[0])
    return TracedNode("".join(parts), tuple(pieces))
