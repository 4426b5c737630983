"""Characters that no font has are told with all else that is wrong, or other text is printed for them in every format."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from bookbuilder import api
from bookbuilder.diagnostics import Findings
from bookbuilder.html.font_family import Face as FontFace
from bookbuilder.html.font_family import Family, Fonts
from bookbuilder.html.font_scripts import fit_fonts, font_stacks, script_or_symbol
from bookbuilder.html.fonts import fonts
from bookbuilder.html.optional_fonts import suggest_font
from bookbuilder.locales.ascii_fallback import ascii_fallback
from bookbuilder.open_pdf import open_pdf
from bookbuilder.world import World
from tests.cases import book

ROOT = Path(__file__).parents[2]
ALL = f'{book.PRINT}[editions.epub]\nformat = "epub"\n[editions.web]\nformat = "web"\n'
TEXT = "# Eins\n\nEin 义 Satz 😀 und ✓ mit `→⌘`.\n\n::: figure\n![Bild](a.svg)\nText ♞\n:::\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0L9 9" stroke="#000"/></svg>'


SIGNS = "# Eins\n\nEin Satz 😀 und ✓ mit `→⌘`.\n\n::: figure\n![Bild](a.svg)\nText ♞\n:::\n"


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
        pytest.param("box", "Ein □ Fall", "Ein Satz □ und ✓ mit →□.", marks=pytest.mark.heavy),
        ("substitute", "Ein [black telephone] Fall", "Ein Satz [grinning face] und ✓ mit →[place of interest sign]."),
    ],
)  # fmt: skip
def test_other_text_is_printed_in_every_format(tmp_path: Path, way: str, title: str, sentence: str) -> None:
    result = api.build(write(tmp_path, way, SIGNS), jobs=1)
    reported = [
        one for one in result.diagnostics if one.code != "glyph.foreign"
    ]  # the check mark is of another font
    assert {(one.code, one.severity.value) for one in reported} == {("glyph.replaced", "warning")}
    assert len(reported) == 4
    by = {path.suffix: path for path in result.files}
    with open_pdf(by[".pdf"].read_bytes()) as made:
        said = " ".join(" ".join(page.get_textpage().get_text_range() for page in made).split())
    assert sentence in said and title in said
    with zipfile.ZipFile(by[".epub"]) as archive:
        chapter = next(name for name in archive.namelist() if name.endswith("01-a.xhtml"))
        text = archive.read(chapter).decode()
    for one in (text, by[".html"].read_text(encoding="utf-8")):
        plain = one.replace("<code>", "").replace("</code>", "")
        assert sentence in plain and not set("义😀⌘☎") & set(one)


@pytest.mark.parametrize("letters", ["义", "ข้อความ", "日本語", "문서", "नमस्ते", "მთა", "԰Հայ"])
def test_nothing_but_a_box_stands_for_the_letters_of_another_writing(letters: str, tmp_path: Path) -> None:
    """A transliteration is not what the author wrote: a whole book of pinyin is no book."""
    text = f"# Eins\n\nEin Satz mit {letters} und →.\n"
    wrong = [
        one
        for one in api.build(write(tmp_path, "substitute", text), jobs=1).diagnostics
        if one.severity == "error"
    ]
    assert {one.code for one in wrong} == {"glyph.missing"}
    assert {str(one.span).rpartition(":")[0] for one in wrong} == {"chapters/de/01-a.md:3"}
    boxed = api.build(write(tmp_path, "box", text), jobs=1, editions=["web"])
    assert not boxed.failed
    page = next(path for path in boxed.files if path.suffix == ".html").read_text(encoding="utf-8")
    assert "Ein Satz mit □" in page and not set(letters) & set(page)


def test_a_writing_without_a_font_is_told_once_with_its_line(tmp_path: Path) -> None:
    """Each of dozens of letters would say the same."""
    text = "# Eins\n\nEin Satz.\n\nበሳምንቱ መጨረሻ ወታደሮቹ አሁንም በቦታቸው ነበሩ፤ ሚኒስትሮቹም።\n"
    found = [
        one
        for one in api.check(write(tmp_path, "", text), validators=False).diagnostics
        if one.code == "glyph.missing" and "ETHIOPIC" in one.message
    ]
    assert [one.span.line for one in found] == [5]
    others = len({letter for letter in text if "\u1200" <= letter < "\u1380"}) - 1
    assert found[0].hint.endswith(f"; {others} more of this script are missing")


@pytest.mark.parametrize("theme", ["dossier", pytest.param("paper", marks=pytest.mark.heavy), "report"])
def test_a_box_is_not_told_to_be_of_another_family(theme: str, tmp_path: Path) -> None:
    """The family of the text may have none; what the box stands for is told."""
    root = write(tmp_path, "box", "# Eins\n\nEin Satz mit 义.\n")
    settings = root / "book.toml"
    text = settings.read_text(encoding="utf-8").replace("[book]\n", f'[book]\ntheme = "{theme}"\n', 1)
    settings.write_text(text.replace("☎", "").replace("♞", ""), encoding="utf-8")
    result = api.check(root, jobs=1, editions=["print"])
    assert {one.code for one in result.diagnostics} == {"glyph.replaced"}, result.diagnostics


DRAWN = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20"><text x="2" y="15">gut ✅<tspan>☎</tspan> ❌{}</text></svg>
"""


def test_missing_characters_of_drawings_are_told_before_layout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path, text="# Eins\n\n![Bild](a.svg)\n")
    (root / "chapters/de/a.svg").write_text(DRAWN.format("语"), encoding="utf-8")
    monkeypatch.setattr(
        "bookbuilder.pipeline.artifacts.make_editions", lambda *given: pytest.fail("it was laid out")
    )
    found = [one for one in api.build(root, jobs=1).diagnostics if one.code == "glyph.drawing"]
    assert {str(one.span) for one in found} == {"chapters/de/01-a.md:3:1"}
    assert all("the drawing chapters/de/a.svg has" in one.message for one in found)
    assert {one.message.split()[6]: one.hint.rpartition(" ")[2] for one in found} == {
        "✅": "emoji", "❌": "emoji", "☎": "symbols", "语": "zh",
    }  # fmt: skip


@pytest.mark.parametrize("way", ["box", "substitute"])
def test_a_box_stands_in_drawings(way: str, tmp_path: Path) -> None:
    root = write(tmp_path, way, "# Eins\n\n![Bild](a.svg)\n")
    (root / "chapters/de/a.svg").write_text(DRAWN.format(""), encoding="utf-8")
    result = api.build(root, jobs=1)
    assert not result.failed, told(root)
    by = {path.suffix: path for path in result.files}
    with open_pdf(by[".pdf"].read_bytes()) as made:
        assert any("gut □□ □" in page.get_textpage().get_text_range() for page in made)
    with zipfile.ZipFile(by[".epub"]) as archive:
        drawing = next(archive.read(one) for one in archive.namelist() if one.endswith("a.svg"))
    for one in (drawing.decode(), by[".html"].read_text(encoding="utf-8")):
        assert not set("✅❌☎") & set(one)


def signs_font(characters: str, family: str, weight: int = 400) -> bytes:
    """Return a font with a square for each character."""
    characters = "".join(dict.fromkeys(characters))
    builder, names = FontBuilder(1000, isTTF=True), [f"g{ord(c):x}" for c in characters]
    builder.setupGlyphOrder([".notdef", *names])
    builder.setupCharacterMap({ord(c): f"g{ord(c):x}" for c in characters})
    pen = TTGlyphPen(None)
    for number, place in enumerate(((100, 0), (100, 600), (700, 600), (700, 0))):
        (pen.lineTo if number else pen.moveTo)(place)
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf(dict.fromkeys([".notdef", *names], square))
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *names], (800, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(
        sTypoAscender=800,
        sTypoDescender=-200,
        usWinAscent=800,
        usWinDescent=200,
        fsType=0,
        usWeightClass=weight,
    )
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    out = BytesIO()
    builder.font.recalcTimestamp = False
    builder.save(out)
    return out.getvalue()


@pytest.mark.parametrize("order", [("Emoji", "Symbols"), ("Symbols", "Emoji")])
def test_signs_are_printed_once_their_fonts_are_added(order: tuple[str, str], tmp_path: Path) -> None:
    """In text and in drawings, whichever font was added first."""
    root = write(tmp_path, text="# Eins\n\nGut ✅ ❌ ✨ v☎ ⚠\n\n![Bild](a.svg)\n")
    settings = (root / "book.toml").read_text(encoding="utf-8").replace("☎", "✨").replace("\\u265e", "✨")
    (root / "book.toml").write_text(settings, encoding="utf-8")
    (root / "chapters/de/a.svg").write_text(DRAWN.format("✨"), encoding="utf-8")
    has, scripts = {"Emoji": " ✅❌✨⚠", "Symbols": " ☎✓"}, {"Emoji": "Zsye", "Symbols": "Zsym"}
    tables = []
    for family in order:
        place = root / f"fonts/{family.lower()}/{family}-400.ttf"
        place.parent.mkdir(parents=True)
        place.write_bytes(signs_font(has[family], family))
        (place.parent / "OFL.txt").write_text("A licence.\n", encoding="utf-8")
        tables.append(
            f'[{family.lower()}]\nname = "{family}"\nfolder = "{family.lower()}"\nkind = "sans-serif"\nlicence = "OFL-1.1"\n'
            f'licence-file = "OFL.txt"\nembedding = "installable"\nscripts = ["{scripts[family]}"]\nascii = false\n'
            f'faces = [{{ file = "{family}-400.ttf", weight = 400, style = "normal" }}]\n'
        )
    (root / "fonts/fonts.toml").write_text("\n".join(tables), encoding="utf-8")
    result = api.build(root, jobs=1)
    assert not result.failed, [str(one) for one in result.diagnostics]
    assert not any(one.code.startswith("glyph.") for one in result.diagnostics), [
        str(one) for one in result.diagnostics
    ]
    by = {path.suffix: path for path in result.files}
    with open_pdf(by[".pdf"].read_bytes()) as made:
        said = " ".join(" ".join(page.get_textpage().get_text_range() for page in made).split())
    assert "Gut ✅ ❌ ✨ v☎ ⚠" in said and "gut ✅☎ ❌✨" in said


def test_a_way_that_there_is_not(tmp_path: Path) -> None:
    assert any("missing" in one and "book.toml" in one for one in told(write(tmp_path, "draw")))


@pytest.mark.parametrize(
    ("characters", "language", "key"),
    [
        ("义", "de", "noto-serif-sc"), ("説", "de", "noto-serif-jp"), ("的", "zh", "noto-serif-sc"),
        ("あ", "zh", "noto-serif-jp"), ("學", "zh-Hant", "noto-serif-tc"), ("✓", "de", "dejavu-sans"),
        ("😀🎉", "de", "noto-emoji"), ("语义", "ja", "noto-serif-sc"),
        ("✨", "de", "noto-emoji"), ("ᵢ", "de", "dejavu-sans"),
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
