"""A galley: a finished chapter that has no pages yet, encoded, with a summary that can be read without its text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from bookbuilder.diagnostics import Span
from bookbuilder.document.encoded import EncodedValue
from bookbuilder.document.length_estimate import estimate_length
from bookbuilder.document.nodes import (
    Box,
    Chapter,
    Code,
    CodeText,
    Entry,
    Image,
    IndexMark,
    Locators,
    Node,
    Text,
    Value,
)
from bookbuilder.document.style_features import emphases, features
from bookbuilder.document.walk import walk
from bookbuilder.typed_decoding import from_msgpack


class Summary(Struct, frozen=True, array_like=True, gc=False):
    """What is needed of a chapter without its text.

    `head` is the chapter without blocks and notes, `entry` its part of the table of contents. `characters` are those of
    its text, each once, `images` its pictures, `marked` the indexes that it has marks for and `printed` those that it
    prints. `locates`: it shows the pages of index entries. `places` are its anchors with the length before them, `room`
    is its whole length, in letters. `features` are those that have a style sheet of their own, `emphases` as there.
    """

    head: Chapter
    entry: Entry
    characters: str
    images: tuple[Image, ...]
    marked: tuple[tuple[str, Span], ...]
    printed: tuple[str, ...]
    locates: bool
    places: tuple[tuple[str, int], ...]
    room: int
    features: tuple[str, ...] = ()
    emphases: tuple[str, ...] = ()


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
    def head(self) -> Chapter:
        """The chapter without blocks and notes."""
        return self._payload.summary.head

    @cached_property
    def chapter(self) -> Chapter:
        """The chapter."""
        return from_msgpack(self._payload.chapter, Chapter)


def galley(chapter: Chapter, entry: Entry) -> Galley:
    """Return the galley of a chapter."""
    raw = Raw(msgspec.msgpack.encode(chapter))
    return Galley(msgspec.msgpack.encode(_Payload(summary(chapter, entry), raw)))


def summary(chapter: Chapter, entry: Entry) -> Summary:
    """Return the summary of a chapter."""
    nodes = tuple(walk(chapter))
    marks = [(node.index or "persons", node.span) for node in nodes if isinstance(node, IndexMark)]
    places, room = estimate_length(chapter)
    return Summary(
        _head(chapter),
        entry,
        "".join(sorted({character for node in nodes for character in text(node)})),
        tuple(node for node in nodes if isinstance(node, Image)),
        tuple({name: (name, span) for name, span in reversed(marks)}.values()),
        tuple(node.classes[0] for node in nodes if isinstance(node, Box) and node.kind == "index"),
        any(isinstance(node, Locators) for node in nodes),
        places,
        room,
        features(nodes),
        emphases(nodes),
    )


def _head(chapter: Chapter) -> Chapter:
    beside = replace(chapter.beside, notes=()) if chapter.beside else None
    return replace(chapter, blocks=(), notes=(), beside=beside)


def text(node: Node) -> str:
    """Return the text that a node itself prints, without its children."""
    match node:
        case Text(text=own) | Value(text=own) | CodeText(text=own) | Code(text=own):
            return own
        case _:
            return ""
