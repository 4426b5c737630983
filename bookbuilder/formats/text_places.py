"""Identifies a place in a text (a block and a count of characters) in PDF, e-book and web edition alike.

A **block** is an element with an id that is not inline, such as a paragraph or a figure. Its text is the text nodes in it,
without those of blocks inside it; rows or items without ids belong to the table or box around them.

Only characters that every medium prints **count**, in source order: no white space and no invisible characters
(`INVISIBLE`: soft hyphens, joiners), nothing from style sheets (list numbers, separators), and nothing that differs by
medium (`OTHERS`: notes and their calls, cross-references, index locators, printed addresses, page numbers, separators that
only an e-book writes, pictures; and readings of ruby).
Text hidden by a style sheet counts.

>>> import xml.etree.ElementTree as etree
>>> root = etree.fromstring('<p id="a">Wer <em id="b">am</em>, <a class="ref">Seite 9</a> Montag</p>')
>>> [(run.block, run.before, run.text) for run in read(root).runs]
[('a', 0, 'Wer'), ('a', 3, 'am'), ('a', 5, ','), ('a', 6, 'Montag')]
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

INVISIBLE = "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
"""Invisible characters: soft hyphen, direction marks, joiners, zero-width spaces."""
_GONE = re.compile(f"[\\s{INVISIBLE}]+")
OTHERS = frozenset(
    (
        "continued",
        "group-again",
        "carried",
        "pad",
        "footnote",
        "margin-note",
        "noteref",
        "address",
        "ref",
        "locators",
        "permalink",
        "backlink",
        "pagebreak",
        "separator",
        "description",
    )
)
"""Classes of elements whose text does not count."""
READING = frozenset(("rt", "rp"))
"""Elements whose text does not count, but is shown: readings, and the brackets of readers that cannot set them above."""
SILENT = frozenset(("head", "script", "style", "svg", "math"))
"""Elements whose text does not count."""
PICTURE = "img"
"""The element of a picture."""
INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "dfn", "em", "i", "img", "kbd", "mark", "q", "rb", "rp",
    "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
))  # fmt: skip
"""Inline elements, which are no blocks even with an id."""

Place = tuple[str, int]
"""A place in a text: the id of a block, and the number of characters before it (0: the block's start)."""


@dataclass(frozen=True, slots=True, eq=False)
class SourceRun:
    """A text node: its visible characters without white space (`text`), after `before` characters that count of its block.
    It is the text of `holder`, or with `tail` its tail, and a child of `parent`. `number` is its place among all text nodes
    with visible characters; `counts` says whether its characters count."""

    block: str
    before: int
    text: str
    parent: Any
    holder: Any
    tail: bool
    number: int
    counts: bool


@dataclass(frozen=True, slots=True, eq=False)
class SourceText:
    """The text nodes with visible characters, in source order (`texts`), those whose characters count (`runs`), the
    place where each element begins, and the number of each picture (`img`) among all of them."""

    texts: tuple[SourceRun, ...]
    starts: Mapping[Any, Place]
    pictures: Mapping[Any, int] = field(default_factory=dict)

    @property
    def runs(self) -> tuple[SourceRun, ...]:
        """The text nodes whose characters count."""
        return tuple(run for run in self.texts if run.counts)


def counted(text: str) -> str:
    """Return the characters of a text that count.

    >>> counted("Ver\u00adtrag von\u00a01997")
    'Vertragvon1997'
    """
    return _GONE.sub("", text)


def read(root: Any) -> SourceText:
    """Return the runs of text below an element (of `xml.etree` or lxml, with or without namespace)."""
    lengths: dict[str, int] = {}
    starts: dict[Any, Place] = {}
    texts: list[SourceRun] = []
    pictures: dict[Any, int] = {}

    def take(text: str | None, block: str, parent: Any, holder: Any, *, tail: bool, counts: bool) -> None:
        found = counted(text or "")
        if found:
            before = lengths.get(block, 0)
            if counts:
                lengths[block] = before + len(found)
            texts.append(SourceRun(block, before, found, parent, holder, tail, len(texts), counts))

    def walk(element: Any, block: str, *, counts: bool, visible: bool) -> None:
        name = (
            element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "head"
        )  # lxml's comments have no tag name
        if name not in INLINE and element.get("id"):
            block = element.get("id")
        starts[element] = (block, lengths.get(block, 0))
        if name == PICTURE:
            pictures[element] = len(pictures)
        visible = visible and name not in SILENT
        counts = (
            counts
            and visible
            and name not in READING
            and OTHERS.isdisjoint((element.get("class") or "").split())
        )
        counts = counts and element.get("data-page") is None
        if visible:
            take(element.text, block, element, element, tail=False, counts=counts)
        for child in element:
            walk(child, block, counts=counts, visible=visible)
            if visible:
                take(child.tail, block, element, child, tail=True, counts=counts)

    walk(root, "", counts=True, visible=True)
    return SourceText(tuple(texts), starts, pictures)
