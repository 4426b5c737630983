"""A label in a drawing from right to left keeps its signs where they stand in its own language."""

from __future__ import annotations

import pytest

from bookbuilder.charts.drawing import ChartDrawing, ChartLabel
from bookbuilder.charts.svg import standalone_svg
from bookbuilder.locales.rtl_marks import LRM


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Höchststand „heute“", f"{LRM}Höchststand „heute“{LRM}"),
        ("Höchststand", "Höchststand"),
        ("اليوم (أمس)", "اليوم (أمس)"),
    ],
)
def test_quotation_marks_stand_around_their_words(text: str, drawn: str) -> None:
    drawing = ChartDrawing(100, 20, (), (ChartLabel(text, 10, 10, 8, 40),))
    assert f">{drawn}</text>" in standalone_svg(drawing, {"ink": "#000"}, "Amiri", 500, rtl=True)
