"""Words of a drawing have a font, whatever their script is, also where the drawing names a family that lacks it."""

from __future__ import annotations

import re
from base64 import b64decode
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from bookbuilder.diagnostics import Findings
from bookbuilder.html.fonts import fonts
from bookbuilder.html.svg_fonts import embed_fonts
from bookbuilder.world import World
from tests.conftest import REPO

FACE = re.compile(r'font-family: "([^"]+)".*?base64,([^)]+)\);(?: unicode-range: ([^;]+);)?')


@pytest.mark.parametrize("family", ["Alegreya Sans", "Alegreya", "Amiri"])
@pytest.mark.parametrize("words", ["Trichter", "قمع 12", "漏斗 1リットル", "Gefäß قمع 漏斗"])
def test_each_character_of_a_word_is_in_one_of_the_faces(family: str, words: str) -> None:
    known = fonts(World(REPO / "tests/books/ja"), Findings())
    words = "".join(
        c for c in words if any(c in known.characters[one.faces[0].file] for one in known.families)
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{family}"><text>{words}</text></svg>'
    made = embed_fonts(svg.encode(), known, "").decode()
    faces = FACE.findall(made)
    assert {name for name, _, _ in faces} == {family}
    given: set[str] = set()
    for _, data, only in faces:
        characters = {chr(code) for code in TTFont(BytesIO(b64decode(data))).getBestCmap()}
        ranges = {chr(int(code, 16)) for code in re.findall(r"U\+(\w+)", only)} if only else characters
        assert ranges <= characters
        given |= ranges
    assert set(words) - {" "} <= given


def test_a_drawing_of_one_script_has_one_face_of_its_family() -> None:
    known = fonts(World(REPO), Findings())
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" font-family="Alegreya Sans"><text>Trichter 12</text></svg>'
    )
    assert len(FACE.findall(embed_fonts(svg, known, "").decode())) == 1
