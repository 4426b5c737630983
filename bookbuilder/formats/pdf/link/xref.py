"""Makes the cross-reference table of a file, which says where its objects are (ISO 32000-1, 7.5.8)."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence

Entry = tuple[int, int, int]
"""Where an object is: 1, the byte at which it starts, 0; or 2, the object stream that it is in, its index there."""
_UP = b"\x02"
_PACKED = struct.Struct("<BQI")
_FREE = (0, 0, 65535)
"""Object 0, which is the head of the list of free objects (7.5.4)."""


class Entries:
    """Where the objects of a file are, by their numbers, most of which are used. A book has a hundred objects a page, and in
    a dictionary each would take 200 bytes."""

    def __init__(self) -> None:
        self._rows = bytearray()
        self.put(0, _FREE)
        self._rows[0] = 1  # so that it counts as used

    def put(self, number: int, entry: Entry) -> None:
        """Say where an object is."""
        missing = (number + 1) * _PACKED.size - len(self._rows)
        if missing > 0:
            self._rows += bytes(missing)
        _PACKED.pack_into(self._rows, number * _PACKED.size, *entry)

    def numbers(self) -> array[int]:
        """Return the numbers of all objects, in order."""
        return array("Q", (number for number, kind in enumerate(self._rows[:: _PACKED.size]) if kind))

    def entry(self, number: int) -> Entry:
        """Return where an object is."""
        entry: Entry = _PACKED.unpack_from(self._rows, number * _PACKED.size)
        return entry if number else _FREE


def table(entries: Entries) -> tuple[bytes, bytes]:
    """Return the content of the cross-reference stream, and the entries of its dictionary that describe it.

    Each row contains the difference to the row above (the predictor "up" of PNG, 7.4.4.4). Most rows are alike then, which
    makes the compressed table a third as large.
    """
    numbers = entries.numbers()
    wide = 4 if max(entries.entry(number)[1] for number in numbers) < 1 << 32 else 8
    deep = 2 if max(entries.entry(number)[2] for number in numbers) < 1 << 16 else 4
    row = struct.Struct(f">xB{'I' if wide == 4 else 'Q'}{'H' if deep == 2 else 'I'}")
    rows = bytearray(row.size * len(numbers))
    for at, number in enumerate(numbers):
        row.pack_into(rows, at * row.size, *entries.entry(number))
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
