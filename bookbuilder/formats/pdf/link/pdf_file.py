"""A PDF that is being written: its objects in their order, and where each of them stands."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

from bookbuilder.formats.pdf.compile.compiled_part import CATALOG, INFO
from bookbuilder.formats.pdf.link import xref

_FLATE = b"/Filter/FlateDecode"
_SHORT = 100
"""Bytes that no compression makes shorter."""


@dataclass(slots=True)
class PdfFile:
    """`next` is the first number that no object has. `entries` say for each object whether it stands by itself (1), with its
    offset in the file, or in an object stream (2), with the number of that and the index in it. `packed` are the objects
    that will go into the object stream, `shared` the streams that may be used again, by their content."""

    version: str
    next: int
    out: list[bytes] = field(default_factory=list)
    size: int = 0
    entries: xref.Entries = field(default_factory=xref.Entries)
    packed: list[tuple[int, bytes]] = field(default_factory=list)
    shared: dict[bytes, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Write the head of the file."""
        # Four bytes beyond ASCII say that the file is binary (ISO 32000-1, 7.5.2).
        self.append(b"%%PDF-%b\n%%\xf0\x9f\x96\xa4\n" % self.version.encode())

    def append(self, data: bytes) -> None:
        """Write bytes as they are."""
        self.out.append(data)
        self.size += len(data)

    def take(self) -> int:
        """Return a number for a new object."""
        self.next += 1
        return self.next - 1

    def put(self, number: int, data: bytes) -> int:
        """Write an object into the file."""
        self.entries.put(number, (1, self.size, 0))
        text = b"%d 0 obj\n%b\nendobj\n" % (number, data)
        self.append(text)
        return number

    def pack(self, number: int, data: bytes) -> int:
        """Put an object without a stream into the object stream of the file."""
        self.packed.append((number, data))
        return number

    def stream(self, data: bytes, extra: bytes = b"", number: int = 0) -> int:
        """Write a stream, compressed unless that saves nothing. The best level takes three times as long for tables, and
        they become no smaller."""
        small = zlib.compress(data, 6) if len(data) > _SHORT else data
        if len(small) + len(_FLATE) < len(data):
            return self.deflated(small, extra, number)
        head = b"<<%b/Length %d>>\nstream\n" % (extra, len(data))
        return self.put(number or self.take(), head + data + b"\nendstream")

    def deflated(self, data: bytes, extra: bytes = b"", number: int = 0) -> int:
        """Write a stream that is compressed already."""
        head = b"<<%b%b/Length %d>>\nstream\n" % (extra, _FLATE, len(data))
        return self.put(number or self.take(), head + data + b"\nendstream")

    def share(self, data: bytes) -> int:
        """Write a stream that may be there already, and return its number."""
        if data not in self.shared:
            self.shared[data] = self.stream(data)
        return self.shared[data]

    def close(self, identifier: str) -> bytes:
        """Write the object stream and the cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8), and return the file."""
        number = self.take()
        head, offset = [], 0
        for index, (item, data) in enumerate(self.packed):
            self.entries.put(item, (2, number, index))
            head.append(b"%d %d" % (item, offset))
            offset += len(data) + 1
        first = b" ".join(head) + b"\n"
        body = first + b"\n".join(data for _, data in self.packed)
        self.stream(body, b"/Type/ObjStm/N %d/First %d" % (len(self.packed), len(first)), number)
        last = self.take()
        self.entries.put(last, (1, self.size, 0))
        table, described = xref.table(self.entries)
        extra = b"/Type/XRef%b/Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]" % (
            described, last + 1, CATALOG, INFO, *(identifier.encode(),) * 2,
        )  # fmt: skip
        start = self.size
        self.stream(table, extra, last)
        self.out.append(b"startxref\n%d\n%%%%EOF\n" % start)
        return b"".join(self.out)
