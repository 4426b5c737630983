"""Reads which glyphs a font puts in the place of others: the lookups 1 to 4 and 8 of its table GSUB (OpenType 1.9).

fontTools reads the same, but makes an object of each record: that took a fifth of a second for the fonts of a book, in every
process.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from struct import unpack_from

Substitution = tuple[tuple[int, ...], int]
"""Glyphs, and the one that stands for them."""
MOST = 500_000
"""Substitutions that are read: a font has some thousands, a damaged one may name the same records again and again."""
_SINGLE, _MULTIPLE, _ALTERNATE, _LIGATURE, _EXTENSION, _REVERSE = 1, 2, 3, 4, 7, 8


def substitutions(table: bytes) -> Iterator[Substitution]:
    """Yield the substitutions of a table GSUB. Raises `struct.error` where its offsets lead out of it."""
    return islice(_of_table(table), MOST)


def _of_table(table: bytes) -> Iterator[Substitution]:
    (lookups,) = unpack_from(">H", table, 8)
    for lookup in _offsets(table, lookups, lookups) if lookups else ():
        (kind,) = unpack_from(">H", table, lookup)
        for place in _offsets(table, lookup + 4, lookup):
            if kind == _EXTENSION:
                _, inner, offset = unpack_from(">HHL", table, place)
                yield from _of_subtable(inner, table, place + offset)
            else:
                yield from _of_subtable(kind, table, place)


def _of_subtable(kind: int, table: bytes, at: int) -> Iterator[Substitution]:
    if kind not in (_SINGLE, _MULTIPLE, _ALTERNATE, _LIGATURE, _REVERSE):
        return
    form, coverage = unpack_from(">HH", table, at)
    covered = _covered(table, at + coverage)
    if kind == _SINGLE and form == 1:
        (delta,) = unpack_from(">H", table, at + 4)
        yield from (((glyph,), (glyph + delta) % 0x10000) for glyph in covered)
    elif kind == _SINGLE:
        yield from (((one,), other) for one, other in zip(covered, _array(table, at + 4), strict=False))
    elif kind == _MULTIPLE:
        # One by one, as the forms of Persian letters are in some fonts; of a letter in pieces no piece is the letter.
        for glyph, place in zip(covered, _offsets(table, at + 4, at), strict=False):
            targets = _array(table, place)
            if len(targets) == 1:
                yield (glyph,), targets[0]
    elif kind == _ALTERNATE:
        for glyph, place in zip(covered, _offsets(table, at + 4, at), strict=False):
            yield from (((glyph,), other) for other in _array(table, place))
    elif kind == _LIGATURE:
        for glyph, ligatures in zip(covered, _offsets(table, at + 4, at), strict=False):
            for place in _offsets(table, ligatures, ligatures):
                ligature, count = unpack_from(">HH", table, place)
                rest = unpack_from(f">{max(count - 1, 0)}H", table, place + 4)
                yield (glyph, *rest), ligature
    else:
        place = at + 4
        for _ in range(2):  # what has to stand before and behind it
            (count,) = unpack_from(">H", table, place)
            place += 2 + 2 * count
        yield from (((one,), other) for one, other in zip(covered, _array(table, place), strict=False))


def _array(table: bytes, at: int) -> tuple[int, ...]:
    """Return the numbers of an array that begins with its length."""
    (count,) = unpack_from(">H", table, at)
    return unpack_from(f">{count}H", table, at + 2)


def _offsets(table: bytes, at: int, base: int) -> tuple[int, ...]:
    """Return the places in the table that an array of offsets leads to; they count from `base`."""
    return tuple(base + offset for offset in _array(table, at))


def _covered(table: bytes, at: int) -> Iterator[int]:
    """Yield the glyphs of a coverage table, in their order."""
    form, count = unpack_from(">HH", table, at)
    if form == 1:
        yield from unpack_from(f">{count}H", table, at + 4)
        return
    ranges = unpack_from(f">{3 * count}H", table, at + 4)
    for first, last in zip(ranges[0::3], ranges[1::3], strict=True):
        yield from range(first, last + 1)
