"""Reads what is recorded of the issues of a series, so that others can refer to them and index them:
`issues/2022-03.json` in the folder of the series, as `bookbuilder series record` writes it.

A book never reads another one: the pages of an issue are those that were recorded when it was finished. So issues that
refer to each other in a circle need no builds in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.typed_decoding import from_json
from bookbuilder.world import Reader

FOLDER = "issues"
"""The folder of records, in that of the series."""
ALL = "all"

DAMAGED = Rule(
    "issue.record",
    "the record of the issue {issue} cannot be read",
    "`bookbuilder series record` writes what other issues may refer to: titles, web addresses, pages. It is not written by"
    " hand.",
)


class RecordedPlace(Struct, frozen=True, omit_defaults=True):
    """An anchor of an issue: its name (`Mittwoch`, `Abbildung 2`), the folio of its page in print (empty: it was not
    printed), and its file and anchor in the web edition."""

    name: str
    page: str = ""
    file: str = ""


class RecordedMark(Struct, frozen=True, omit_defaults=True):
    """An index mark: its index (empty: `persons`), entry and sub-entry, the key of its name in names.toml, and the anchor
    where it is."""

    entry: str
    anchor: str
    index: str = ""
    sub: str = ""
    name: str = ""


class RecordedIndex(Struct, frozen=True):
    """An index of an issue: its own title (empty: none), and that of the chapter in which it is."""

    title: str
    chapter: str


class RecordedEdition(Struct, frozen=True, omit_defaults=True):
    """An issue in one language: its titles, its number as readers call it (`3/2022`), the address of its web edition with a
    slash at its end (empty: it has none), its places by anchor, and its index marks in the order of the text. `indexes` are
    its indexes by their name."""

    tag: str
    title: str
    series: str = ""
    number: str = ""
    address: str = ""
    places: Mapping[str, RecordedPlace] = {}
    marks: tuple[RecordedMark, ...] = ()
    indexes: Mapping[str, RecordedIndex] = {}


class IssueRecord(Struct, frozen=True):
    """An issue: the id of its book, its day of publication, the locale it was written in, and its editions by locale."""

    id: str
    date: date
    source: str
    editions: Mapping[str, RecordedEdition]

    def edition(self, locale: str, tag: str) -> RecordedEdition:
        """Return the edition for readers of a locale: that locale, another one of its language, or the source."""
        if locale in self.editions:
            return self.editions[locale]
        language = tag.partition("-")[0]
        alike = (one for one in self.editions.values() if one.tag.partition("-")[0] == language)
        return next(alike, self.editions[self.source])

    def encode(self) -> bytes:
        """Return the record as reproducible JSON."""
        return msgspec.json.format(msgspec.json.encode(self, order="deterministic"), indent=1) + b"\n"


def decode(data: bytes) -> IssueRecord:
    """Return a record from JSON. Raises `msgspec.MsgspecError`, also if a part of it does not fit another."""
    record = from_json(data, IssueRecord)
    addresses = [one.address for one in record.editions.values() if one.address]
    if record.source not in record.editions or any(
        urlsplit(address).scheme not in ("http", "https") for address in addresses
    ):
        raise msgspec.ValidationError
    return record


@dataclass(frozen=True)
class RecordedIssues:
    """The records of the series that a book belongs to, read when they are needed."""

    world: Reader | None = None
    _read: dict[str, IssueRecord] = field(default_factory=dict, compare=False, repr=False)

    def names(self) -> tuple[str, ...]:
        """The recorded issues, sorted: the names of their folders."""
        paths = map(PurePosixPath, self.world.files(f"../{FOLDER}") if self.world else ())
        return tuple(path.stem for path in paths if path.suffix == ".json" and len(path.parts) == 3)

    def get(self, issue: str) -> IssueRecord | None:
        """Return the record of an issue; None if there is none. Raises `BookbuilderError` (`issue.record`)."""
        path = f"../{FOLDER}/{issue}.json"
        if self.world is None or "/" in issue or not self.world.exists(path):
            return None
        if issue not in self._read:
            try:
                self._read[issue] = decode(self.world.read(path))
            except (msgspec.MsgspecError, ValueError):
                hint = "run `bookbuilder series record` again"
                raise BookbuilderError(diagnostic(DAMAGED, Span(path), hint=hint, issue=issue)) from None
        return self._read[issue]

    def of(self, wanted: str) -> Iterator[tuple[str, IssueRecord]]:
        """Yield the issues of a year (`2022`), those named (`2022-03 2022-04`), or `all`, with their names, oldest first."""
        words = wanted.replace(",", " ").split()
        found = [
            (name, record)
            for name in self.names()
            if (record := self.get(name)) and {name, str(record.date.year), ALL} & set(words)
        ]
        yield from sorted(found, key=lambda pair: (pair[1].date, pair[0]))


NO_ISSUES = RecordedIssues()
"""Those of a book that belongs to no series."""
