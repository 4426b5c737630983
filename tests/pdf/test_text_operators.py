"""Text that is shown by a brief operator shows the same glyphs in the same places."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.formats.pdf.engine.drawing.text_operators import brief

GAPS = st.one_of(
    st.integers(-999, 999),
    st.floats(-500, 500, allow_nan=False),
    st.floats(-1e-3, 1e-3),
)


def places(operator: bytes) -> list[tuple[bytes, float]]:
    """Return each glyph with the sum of the gaps before it."""
    found, gap = [], 0.0
    for glyphs, number in re.findall(rb"<([0-9a-f]*)>|(-?[\d.]+(?:e-\d+)?)", operator.removesuffix(b" TJ")):
        gap += float(number or 0) if b"e" not in number else 0
        found += [(glyphs[at : at + 4], gap) for at in range(0, len(glyphs), 4)]
    return found


@given(st.lists(st.tuples(st.integers(0, 0xFFFF), GAPS, st.none() | GAPS)))
def test_glyphs_stay_where_they_are(shown: list[tuple[int, float, float | None]]) -> None:
    parts = (
        b"<%04x>%b" % (glyph, number(gap)) + (b"" if more is None else b"<>" + number(more))
        for glyph, gap, more in shown
    )
    long = b"[" + b"".join(parts) + b"] TJ"
    short = brief(long)
    assert len(short) <= len(long)
    for before, after in zip(places(long), places(short), strict=True):
        assert before[0] == after[0]
        assert abs(before[1] - after[1]) < 0.0025 * (len(shown) + 1)


def number(gap: float) -> bytes:
    return str(gap).encode()


def test_other_operators_are_left_alone() -> None:
    for operator in (b"/Span\n<</MCID 1>>\nBDC", b"0.7500001 0 0 -0.7500001 0 0 cm", b"<00>0<01> Tj"):
        assert brief(operator) == operator
