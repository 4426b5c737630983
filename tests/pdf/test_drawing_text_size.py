"""Drawings whose words are too small for the readers of an edition are told with the size in which they are printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.formats.pdf.drawing_text_size import smallest_type
from tests.cases.book import write

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">{}</svg>'


@pytest.mark.parametrize(
    ("inside", "units"),
    [
        ('<text font-size="12">Rot</text>', 12),
        ('<g font-size="12"><text>Rot</text><text font-size="20">Blau</text></g>', 12),
        ('<text style="font-size: 9pt">Rot</text>', 12),
        ('<g transform="translate(3 4) scale(.5)"><text font-size="24">Rot</text></g>', 12),
        ("<style>.fein, b { font-size: 12px }</style><text class='a fein'>Rot</text>", 12),
        ("<style>text { fill: red; font-size: 12px; }</style><text>Rot</text>", 12),
        ('<text font-size="24">Rot <tspan font-size="50%">und</tspan></text>', 12),
        ('<text font-size="24">Rot <tspan font-size=".5em">und</tspan></text>', 12),
        ("<text>Rot</text>", 16),
        ('<title>Rot</title><text font-size="3"> </text><!-- Rot -->', 0),
    ],
)
def test_the_size_of_the_smallest_words(inside: str, units: float) -> None:
    assert smallest_type(SVG.format(inside).encode(), 800, 9999) == pytest.approx(units * 2)


@given(st.floats(1, 60), st.floats(100, 900), st.floats(100, 900))
def test_words_grow_with_their_drawing(size: float, width: float, height: float) -> None:
    data = SVG.format(f'<text font-size="{size:.3f}">Rot</text>').encode()
    assert smallest_type(data, width, height) == pytest.approx(
        round(size, 3) * min(width / 400, height / 200), rel=1e-6
    )


def test_what_cannot_be_read_has_no_words() -> None:
    assert smallest_type(b"<svg><text>", 100, 100) == 0


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("reading", "size", "told"),
    [
        ("large", 12, True),
        ("large", 19, False),
        ("dyslexia", 10, True),
        ("dyslexia", 13, False),
        ("", 4, False),
    ],
)
def test_a_build_tells_small_words(reading: str, size: int, *, told: bool, tmp_path: Path) -> None:
    drawing = SVG.format(f'<text y="40" font-size="{size}">Rot</text>')
    text = "# A\n\nSatz.\n\n::: figure\n![Das Wort rot](images/rot.svg)\n\nRot.\n:::\n"
    line = f'reading = "{reading}"\n' if reading else ""
    root = write(
        tmp_path,
        {"chapters/de/01-a.md": text, "chapters/de/images/rot.svg": drawing},
        editions=f'[editions.pdf]\nformat = "pdf"\n{line}',
    )
    result = api.build(root, jobs=1)
    assert not result.failed, result.diagnostics
    found = [str(one) for one in result.diagnostics if str(one.code) == "picture.reading"]
    assert bool(found) is told, result.diagnostics
    assert all("01-a.md:6" in one and "rot.svg" in one for one in found)
