"""A damaged font is told, whichever of its tables is damaged, before a book is laid out with it; a whole one passes."""

from __future__ import annotations

import hashlib
import re
import struct
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.diagnostics import Findings
from bookbuilder.html import font_check, glyph_outlines
from bookbuilder.html import fonts as html_fonts
from bookbuilder.html.font_check import font_problem
from bookbuilder.html.font_check_job import CHECK_FONT
from bookbuilder.html.font_file import characters
from bookbuilder.html.fonts import fonts
from bookbuilder.html.glyph_outlines import GlyphOutlines
from bookbuilder.html.optional_fonts import verified_files
from bookbuilder.html.subset_job import Subset
from bookbuilder.html.subsetter import subset_font
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World
from tests.cases import book
from tests.sampled import sampled

ROOT = Path(__file__).parents[2]
REGULAR = (ROOT / "fonts/alegreya/Alegreya-Regular.ttf").read_bytes()
TABLES = TTFont(BytesIO(REGULAR)).reader.tables
FILLS = (b"\xff", b"\0", b"\x7f")


def filled(tag: str, fill: bytes) -> bytes:
    start, length = int(TABLES[tag].offset), int(TABLES[tag].length)
    return REGULAR[:start] + fill * length + REGULAR[start + length :]


@pytest.mark.parametrize("fill", FILLS)
@pytest.mark.parametrize(
    "tag", sampled(["glyf", "loca", "head", "hhea", "hmtx", "maxp", "cmap", "post", "gasp"])
)
def test_a_table_without_which_nothing_is_printed(tag: str, fill: bytes) -> None:
    assert font_problem(filled(tag, fill))


@pytest.mark.parametrize("fill", FILLS)
@pytest.mark.parametrize("tag", ["GDEF", "GPOS", "GSUB", "STAT"])
def test_a_table_of_layout(tag: str, fill: bytes) -> None:
    assert font_problem(filled(tag, fill)) == f"its table {tag} cannot be read"


@pytest.mark.parametrize("tag", ["GPOS", "GSUB"])
def test_a_table_of_layout_whose_end_is_damaged(tag: str) -> None:
    start, length = int(TABLES[tag].offset), int(TABLES[tag].length)
    half = start + length // 2
    data = REGULAR[:half] + b"\xff" * (start + length - half) + REGULAR[start + length :]
    assert font_problem(data) == f"its table {tag} cannot be read"


@pytest.mark.heavy
def test_a_table_of_layout_that_names_its_parts_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_check, "MOST_PARTS", font_check.MOST_PARTS // 10)  # for less time
    many = 9000
    single = struct.pack(">HHh HH", 1, 6, 0, 1, 0)  # one letter for another, for no letter at all
    table = struct.pack(">HHH", 1, 0, many) + struct.pack(">H", 6 + 2 * many) * many + single
    layout = struct.pack(">HHHHH H H", 1, 0, 10, 12, 14, 0, 0)
    lookups = struct.pack(">H", many) + struct.pack(">H", 2 + 2 * many) * many + table
    whole = TTFont(BytesIO(REGULAR))
    whole["GSUB"] = DefaultTable("GSUB")
    whole["GSUB"].data = layout + lookups
    out = BytesIO()
    whole.save(out)
    start = time.process_time()
    assert font_problem(out.getvalue()) == "its table GSUB cannot be read"
    assert time.process_time() - start < 4


@pytest.mark.heavy
@settings(max_examples=15)
@given(st.sampled_from(sorted(TABLES)), st.integers(0, 60_000), st.binary(min_size=1, max_size=40))
def test_whatever_is_damaged_is_read_to_an_end(tag: str, at: int, data: bytes) -> None:
    start = TABLES[tag].offset + at % TABLES[tag].length
    font_problem(REGULAR[:start] + data + REGULAR[start + len(data) :])


@pytest.mark.heavy
@pytest.mark.parametrize("path", sorted(ROOT.glob("**/fonts/**/*.ttf")), ids=lambda path: path.name)
def test_a_whole_font(path: Path) -> None:
    assert font_problem(path.read_bytes()) == ""


def font(glyphs: dict[str, Any]) -> bytes:
    """Return a font with glyphs made by functions of a pen; `a` is that of the letter."""
    build = FontBuilder(1000, isTTF=True)
    build.setupGlyphOrder([".notdef", *glyphs])
    build.setupCharacterMap({ord("a"): "a"})
    made = {".notdef": TTGlyphPen(None).glyph()}
    for name, draw in glyphs.items():
        pen = TTGlyphPen(dict.fromkeys(glyphs))
        draw(pen)
        made[name] = pen.glyph()
        made[name].xMin = made[name].yMin = made[name].xMax = made[name].yMax = (
            0  # reckoning them would not end
        )
    build.setupGlyf(made, calcGlyphBounds=False)
    build.setupHorizontalMetrics(dict.fromkeys(made, (500, 0)))
    build.setupHorizontalHeader(ascent=800, descent=-200)
    build.setupOS2()
    build.setupPost()
    build.font["head"].xMin = build.font["head"].yMin = build.font["head"].xMax = build.font["head"].yMax = 0
    build.font.recalcBBoxes = False
    out = BytesIO()
    build.save(out)
    return out.getvalue()


def triangle(pen: TTGlyphPen) -> None:
    pen.moveTo((0, 0))
    pen.lineTo((300, 0))
    pen.lineTo((0, 700))
    pen.closePath()


def of(name: str) -> Any:
    def draw(pen: TTGlyphPen) -> None:
        pen.addComponent(name, (1, 0, 0, 1, 0, 0))
        pen.addComponent(name, (1, 0, 0, 1, 9, 9))

    return draw


def test_a_glyph_of_millions_of_glyphs() -> None:
    levels = {f"g{n}": of(f"g{n - 1}") for n in range(1, 40)}
    start = time.process_time()
    assert font_problem(font({"a": of("g39"), "g0": triangle, **levels})) == "its glyph a cannot be drawn"
    assert time.process_time() - start < 20
    assert font_problem(font({"a": of("b"), "b": triangle})) == ""
    assert font_problem(font({"a": of("a")})) == "its glyph a cannot be drawn"
    assert font_problem(font({"a": lambda pen: None})) == "its letters have no outlines"


def test_a_book_is_not_laid_out_with_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": book.CHAPTER}
    files["fonts/alegreya/Alegreya-Regular.ttf"] = filled("glyf", b"\xff")
    result = api.build(book.write(tmp_path, files, editions=book.PRINT), jobs=1)
    (only,) = result.diagnostics
    line = "fonts/alegreya/Alegreya-Regular.ttf: error: fonts/alegreya/Alegreya-Regular.ttf is not a font that can be read"
    assert str(only) == f"{line} [fonts.damaged]"
    assert only.hint == "its glyph .notdef cannot be drawn; copy it again from where it came from"
    assert result.files == ()


@pytest.mark.parametrize("flavor", ["woff", "woff2"])
def test_a_font_that_is_packed_for_the_web_is_not_unpacked(flavor: str) -> None:
    """A few bytes may become gigabytes, or fail in a way that fontTools does not foresee."""
    with TTFont(BytesIO(REGULAR)) as font:
        font.flavor = flavor
        out = BytesIO()
        font.save(out)
    for data in (out.getvalue(), out.getvalue()[:-9] + bytes(9)):
        assert characters(data) == "" and font_problem(data)


LETTERS = subset_font(Subset("a.ttf", REGULAR, "Äfghß", ""))


@pytest.mark.heavy
@settings(max_examples=60)
@given(st.integers(0, 60_000), st.binary(min_size=1, max_size=9))
def test_harfbuzz_draws_no_glyph_that_fonttools_refuses(at: int, data: bytes) -> None:
    """What HarfBuzz makes the best of, a viewer prints as nothing: damaged outlines are told as if fontTools drew all."""
    glyf = TTFont(BytesIO(LETTERS)).reader.tables["glyf"]
    start = glyf.offset + at % glyf.length
    damaged = LETTERS[:start] + data + LETTERS[start + len(data) :]
    quick = font_problem(damaged)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(GlyphOutlines, "has_ink", lambda self, glyph: False)
        assert font_problem(damaged) == quick


def test_glyphs_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    assert font_problem(LETTERS) == ""
    monkeypatch.setattr(glyph_outlines, "MOST_COORDINATES", 300)
    assert font_problem(LETTERS).endswith("cannot be drawn")


def cff(program: list[Any]) -> bytes:
    """Return a font of CFF whose letter is drawn by a program."""
    build = FontBuilder(1000, isTTF=False)
    build.setupGlyphOrder([".notdef", "a"])
    build.setupCharacterMap({ord("a"): "a"})
    charstrings = {".notdef": T2CharString(program=["endchar"]), "a": T2CharString(program=program)}
    build.setupCFF("A", {}, charstrings, {})
    build.setupHorizontalMetrics(dict.fromkeys(charstrings, (500, 0)))
    build.setupHorizontalHeader(ascent=800, descent=-200)
    build.setupOS2()
    build.setupPost()
    build.font.recalcBBoxes = False  # a damaged glyph has none
    out = BytesIO()
    build.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        ([0, 0, "rmoveto", 300, 0, "rlineto", 0, 700, "rlineto", "endchar"], ""),
        ([0, 0, "rmoveto", "endchar"], "its letters have no outlines"),
        (
            [0, 0, "rmoveto", 1, "not", "endchar"],
            "its glyph a cannot be drawn",
        ),  # fontTools does not implement it
        (
            [0, 0, "rmoveto", *[32000, 0, "rlineto"] * 9, "endchar"],
            "its glyph a cannot be drawn",
        ),
        ([0, 0, "rmoveto", 300, 0, "rlineto", 5, "callsubr", "endchar"], "its glyph a cannot be drawn"),
    ],
)
def test_programs_of_cff(program: list[Any], problem: str) -> None:
    assert font_problem(cff(program)) == problem


def test_a_verdict_is_kept_for_all_books_of_the_user(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        files: dict[str, str | bytes] = {"fonts/alegreya/Alegreya-Regular.ttf": filled("glyf", b"\xfe")}
        root = book.write(tmp_path / name, files | {"chapters/de/01-a.md": book.CHAPTER}, editions=book.PRINT)
        findings = Findings()
        with PoolRunner(World(root), jobs=1) as runner:
            fonts(World(root), findings, runner)
            made.append(runner.counted(CHECK_FONT))
        assert [one.code for one in findings.sorted()] == ["fonts.damaged"]
    assert made == [(1, 0), (0, 1)]


def test_a_file_that_is_known_is_not_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Known are files of optional fonts, which `scripts/verified_fonts.py` has checked."""
    known = verified_files(World(tmp_path))
    assert len(known) >= 10
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in known)
    damaged = filled("glyf", b"\xfd")
    files: dict[str, str | bytes] = {"fonts/alegreya/Alegreya-Regular.ttf": damaged}
    root = book.write(tmp_path / "book", files | {"chapters/de/01-a.md": book.CHAPTER}, editions=book.PRINT)
    findings = Findings()
    monkeypatch.setattr(
        html_fonts, "verified_files", lambda world: frozenset({hashlib.sha256(damaged).hexdigest()})
    )
    fonts(World(root), findings)
    assert findings.sorted() == ()
