"""Marks the texts of a document, so that what a format makes of it can be traced to its source: each text gets a mark in
front of it that names its source, and one behind it. Pictures and figures get such a mark as a class.

A mark is made of private characters (Unicode 23.5), which no text has: a format takes it as part of the text, so the tree of
elements that it makes is the same as without marks.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from dataclasses import replace as replace_galleys

from msgspec.structs import replace

from bookbuilder.diagnostics import NOWHERE, Span
from bookbuilder.document import nodes
from bookbuilder.document.assemble_book import contents_entry
from bookbuilder.document.document import Document
from bookbuilder.document.galley import Galley
from bookbuilder.document.galley import galley as make_galley
from bookbuilder.document.walk import plain, transform

_FIRST, _SECOND = 0x100000, 0xF0000
_DIGITS = 0x8000
_END = "\U0010fff0"
MARK = re.compile("[\U00100000-\U00107fff][\U000f0000-\U000f7fff]|\U0010fff0")
"""A mark."""


@dataclass(frozen=True, slots=True)
class TextSource:
    """Where a text of the document comes from: `span` is the beginning of a text in a file, of which this is the part after
    `before` characters. `whole`: all of it stands for the place `span`, as what a fact prints does."""

    text: str
    span: Span
    before: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class MarkedDocument:
    """A document with marks, and the sources that they name."""

    document: Document
    sources: tuple[TextSource, ...]


def marked(document: Document, chapters: Collection[str]) -> MarkedDocument:
    """Return a document with a mark in front of each text of some chapters (by their ids), and one behind it."""
    marker = _Marker()
    galleys = tuple(
        marker.galley(galley) if galley.head.id in chapters else galley for galley in document.galleys
    )
    return MarkedDocument(replace_galleys(document, galleys=galleys), tuple(marker.sources))


def source_of(mark: str) -> int | None:
    """Return which source a mark names; None if it ends a text."""
    return None if mark == _END else (ord(mark[0]) - _FIRST) * _DIGITS + ord(mark[1]) - _SECOND


class _Marker:
    def __init__(self) -> None:
        self.sources: list[TextSource] = []

    def galley(self, galley: Galley) -> Galley:
        """Return the galley of a chapter with marks."""
        chapter: nodes.Chapter = transform(galley.chapter, self._node)
        return make_galley(chapter, contents_entry(chapter))

    def _node(self, node: nodes.Node) -> nodes.Node:
        match node:
            case _ if not node.span.path:
                return node  # it comes from no file
            case nodes.Text(text) if text:
                return replace(node, text=self._marked(text, node.span))
            case nodes.CodeText(text) | nodes.Code(text):
                return replace(node, text=self._marked(text, node.span))
            case nodes.Value(text):
                shift = len(self._mark())
                expansions = tuple(
                    (start + shift, end + shift, words) for start, end, words in node.expansions
                )
                return replace(node, text=self._marked(text, node.span, whole=True), expansions=expansions)
            case nodes.Figure() | nodes.Image():
                return replace(node, classes=(*node.classes, self._named("", node.span, whole=True)))
            case nodes.Link(address) if MARK.sub("", plain(node.content)) in (
                address,
                address.removeprefix("mailto:"),
            ):
                return replace(
                    node, classes=(*node.classes, "plain")
                )  # its address is printed once, as before
            case _:
                return node

    def _marked(self, text: str, span: Span, *, whole: bool = False) -> str:
        return f"{self._named(text, span, whole=whole)}{text}{_END}"

    def _named(self, text: str, span: Span, *, whole: bool = False) -> str:
        """Note a source; return the mark that names it."""
        mark = self._mark()
        last = self.sources[-1] if self.sources else TextSource("", NOWHERE)
        # Typography and abbreviations split texts; the parts keep the beginning of the whole.
        goes_on = not whole and not last.whole and last.span == span
        self.sources.append(TextSource(text, span, last.before + len(last.text) if goes_on else 0, whole))
        return mark

    def _mark(self) -> str:
        first, second = divmod(len(self.sources), _DIGITS)
        return chr(_FIRST + first) + chr(_SECOND + second)
