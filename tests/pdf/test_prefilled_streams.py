"""Content with open places is compressed once, and is what it would have been with any numbers in it."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.formats.pdf.compile import prefilled_streams
from bookbuilder.formats.pdf.compile.compiled_part import SLOT, Content, Slot
from bookbuilder.formats.pdf.link import xref
from bookbuilder.formats.pdf.link.number_slots import set_number

GLYPHS = tuple(f"{number:04x}" for number in range(10))
WORDS = st.binary(max_size=300).map(lambda data: data.replace(SLOT, b""))


def slot(text: str, widths: tuple[float, ...] = (500.0,) * 10) -> Slot:
    shown = b"[<%b>] TJ" % b"".join(GLYPHS[int(figure)].encode() for figure in text)
    return Slot("a", text, shown, GLYPHS, widths, 500.0 * len(text), 12.0)


def laid(slots: list[Slot], words: list[bytes]) -> Content:
    data = words[0] + b"".join(SLOT + b"%d" % at + SLOT + more for at, more in enumerate(words[1:]))
    return Content(data, tuple(slots))


@given(st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 9999), WORDS), max_size=5), WORDS)
def test_numbers_stand_between_what_was_compressed(
    places: list[tuple[int, int, bytes]], first: bytes
) -> None:
    """The words come twice, so that they are found again before and behind a place."""
    slots = [slot(f"{before:04}") for before, *_ in places]
    words = [first + first, *(more + first for *_, more in places)]
    content = laid(slots, words)
    drawn = [set_number(one, f"{now:04}")[0] for one, (_, now, _) in zip(slots, places, strict=True)]
    packed = prefilled_streams.filled(prefilled_streams.splice(content), drawn)
    wanted = words[0] + b"".join(
        shown.ljust(room) + more
        for shown, (_, room), more in zip(
            drawn, prefilled_streams.splice(content).places, words[1:], strict=True
        )
    )
    assert zlib.decompress(packed) == wanted  # checks the sum, too


def test_any_number_with_as_many_figures_has_room() -> None:
    widths = tuple(float(width) for width in range(0, 20_000, 2000))
    one = slot("0000", widths)
    spliced = prefilled_streams.splice(laid([one], [b"a", b"b"]))
    for number in range(0, 10_000, 7):
        prefilled_streams.filled(spliced, [set_number(one, f"{number:04}")[0]])
    with pytest.raises(ValueError, match="has no room"):
        prefilled_streams.filled(spliced, [b"[<%b>] TJ" % (b"0000" * 20)])


@given(
    st.dictionaries(
        st.integers(1, 1 << 20),
        st.one_of(
            st.tuples(st.just(1), st.integers(0, 1 << 34), st.just(0)),
            st.tuples(st.just(2), st.integers(0, 1 << 20), st.integers(0, 1 << 17)),
        ),
        max_size=40,
    )
)
def test_a_table_says_where_every_object_is(entries: dict[int, xref.Entry]) -> None:
    """Another reader undoes the predictor."""
    where = xref.Entries()
    for number, entry in entries.items():
        where.put(number, entry)
    data, said = xref.table(where)
    found = pikepdf.Object.parse(b"<<%b/Filter/FlateDecode>>" % said)
    with pikepdf.new() as made:
        stream = pikepdf.Stream(made, zlib.compress(data), dict(found))
        rows = io.BytesIO(stream.read_bytes())
    index = [int(number) for number in found.Index]
    widths = [int(width) for width in found.W]
    seen = {}
    for start, length in zip(index[::2], index[1::2], strict=True):
        for number in range(start, start + length):
            seen[number] = tuple(int.from_bytes(rows.read(width)) for width in widths)
    assert seen == {0: (0, 0, 65535), **entries}
    assert rows.read() == b""
