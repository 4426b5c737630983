"""Characters that no font has are told with all else that is wrong, or other text is printed for them in every format."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pypdfium2
import pytest

from bookbuilder import api
from bookbuilder.diagnostics import Findings
from bookbuilder.html.font_family import Face as FontFace
from bookbuilder.html.font_family import Family, Fonts
from bookbuilder.html.font_scripts import fit_fonts, font_stacks, script_or_symbol
from bookbuilder.html.fonts import fonts
from bookbuilder.html.optional_fonts import suggest_font
from bookbuilder.locales.ascii_fallback import ascii_fallback
from bookbuilder.world import World
from tests.cases import book

ROOT = Path(__file__).parents[2]
ALL = f'{book.PRINT}[editions.epub]\nformat = "epub"\n[editions.web]\nformat = "web"\n'
TEXT = "# Eins\n\nEin 义 Satz 😀 und ✓ mit `→⌘`.\n\n::: figure\n![Bild](a.svg)\nText ♞\n:::\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0L9 9" stroke="#000"/></svg>'


def write(root: Path, way: str = "", text: str = TEXT) -> Path:
    """Write a book with characters that no font has: in its title, as an escape, and in a chapter."""
    said = book.settings(["de"], editions=ALL + (f'[glyphs]\nmissing = "{way}"\n' if way else ""))
    said = said.replace('"Ein Fall"', '"Ein ☎ Fall"').replace("Erika M", "Erika \\u265e M")
    return book.write(root, {"book.toml": said, "chapters/de/01-a.md": text, "chapters/de/a.svg": PICTURE})


def told(root: Path) -> list[str]:
    return [str(one) for one in api.build(root, jobs=1).diagnostics]


def test_each_is_told_at_its_place_with_the_font_that_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is laid out for that, and what else is wrong is told as well."""
    monkeypatch.setattr(
        "bookbuilder.pipeline.artifacts.make_editions", lambda *given: pytest.fail("it was laid out")
    )
    found = api.build(write(tmp_path), jobs=1).diagnostics
    assert [(str(one.span), one.message.split()[8], one.hint.rpartition("add ")[2]) for one in found] == [
        ("book.toml:7:14", "☎", "symbols"),
        ("book.toml:13:1", "♞", "symbols"),
        ("chapters/de/01-a.md:3:5", "义", "zh"),
        ("chapters/de/01-a.md:3:12", "😀", "emoji"),
        ("chapters/de/01-a.md:3:26", "⌘", "symbols"),
    ]
    codes = {one.partition(" [")[2] for one in told(write(tmp_path, text=f"{TEXT}\n[](#nichts)\n"))}
    assert "glyph.missing]" in codes and len(codes) > 1


@pytest.mark.parametrize(
    ("way", "title", "sentence"),
    [
        pytest.param("box", "Ein □ Fall", "Ein □ Satz □ und ✓ mit →□.", marks=pytest.mark.heavy),
        ("substitute", "Ein [black telephone] Fall", "Ein yi Satz [grinning face] und ✓ mit →[place of interest sign]."),
    ],
)  # fmt: skip
def test_other_text_is_printed_in_every_format(tmp_path: Path, way: str, title: str, sentence: str) -> None:
    result = api.build(write(tmp_path, way), jobs=1)
    reported = [
        one for one in result.diagnostics if one.code != "glyph.foreign"
    ]  # the check mark is of another font
    assert {(one.code, one.severity.value) for one in reported} == {("glyph.replaced", "warning")}
    assert len(reported) == 5
    by = {path.suffix: path for path in result.files}
    with pypdfium2.PdfDocument(by[".pdf"]) as made:
        said = " ".join(" ".join(page.get_textpage().get_text_range() for page in made).split())
    assert sentence in said and title in said
    with zipfile.ZipFile(by[".epub"]) as archive:
        chapter = next(name for name in archive.namelist() if name.endswith("01-a.xhtml"))
        text = archive.read(chapter).decode()
    for one in (text, by[".html"].read_text(encoding="utf-8")):
        plain = one.replace("<code>", "").replace("</code>", "")
        assert sentence in plain and not set("义😀⌘☎") & set(one)


def test_a_way_that_there_is_not(tmp_path: Path) -> None:
    assert any("missing" in one and "book.toml" in one for one in told(write(tmp_path, "draw")))


@pytest.mark.parametrize(
    ("characters", "language", "key"),
    [
        ("义", "de", "noto-serif-sc"), ("説", "de", "noto-serif-jp"), ("的", "zh", "noto-serif-sc"),
        ("あ", "zh", "noto-serif-jp"), ("學", "zh-Hant", "noto-serif-tc"), ("✓", "de", "dejavu-sans"),
        ("😀🎉", "de", "noto-emoji"), ("语义", "ja", "noto-serif-sc"),
    ],
)  # fmt: skip
def test_the_font_that_has_them(characters: str, language: str, key: str) -> None:
    offer = suggest_font(characters, language, World(ROOT))
    assert offer and offer.key == key


def test_fonts_of_signs_give_signs_alone() -> None:
    files = {"e": b"", "t": b""}
    signs = Family(
        "Signs", "sans-serif", "", "", (FontFace("e", 400, "normal"),), ("Zsym", "Zsye"), ascii=False
    )
    plain = Family("Plain", "serif", "", "", (FontFace("t", 400, "normal"),))
    known = Fonts((plain, signs), files, {"e": "aß1✓😀→", "t": "aß1→"})
    (_, found) = fit_fonts(known, "Latn").families
    assert found.faces[0].without == frozenset("aß1→") - {c for c in "→" if script_or_symbol(c) == "Zsym"}
    assert font_stacks({"text": "Plain"}, known, "Latn", "a1")["text"] == '"Plain"'
    assert font_stacks({"text": "Plain"}, known, "Latn", "a✓")["text"] == '"Plain", "Signs"'


@pytest.mark.parametrize("character", "→义Ж😀✓①½Ｗ€♞ش\U000e0041\ue000")
def test_a_stand_in_is_ascii(character: str) -> None:
    assert ascii_fallback(character).isascii() and ascii_fallback(character).strip()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[a]\nname = "A"\nfaces = 5\n', 3),
        ('[a]\nname = \n', 2),
        ('[alegreya]\nname = "A"\nscripts = "x"\nfaces = [{ file = "Alegreya-Bold.ttf" }]\n', 3),
        ('[a]\nname = "A"\nfaces = []\n', 3),
        ('[a]\nname = "A"\n\nfaces = [{ file = "x.ttf" }]\n', 4),
        ('[a]\nname = "A"\nembedding = "restricted"\n', 3),
        ('[a]\nname = "A"\nfaces = [\n', 3),
    ],
)  # fmt: skip
def test_what_is_wrong_with_fonts_toml_has_a_line(tmp_path: Path, text: str, line: int) -> None:
    findings = Findings()
    fonts(World(book.write(tmp_path, {"fonts/fonts.toml": text})), findings)
    assert [(one.span.path, one.span.line) for one in findings.sorted()] == [("fonts/fonts.toml", line)]
