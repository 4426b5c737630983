"""What hangs into the margins, from fonts.toml by the style sheet of print to the style of a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import tinycss2
from weasyprint.formatting_structure import boxes

from bookbuilder.diagnostics import Findings
from bookbuilder.formats.book import Book
from bookbuilder.formats.format import formats
from bookbuilder.formats.pdf import hanging_property
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.lines.hanging_punctuation import NOTHING, hanging
from bookbuilder.formats.pdf.engine.lines.line_style import line_style
from bookbuilder.formats.pdf.engine.marks import style_marks
from bookbuilder.formats.pdf.engine.setup.install_patches import patched, replacements
from bookbuilder.formats.pdf.engine.shaping import style_cache
from bookbuilder.formats.pdf.engine.shaping.shared_style import model
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.formats.pdf.print_css import print_sheet
from bookbuilder.html.font_family import Face, Family, Fonts
from bookbuilder.html.fonts import fonts
from bookbuilder.html.hanging_characters import NOTHING_HANGS, HangingCharacters
from bookbuilder.html.theme import theme
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.plan import plan_editions
from bookbuilder.pipeline.read_locale import read_locale
from bookbuilder.project import load
from bookbuilder.world import World
from tests.cases import book

THEME = "styles/dossier/theme.toml"
HTML = """<html lang="de"><body class="chapter">
<p class="plain">a</p> <p><i class="italic">b</i> <b class="bold">c</b> <code class="code">d</code></p>
<h2 class="heading">e</h2> <table class="table"><tr><td>f</td></tr></table> <p class="sans">g</p> <p class="none">h</p>
</body></html>"""
OWN = (
    '.sans { font-family: "alegreya sans", Alegreya; font-weight: 600; font-style: oblique }'
    ' .none { font-family: "Source Code Pro", Alegreya }'
)


def sheet(root: Path, own: str = "") -> tuple[str, Fonts, World]:
    """Return the style sheet of print of a book with a theme.toml of its own, and the book's fonts."""
    files = {"chapters/de/01-a.md": book.CHAPTER, THEME: own}
    world, findings = World(book.write(root, files, editions=book.PRINT)), Findings()
    project = load(world, findings, formats())
    assert project is not None
    (edition,) = plan_editions(project, ("de",), ())
    reading = read_locale(Context(world, findings), project, project.locales["de"], None)
    families = fonts(world, findings)
    looks = theme(world, edition.theme, families, "Latn", "", findings)
    assert findings.sorted() == ()
    made = Book(world, project, edition, reading.locale, reading.document, looks, families)
    return print_sheet(made), families, world


@contextmanager
def styles(root: Path, own: str = "") -> Iterator[dict[str, Any]]:
    """Give the styles of texts by the letter of each, and the fonts of the book."""
    css, families, world = sheet(root, own)
    with (
        patched(replacements(style_cache.PATCH, None)),
        typeset.typesetter(world, font_directory(world, families)) as (known, messages),
    ):
        document = typeset.lay_out(HTML, css + OWN, {}, known).document
        every = (box for page in document.pages for box in page._page_box.descendants())
        found = {box.text: box.style for box in every if isinstance(box, boxes.TextBox)}
        assert messages == []
        yield found


def expected(folder: Path, file: str) -> HangingCharacters:
    (face,) = [
        f for family in fonts(World(folder), Findings()).families for f in family.faces if f.file == file
    ]
    assert face.hanging.left and face.hanging.right
    return face.hanging


def test_a_text_hangs_as_its_face_does(tmp_path: Path) -> None:
    with styles(tmp_path) as found:
        for letter, file in {
            "a": "alegreya/Alegreya-Regular.ttf",
            "b": "alegreya/Alegreya-Italic.ttf",
            "c": "alegreya/Alegreya-Bold.ttf",
            "e": "alegreya/Alegreya-Bold.ttf",
            "g": "alegreya-sans/AlegreyaSans-MediumItalic.ttf",
        }.items():
            face, result = expected(tmp_path, file), hanging(found[letter])
            assert dict(result.left) == {c: n / 1000 for c, n in face.left}, letter
            assert dict(result.right) == {c: n / 1000 for c, n in face.right}, letter
        shared = model(found["a"])
        assert shared is not found["a"] and style_marks(shared).hanging is hanging(found["a"])
        assert hanging(found["d"]) == hanging(found["f"]) == NOTHING, "code and tables"
        assert hanging(found["h"]) == NOTHING, "the first family decides"


def test_a_theme_says_how_lines_are_broken(tmp_path: Path) -> None:
    with styles(tmp_path / "plain") as found:
        plain, heading, table = (line_style(found[letter]) for letter in "aef")
        assert (plain.method, heading.method) == ("paragraph", "balance")
        assert (plain.elastic, table.elastic) == (0.02, 0)
        costs = plain.costs
        assert (costs.hyphen, costs.double, costs.contrast, costs.runt) == (200, 30_000, 10_000, 250_000)
    own = """[lines]
breaking = "line"
hyphen = "1.5"
double = 2
contrast = "3"
runt = "4"
elastic = "1.5%"
hanging = "off"
"""
    with styles(tmp_path / "own", own) as found:
        plain, heading = line_style(found["a"]), line_style(found["e"])
        assert (plain.method, heading.method, plain.elastic) == ("line", "balance", 0.015)
        costs = plain.costs
        assert (costs.hyphen, costs.double, costs.contrast, costs.runt) == (1.5, 2, 3, 4)
        assert all(hanging(style) == NOTHING for style in found.values())


def test_the_sheet_holds_one_string_for_all_faces(tmp_path: Path) -> None:
    css, families, _ = sheet(tmp_path)
    (value,) = re.findall(r'--line-hanging: (".*");', css)
    (token,) = tinycss2.parse_component_value_list(value)
    faces = list(hanging_property.read(token.value))
    assert token.value == hanging_property.written(families.families)
    wanted = [
        (family.name, face)
        for family in families.families
        for face in family.faces
        if face.hanging != NOTHING_HANGS
    ]
    assert {"Alegreya", "Alegreya Sans", "EB Garamond"} < {family for family, _ in wanted}
    assert Counter(face.family for face in faces) == Counter(family for family, _ in wanted)
    assert len(value) < 1_000 * len(faces)


FACES = (
    Face(
        "a/a.ttf",
        400,
        "normal",
        hanging=HangingCharacters((("„", 500), ("“", 500), ('"', 1000)), ((",", 700),)),
    ),
    Face("a/b.ttf", 700, "normal"),
    Face("a/c.ttf", 400, "italic", hanging=HangingCharacters(right=(("1", 50), ("\\", 0)))),
)


def test_a_string_is_read_as_it_was_written() -> None:
    families = (
        Family("A B", "serif", "", "", FACES),
        Family("None", "serif", "", "", (Face("n", 400, "normal"),)),
    )
    text = hanging_property.written(families)
    assert (
        text
        == 'A B\t400\tnormal\t0500„“ 1000"\t0700,\nA B\t700\tnormal\t\t\nA B\t400\titalic\t\t00501 0000\\'
    )
    faces = list(hanging_property.read(text))
    assert [(face.family, face.weight, face.style) for face in faces] == [
        ("A B", face.weight, face.style) for face in FACES
    ]
    assert faces[0].left == {"„": 0.5, "“": 0.5, '"': 1} and faces[0].right == {",": 0.7}
    assert faces[1].left == faces[1].right == {}
    assert faces[2].right == {"1": 0.05, "\\": 0}


class Style(dict[str, Any]):
    """A style that belongs to one element."""


def style(text: str, weight: int = 400, slant: str = "normal", family: str = "A B") -> Any:
    tokens = tinycss2.parse_component_value_list(text)
    return Style(__line_hanging=tokens, font_family=(family,), font_weight=weight, font_style=slant)


@pytest.mark.parametrize(
    ("weight", "slant", "right"),
    [
        (400, "normal", {",": 0.7}),
        (500, "normal", {",": 0.7}),
        (550, "normal", {",": 0.7}),
        (600, "normal", {}),
        (900, "normal", {}),
        (400, "italic", {"1": 0.05, "\\": 0}),
        (900, "oblique", {"1": 0.05, "\\": 0}),
    ],
)
def test_the_nearest_face_decides(weight: int, slant: str, right: dict[str, float]) -> None:
    text = hanging_property.written((Family("A B", "serif", "", "", FACES),))
    value = "".join(f"\\{ord(c):x} " for c in text)
    found = hanging(style(f' "{value}"', weight, slant))
    assert found.right == right
    assert hanging(style(f'"{value}"', weight, slant, "a b")) == found
    assert hanging(style(f'"{value}"', weight, slant, "C")) == NOTHING


def test_a_family_without_italics_hangs_as_its_upright_face() -> None:
    text = hanging_property.written((Family("A B", "serif", "", "", FACES[:1]),))
    value = "".join(f"\\{ord(c):x} " for c in text)
    assert hanging(style(f'"{value}"', 400, "italic")).right == {",": 0.7}


@pytest.mark.parametrize(
    "value",
    ["none", "", '""', '"a"', '"a\\9 x\\9 normal\\9 0500.\\9 0500."', '"A B\\9 400\\9 normal\\9 x\\9 1"'],
)
def test_what_a_style_sheet_says_else_hangs_nothing(value: str) -> None:
    assert hanging(style(value)) == NOTHING
