"""A font that is cut down to a text sets it as the whole font does; a damaged one is never cut down in silence."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import brotli
import pytest
import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont, newTable, woff2
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.html import woff2_outlines
from bookbuilder.html.font_file import characters
from bookbuilder.html.needed_characters import needed_characters
from bookbuilder.html.subset_job import Subset
from bookbuilder.html.subsetter import subset_font

ROOT = Path(__file__).parents[2]
FILES = sorted((*ROOT.glob("fonts/*/*.ttf"), *ROOT.glob("tests/books/*/fonts/*/*.ttf")))
REGULAR = (ROOT / "fonts/alegreya/Alegreya-Regular.ttf").read_bytes()
TABLES = TTFont(BytesIO(REGULAR)).reader.tables

LATIN = (
    "Offiziell fiel Thjórsá auf 1/2 von 3,450.",
    "Ïj ĳs Sfântu Gheorghe, ÍJ L·L «A–Z» (H2O)!",
    "[AV] To 1st fjord?",
)
TEXTS = {
    "": (*LATIN, "Ἐν ἀρχῇ ἦν ὁ λόγος", "σοφίας ΆΞΙΟΣ", "Объём ёлки Ӂ бгд"),
    "amiri": ("بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ", "لا إله إلا الله ١٢٣", "قَالَ الشَّيْخُ: «كتابٌ»", "گچپژ ۱۲۳ ی"),
    "frank-ruhl-libre": ("בְּרֵאשִׁית בָּרָא אֱלֹהִים", "שָׁלוֹם, „עולם” – 1234", "וֹ בּ שׂ צ״ל"),
    "noto-serif-jp": ("東京、日本語。「ガギグ」ー…", "か\u3099 は\u309a ヴ 一二三"),
    "noto-serif-sc": ("中国语，书页“的”。", "《这是》——个人……"),
}
"""What is set with each family, by its folder: ligatures, fractions, accents, vowel signs, signs that stand upright."""
LANGUAGES = ("", "ro", "nl", "ca", "sr", "el", "ar", "fa", "ur", "he", "yi", "ja", "zh-Hant")


def cut(data: bytes, text: str, flavor: str = "") -> bytes:
    return subset_font(Subset("a.ttf", data, text, flavor))


class Shaper:
    """Sets text with a font, and tells what is to be seen of it: not which glyphs, for their numbers differ."""

    def __init__(self, data: bytes) -> None:
        self.font = hb.Font(hb.Face(data))
        self.outlines: dict[int, list[Any]] = {}

    def features(self) -> set[str]:
        face = self.font.face
        return {
            tag
            for table in ("GSUB", "GPOS")
            for at, script in enumerate(face.get_table_script_tags(table))
            for language in range(-1, len(face.get_script_language_tags(table, at)))
            for tag in face.get_language_feature_tags(table, at, *([language] if language >= 0 else []))
        }

    def outline(self, glyph: int) -> list[Any]:
        if glyph not in self.outlines:
            pen = RecordingPen()
            self.font.draw_glyph_with_pen(glyph, pen)
            self.outlines[glyph] = pen.value
        return self.outlines[glyph]

    def __call__(self, text: str, features: dict[str, int], language: str, direction: str) -> list[Any]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        if language:
            buffer.language = language
        if direction:
            buffer.direction = direction
        hb.shape(self.font, buffer, features)
        return [
            (self.outline(i.codepoint), i.cluster, p.x_advance, p.y_advance, p.x_offset, p.y_offset)
            for i, p in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]


def settings_of(features: set[str], most: int) -> Iterator[dict[str, int]]:
    yield {}
    for value in range(most + 1):  # three: the third of several forms of a letter
        # Without the placing of vowel signs HarfBuzz takes letters with signs, which Unicode never composes.
        tags = sorted(features - ({"mark"} if not value else set()))
        yield from ({tag: value} for tag in tags)
        if value < 2:  # HarfBuzz has 32 bits for all, and passes over those that find no room
            yield dict.fromkeys(tags, value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_text_looks_the_same(path: Path) -> None:
    data = path.read_bytes()
    texts = TEXTS.get(path.parent.name, TEXTS[""])
    whole, smaller = Shaper(data), Shaper(cut(data, "".join(needed_characters("", texts))))
    features = whole.features()
    assert features and smaller.features() <= features
    there = set(characters(data))
    for text in (
        "".join(c for c in text if c in there) for text in texts
    ):  # the rest comes from another family
        assert all(smaller.font.get_nominal_glyph(ord(c)) for c in text)
        for at, chosen in enumerate(settings_of(features, 3 if "Regular" in path.name else 1)):
            language = LANGUAGES[at % len(LANGUAGES)]
            for direction in ("", "ttb") if "noto" in path.parent.name else ("",):
                expected = whole(text, chosen, language, direction)
                assert smaller(text, chosen, language, direction) == expected, (text, chosen, language)


def test_an_accent_apart_makes_the_letter_that_the_font_has() -> None:
    texts = ("e\u0301", "Se\u0301jour")
    whole, smaller = Shaper(REGULAR), Shaper(cut(REGULAR, "".join(needed_characters("", texts))))
    for text in texts:
        assert smaller(text, {}, "", "") == whole(text, {}, "", "")


def test_a_sign_that_chooses_a_form_of_a_letter() -> None:
    font = TTFont(BytesIO(cut(REGULAR, "ab")))
    names = font.getBestCmap()
    forms = CmapSubtable.newSubtable(14)
    forms.platformID, forms.platEncID, forms.language, forms.cmap = 0, 5, 0xFF, {}
    forms.uvsDict = {0xFE00: [(ord("a"), names[ord("b")])]}
    font["cmap"].tables.append(forms)
    data = saved(font)
    (form, *_), (letter, *_) = (Shaper(data)(text, {}, "", "") for text in ("a\ufe00", "a"))
    assert Shaper(cut(data, "a\ufe00"))("a\ufe00", {}, "", "")[0] == form != letter


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_stays_of_a_font(path: Path) -> None:
    data, reserved = path.read_bytes(), "source" in path.parent.name
    font, smaller = TTFont(BytesIO(data)), TTFont(BytesIO(cut(data, "Af1,")))
    assert characters(cut(data, "Af1,")) == ",1Af"
    for tag in {"cvt ", "fpgm", "prep", "gasp"} & set(font.keys()):
        assert smaller.reader[tag] == font.reader[tag]
    for table in ("hhea", "vhea", "OS/2"):
        for measure in (
            "ascent",
            "descent",
            "lineGap",
            "sTypoAscender",
            "usWinAscent",
            "sxHeight",
            "usWeightClass",
        ):
            if table in font and hasattr(font[table], measure):
                assert getattr(smaller[table], measure) == getattr(font[table], measure)
    english = [n for n in font["name"].names if (n.platformID, n.langID) == (3, 0x409)]
    named = {n.nameID: str(n) for n in smaller["name"].names}
    assert {0, 1, 2, 3, 4, 5, 6} <= named.keys()
    assert named.keys() >= {n.nameID for n in english if n.nameID < 26}
    if reserved:
        assert named[1] == "Subset" and "Source" not in named[4] + named[6]
    else:
        assert all(named[n.nameID] == str(n) for n in english if n.nameID in named)
    assert "FFTM" not in smaller and smaller["post"].formatType == 3
    assert smaller["head"].modified == font["head"].modified
    assert smaller["glyf"][".notdef"].numberOfContours == font["glyf"][".notdef"].numberOfContours


@pytest.mark.parametrize("flavor", ["", "woff", "woff2"])
def test_the_same_bytes_every_time(flavor: str) -> None:
    data = cut(REGULAR, "Ein Satz.", flavor)
    assert data == cut(REGULAR, "zSatz. Ein", flavor) != cut(REGULAR, "Zwei", flavor)
    assert TTFont(BytesIO(data)).flavor == (flavor or None)


# -- what HarfBuzz does not cut down ---------------------------------------------------------------------------------


def saved(font: Any) -> bytes:
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def test_kerning_of_an_old_font() -> None:
    font = TTFont(BytesIO(cut(REGULAR, "AVTo")))
    names = font.getBestCmap()
    for tag in ("GPOS", "GSUB", "GDEF"):
        del font[tag]
    pairs = KernTable_format_0()
    pairs.coverage, pairs.apple = 1, False
    pairs.kernTable = {(names[ord("A")], names[ord("V")]): -90, (names[ord("T")], names[ord("o")]): -70}
    font["kern"] = newTable("kern")
    font["kern"].version, font["kern"].kernTables = 0, [pairs]
    data = saved(font)
    assert Shaper(cut(data, "AV"))("AV", {}, "", "") == Shaper(data)("AV", {}, "", "")
    (kept,) = TTFont(BytesIO(cut(data, "AV")))["kern"].kernTables
    assert list(kept.kernTable.values()) == [-90]


def test_glyphs_that_are_drawings() -> None:
    font = TTFont(BytesIO(cut(REGULAR, "AB")))
    at = font.getGlyphID(font.getBestCmap()[ord("B")])
    font["SVG "] = newTable("SVG ")
    font["SVG "].docList = [(f'<svg xmlns="http://www.w3.org/2000/svg"><g id="glyph{at}"/></svg>', at, at)]
    (kept,) = TTFont(BytesIO(cut(saved(font), "B")))["SVG "].docList
    assert 'id="glyph' in kept.data


def postscript(licence: str) -> bytes:
    build = FontBuilder(1000, isTTF=False)
    build.setupGlyphOrder([".notdef", "a", "b"])
    build.setupCharacterMap({ord("a"): "a", ord("b"): "b"})
    pen = T2CharStringPen(500, None)
    for move, point in ((pen.moveTo, (0, 0)), (pen.lineTo, (300, 0)), (pen.lineTo, (0, 700))):
        move(point)
    pen.closePath()
    drawn = pen.getCharString()
    build.setupCFF("Quelle-Regular", {"FullName": "Quelle"}, dict.fromkeys([".notdef", "a", "b"], drawn), {})
    build.setupHorizontalMetrics(dict.fromkeys([".notdef", "a", "b"], (500, 0)))
    build.setupHorizontalHeader(ascent=800, descent=-200)
    build.setupOS2()
    build.setupPost()
    build.setupNameTable(
        {"copyright": licence, "familyName": "Quelle", "styleName": "Regular", "psName": "Quelle"}
    )
    return saved(build)


def test_outlines_of_postscript() -> None:
    data = postscript("with Reserved Font Name 'Quelle'")
    font = TTFont(BytesIO(cut(data, "b")))
    assert font["name"].getDebugName(1) == "Subset" and font["CFF "].cff.fontNames == ["Subset-Regular"]
    assert Shaper(cut(data, "b"))("bb", {}, "", "") == Shaper(data)("bb", {}, "", "")
    assert TTFont(BytesIO(cut(postscript(""), "b")))["CFF "].cff.fontNames == ["Quelle-Regular"]


def test_a_font_that_is_packed_already() -> None:
    assert characters(cut(cut(REGULAR, "Ein Satz", "woff"), "Satz")) == "Satz"


# -- damage ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fill", [b"\xff", b"\x7f"])
@pytest.mark.parametrize("tag", ["GDEF", "GPOS", "GSUB", "OS/2", "cmap", "hhea", "maxp", "post"])
def test_a_table_that_cannot_be_read_is_not_dropped(tag: str, fill: bytes) -> None:
    start, length = TABLES[tag].offset, TABLES[tag].length
    data = REGULAR[:start] + fill * length + REGULAR[start + length :]
    with pytest.raises(BookbuilderError) as raised:
        cut(data, "Ein Satz")
    (found,) = raised.value.diagnostics
    assert (found.code, found.span.path) == ("fonts.damaged", "fonts/a.ttf")


def test_a_glyph_that_cannot_be_read_is_not_emptied() -> None:
    font = TTFont(BytesIO(REGULAR))
    glyph = font.getGlyphID(font.getBestCmap()[ord("E")])
    start, end = (TABLES["glyf"].offset + font["loca"][at] for at in (glyph, glyph + 1))
    data = REGULAR[: start + 10] + b"\x7f" * (end - start - 10) + REGULAR[end:]
    with pytest.raises(BookbuilderError, match="not a font that can be read"):
        cut(data, "Ein Satz")
    assert characters(cut(data, "satz")) == "astz"


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(TABLES)), st.integers(0, 60_000), st.binary(min_size=1, max_size=40))
def test_whatever_is_damaged_ends_with_a_font_or_an_error(tag: str, at: int, noise: bytes) -> None:
    start = TABLES[tag].offset + at % TABLES[tag].length
    try:
        font = TTFont(BytesIO(cut(REGULAR[:start] + noise + REGULAR[start + len(noise) :], "Ein Satz")))
    except BookbuilderError:
        return
    assert set("Ein Satz") >= set(map(chr, font.getBestCmap()))
    assert set(font.keys()) >= {"cmap", "glyf", "hmtx", "GSUB", "GPOS"}


def test_a_font_for_the_web_is_packed_nearly_as_well_as_it_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Brotli at its best takes several times as long."""
    text = "".join(map(chr, range(32, 383)))
    packed = cut(REGULAR, text, "woff2")
    monkeypatch.setattr(woff2, "brotli", brotli)
    best = cut(REGULAR, text, "woff2")
    assert len(best) < len(packed) < 1.02 * len(best)
    with TTFont(BytesIO(packed)) as ours, TTFont(BytesIO(best)) as theirs:
        tags = ours.reader.keys()
        assert tags == theirs.reader.keys()
        assert all(ours.getTableData(tag) == theirs.getTableData(tag) for tag in tags)


# -- WOFF2 ---------------------------------------------------------------------------------------------------------

FAMILIES = {path.parent: path for path in FILES}
"""One file of each family."""


@pytest.mark.parametrize("path", FAMILIES.values(), ids=lambda path: path.stem)
def test_a_font_of_the_web_is_that_of_fonttools(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Glyphs of one outline and of several, made of others, with instructions, empty: the same bytes."""
    text = "".join(
        sorted({*"".join(TEXTS.get(path.parent.name, TEXTS[""])), *"ÄÖÜäöüßéèñçÅøĳ¼ 0123456789(){}@&"})
    )
    ours = cut(path.read_bytes(), text, "woff2")
    monkeypatch.setattr(woff2.WOFF2GlyfTable, "_encodeGlyph", woff2_outlines._ANY_GLYPH)
    assert cut(path.read_bytes(), text, "woff2") == ours


EDGES = [0, 1, 63, 64, 65, 255, 256, 767, 768, 769, 1279, 1280, 4095, 4096, 16000]
deltas = st.one_of(st.sampled_from([*EDGES, *(-edge for edge in EDGES)]), st.integers(-16000, 16000))


@given(st.tuples(deltas, deltas), st.booleans())
def test_how_far_a_point_lies_is_said_as_by_fonttools(delta: tuple[int, int], on_curve: bool) -> None:
    table = SimpleNamespace(flagStream=b"", glyphStream=b"")
    glyph = SimpleNamespace(coordinates=GlyphCoordinates([delta]), flags=bytes([on_curve]))
    woff2.WOFF2GlyfTable._encodeTriplets(table, glyph)
    flag, triplet = woff2_outlines._triplet(*delta)
    assert (bytes([flag | (0 if on_curve else 0x80)]), triplet) == (table.flagStream, table.glyphStream)
