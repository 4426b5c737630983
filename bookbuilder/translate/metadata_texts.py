"""Extracts the translatable texts of book.toml for a locale: title, description, keywords, rights …"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bookbuilder import toml
from bookbuilder.toml_tables.positions import KeyPath, key_positions, nearest_position
from bookbuilder.translate.block_digest import digest
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_blocks import Block
from bookbuilder.translate.compare_blocks import Unit, compare_blocks
from bookbuilder.translate.state import StateEntry

LOCALE_KEYS = ("title", "subtitle", "description", "series")
"""The text keys of [locales.<name>]; `keywords` is a list."""
IMPRINT_KEYS = ("publisher", "place", "responsible", "printer", "issue", "rights", "address", "credits")
"""The keys of [imprint] that may hold a text or a list of texts for each locale. Values shared by all locales are not
translated."""
SUBJECT_KEYS = ("thema", "bisac")


def metadata_texts(text: str, locale: str = "") -> tuple[Block, ...]:
    """Return the texts of a locale (empty: the source locale), in the order of the lists above.

    `anchor` identifies a text in every locale; items of a list share it. An invalid book.toml has no texts; loading the
    project reports it.
    """
    try:
        data = toml.loads(text)
    except toml.TomlError:
        return ()
    locale = locale or _source(data)
    known = key_positions(text)
    return tuple(
        Block(kind, text.strip(), digest(text.strip()), *nearest_position(path, known), anchor=anchor)
        for kind, anchor, path, text in _locale_texts(data, locale)
        if text.strip()
    )


def key_path(block: Block, number: int, size: int, locale: str) -> KeyPath:
    """Return the key path of a text in a locale's part of book.toml. It is item `number` (from 0) of its list, which has
    `size` items there; further ones are appended."""
    key = block.anchor.split("/")
    if key[0] == "locales":
        last: tuple[str | int, ...] = (min(number, size),) if key[1] == "keywords" else ()
        return ("locales", locale, key[1], *last)
    if key[0] == "imprint":
        return ("imprint", key[1], locale, *((min(number, size),) if key[2:] else ()))
    if key[1] == "subjects":
        return ("book", "subjects", locale, min(number, size))
    return ("book", key[1], int(key[2]), "name", locale)


def _source(data: Mapping[str, Any]) -> str:
    """Return the source locale, as `project.load` does."""
    book, locales = data.get("book"), data.get("locales")
    value = book.get("source") if isinstance(book, dict) else None
    names = list(locales) if isinstance(locales, dict) else []
    return value if isinstance(value, str) and value in names else names[0] if names else ""


def _locale_texts(data: Mapping[str, Any], locale: str) -> Iterator[tuple[str, str, KeyPath, str]]:
    """Yield kind, anchor, key path and text of a locale's texts."""
    table = _table(data, "locales", locale)
    for key in LOCALE_KEYS:
        if isinstance(text := table.get(key), str):
            yield f"book {key}", f"locales/{key}", ("locales", locale, key), text
    keywords = table.get("keywords")
    for index, text in enumerate(keywords if isinstance(keywords, list) else ()):
        if isinstance(text, str):
            yield "book keyword", "locales/keywords", ("locales", locale, "keywords", index), text
    for key in IMPRINT_KEYS:
        value = _table(data, "imprint", key).get(locale)
        if isinstance(value, str):
            yield f"imprint {key}", f"imprint/{key}", ("imprint", key, locale), value
        for index, text in enumerate(value if isinstance(value, list) else ()):
            if isinstance(text, str):
                yield f"imprint {key}", f"imprint/{key}/list", ("imprint", key, locale, index), text
    subjects = _table(data, "book", "subjects").get(locale)
    for index, text in enumerate(subjects if isinstance(subjects, list) else ()):
        if isinstance(text, str):
            yield "book subject", "book/subjects/list", ("book", "subjects", locale, index), text
    book = _table(data, "book")
    for scheme in SUBJECT_KEYS:
        codes = book.get(scheme)
        for index, code in enumerate(codes if isinstance(codes, list) else ()):
            text = _table(code, "name").get(locale) if isinstance(code, dict) else None
            if isinstance(text, str):
                yield "subject name", f"book/{scheme}/{index}", ("book", scheme, index, "name", locale), text


def _table(data: Any, *keys: str) -> Mapping[str, Any]:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def compare_metadata(
    sources: Sequence[Block], targets: Sequence[Block], entries: Sequence[StateEntry], *, quick: bool = False
) -> tuple[Unit, ...]:
    """Return the units with their status, in source order; orphans come last. Texts are paired by key, so only the items of
    lists are aligned."""
    units: list[Unit] = []
    for anchor in dict.fromkeys(block.anchor for block in (*sources, *targets)):
        own, theirs = ([block for block in side if block.anchor == anchor] for side in (sources, targets))
        known = [entry for entry in entries if entry.key == anchor]
        if not known and len(own) == len(theirs):
            both = zip(own, theirs, strict=True)
            units += [Unit(BlockStatus.MISSING, (block,), (target,)) for block, target in both]
        elif (
            len(own) == 1
            and len(theirs) <= 1
            and len(known) <= 1
            and not anchor.endswith(("keywords", "list"))
        ):
            units.append(Unit(_status(own[0], theirs, known), (own[0],), tuple(theirs), tuple(known)))
        else:
            units += compare_blocks(own, theirs, known, quick=quick)
    return tuple(sorted(units, key=lambda unit: not unit.sources))


def _status(source: Block, targets: Sequence[Block], known: Sequence[StateEntry]) -> BlockStatus:
    if not targets or not known:
        return BlockStatus.MISSING
    if known[0].source != source.digest:
        return BlockStatus.OUTDATED
    return BlockStatus.DONE if known[0].targets == (targets[0].digest,) else BlockStatus.EDITED
