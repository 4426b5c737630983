"""Themes of a book: what they do not have comes from the theme that they extend; each edition may have its own."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from bookbuilder import api, locales
from bookbuilder.cli import main
from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.html.environment import environment, render
from bookbuilder.html.fonts import fonts
from bookbuilder.html.theme import Theme, theme
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import ROOT

CHAPTER = {"chapters/de/01-a.md": "# A\n\nEin Satz.\n"}
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4" fill="#00ff00"/></svg>'


def loaded(
    root: Path, files: dict[str, str | bytes], name: str = "house"
) -> tuple[Theme, list[tuple[str, str]]]:
    """Return a theme of a book, and the place and code of what is said about it."""
    world, findings = World(book.write(root, {**CHAPTER, **files})), Findings()
    found = theme(world, name, fonts(world, findings), "Latn", "", findings)
    return found, [(str(d.span), d.code) for d in findings.sorted()]


def test_a_theme_of_two_lines_is_the_shipped_one_with_another_color(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"styles/house/theme.toml": '[color]\naccent = "#aa0000"\n'}
    own, told = loaded(tmp_path / "own", files)
    plain, _ = loaded(tmp_path / "plain", {}, "dossier")
    assert told == []
    assert own.tokens["color"]["accent"] == "#aa0000"
    assert {**own.tokens, "color": None} == {**plain.tokens, "color": None}
    assert own.sheets == plain.sheets and own.path("print.css") == "bookbuilder:styles/dossier/print.css"
    assert own.path("theme.toml") == "styles/house/theme.toml"


def test_what_a_book_changes_of_the_shipped_theme_holds_for_those_that_extend_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "styles/dossier/theme.toml": '[color]\naccent = "#aa0000"\nsecond = "#111111"\n',
        "styles/dossier/web.css": "a { b: c }",
        "styles/house/theme.toml": '[color]\naccent = "#0000aa"\n',
        "styles/house/base.css": "x { y: {{ theme.house.own }} }",
        "styles/street/theme.toml": 'extends = "house"\n[house]\nown = "1"\nother = "2"\n',
        "styles/street/epub.css": "x { y: {{ theme.house.own }} }",
    }
    street, told = loaded(tmp_path, files, "street")
    assert (street.tokens["color"]["accent"], street.tokens["color"]["second"]) == ("#0000aa", "#111111")
    assert street.sheets["web.css"] == "a { b: c }"
    assert street.path("base.css") == "styles/house/base.css"
    assert told == [("styles/street/theme.toml:4:1", "theme.token")]  # `own` is asked for


def test_a_theme_that_has_everything_itself(tmp_path: Path) -> None:
    bare, told = loaded(tmp_path, {"styles/house/theme.toml": 'extends = ""\n[own]\na = "b"\n'})
    assert (bare.tokens, bare.sheets, told) == ({"own": {"a": "b"}}, {}, [])


@pytest.mark.parametrize(
    ("files", "place", "words"),
    [
        ({"house": 'extends = "dosier"'}, "styles/house/theme.toml:1:1", "there is no theme 'dosier'"),
        ({"house": 'a = 1\nextends = "house"'}, "styles/house/theme.toml:2:1", "which is itself"),
        ({"house": 'extends = "b"', "b": 'extends = "house"'}, "styles/b/theme.toml:1:1", "which extends it"),
        ({"house": "extends = 5"}, "styles/house/theme.toml:1:1", "extends 5, which is no name"),
    ],
)
def test_a_theme_that_extends_what_there_is_not(
    files: dict[str, str], place: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(BookbuilderError) as caught:
        loaded(tmp_path, {f"styles/{name}/theme.toml": text for name, text in files.items()})
    (found,) = caught.value.diagnostics
    assert str(found.span) == place and words in found.message
    assert found.code in ("theme.unknown", "theme.extends")


def test_an_edition_may_have_a_theme_of_its_own(tmp_path: Path) -> None:
    editions = '[editions.print]\nformat = "pdf"\ntheme = "house"\n[editions.screen]\nformat = "pdf"\n'
    files = {**CHAPTER, "styles/house/theme.toml": '[page]\nwidth = "100mm"\nheight = "150mm"\n'}
    result = api.build(book.write(tmp_path, files, editions=editions), jobs=1)
    assert result.diagnostics == ()
    with pikepdf.open(tmp_path / "output/fall.de.print.pdf") as small:
        assert float(small.pages[1].trimbox[2]) == pytest.approx(100 * 72 / 25.4, abs=0.1)
    with pikepdf.open(tmp_path / "output/fall.de.screen.pdf") as large:
        assert float(large.pages[1].trimbox[2]) == pytest.approx(148 * 72 / 25.4, abs=0.1)


@pytest.mark.heavy
def test_a_logo_and_a_picture_of_the_book_stand_on_the_cover_and_in_every_format(tmp_path: Path) -> None:
    out = BytesIO()
    Image.new("RGB", (30, 20), (255, 0, 0)).save(out, "PNG")
    image = '<img src="{{{{ picture("{}") }}}}" alt="Bild" style="{}; width: 30vw; image-rendering: crisp-edges"/>'
    files: dict[str, str | bytes] = {
        **CHAPTER,
        "chapters/de/images/foto.png": out.getvalue(),
        "styles/house/theme.toml": "",
        "styles/house/logo.svg": LOGO,
        "styles/house/templates/cover.html.j2": "<p>{{ book.title }}</p>"
        + image.format("logo.svg", "position: absolute; top: 0; left: 0")
        + image.format("images/foto.png", "position: absolute; bottom: 0; left: 0"),
        "styles/house/templates/titlepage.html.j2": image.format("logo.svg", "margin: 0"),
        "styles/house/web.css": 'body { background: url({{ picture("images/foto.png") }}) }',
        "book.toml": book.settings(["de"]).replace("date", 'theme = "house"\ndate'),
    }
    result = api.build(book.write(tmp_path, files), jobs=1)
    assert [str(d) for d in result.diagnostics] == []
    document = pypdfium2.PdfDocument(tmp_path / "output/fall.de.pdf")
    drawn = document[0].render().to_pil()
    document.close()
    with zipfile.ZipFile(tmp_path / "output/fall.de.epub") as epub:
        cover = Image.open(BytesIO(epub.read("EPUB/images/cover.jpg")))
        page = epub.read("EPUB/text/titlepage.xhtml").decode()
        assert 'src="../images/named/theme-logo.svg"' in page
        assert b"<circle" in epub.read("EPUB/images/named/theme-logo.svg")
    for shown in (drawn, cover):
        colors = [
            shown.getpixel((int(x * shown.width), int(y * shown.height)))
            for x, y in ((0.15, 0.1), (0.15, 0.97))
        ]
        green, red = colors
        assert isinstance(green, tuple) and isinstance(red, tuple)
        assert green[1] > 200 > green[0] and red[0] > 200 > red[1]
    site = tmp_path / "output/fall.de"
    assert 'url("../theme/' not in (site / "css/book.css").read_text()
    assert "url(../theme/chapters/de/images/foto.png)" in (site / "css/book.css").read_text()
    assert (site / "theme/chapters/de/images/foto.png").read_bytes() == out.getvalue()
    assert "url(data:image/png;base64," in (tmp_path / "output/fall.de.html").read_text()


def test_a_picture_that_there_is_not_is_told_at_its_line(tmp_path: Path) -> None:
    world = World(book.write(tmp_path, {**CHAPTER, "styles/house/logo.svg": LOGO}))
    for name in ("lego.svg", "", "/", "../logo.svg", "%00", "a" * 5000):
        text = f"<p>\n{{{{ picture('{name}') }}}}"
        homes = {"templates/a.html.j2": "styles/house/templates/a.html.j2"}
        own = Theme("house", {}, {}, {"a.html.j2": text}, {"logo.svg": LOGO.encode()}, homes=homes)
        from bookbuilder.html.theme_pictures import picture_finder

        env = environment(
            world, own, "web", locales.load("de", world), picture_finder(world, own, ("chapters/de", ""))
        )
        with pytest.raises(BookbuilderError) as caught:
            render(env, "a.html.j2")
        (found,) = caught.value.diagnostics
        assert str(found.span) == "styles/house/templates/a.html.j2:2"
        assert "there is no picture" in found.message and len(found.message) < 500


def test_the_originals_of_a_theme_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files: dict[str, str | bytes] = {
        **CHAPTER,
        "book.toml": book.settings(["de"]).replace("date", 'theme = "house"\ndate'),
        "styles/house/theme.toml": "",
        "styles/house/web.css": "own",
    }
    root = str(book.write(tmp_path, files))
    assert main(["theme", "show", "--book", root]) == 0
    listed = capsys.readouterr().out
    assert "web.css                               styles/house/web.css of your book" in listed
    assert "print.css                             styles/dossier/print.css of the program" in listed
    assert "templates/pdf/book.html.j2            a template of the program" in listed
    for name, path in {
        "print.css": "styles/dossier/print.css",
        "cover.html.j2": "bookbuilder/html/templates/cover.html.j2",
        "pdf/contents.html.j2": "bookbuilder/formats/pdf/templates/contents.html.j2",
        "toc.ncx.j2": "bookbuilder/formats/epub/templates/toc.ncx.j2",
    }.items():
        assert main(["theme", "show", name, "--book", root]) == 0
        assert capsys.readouterr().out == (ROOT / path).read_text(encoding="utf-8")
    assert main(["theme", "show", "web.css", "--book", root]) == 0
    assert capsys.readouterr().out == "own"
    assert main(["theme", "show", "cuver.html.j2", "--book", root]) == 2
    assert 'did you mean "cover.html.j2"?' in capsys.readouterr().err
    assert main(["theme", "show", "--theme", "nothing", "--book", root]) == 1


def test_a_build_says_which_formats_no_edition_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = book.write(tmp_path / "one", CHAPTER, editions=book.PRINT)
    assert main(["build", str(root), "-j", "1"]) == 0
    said = capsys.readouterr().err
    assert "no e-book and no web edition: book.toml names its editions" in " ".join(said.split())
