"""A galley: a finished chapter that has no pages yet, encoded, with a summary that can be read without its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from bookbuilder.diagnostics import Span
from bookbuilder.document import nodes
from bookbuilder.document.encoded import EncodedValue
from bookbuilder.document.length_estimate import estimate_length
from bookbuilder.document.style_features import emphases, features
from bookbuilder.document.walk import walk
from bookbuilder.typed_decoding import from_msgpack


class Summary(Struct, frozen=True, array_like=True, gc=False):
    """What is needed of a chapter without its text.

    `head` is the chapter without blocks and notes, `entry` its part of the table of contents. `characters` are those of
    its text, each once, `images` its pictures, `marked` the indexes that it has marks for and `printed` those that it
    prints. `locates`: it shows the pages of index entries. `places` are its anchors with the length before them, `room`
    is its whole length, in letters. `features` are those that have a style sheet of their own, `emphases` as there.
    `formulas` are all of them, and so are `charts`, with the maps.
    """

    head: nodes.Chapter
    entry: nodes.Entry
    characters: str
    images: tuple[nodes.Image, ...]
    marked: tuple[tuple[str, Span], ...]
    printed: tuple[str, ...]
    locates: bool
    places: tuple[tuple[str, int], ...]
    room: int
    features: tuple[str, ...] = ()
    emphases: tuple[str, ...] = ()
    formulas: tuple[nodes.Formula, ...] = ()
    charts: tuple[nodes.Figure, ...] = ()


class _Payload(Struct, frozen=True, array_like=True):
    summary: Summary
    chapter: Raw


@dataclass(frozen=True)
class Galley(EncodedValue):
    """A chapter encoded by `galley`; its text is decoded only when needed."""

    @cached_property
    def _payload(self) -> _Payload:
        return from_msgpack(self.data, _Payload)

    @property
    def summary(self) -> Summary:
        """The summary, without decoding the text."""
        return self._payload.summary

    @property
    def head(self) -> nodes.Chapter:
        """The chapter without blocks and notes."""
        return self._payload.summary.head

    @cached_property
    def chapter(self) -> nodes.Chapter:
        """The chapter, which is kept as long as the galley."""
        return self.decoded()

    def decoded(self) -> nodes.Chapter:
        """Return the chapter for those who need it once: decoded it takes seven times as much memory."""
        return from_msgpack(self._payload.chapter, nodes.Chapter)


def galley(chapter: nodes.Chapter, entry: nodes.Entry) -> Galley:
    """Return the galley of a chapter."""
    raw = Raw(msgspec.msgpack.encode(chapter))
    return Galley(msgspec.msgpack.encode(_Payload(summary(chapter, entry), raw)))


def summary(chapter: nodes.Chapter, entry: nodes.Entry) -> Summary:
    """Return the summary of a chapter."""
    all_nodes = tuple(walk(chapter))
    marks = [(node.index or "persons", node.span) for node in all_nodes if isinstance(node, nodes.IndexMark)]
    lists = (node for node in all_nodes if isinstance(node, nodes.Box) and node.kind in ("index", "glossary"))
    places, room = estimate_length(chapter)
    return Summary(
        _head(chapter),
        entry,
        "".join(sorted({*(character for node in all_nodes for character in text(node)), *_heads(chapter)})),
        tuple(node for node in all_nodes if isinstance(node, nodes.Image)),
        # Reversed, so that the first mark of each index is left.
        tuple({name: (name, span) for name, span in reversed(marks)}.values()),
        tuple(nodes.TERMS if node.kind == "glossary" else node.classes[0] for node in lists),
        any(isinstance(node, nodes.Locators) for node in all_nodes),
        places,
        room,
        features(all_nodes),
        emphases(all_nodes),
        tuple(node for node in all_nodes if isinstance(node, nodes.Formula)),
        tuple(node for node in all_nodes if isinstance(node, nodes.Figure) and node.drawn),
    )


def _heads(chapter: nodes.Chapter) -> str:
    """Return what running heads and contents print of formulas: their words."""
    lines = (chapter.title, chapter.short, chapter.subtitle)
    return "".join(node.words for node in walk(lines) if isinstance(node, nodes.Formula))


def _head(chapter: nodes.Chapter) -> nodes.Chapter:
    beside = replace(chapter.beside, notes=()) if chapter.beside else None
    return replace(chapter, blocks=(), notes=(), beside=beside)


_WORDS = re.compile("<mtext[^<>]*>([^<]*)")
"""The words inside a formula, which are set in the fonts of the text."""


def text(node: nodes.Node) -> str:
    """Return the text that a node itself prints, without its children."""
    match node:
        case nodes.Text(text=own) | nodes.Value(text=own) | nodes.CodeText(text=own) | nodes.Code(text=own):
            return own
        case nodes.Formula(mathml=mathml) if "<mtext" in mathml:
            return unescape("".join(_WORDS.findall(mathml)))
        case _:
            return ""
