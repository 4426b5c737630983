"""A glyph says what its font says, whatever was laid out before: 10³ is not 103, and the call of a third note is no ³."""

from __future__ import annotations

import subprocess
from itertools import permutations
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from bookbuilder import api
from bookbuilder.formats.pdf.compile.compiled_part import merge_glyph_texts
from bookbuilder.formats.pdf.engine.glyphs.glyph_text import glyph_texts
from bookbuilder.validators.pdf_text import pdf_text
from bookbuilder.validators.word_completeness import VALIDATOR
from tests.cases import book
from tests.check.made import Made, judge, make, repacked

ROOT = Path(__file__).parents[2]
FONTS = sorted((ROOT / "fonts").rglob("*.?tf"))
NOTES = "# Noten\n\nEins[^1] und zwei[^2] und drei[^3].\n\n[^1]: A.\n[^2]: B.\n[^3]: C.\n"
CUBES = "# Würfel\n\nEin Würfel hat 10³ Meter, ein Feld 9² Meter, und [Nato 123]{.smallcaps} sagt ﬁnal 1½.\n"
TABLE = "# Tafel\n\n| a³ | 1[^1] |\n|----|-------|\n| 3  | 1³    |\n\n[^1]: Dort.\n"


def text(pdf: Path) -> str:
    """Return the words of a PDF as poppler gives them."""
    done = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


@pytest.mark.heavy
@pytest.mark.parametrize("single", [False, True], ids=["linked", "in one piece"])
@pytest.mark.parametrize(
    "order", list(permutations((NOTES, CUBES, TABLE), 2)), ids=lambda given: given[0][2:6]
)
def test_text_is_right_whatever_comes_first(tmp_path: Path, order: tuple[str, str], single: bool) -> None:
    files = {f"chapters/de/0{number}-a.md": chapter for number, chapter in enumerate(order, 1)}
    root = book.write(tmp_path, files, editions=book.PRINT)
    result = api.build(root, jobs=1, single_pass=single)
    assert not result.failed
    (pdf,) = (path for path in result.files if path.suffix == ".pdf")
    shown = {"poppler": text(pdf)}
    own = pdf_text(pdf.read_bytes())
    shown["ours"] = " ".join(
        " ".join("".join(one.text for one in section) for section in own.sections).split()
    )
    for who, said in shown.items():
        if CUBES in order:
            assert "10³ Meter" in said, who
            assert "9² Meter" in said, who
            assert "Nato 123 sagt" in said, who
        if NOTES in order:
            assert "drei3" in said.replace(" ", ""), who
            assert "drei³" not in said.replace(" ", ""), who
        if TABLE in order:
            assert "a³" in said, who
            assert "1³" in said, who


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("cubes"), {"chapters/de/01-a.md": CUBES})


@pytest.mark.heavy
@pytest.mark.parametrize("suffix", [".pdf", ".epub", ".html", "fall.de"])
def test_the_words_are_those_of_the_chapter(made: Made, suffix: str) -> None:
    assert judge(VALIDATOR, made.one(suffix)) == ()


@pytest.mark.heavy
def test_a_power_that_became_a_number_is_noticed(made: Made) -> None:
    judged = made.one(".epub")
    data = repacked(judged.data, lambda name, markup: markup.replace("10³", "103"))
    assert [str(one) for one in judge(VALIDATOR, judged, data)] == [
        "chapters/de/01-a.md:3:1: error: “10³” is missing from fall.de.epub [words.lost]"
    ]


@pytest.mark.parametrize("file", FONTS, ids=lambda path: path.stem)
def test_characters_and_what_features_make_of_them(file: Path) -> None:
    data = file.read_bytes()
    font = TTFont(file)
    known = glyph_texts(data, 0)
    characters = font.getBestCmap()
    for point in (*range(0x21, 0x7F), *range(0xC0, 0x17F)):
        if point in characters:
            assert known.get(font.getGlyphID(characters[point])) == chr(point)
    if "GSUB" not in font:
        return
    table = font["GSUB"].table
    encoded, seen = set(characters.values()), 0
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag not in ("smcp", "onum", "lnum", "pnum", "tnum"):
            continue
        for index in record.Feature.LookupListIndex:
            for step in table.LookupList.Lookup[index].SubTable:
                pairs = getattr(getattr(step, "ExtSubTable", step), "mapping", {})
                for letter in "abcxyzäöß0123456789":
                    name = characters.get(ord(letter))
                    if name in pairs and pairs[name] not in encoded:
                        assert known.get(font.getGlyphID(pairs[name])) == letter
                        seen += 1
    assert seen or "alegreya" not in file.parent.name


def test_a_font_that_is_none_says_nothing() -> None:
    assert glyph_texts(b"no font", 0).get(1) == ""
    cut = FONTS[0].read_bytes()[:2000]
    assert glyph_texts(cut, 0).get(1) == ""


def test_parts_agree_in_any_order() -> None:
    parts = [{1: "a", 2: ""}, {1: "b", 3: "c"}, {2: "x", 3: "c"}]
    found = []
    for order in permutations(parts):
        into: dict[int, str] = {}
        for part in order:
            merge_glyph_texts(into, part)
        found.append(into)
    assert all(one == {1: "a", 2: "x", 3: "c"} for one in found)
