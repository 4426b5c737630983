"""The substitutions of a font are those that fontTools reads, and a damaged table ends soon."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.G_S_U_B_ import table_G_S_U_B_
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.formats.pdf.engine.glyphs import substitutions as ours
from bookbuilder.formats.pdf.engine.glyphs.substitutions import Substitution, substitutions

FONTS = sorted((Path(__file__).parents[2] / "fonts").rglob("*.?tf"))
NAMES = [".notdef", *(f"g{number}" for number in range(1, 40))]
EVERY_KIND = """
feature aaaa { sub g1 by g2; sub g3 by g4; } aaaa;
feature bbbb { sub g1 by g30; sub g2 by g9; sub g7 by g8; } bbbb;
feature cccc { sub g5 from [g6 g7 g8]; sub g9 from [g10]; } cccc;
feature dddd { sub g1 g2 by g11; sub g1 g2 g3 by g12; sub g4 g4 by g13; } dddd;
feature eeee { rsub [g1 g2] g14' g15 by g16; } eeee;
lookup far useExtension { sub g20 by g21; } far;
lookup far_too useExtension { sub g20 g20 by g22; } far_too;
feature ffff { lookup far; lookup far_too; } ffff;
feature gggg { sub g1 by g2 g3; sub g8 by g9 g10; sub g4' lookup far g5; } gggg;
"""


def table(features: str) -> bytes:
    """Return the table GSUB of a font with these features."""
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(NAMES)
    builder.setupCharacterMap({})
    addOpenTypeFeaturesFromString(builder.font, features)
    return bytes(builder.font["GSUB"].compile(builder.font))


def read_by_fonttools(data: bytes, glyphs: int) -> Iterator[Substitution]:
    """Yield the substitutions of a table as fontTools reads it; a glyph is named by its number."""
    font = TTFont()
    font.setGlyphOrder([str(number) for number in range(glyphs)])
    found = table_G_S_U_B_()
    found.decompile(data, font)
    for lookup in found.table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            inner = getattr(subtable, "ExtSubTable", subtable)
            match inner.LookupType:
                case 1:
                    yield from (((int(one),), int(other)) for one, other in inner.mapping.items())
                case 2:  # a glyph in pieces is none of these
                    ones = (item for item in inner.mapping.items() if len(item[1]) == 1)
                    yield from (((int(one),), int(others[0])) for one, others in ones)
                case 3:
                    for one, others in inner.alternates.items():
                        yield from (((int(one),), int(other)) for other in others)
                case 4:
                    for first, ligatures in inner.ligatures.items():
                        for one in ligatures:
                            yield (int(first), *map(int, one.Component)), int(one.LigGlyph)
                case 8:
                    for one, other in zip(inner.Coverage.glyphs, inner.Substitute, strict=True):
                        yield (int(one),), int(other)


@pytest.mark.parametrize("file", FONTS, ids=lambda path: path.stem)
def test_those_of_our_fonts(file: Path) -> None:
    with TTFont(file, lazy=True) as font:
        assert "GSUB" in font
        data = font.reader["GSUB"]
        assert sorted(substitutions(data)) == sorted(read_by_fonttools(data, font["maxp"].numGlyphs))


def test_those_of_every_kind() -> None:
    data = table(EVERY_KIND)
    found = sorted(substitutions(data))
    assert found == sorted(read_by_fonttools(data, len(NAMES)))
    assert {
        ((1,), 2),
        ((1,), 30),
        ((5,), 8),
        ((1, 2, 3), 12),
        ((14,), 16),
        ((20,), 21),
        ((20, 20), 22),
    } <= set(found)


@given(st.binary(max_size=40), st.data())
def test_a_damaged_table_gives_some_or_an_error(noise: bytes, data: st.DataObject) -> None:
    whole = table(EVERY_KIND)
    at = data.draw(st.integers(0, len(whole)))
    with suppress(struct.error):
        assert len(list(substitutions(whole[:at] + noise + whole[at + len(noise) :]))) <= ours.MOST


def test_records_that_are_named_again_and_again_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ours, "MOST", 1000)
    lookup = struct.pack(">HHH", 1, 0, 500) + struct.pack(">500H", *[1006] * 500)
    subtable = struct.pack(">HHh", 1, 6, 1) + struct.pack(">HHHHH", 2, 1, 0, 0xFFFF, 0)
    data = bytes(8) + struct.pack(">H", 10) + struct.pack(">HH", 1, 4) + lookup + subtable
    assert len(list(substitutions(data))) == 1000
