"""The fonts we ship are what fonts.toml says, and can set what a book needs."""

import io
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from scripts import hanging_characters

FONTS = Path(__file__).parents[1] / "fonts"
FAMILIES: dict[str, Any] = tomllib.loads((FONTS / "fonts.toml").read_text(encoding="utf-8"))


def faces_of(families: list[Any]) -> list[Any]:
    return [pytest.param(family, face, id=face["file"]) for family in families for face in family["faces"]]


FACES = faces_of(list(FAMILIES.values()))
WESTERN_FACES = faces_of([family for family in FAMILIES.values() if "scripts" not in family])
SCRIPT_FACES = faces_of([family for family in FAMILIES.values() if "scripts" in family])
TEXT_FACES = faces_of([f for f in FAMILIES.values() if "scripts" not in f and f["kind"] != "monospace"])

LATIN = {*range(0x20, 0x7F), *range(0xA0, 0x180)} - {0x149, 0x17F, 0xAD}  # but ŉ (deprecated) and the long s
GREEK = {*range(0x391, 0x3A2), *range(0x3A3, 0x3CF), 0x386, 0x388, 0x389, 0x38A, 0x38C, 0x38E, 0x38F, 0x390}
CYRILLIC = set(range(0x400, 0x460))
SIGNS = set(map(ord, "–—‘’‚“”„†‡•…‰′″‹›⁄€№−←→×≈≤≥"))
UNUSUAL = {"Source Serif 4": set(map(ord, "ĬĭĲĳŦŧ")), "EB Garamond": set(map(ord, "¹²³"))}
"""What a family lacks in a face, and is printed in another: letters of old spellings and of Northern Sámi, raised figures
of italics."""
SERIFS_WITHOUT_ITALIC_SMALL_CAPS = {"SourceSerif4-It.ttf", "SourceSerif4-BoldIt.ttf"}
EMBEDDING = {0: "installable", 2: "restricted", 4: "preview", 8: "editable"}


def open_face(family: dict[str, Any], face: dict[str, Any]) -> Any:
    return TTFont(io.BytesIO((FONTS / family["folder"] / face["file"]).read_bytes()), lazy=True)


@pytest.mark.parametrize(("family", "face"), FACES)
def test_a_face_is_what_fonts_toml_says(family: dict[str, Any], face: dict[str, Any]) -> None:
    font = open_face(family, face)
    assert font["name"].getBestFamilyName() == family["name"]
    assert font["OS/2"].usWeightClass == face["weight"]
    assert bool(font["OS/2"].fsSelection & 1) is (face["style"] == "italic")
    assert EMBEDDING[font["OS/2"].fsType & 0xF] == family["embedding"]
    assert family["version"] in font["name"].getDebugName(5)
    assert family["copyright"] in font["name"].getDebugName(0)
    assert "fvar" not in font, "a range of weights is refused in print: static faces only"


@pytest.mark.parametrize(("family", "face"), WESTERN_FACES)
def test_a_face_can_set_latin_greek_and_cyrillic(family: dict[str, Any], face: dict[str, Any]) -> None:
    there = set(open_face(family, face).getBestCmap())
    lacking = (LATIN | GREEK | CYRILLIC | SIGNS) - there - UNUSUAL.get(family["name"], set())
    assert not lacking, "".join(map(chr, sorted(lacking)))


SCRIPTS = {
    "Arab": {
        *range(0x621, 0x63B),
        *range(0x641, 0x653),
        *range(0x660, 0x66A),
        0x66B,
        0x66C,
        0x671,
        0x67E,
        0x686,
        0x6A4,
    }
    | set(map(ord, "،؛؟٪«»–…")),
    "Hebr": {*range(0x5D0, 0x5EB), *range(0x5B0, 0x5BC), *map(ord, "־׳״–…0123456789.,;:?!()")},
}


@pytest.mark.parametrize(("family", "face"), SCRIPT_FACES)
def test_a_face_can_set_its_scripts(family: dict[str, Any], face: dict[str, Any]) -> None:
    there = set(open_face(family, face).getBestCmap())
    lacking = set().union(*(SCRIPTS[script] for script in family["scripts"])) - there
    assert not lacking, "".join(map(chr, sorted(lacking)))


@pytest.mark.parametrize(("family", "face"), TEXT_FACES)
def test_a_text_face_has_small_caps_and_all_figures(family: dict[str, Any], face: dict[str, Any]) -> None:
    records = open_face(family, face)["GSUB"].table.FeatureList.FeatureRecord
    small_caps = set() if face["file"] in SERIFS_WITHOUT_ITALIC_SMALL_CAPS else {"smcp", "c2sc"}
    assert small_caps | {"onum", "lnum", "tnum", "pnum", "frac", "liga"} <= {r.FeatureTag for r in records}


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_a_family_brings_its_licence(family: dict[str, Any]) -> None:
    folder = FONTS / family["folder"]
    assert family["licence"] == "OFL-1.1"
    text = (folder / family["licence-file"]).read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text and "TERMINATION" in text and "DISCLAIMER" in text
    for name in family["reserved"]:
        assert re.search(f"Reserved Font Name ['‘]{name}['’]", text)
    assert {face["file"] for face in family["faces"]} == {path.name for path in folder.glob("*.ttf")}
    assert all(path.stat().st_size < 1_000_000 for path in folder.iterdir())


@pytest.mark.heavy
def test_the_script_writes_the_tables_of_what_hangs() -> None:
    text = (FONTS / "fonts.toml").read_text(encoding="utf-8")
    assert hanging_characters.written(text, FONTS) == text, "python scripts/hanging_characters.py"


def hanging(family: dict[str, Any], face: dict[str, Any], side: str) -> dict[str, int]:
    groups = family["hanging"][face["file"]][side]
    return {character: amount for characters, amount in groups.items() for character in characters}


@pytest.mark.parametrize(("family", "face"), TEXT_FACES)
def test_what_hangs_hangs_as_far_as_typesetters_let_it(family: dict[str, Any], face: dict[str, Any]) -> None:
    left, right = hanging(family, face, "left"), hanging(family, face, "right")
    # The old italics are so narrow and slanted that less of a sign hangs.
    least = 0.5 if face["file"].startswith("EBGaramond") and face["style"] == "italic" else 1
    assert all(450 * least <= right[c] <= 700 for c in "-‐")
    assert all(450 * least <= right[c] <= 800 for c in ",.")
    assert all(150 * least <= side[c] <= 350 for side in (left, right) for c in "–—")
    assert all(150 <= right[c] <= 400 for c in ":;") or least < 1
    assert all(right.get(c, 0) <= 250 for c in "!?")
    assert all(250 * least <= side[c] <= 600 for side in (left, right) for c in "‘’“”„")
    assert all(80 <= side[c] <= 400 for side, signs in ((left, "‹«"), (right, "›»")) for c in signs)
    assert all(0 < side[c] < 100 for side in (left, right) for c in "TY")
    assert right["A"] == right["Ä"] < 100 if "A" in right else "Ä" not in right
    assert set(left).isdisjoint("-,.:;!?)]") and set(right).isdisjoint("([¡¿")


def test_a_correction_goes_before_what_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    path = FONTS / "alegreya" / "Alegreya-Regular.ttf"
    before = hanging_characters.table(path)
    own = {path.name: {"left": {"T": 0, "O": 20}}}
    monkeypatch.setattr(hanging_characters, "CORRECTIONS", own)
    after = hanging_characters.table(path)
    assert before["left"]["T"] and "O" not in before["left"]
    assert after["left"] == {c: n for c, n in before["left"].items() if c != "T"} | {"O": 20}
    assert after["right"] == before["right"]


def test_every_folder_is_in_fonts_toml() -> None:
    assert {f["folder"] for f in FAMILIES.values()} == {
        path.name for path in FONTS.iterdir() if path.is_dir()
    }


@pytest.mark.parametrize("locale", ["ja", "zh"])
def test_the_fonts_of_a_test_book_have_the_words_of_its_locale(locale: str) -> None:
    """What `scripts/test_fonts.py` has cut them down to; it is to be run again when a locale gets new words."""
    root = Path(__file__).parents[1]
    files = [
        path
        for path in (root / "bookbuilder/locales" / locale).rglob("*")
        if path.suffix in (".po", ".toml", ".py", ".md")
    ]
    words = {
        sign for path in files for sign in path.read_text(encoding="utf-8") if "\u3041" <= sign <= "\u9fff"
    }
    assert len(words) > 200
    for path in (root / "tests/books" / locale / "fonts").rglob("*.ttf"):
        assert "".join(sorted(sign for sign in words if ord(sign) not in TTFont(path).getBestCmap())) == ""
