"""What hangs into the margins is read from fonts.toml, and what is wrong with it is told at its place."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

from bookbuilder.diagnostics import Findings
from bookbuilder.html.font_family import Face
from bookbuilder.html.fonts import fonts
from bookbuilder.html.hanging_characters import HangingCharacters
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import ROOT


@cache
def small_font() -> bytes:
    """Return a font of a few letters: each font of a book is looked through, and a whole one has thousands of glyphs."""
    with TTFont(ROOT / "fonts" / "alegreya" / "Alegreya-Regular.ttf") as font:
        subsetter = Subsetter()
        subsetter.populate(text="TV.,-")
        subsetter.subset(font)
        for record in font["name"].names:
            if record.nameID in (1, 16):
                record.string = "own"
        out = BytesIO()
        font.save(out)
    return out.getvalue()


FAMILY = """[own]
faces = [{ file = "a.ttf" }, { file = "b.ttf", weight = 700 }]
"""


def read(root: Path, hanging: str) -> tuple[tuple[Face, ...], list[tuple[str, str]]]:
    """Return the faces of a family of a book, and what is said about its table `hanging`."""
    text = FAMILY + hanging
    files: dict[str, str | bytes] = {
        "fonts/fonts.toml": text,
        "fonts/own/a.ttf": small_font(),
        "fonts/own/b.ttf": small_font(),
    }
    findings = Findings()
    families = fonts(World(book.write(root, files)), findings).families
    (own,) = (family for family in families if family.name == "own")
    return own.faces, [(str(one), one.hint) for one in findings.sorted()]


def test_a_face_has_what_its_table_says(tmp_path: Path) -> None:
    hanging = '[own.hanging."b.ttf"]\nright = { ".," = 700, "\\"" = 0, "-" = 1_000 }\nleft = { T = 50 }\n'
    (regular, bold), told = read(tmp_path, hanging)
    assert told == []
    assert regular.hanging == HangingCharacters()
    assert bold.hanging == HangingCharacters((("T", 50),), ((".", 700), (",", 700), ('"', 0), ("-", 1000)))


A = '[own.hanging."a.ttf"]\n'


@pytest.mark.parametrize(
    ("hanging", "place", "problem", "hint"),
    [
        ("hanging = 5\n", "3:1", "'hanging' is no table", ""),
        ('[own.hanging]\n"a.ttf" = 5\n', "4:1", "'a.ttf' is no table", ""),
        (A + "left = 5\n", "4:1", "'left' is no table", ""),
        ("[own.hanging.a.ttf]\nleft = {}\n", "3:14", "no face of the family is 'a'", "the faces are a.ttf, b.ttf"),
        ('[own.hanging."aa.ttf"]\n', "3:14", "no face of the family is 'aa.ttf'", 'did you mean "a.ttf"?'),
        (A + "top = {}\n", "4:1", "'top' is no side", "the sides are left and right"),
        (A + 'left = { "T" = 5, "x x" = 5 }\n', "4:19", "a space does not hang", ""),
        (A + 'left = { "" = 5 }\n', "4:10", "a space does not hang", ""),
        (A + 'left = { "T" = 5, "VT" = 5 }\n', "4:19", "'VT' has a character twice", ""),
        (A + 'left = { "TT" = 5 }\n', "4:10", "'TT' has a character twice", ""),
        *(
            (A + f'left = {{ "V" = 5, "T" = {amount} }}\n', "4:19", f"'T' hangs by {shown}, {why}", "")
            for amount, shown in (("1001", "1001"), ("-1", "-1"), ("0.5", "0.5"), ("true", "True"), ('"5"', "'5'"))
            for why in ["which is no whole number from 0 to 1000"]
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_has_a_place(
    hanging: str, place: str, problem: str, hint: str, tmp_path: Path
) -> None:
    (regular, bold), told = read(tmp_path, hanging)
    sentence = "what hangs into the margins cannot be read"
    assert told == [(f"fonts/fonts.toml:{place}: error: {sentence}: {problem} [fonts.hanging]", hint)]
    assert not {character for character, _ in regular.hanging.left} - {"T", "V"}
    assert bold.hanging == HangingCharacters()
