"""Reads series.toml, the settings that the books of a series share, into what one of these books gets from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bookbuilder.diagnostics import Findings, Report, Rule
from bookbuilder.locales.locale import is_language
from bookbuilder.phrases import Phrase
from bookbuilder.project.addresses import folder_address
from bookbuilder.project.book_rules import BOOK_RULES
from bookbuilder.project.book_schema import name
from bookbuilder.toml_tables.location import TomlLocation
from bookbuilder.toml_tables.positions import KeyPath
from bookbuilder.toml_tables.toml_table import TomlTable, read_table
from bookbuilder.toml_tables.value_parsers import ValueParser, table
from bookbuilder.world import Reader
from bookbuilder.world.series_folder import PREFIX, SERIES

SERIES_FILE = PREFIX + SERIES
SYNTAX = Rule(
    "series.syntax",
    "series.toml cannot be read: {problem}",
    "series.toml is TOML with the tables of book.toml, in the folder above the books: what stands there holds for every book"
    " of the series that does not say otherwise.",
)
KEY = Rule(
    "series.key",
    "{key} cannot be shared: every book of a series has its own",
    "Two books with one id, one title or one ISBN could not be told apart by shops, libraries and reading devices. A series"
    " shares what is the same in every book: imprint, people, theme, editions, checks.",
)


@dataclass(frozen=True, slots=True)
class Series:
    """A series: its `id`, with which the ids of new issues begin, and the web `address` below which each book has a folder
    named by its id (with a slash at its end; empty: not known)."""

    id: str = ""
    address: str = ""

    def feed(self, locale: str) -> str:
        """Return the address of the feed in a locale; empty if the series has none."""
        return f"{self.address}{feed_name(locale)}" if self.id and self.address else ""


def feed_name(locale: str) -> str:
    """Return the file name of the feed in a locale, as it stands in an address."""
    return f"feed.{quote(locale)}.xml"


TABLE: Mapping[str, ValueParser[object]] = {"id": name, "address": folder_address}
"""The keys of `[series]`."""
OWN_KEYS: Mapping[str, frozenset[str]] = {
    "book": frozenset({"id", "date", "edition", "volume", "version", "released"}),
    "locales": frozenset({"title", "subtitle", "description", "cover"}),
    "imprint": frozenset({"isbn", "issue"}),
    "web": frozenset({"address"}),
}
"""Table of book.toml → its keys that a series cannot have."""


def series_settings(world: Reader, book: Mapping[str, Any], report: Report) -> TomlTable | None:
    """Return what a book gets from series.toml; None after reporting that it is no TOML. `book` is the data of book.toml.

    What concerns locales that the book does not have is left out, and so are keys that no series can have (`series.key`).
    """
    read = read_table(world.text(SERIES_FILE), SERIES_FILE, report, SYNTAX)
    if read is None:
        return None
    own = list(_own_keys(read.data))
    for keys in own:
        hint = Phrase(
            "write it into book.toml of each book: {key} in [{table}]",
            key=keys[-1],
            table=".".join(map(str, keys[:-1])),
        )
        report(KEY, read.spans[keys], hint=hint, key=".".join(map(str, keys)))
    data = _without(read.data, own)
    spans = dict(read.spans)
    top = read.top(report, BOOK_RULES)
    about = parse_series(data.pop("series", {}), top.of("series"))
    book_id = _table(book, "book").get("id")
    if about.address and isinstance(book_id, str):
        data["web"] = {**_table(data, "web"), "address": f"{about.address}{book_id}/"}
        spans["web", "address"] = read.spans["series", "address"]
    names = _table(book, "locales").keys()
    shared = _table(data, "locales")

    def elsewhere(name: object) -> bool:
        """Whether a locale is one of other books of the series; a name that is no language is a slip of the pen."""
        return isinstance(name, str) and name not in names and (name in shared or is_language(name))

    if shared:  # in the order of the book
        data["locales"] = {locale: shared.get(locale, {}) for locale in names}
    if imprint := _table(data, "imprint"):
        data["imprint"] = dict(_imprint(imprint, elsewhere))
    if editions := _table(data, "editions"):
        data["editions"] = {
            name: one for name, one in editions.items() if not any(map(elsewhere, _locales(one)))
        }
    return TomlTable(SERIES_FILE, data, spans)


def parse_series(value: object, spot: TomlLocation) -> Series:
    """Return the table `[series]`; reports `book.*`."""
    return Series(**table(value, spot, TABLE) or {})


def read_series(world: Reader, report: Report) -> Series:
    """Return what series.toml says of the series of a book; nothing if it has none. What is wrong is reported when its
    settings are read."""
    read = (
        read_table(world.text(SERIES_FILE), SERIES_FILE, report, SYNTAX)
        if world.exists(SERIES_FILE)
        else None
    )
    if read is None:
        return Series()
    return parse_series(read.data.get("series", {}), read.top(Findings(), BOOK_RULES))


def _own_keys(data: Mapping[str, Any]) -> Iterator[KeyPath]:
    """Yield the keys that no series can have."""
    for section in ("book", "imprint", "web"):
        yield from ((section, key) for key in _table(data, section) if key in OWN_KEYS[section])
    for locale in _table(data, "locales"):
        inner = _table(_table(data, "locales"), locale)
        yield from (("locales", locale, key) for key in inner if key in OWN_KEYS["locales"])


def _without(data: Mapping[str, Any], removed: list[KeyPath], keys: KeyPath = ()) -> dict[str, Any]:
    return {
        key: _without(value, removed, (*keys, key)) if isinstance(value, dict) else value
        for key, value in data.items()
        if (*keys, key) not in removed
    }


def _imprint(imprint: Mapping[str, Any], elsewhere: Callable[[object], bool]) -> Iterator[tuple[str, Any]]:
    """Yield the imprint without values for other locales of the series."""
    for key, value in imprint.items():
        if not isinstance(value, dict):
            yield key, value
        elif left := {name: inner for name, inner in value.items() if not elsewhere(name)}:
            yield key, left


def _locales(edition: object) -> list[object]:
    names = edition.get("locales") if isinstance(edition, dict) else None
    return names if isinstance(names, list) else []


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}
