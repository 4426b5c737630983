"""A book in a stranger's font: no crash, no blank line, no foreign glyph without a word, and hyphens of the font itself.

The families are made from ours; `tests/interop/test_foreign_fonts.py` takes those of Debian.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.formats.pdf.hyphen_glyphs import FontWithoutHyphens, added
from bookbuilder.html.font_file import is_variable
from bookbuilder.markdown.directive import directives
from tests.cases import book
from tests.foreign_fonts import (
    LINE,
    ROOT,
    Foundry,
    Printed,
    book_in,
    families_in,
    laid_out,
    require_sound,
    unplanned_words,
)
from tests.pdf.line_breaking.typeset_paragraphs import Typesetter, dossier_task, dossier_typesetter, lines

URW = Foundry(
    "Fremd",
    lacks="\u00ad\u2010\u2011\u2082",
    ascents={"Italic": 0.007, "Bold": -0.02, "BoldItalic": 0.171},
)
"""Like the families of URW: outlines of PostScript, no U+2010, faces of different ascents, no small capitals."""
NAME = "Ganz Fremd"
"""The name by which the family is declared; its files call themselves otherwise."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    folder = tmp_path_factory.mktemp("fremd")
    return laid_out(book_in(folder / "book", NAME, URW.faces(folder / "faces"), "small", 1))


@pytest.mark.heavy
def test_a_book_in_a_strangers_font_is_sound(small: Printed) -> None:
    require_sound(small, NAME)


@pytest.mark.heavy
def test_what_the_font_has_is_planned(small: Printed) -> None:
    letters = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\u00a0ÄÖÜäöüß„“‚‘»«–…\u2010\u2009\u202f")
    assert unplanned_words(small.lines, letters) == []


@pytest.mark.heavy
def test_what_the_font_lacks_is_told_with_its_place(small: Printed) -> None:
    found = [str(one) for one in small.result.diagnostics if one.code == "glyph.foreign"]
    lacks = "is printed in {}, since it is missing in Ganz Fremd, Amiri [glyph.foreign]"
    assert [one for one in found if "₂" in one] == [
        "chapters/de/01-fuegungen.md:46:16: warning: ₂ (U+2082 SUBSCRIPT TWO) "
        + lacks.format("Frank Ruhl Libre")
    ]


def test_the_book_has_every_directive() -> None:
    folder = ROOT / "tests/books/everything/chapters/de"
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.md"))
    # `book_in` adds an imprint; a placeholder stands in no finished book.
    assert {name for name in directives() if f"::: {name}" not in text} <= {"imprint", "missing"}


@pytest.fixture(scope="module")
def setter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typesetter]:
    with dossier_typesetter(dossier_task(tmp_path_factory.mktemp("book"))) as made:
        yield made


WORDS = (
    *("Satz", "Weltwirtschaftsforum", "und", "Donaudampfschifffahrt", "heißt", "nicht", "wiedergegeben"),
    "Wahrscheinlichkeitsrechnung",
)


@settings(max_examples=30)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=5, max_size=80), min_size=2, max_size=8),
    st.integers(180, 400),
    st.integers(6, 12),
)
def test_a_hyphen_that_cannot_be_measured_ends_no_build(
    setter: Typesetter, texts: list[list[str]], width: int, count: int
) -> None:
    """Pages are filled by setting paragraphs in more ways, for which their words are divided."""
    html = "".join(f"<p>{' '.join(text)}.</p>" for text in texts)
    css = (
        f"@page {{ size: {width + 40}px {count * 18 + 40}px !important }} body {{ width: {width}px }}"
        " html { hyphenate-character: '☃' }"
    )
    found = lines(setter.pages(html, css))
    printed = "".join(line.text.removesuffix("☃") for line in found)
    assert printed.replace(" ", "") == "".join("".join(text) + "." for text in texts)


FAMILIES = ("Alegreya", "Alegreya Sans", "Source Code Pro", "Amiri", "Frank Ruhl Libre")


@settings(max_examples=30)
@given(
    st.sampled_from(FAMILIES),
    st.sampled_from((0.5, 0.84, 1.0, 1.3)),
    st.sampled_from(("inherit", "1", "0", "24px")),
    st.sampled_from(("baseline", "super", "6px")),
    st.sampled_from(("paragraph", "line")),
)
def test_a_line_grows_for_larger_text_and_not_for_another_face(
    setter: Typesetter, family: str, size: float, height: str, align: str, breaking: str
) -> None:
    css = (
        f"p {{ font: 14px/{LINE}px Alegreya; --line-breaking: {breaking} }}"
        f"b {{ font: {size}em/{height} '{family}'; vertical-align: {align} }}"
    )
    html = "<p>Vorher <b>darin <i>und <b>innen</b></i></b> nachher.</p>"
    fits = size <= 1 and height != "24px" and align == "baseline"
    (line,) = lines(setter.pages(html, css))
    assert line.reason == ("line" if breaking == "line" else "")
    if fits:
        assert line.box.height == pytest.approx(LINE)
    elif height == "24px":
        assert line.box.height >= 24
    else:
        assert line.box.height >= LINE - 0.01
    baselines = {
        box.position_y + box.baseline for box in line.texts if box.text.startswith(("Vorher", "nach"))
    }
    assert len(baselines) == 1


@pytest.mark.parametrize("path", sorted((ROOT / "fonts").glob("*/*-Regular.ttf")), ids=lambda path: path.stem)
def test_a_font_gets_hyphens_and_keeps_the_rest(path: Path) -> None:
    data = path.read_bytes()
    before, after = TTFont(BytesIO(data)), TTFont(BytesIO(added(FontWithoutHyphens(data, "\u2010\u2011"))))
    had, has = before.getBestCmap(), after.getBestCmap()
    assert has == {0x2010: had[0x2D], 0x2011: had.get(0x2010, had[0x2D])} | had
    assert set(before.reader.keys()) == set(after.reader.keys())
    for tag in set(before.reader.keys()) - {"cmap", "head"}:
        assert before.reader[tag] == after.reader[tag]


def test_a_font_that_cannot_be_written_stays_as_it_is() -> None:
    assert added(FontWithoutHyphens(b"OTTO", "\u2010")) == b"OTTO"


def test_a_hyphen_at_which_no_line_ends_is_of_the_font(tmp_path: Path) -> None:
    """None of our families has U+2011 but that for Arabic, from which it came."""
    chapter = "# A\n\nDer Nord\u2011Süd\u2011Dialog.\n"
    result = api.build(book.write(tmp_path, {"chapters/de/01-a.md": chapter}, editions=book.PRINT), jobs=1)
    assert result.diagnostics == ()
    assert "Amiri" not in families_in(result.files[0])


def test_a_character_of_a_script_is_told_only_if_its_font_gives_others(tmp_path: Path) -> None:
    text = "Das Wort [سلام، ١٢؟]{lang=ar} und [שלום]{lang=he} stehen hier, „so“ – …"
    root = book.write(tmp_path, {"chapters/de/01-a.md": f"# A\n\n{text}\n"}, editions=book.PRINT)
    assert api.build(root, jobs=1).diagnostics == ()


def variable() -> bytes:
    """Return a font with an axis, along which nothing changes."""
    font = TTFont(ROOT / "fonts/alegreya/Alegreya-Regular.ttf")
    builder = FontBuilder(font=font)
    builder.setupFvar([("wght", 400, 400, 900, "Weight")], [])
    builder.setupGvar({})
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def test_a_variable_font_is_refused_with_the_way_to_a_static_one(tmp_path: Path) -> None:
    assert is_variable(variable()) and not is_variable(b"")
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": book.CHAPTER,
        "fonts/fonts.toml": '[v]\nname = "V"\nfaces = [{ file = "V.ttf", weight = 700 }]\n',
        "fonts/v/V.ttf": variable(),
    }
    result = api.build(book.write(tmp_path, files), jobs=1)
    (told,) = result.diagnostics
    assert str(told) == (
        "fonts/v/V.ttf: error: fonts/v/V.ttf is a variable font, and a book takes static ones [fonts.variable]"
    )
    assert told.hint.endswith("-o fonts/v/V-700.ttf fonts/v/V.ttf wght=700") and result.failed


def test_the_same_font_gets_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its table `head` would have the time otherwise, and every part of a book would be laid out again."""
    data = (ROOT / "fonts/frank-ruhl-libre/FrankRuhlLibre-Regular.ttf").read_bytes()
    made = []
    for now in (1_000_000_000, 2_000_000_000):
        monkeypatch.setattr("time.time", lambda now=now: now)
        made.append(added(FontWithoutHyphens(data, "\u2010")))
    assert made[0] == made[1] != data
