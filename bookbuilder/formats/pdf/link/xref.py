"""Makes the cross-reference table of a file, which says where its objects are (ISO 32000-1, 7.5.8)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence

Entry = tuple[int, int, int]
"""Where an object is: 1, the byte at which it starts, 0; or 2, the object stream that it is in, its index there."""
_UP = b"\x02"


def table(entries: Mapping[int, Entry]) -> tuple[bytes, bytes]:
    """Return the content of the cross-reference stream, and the entries of its dictionary that describe it.

    Each row contains the difference to the row above (the predictor "up" of PNG, 7.4.4.4). Most rows are alike then, which
    makes the compressed table a third as large.
    """
    # Object 0 is the head of the list of free objects (ISO 32000-1, 7.5.4).
    every = {0: (0, 0, 65535), **entries}
    numbers = sorted(every)
    wide = 4 if max(second for _, second, _ in every.values()) < 1 << 32 else 8
    deep = 2 if max(third for *_, third in every.values()) < 1 << 16 else 4
    row = struct.Struct(f">xB{'I' if wide == 4 else 'Q'}{'H' if deep == 2 else 'I'}")
    rows = b"".join([row.pack(*every[number]) for number in numbers])
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


def _differences(one: bytes, other: bytes) -> int:
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
