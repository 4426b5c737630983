"""Finds texts in the attributes of a block (titles of links, index entries, what is said of formulas), and pairs them.

Sub-entries of names, index entries, titles of links or pictures, and spoken texts of formulas are blocks of their own,
listed after the block that contains them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

_SIGN = re.compile(r"\\.|`+[^`]*`+|!?\[|\]", re.DOTALL)
_TITLE = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_ADDRESS = re.compile(rf"\(\s*(<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+({_TITLE}))?\s*\)")
_FORMULA = re.compile(r"(?<=\S)\$[ \t]*(?=\{)")
"""The end of a formula with attributes."""
_BRACES = re.compile(r"\{(?:[^{}\"\\]|\\.|\"(?:[^\"\\]|\\.)*\")*\}")
_OPTION = re.compile(r"(?<![^\s{])([a-z]+)=(?:\"((?:[^\"\\]|\\.)*)\"|([A-Za-z0-9_:-]+)(?![^\s}]))")


KINDS = ("mark sub-entry", "mark entry", "link hint", "picture hint", "formula speech")
"""The kinds of embedded texts: the last two words of a block's kind."""


class BlockLike(Protocol):
    """The part of `Block` that this module needs."""

    @property
    def kind(self) -> str:
        """Its kind."""
        ...

    @property
    def anchor(self) -> str:
        """The id of what it belongs to."""
        ...

    @property
    def embedded(self) -> bool:
        """Whether it stands inside the block before it."""
        ...


@dataclass(frozen=True, slots=True)
class AttributeText:
    """A range of a block's text; `anchor` is the name, address or picture that it belongs to."""

    kind: str
    start: int
    end: int
    anchor: str


@lru_cache(4096)
def attribute_texts(text: str) -> tuple[AttributeText, ...]:
    """Return the texts embedded in the Markdown of a block, in order.

    >>> text = 'In [Kiew]{name=kyiv sub="Blinkens Besuch"} und [hier](https://example.org "Ein Ort").'
    >>> [(one.kind, text[one.start : one.end], one.anchor) for one in attribute_texts(text)]
    [('mark sub-entry', 'Blinkens Besuch', 'kyiv'), ('link hint', 'Ein Ort', 'https://example.org')]
    """
    if not any(sign in text for sign in ("sub=", "index=", "title=", "alt=", ' "', " '")):
        return ()
    found = _found(text) if "[" in text else ()
    return tuple(sorted((*found, *_speech(text)), key=lambda one: one.start))


def _speech(text: str) -> Iterator[AttributeText]:
    """Yield what is said of the formulas in a text."""
    if "alt=" not in text:
        return
    for formula in _FORMULA.finditer(text):
        braces = _BRACES.match(text, formula.end())
        for option in _OPTION.finditer(text, formula.end(), braces.end()) if braces else ():
            if option[1] == "alt":
                start, end = option.span(2 if option[2] is not None else 3)
                yield from _trimmed(text, "formula speech", start, end, "")


def _found(text: str) -> Iterator[AttributeText]:
    opened: list[str] = []
    behind = 0
    for sign in _SIGN.finditer(text):
        if sign.start() < behind:
            continue
        if sign[0] in ("[", "!["):
            opened.append(sign[0])
            continue
        if sign[0] != "]" or not opened:
            continue
        thing = "picture" if opened.pop() == "![" else "link"
        behind, anchor = sign.end(), ""
        if address := _ADDRESS.match(text, behind):
            behind, anchor = address.end(), address[1].strip("<>")
            if address[2]:
                yield AttributeText(f"{thing} hint", address.start(2) + 1, address.end(2) - 1, anchor)
        if braces := _BRACES.match(text, behind):
            behind = braces.end()
            yield from _said(text, braces, thing, anchor)


def _said(text: str, braces: re.Match[str], thing: str, anchor: str) -> Iterator[AttributeText]:
    options = list(_OPTION.finditer(text, braces.start() + 1, braces.end() - 1))
    name = next((option[2] or option[3] or "" for option in options if option[1] == "name"), "")
    for option in options:
        group = 2 if option[2] is not None else 3
        start, end = option.span(group)
        if option[1] == "sub":
            yield from _trimmed(text, "mark sub-entry", start, end, name)
        elif option[1] == "title":
            yield from _trimmed(text, f"{thing} hint", start, end, anchor)
        elif option[1] == "index":
            middle = text.find("!", start, end)
            yield from _trimmed(text, "mark entry", start, end if middle < 0 else middle, "")
            if middle >= 0:
                yield from _trimmed(text, "mark sub-entry", middle + 1, end, "")


def _trimmed(text: str, kind: str, start: int, end: int, anchor: str) -> Iterator[AttributeText]:
    sentence = text[start:end]
    start += len(sentence) - len(sentence.lstrip())
    end -= len(sentence) - len(sentence.rstrip())
    if start < end:
        yield AttributeText(kind, start, end, anchor)


def embedded_key(block: BlockLike) -> str:
    """Return the kind by which a state identifies an embedded text; empty for other blocks."""
    return " ".join(block.kind.split(" ")[-2:]) if block.embedded else ""


def containing_blocks(blocks: Sequence[BlockLike]) -> list[int]:
    """Return, for each block, the position of the block that contains it: its own, if none does."""
    result: list[int] = []
    for index, block in enumerate(blocks):
        result.append(result[-1] if block.embedded and result else index)
    return result


def pair_embedded(
    sources: Sequence[BlockLike], targets: Sequence[BlockLike], places: Mapping[int, Sequence[int]]
) -> Iterator[tuple[int, int]]:
    """Yield the positions of matching embedded texts: they belong to blocks that translate each other (`places`: known pairs
    by position) and have the same kind, anchor and order."""
    homes = containing_blocks(sources), containing_blocks(targets)
    theirs: dict[tuple[int, str, str], list[int]] = {}
    taken = {index for place in places.values() for index in place}
    for index, block in enumerate(targets):
        if block.embedded and index not in taken:
            theirs.setdefault((homes[1][index], *_like(block)), []).append(index)
    for index, block in enumerate(sources):
        if not block.embedded or index in places:
            continue
        for home in places.get(homes[0][index], ()):
            if waiting := theirs.get((home, *_like(block))):
                yield index, waiting.pop(0)
                break


def _like(block: BlockLike) -> tuple[str, str]:
    return block.kind, block.anchor
