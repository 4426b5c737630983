"""Parses pieces of raw HTML, with blocks of Markdown between them, into a tree of elements with their positions."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bookbuilder.diagnostics import Span
from bookbuilder.document.nodes import Block

VOID = frozenset(
    ("br", "img", "hr", "wbr", "col", "input", "source", "area", "embed", "link", "meta", "track", "base")
)
"""Elements without content (HTML, section 13.1.2)."""
_ENDED_BY = {
    "td": ("td", "th", "tr", "thead", "tbody", "tfoot"),
    "th": ("td", "th", "tr", "thead", "tbody", "tfoot"),
    "tr": ("tr", "thead", "tbody", "tfoot"),
    "thead": ("tbody", "tfoot"),
    "tbody": ("tbody", "tfoot"),
    "caption": ("tr", "thead", "tbody", "tfoot", "td", "th"),
    "colgroup": ("tr", "thead", "tbody", "tfoot"),
}
"""Elements whose end tag may be left out, and the tags that end them (HTML, section 13.1.2.4)."""
_OUTER = frozenset(("table", "details", "figure"))
"""Elements that a tag inside them does not end."""
_NAME, _ATTRIBUTE = r"[A-Za-z][A-Za-z0-9-]*", r"[A-Za-z_:][A-Za-z0-9:._-]*"
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>{_NAME})"
    rf"(?P<attributes>(?:\s+{_ATTRIBUTE}(?:\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'|[^\s\"'=<>`]+))?)*+)\s*(?P<void>/?)>"
)
_PAIR = re.compile(rf"({_ATTRIBUTE})(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
DEPTH = 24
"""Elements inside one another; those further in are not opened, and their words stay."""

Locate: TypeAlias = Callable[[int], Span]


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: name in lower case, attributes by their names in lower case, whether it ends an element, and as it is
    written."""

    name: str
    attributes: Mapping[str, str]
    closes: bool
    text: str


@dataclass(slots=True)
class Words:
    """A text between tags: as it is written, and the positions of its characters."""

    text: str
    locate: Locate


@dataclass(slots=True)
class HtmlElement:
    """An element with what it holds; `closed` says that its end tag was found, or that it may be left out."""

    tag: Tag
    span: Span
    children: list[Child] = field(default_factory=list)
    closed: bool = False

    @property
    def name(self) -> str:
        """Its name in lower case."""
        return self.tag.name


@dataclass(slots=True)
class Stray:
    """Something that belongs to no element: an end tag, or a comment that does not end."""

    text: str
    span: Span
    hint: str = ""


Child: TypeAlias = HtmlElement | Words | Stray | Block


def read_tag(text: str) -> Tag | None:
    """Return the tag that a text consists of; None for a comment, a declaration and the like."""
    match = _TAG.fullmatch(text.strip())
    return _tag(match) if match else None


def _tag(match: re.Match[str]) -> Tag:
    attributes = {
        pair[1].lower(): html.unescape(pair[2] or pair[3] or pair[4] or "")
        for pair in _PAIR.finditer(match["attributes"])
    }
    return Tag(match["name"].lower(), attributes, bool(match["end"]), match[0])


@dataclass(slots=True)
class HtmlTree:
    """Builds the tree of one run of blocks: `feed` takes HTML, `add` the blocks between."""

    children: list[Child] = field(default_factory=list)
    _open: list[HtmlElement] = field(default_factory=list)

    def add(self, blocks: tuple[Block, ...]) -> None:
        """Add blocks of Markdown to the innermost open element."""
        (self._open[-1].children if self._open else self.children).extend(blocks)

    @property
    def last(self) -> Child | None:
        """The last child of the innermost open element; None if it has none."""
        children = self._open[-1].children if self._open else self.children
        return children[-1] if children else None

    def replace_last(self, block: Block) -> None:
        """Put a block in the place of the last child of the innermost open element."""
        (self._open[-1].children if self._open else self.children)[-1] = block

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks of a run without HTML."""
        return tuple(child for child in self.children if not isinstance(child, HtmlElement | Words | Stray))

    def feed(self, text: str, locate: Locate) -> None:
        """Add a piece of HTML; comments are left out."""
        for piece in _pieces(text, locate):
            match piece:
                case (Tag() as tag, Span() as span):
                    self._tag(tag, span)
                case Words() | Stray():
                    self._append(piece)

    def _append(self, child: Child) -> None:
        (self._open[-1].children if self._open else self.children).append(child)

    def _tag(self, tag: Tag, span: Span) -> None:
        if tag.closes:
            self._close(tag, span)
            return
        while self._open and tag.name in _ENDED_BY.get(self._open[-1].name, ()):
            self._open.pop().closed = True
        element = HtmlElement(tag, span, closed=tag.name in VOID)
        self._append(element)
        if tag.name not in VOID and len(self._open) < DEPTH:
            self._open.append(element)

    def _close(self, tag: Tag, span: Span) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            element = self._open[index]
            if element.name == tag.name:
                for inner in self._open[index + 1 :]:
                    inner.closed = inner.name in _ENDED_BY
                element.closed = True
                del self._open[index:]
                return
            if element.name in _OUTER:
                break
        self._append(Stray(tag.text, span))


def _pieces(text: str, locate: Locate) -> Iterator[tuple[Tag, Span] | Words | Stray]:
    """Yield the tags and texts of a piece of HTML, without comments."""
    last, position = 0, text.find("<")
    comment_end = text.rfind("-->")
    while position >= 0:
        end = 0
        found: tuple[Tag, Span] | Stray | None = None
        if text.startswith("<!--", position):
            end = text.index("-->", position + 4) + 3 if comment_end >= position + 4 else len(text)
            if comment_end < position + 4:
                hint = "close the comment with -->; what stands below it would not be printed"
                found = Stray(text[position:], locate(position), hint)
        elif match := _TAG.match(text, position):
            end, found = match.end(), (_tag(match), locate(position))
        if end:
            if last < position:
                yield _words(text, last, position, locate)
            if found:
                yield found
            last = end
        position = text.find("<", max(end, position + 1))
    if last < len(text):
        yield _words(text, last, len(text), locate)


def _words(text: str, start: int, end: int, locate: Locate) -> Words:
    return Words(text[start:end], lambda offset: locate(start + offset))
