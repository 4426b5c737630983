"""Puts translations into book.toml: each behind the key of its locale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bookbuilder.project.edit_toml import edit_toml
from bookbuilder.project.toml_positions import KeyPath
from bookbuilder.translate.blocks import Block
from bookbuilder.translate.exchange.codes import Code
from bookbuilder.translate.exchange.compared import Taken
from bookbuilder.translate.exchange.placed import UNWRITTEN, Placed, Unplaced
from bookbuilder.translate.exchange.units import Chapter
from bookbuilder.translate.texts import path_of, texts


def placed_texts(chapter: Chapter, taken: Sequence[Taken]) -> Placed | tuple[Unplaced, ...]:
    """Return book.toml with the texts that were taken, or a unit whose key has no place that can be written without
    changing others."""
    locale = chapter.paths.locale
    places = _places(chapter.loaded.targets)
    sizes = Counter(block.anchor for block in chapter.loaded.targets)
    values: dict[KeyPath, str] = {}
    homes: list[tuple[Taken, tuple[str, int]]] = []
    for one in taken:
        source, theirs = one.one.unit.block, one.one.unit.targets
        anchor, number = source.anchor, places[id(theirs[0])] if theirs else sizes[source.anchor]
        homes.append((one, (anchor, number)))
        if one.new is None:
            continue
        path = path_of(source, number, sizes[anchor], locale)
        values[path] = "".join(piece.data if isinstance(piece, Code) else piece for piece in one.new)
        sizes[anchor] += not theirs
        if edit_toml(chapter.base, values) is None:
            hint = f"write {'.'.join(str(key) for key in path)} yourself"
            return (Unplaced(one, UNWRITTEN, hint),)
    text = edit_toml(chapter.base, values)
    assert text is not None
    again = texts(text, locale)
    numbers = _places(again)
    known = {(block.anchor, numbers[id(block)]): block for block in again}
    found = tuple((one, (known[home],)) for one, home in homes if home in known)
    return Placed(text, again, found, values)


def _places(blocks: Sequence[Block]) -> dict[int, int]:
    """Return which of its list each text is."""
    count: Counter[str] = Counter()
    found = {}
    for block in blocks:
        found[id(block)] = count[block.anchor]
        count[block.anchor] += 1
    return found
