"""Makes the cross-reference table of a file, which says where its objects are (ISO 32000-1, 7.5.8)."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence
from itertools import chain, compress, starmap

Entry = tuple[int, int, int]
"""Where an object is: 1, the byte at which it starts, 0; or 2, the object stream that it is in, its index there."""
_UP = b"\x02"
_FREE = (0, 0, 65535)
"""Object 0, which is the head of the list of free objects (7.5.4)."""
_MORE = 1 << 12
"""For how many objects there is made room at once."""


class Entries:
    """Where the objects of a file are, by their numbers, most of which are used. A book has a hundred objects a page, and in
    a dictionary each would take 200 bytes."""

    def __init__(self) -> None:
        # Of objects that are not used, the kind is 0.
        self.kinds, self.places, self.indices = bytearray(1), array("Q", [0]), array("I", [0])

    def put(self, number: int, entry: Entry) -> None:
        """Say where an object is."""
        if number >= len(self.kinds):
            missing = number + _MORE - len(self.kinds)
            self.kinds += bytes(missing)
            self.places.frombytes(bytes(missing * self.places.itemsize))
            self.indices.frombytes(bytes(missing * self.indices.itemsize))
        self.kinds[number], self.places[number], self.indices[number] = entry

    def used_entries(self) -> Iterator[Entry]:
        """Yield where the objects are that are used, in the order of their numbers."""
        return compress(zip(self.kinds, self.places, self.indices, strict=True), self.kinds)


def table(entries: Entries) -> tuple[bytes, bytes]:
    """Return the content of the cross-reference stream, and the entries of its dictionary that describe it.

    Each row contains the difference to the row above (the predictor "up" of PNG, 7.4.4.4). Most rows are alike then, which
    makes the compressed table a third as large.
    """
    numbers = array("Q", chain((0,), compress(range(len(entries.kinds)), entries.kinds)))
    wide = 4 if max(entries.places) < 1 << 32 else 8
    deep = 2 if max(entries.indices) < 1 << 16 else 4
    row = struct.Struct(f">xB{'I' if wide == 4 else 'Q'}{'H' if deep == 2 else 'I'}")
    rows = b"".join(starmap(row.pack, chain((_FREE,), entries.used_entries())))
    above = bytes(row.size) + rows[: -row.size]
    tags = int.from_bytes(_UP.ljust(row.size, b"\x00") * len(numbers))
    runs = b" ".join(b"%d %d" % run for run in _runs(numbers))
    dictionary = b"/W[1 %d %d]/Index[%b]/DecodeParms<</Predictor 12/Columns %d>>" % (
        wide,
        deep,
        runs,
        row.size - 1,
    )
    return (_differences(rows, above) | tags).to_bytes(len(rows)), dictionary


def _differences(one: bytes | bytearray, other: bytes | bytearray) -> int:
    """Return the differences of all bytes, each modulo 256, as one number: the highest bit of each byte keeps a borrow from
    reaching its neighbour."""
    high = int.from_bytes(b"\x80" * len(one))
    a, b = int.from_bytes(one), int.from_bytes(other)
    return ((a | high) - (b & ~high)) ^ ((a ^ ~b) & high)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each run of consecutive numbers: the first one, and how many there are."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[start], at - start
            start = at
