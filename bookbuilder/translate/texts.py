"""Cuts book.toml into the texts that each locale has of its own: title, description, keywords, rights …"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bookbuilder import toml
from bookbuilder.project.toml_positions import KeyPath, key_positions, nearest_position
from bookbuilder.translate.blocks import Block
from bookbuilder.translate.compare import Unit, compare
from bookbuilder.translate.digest import digest
from bookbuilder.translate.standing import Standing
from bookbuilder.translate.state import Entry

LOCALE = ("title", "subtitle", "description", "series")
"""The keys of [locales.<name>] that hold a text; `keywords` holds several."""
IMPRINT = ("publisher", "place", "responsible", "printer", "issue", "rights", "address", "credits")
"""The keys of [imprint] that may hold a text, or a list of texts, for each locale. Where one has the same for all locales,
it is nobody's to translate."""
SUBJECTS = ("thema", "bisac")


def texts(text: str, locale: str = "") -> tuple[Block, ...]:
    """Return the texts of a locale (empty: of the one that the book was written in), in the order of the lists above.

    `anchor` says which one it is, the same in every locale; those of a list have the same. What is wrong with book.toml is
    told by who reads it; here it has no texts.
    """
    try:
        data = toml.loads(text)
    except (ValueError, RecursionError):
        return ()
    locale = locale or _source(data)
    known = key_positions(text)
    return tuple(
        Block(kind, said.strip(), digest(said.strip()), *nearest_position(path, known), anchor=anchor)
        for kind, anchor, path, said in _found(data, locale)
        if said.strip()
    )


def path_of(block: Block, number: int, size: int, locale: str) -> KeyPath:
    """Return where in book.toml a text stands in a locale; it is the `number`th (from 0) of its list, which has `size`
    there: a further one is put behind them."""
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
    """Return the locale that the book was written in, as `project.load` does."""
    book, known = data.get("book"), data.get("locales")
    said = book.get("source") if isinstance(book, dict) else None
    names = list(known) if isinstance(known, dict) else []
    return said if isinstance(said, str) and said in names else names[0] if names else ""


def _found(data: Mapping[str, Any], locale: str) -> Iterator[tuple[str, str, KeyPath, str]]:
    """Yield the texts of a locale: kind, anchor, place, and what they say."""
    own = _table(data, "locales", locale)
    for key in LOCALE:
        if isinstance(said := own.get(key), str):
            yield f"book {key}", f"locales/{key}", ("locales", locale, key), said
    keywords = own.get("keywords")
    for at, said in enumerate(keywords if isinstance(keywords, list) else ()):
        if isinstance(said, str):
            yield "book keyword", "locales/keywords", ("locales", locale, "keywords", at), said
    for key in IMPRINT:
        value = _table(data, "imprint", key).get(locale)
        if isinstance(value, str):
            yield f"imprint {key}", f"imprint/{key}", ("imprint", key, locale), value
        for at, said in enumerate(value if isinstance(value, list) else ()):
            if isinstance(said, str):
                yield f"imprint {key}", f"imprint/{key}/list", ("imprint", key, locale, at), said
    subjects = _table(data, "book", "subjects").get(locale)
    for at, said in enumerate(subjects if isinstance(subjects, list) else ()):
        if isinstance(said, str):
            yield "book subject", "book/subjects/list", ("book", "subjects", locale, at), said
    book = _table(data, "book")
    for scheme in SUBJECTS:
        codes = book.get(scheme)
        for at, code in enumerate(codes if isinstance(codes, list) else ()):
            said = _table(code, "name").get(locale) if isinstance(code, dict) else None
            if isinstance(said, str):
                yield "subject name", f"book/{scheme}/{at}", ("book", scheme, at, "name", locale), said


def _table(data: Any, *keys: str) -> Mapping[str, Any]:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def compared(
    sources: Sequence[Block], targets: Sequence[Block], entries: Sequence[Entry], *, quick: bool = False
) -> tuple[Unit, ...]:
    """Return how each text stands, in the order of the source; orphans come last. What answers what is known by its key, so
    only the items of lists are aligned."""
    units: list[Unit] = []
    for anchor in dict.fromkeys(block.anchor for block in (*sources, *targets)):
        own, theirs = ([block for block in side if block.anchor == anchor] for side in (sources, targets))
        known = [entry for entry in entries if entry.key == anchor]
        if not known and len(own) == len(theirs):
            both = zip(own, theirs, strict=True)
            units += [Unit(Standing.MISSING, (block,), (target,)) for block, target in both]
        elif (
            len(own) == 1
            and len(theirs) <= 1
            and len(known) <= 1
            and not anchor.endswith(("keywords", "list"))
        ):
            units.append(Unit(_standing(own[0], theirs, known), (own[0],), tuple(theirs), tuple(known)))
        else:
            units += compare(own, theirs, known, quick=quick)
    return tuple(sorted(units, key=lambda unit: not unit.sources))


def _standing(source: Block, targets: Sequence[Block], known: Sequence[Entry]) -> Standing:
    if not targets or not known:
        return Standing.MISSING
    if known[0].source != source.digest:
        return Standing.OUTDATED
    return Standing.DONE if known[0].targets == (targets[0].digest,) else Standing.EDITED
