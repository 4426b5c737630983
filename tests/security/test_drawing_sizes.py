"""A drawing without a size that a page can have, or that cannot be drawn, is one error at its figure."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document.picture_files import inspect_picture
from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.formats.edition_trace import PrintedText
from bookbuilder.formats.pdf.compile.encode_printed_texts import LENGTH, numbers_of
from bookbuilder.formats.pdf.paginate import foreign_glyphs
from tests.cases import book

PLACE = Span("chapters/de/01-a.md", 5, 1)


def drawing(attributes: str, content: str = '<rect width="1" height="1"/>') -> str:
    """Return a drawing."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{content}</svg>'


def codes(text: str) -> list[str]:
    """Return the codes that a drawing is told with."""
    findings = Findings()
    inspect_picture("a.svg", text.encode(), PICTURE_TYPES[".svg"], PLACE, findings)
    return [one.code for one in findings.sorted()]


@pytest.mark.parametrize(
    "attributes",
    [
        *('width="nan" height="10"', 'width="10" height="-inf"', 'width="1e999"', 'width="nanmm"', 'height="1e308in"'),
        *('width=" infinity "', 'width="nan%"', 'viewBox="0 0 1e-320 1"', 'viewBox="0 0 1 1e300"', 'viewBox="0,0,-1,1"'),
        *('viewBox="0 0 0 1"', 'viewBox="0 0 nan 1"'),
    ],
)  # fmt: skip
def test_no_size(attributes: str) -> None:
    assert codes(drawing(attributes)) == ["image.kind"]


@pytest.mark.parametrize(
    "attributes",
    [
        *(
            "",
            'width="100%" height="100%"',
            'width="12mm" height=".5in"',
            'width="auto"',
            'width="1000000px"',
        ),
        *('viewBox="500000 -5400000 .001 900000"', 'viewBox="0 0 10 10" width="3em"', 'width=""'),
    ],
)
def test_a_size(attributes: str) -> None:
    assert codes(drawing(attributes)) == []


SIDES = st.sampled_from(
    ("nan", "inf", "-1", "0", "1e-320", "1e-7", "1e-6", "1", "1e6", "1e9", "1e30", "1e308", "3mm", "5%")
)


@pytest.mark.heavy
@pytest.mark.parametrize("content", ['<text font-size="1e30">a</text>', '<rect width="q" height="1"/>'])
def test_what_cannot_be_drawn_is_told_at_its_figure(tmp_path: Path, content: str) -> None:
    text = drawing('viewBox="0 0 10 10"', content)
    files = {"chapters/de/01-a.md": "# A\n\nB.\n\n![x](images/p.svg)\n", "chapters/de/images/p.svg": text}
    (only,) = api.build(book.write(tmp_path, files, editions=book.PRINT), jobs=1).diagnostics
    assert (only.code, only.span) == ("image.undrawn", PLACE)


@pytest.mark.heavy
@settings(max_examples=15)
@given(box=st.tuples(SIDES, SIDES), size=st.tuples(SIDES, SIDES), has_box=st.booleans())
def test_whatever_its_sides_a_build_ends(
    tmp_path_factory: pytest.TempPathFactory, box: tuple[str, str], size: tuple[str, str], *, has_box: bool
) -> None:
    attributes = f'width="{size[0]}" height="{size[1]}"' + (
        f' viewBox="0 0 {box[0]} {box[1]}"' if has_box else ""
    )
    files = {
        "chapters/de/01-a.md": "# A\n\nB.\n\n![x](images/p.svg)\n",
        "chapters/de/images/p.svg": drawing(attributes),
    }
    root = book.write(tmp_path_factory.mktemp("book"), files, editions=book.PRINT)
    for one in api.build(root, jobs=1).diagnostics:
        assert one.span.path == PLACE.path


@given(st.lists(st.floats(), min_size=4, max_size=4))
def test_a_box_without_a_place_is_left_out(measures: list[float]) -> None:
    numbers = numbers_of([PrintedText(0, 0, 1, *measures), PrintedText(1, 0, 1, 1.0, 2.0, 3.0, 4.0)])
    assert len(numbers) in (LENGTH, 2 * LENGTH)
    assert numbers[-LENGTH:] == [1, 0, 1, 100, 200, 300, 400]


def test_families_without_end_are_named_in_short() -> None:
    assert foreign_glyphs._listed(["Literata", "Inter"]) == "Literata, Inter"
    assert len(foreign_glyphs._listed(["x " * 10_000] * 100)) < 300
