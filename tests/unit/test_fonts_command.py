"""`bookbuilder fonts`: what is shown, what is copied, and what a folder is refused for."""

from __future__ import annotations

import io
import shutil
import tomllib
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont

from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.html.font_scripts import fit_fonts, font_stacks
from bookbuilder.html.fonts import fonts
from bookbuilder.html.optional_fonts import LICENCES, optional_fonts
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import ROOT

FAMILY = ROOT / "tests" / "books" / "ja" / "fonts" / "noto-serif-jp"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small book."""
    return book.write(tmp_path / "book", {"chapters/de/01-a.md": book.CHAPTER}, editions=book.PRINT)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with a family and its licence, as a package has them."""
    folder = tmp_path / "package"
    shutil.copytree(FAMILY, folder / "fonts")
    (folder / "fonts" / "OFL.txt").rename(folder / "LICENSE_FONT")
    return folder


@pytest.mark.heavy
def test_a_family_is_copied_with_its_licence_and_declared(root: Path, source: Path) -> None:
    (root / "fonts").mkdir()
    (root / "fonts" / "fonts.toml").write_text("# ours\n", encoding="utf-8")
    assert main(["fonts", "add", "ja", str(root), "--from", str(source)]) == 0
    folder = root / "fonts" / "noto-serif-jp"
    assert sorted(path.name for path in folder.iterdir()) == [
        "NotoSerifJP-400.ttf",
        "NotoSerifJP-700.ttf",
        "OFL.txt",
    ]
    assert (folder / "OFL.txt").read_bytes() == (FAMILY / "OFL.txt").read_bytes()
    assert (folder / "NotoSerifJP-400.ttf").read_bytes() == (FAMILY / "NotoSerifJP-Regular.ttf").read_bytes()
    text = (root / "fonts" / "fonts.toml").read_text(encoding="utf-8")
    assert text.startswith("# ours\n")
    assert tomllib.loads(text)["noto-serif-jp"]["scripts"] == ["Jpan"]
    findings = Findings()
    assert "Noto Serif JP" in {family.name for family in fonts(World(root), findings).families}
    assert findings.sorted() == ()
    before = (root / "fonts" / "fonts.toml").read_bytes()
    assert main(["fonts", "add", "ja", str(root), "--from", str(source)]) == 0
    assert (root / "fonts" / "fonts.toml").read_bytes() == before


def test_a_face_of_a_collection_becomes_a_file(root: Path, source: Path) -> None:
    collection = TTCollection()
    collection.fonts = [
        TTFont(io.BytesIO((FAMILY / f"NotoSerifJP-{w}.ttf").read_bytes())) for w in ("Regular", "Bold")
    ]
    shutil.rmtree(source / "fonts")
    collection.save(source / "Noto.ttc")
    assert main(["fonts", "add", "ja", str(root), "--from", str(source)]) == 0
    found = TTFont(root / "fonts" / "noto-serif-jp" / "NotoSerifJP-700.ttf")
    assert (found["name"].getBestFamilyName(), found["OS/2"].usWeightClass) == ("Noto Serif JP", 700)


def test_a_folder_that_will_not_do_is_refused_in_all_points(
    root: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (source / "LICENSE_FONT").unlink()
    (source / "fonts" / "NotoSerifJP-Bold.ttf").unlink()
    font = TTFont(source / "fonts" / "NotoSerifJP-Regular.ttf")
    for table in font["cmap"].tables:
        table.cmap = {point: name for point, name in table.cmap.items() if chr(point) not in "国々"}
    font.save(source / "fonts" / "NotoSerifJP-Regular.ttf")
    (source / "fonts" / "broken.ttf").write_bytes(b"\0\1\0\0nothing")
    assert main(["fonts", "add", "ja", str(root), "--from", str(source)]) == 1
    said = capsys.readouterr().err.replace("\n", "")
    assert "lacks characters that the script needs: 々国 [fonts.lacking]" in said
    assert "has no face of Noto Serif JP with the weight 700 [fonts.absent]" in said
    assert "has no text of the licence of Noto Serif JP [fonts.licence]" in said
    assert not (root / "fonts").exists()


def test_the_licence_may_lie_elsewhere(root: Path, source: Path) -> None:
    licence = source.parent / "copyright"
    (source / "LICENSE_FONT").rename(licence)
    assert main(["fonts", "add", "ja", str(root), "--from", str(source), "--licence", str(licence)]) == 0


@pytest.mark.parametrize(
    ("language", "advice"),
    [
        ("jp", "there are ja, ja-sans"),
        ("ta", "put a font for its script (Taml) into fonts/"),
        ("el", "the fonts of the book have its letters"),
        ("fa", "the fonts of the book have its letters"),
    ],
)
def test_a_language_that_has_no_offer_is_wrong_usage(
    language: str, advice: str, root: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fonts", "add", language, str(root), "--from", str(source)]) == 2
    assert advice in " ".join(capsys.readouterr().err.split())


def test_a_language_gets_the_font_of_its_script(
    root: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder has none for it, so that each face is missing."""
    assert main(["fonts", "add", "mr-IN", str(root), "--from", str(source)]) == 1
    assert "no face of Noto Serif Devanagari" in " ".join(capsys.readouterr().err.split())


@pytest.mark.heavy
def test_the_list_shows_what_is_there_and_how_to_get_more(
    root: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fonts", "list", str(root)]) == 0
    said = capsys.readouterr().out
    assert "Amiri (Arab)" in said and "Noto Serif JP (Jpan) is not here yet" in said
    assert "bookbuilder fonts add ja --from" in said
    main(["fonts", "add", "ja", str(root), "--from", str(source)])
    capsys.readouterr()
    main(["fonts", "list", str(root)])
    assert "Noto Serif JP (Jpan)\n" in capsys.readouterr().out


def test_offers_name_no_host() -> None:
    for offer in optional_fonts(World(ROOT)):
        assert offer.licence in ("OFL-1.1", "Bitstream-Vera") and offer.weights == (400, 700) and LICENCES
        assert not any("://" in way for way in offer.get)
        assert all(f"bookbuilder fonts add {offer.locales[0]} " in way for way in offer.get)


def test_a_family_of_the_script_comes_first_and_leaves_latin_to_the_text_face() -> None:
    there = fonts(World(ROOT), Findings())
    tokens = {"text": "Alegreya", "sans": "Alegreya Sans"}
    assert font_stacks(tokens, there, "Latn", set("Wort")) == {
        "text": '"Alegreya"',
        "sans": '"Alegreya Sans"',
    }
    assert font_stacks(tokens, there, "Latn", set("ب"))["text"] == '"Alegreya", "Amiri"'
    assert font_stacks(tokens, there, "Arab", set("ب")) == {
        "text": '"Amiri", "Alegreya"',
        "sans": '"Amiri", "Alegreya Sans"',
    }
    amiri = next(family for family in fit_fonts(there, "Arab").families if family.name == "Amiri")
    assert {"A", "é"} <= amiri.faces[0].without
    assert not set("ب٢2.،") & amiri.faces[0].without
    assert not any(face.without for family in fit_fonts(there, "Latn").families for face in family.faces)
