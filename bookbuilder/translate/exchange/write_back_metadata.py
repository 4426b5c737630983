"""Writes translations into book.toml, under the keys of their locale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bookbuilder.phrases import Phrase
from bookbuilder.project.edit_toml import edit_toml
from bookbuilder.toml_tables.positions import KeyPath
from bookbuilder.translate.chapter_blocks import Block
from bookbuilder.translate.exchange.exchange_units import ExchangeChapter
from bookbuilder.translate.exchange.inline_codes import InlineCode
from bookbuilder.translate.exchange.review_units import AcceptedUnit
from bookbuilder.translate.exchange.write_back import UNWRITABLE, UnplacedUnit, WrittenChapter
from bookbuilder.translate.metadata_texts import key_path, metadata_texts


def write_back_metadata(
    chapter: ExchangeChapter, taken: Sequence[AcceptedUnit]
) -> WrittenChapter | tuple[UnplacedUnit, ...]:
    """Return book.toml with the accepted texts, or a unit whose key cannot be written without changing others."""
    locale = chapter.paths.locale
    places = _places(chapter.loaded.targets)
    sizes = Counter(block.anchor for block in chapter.loaded.targets)
    values: dict[KeyPath, str] = {}
    homes: list[tuple[AcceptedUnit, tuple[str, int]]] = []
    for accepted in taken:
        source, theirs = accepted.exchanged.unit.block, accepted.exchanged.unit.targets
        anchor, number = source.anchor, places[id(theirs[0])] if theirs else sizes[source.anchor]
        homes.append((accepted, (anchor, number)))
        if accepted.new is None:
            continue
        path = key_path(source, number, sizes[anchor], locale)
        values[path] = "".join(
            piece.data if isinstance(piece, InlineCode) else piece for piece in accepted.new
        )
        sizes[anchor] += not theirs
        if edit_toml(chapter.base, values) is None:
            hint = Phrase("write {path} yourself", path=".".join(str(key) for key in path))
            return (UnplacedUnit(accepted, UNWRITABLE, hint),)
    text = edit_toml(chapter.base, values)
    assert text is not None
    again = metadata_texts(text, locale)
    numbers = _places(again)
    blocks_by_place = {(block.anchor, numbers[id(block)]): block for block in again}
    result = tuple((one, (blocks_by_place[home],)) for one, home in homes if home in blocks_by_place)
    return WrittenChapter(text, again, result, values)


def _places(blocks: Sequence[Block]) -> dict[int, int]:
    """Return the position of each text in its list."""
    count: Counter[str] = Counter()
    result = {}
    for block in blocks:
        result[id(block)] = count[block.anchor]
        count[block.anchor] += 1
    return result
