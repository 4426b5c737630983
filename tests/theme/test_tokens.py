"""A book changes the looks with its theme.toml alone; everything that Markdown can say is printed without a complaint."""

import re
import subprocess
import tomllib
from pathlib import Path

import pikepdf
import pytest

from bookbuilder import api
from bookbuilder.html import contrast
from tests.cases import book
from tests.cases.book import PRINT, settings, write
from tests.sampled import sampled
from tests.theme.page import Sheet

REPO = Path(__file__).parents[2]
THEME = "styles/dossier/theme.toml"
TEXT = "Wer eine Armee an die Grenze stellt und dann verhandelt, verhandelt immer auch über die Armee. " * 6


def chapter(title: str, body: str = TEXT) -> str:
    return f"---\ntitle: {title}\n---\n\n{body}\n"


def printed(root: Path, files: dict[str, str], settings_toml: str = "") -> Sheet:
    """Return the PDF of a small book; it must be built without so much as a warning."""
    write(root, files, editions=PRINT)
    if settings_toml:
        (root / "book.toml").write_text(settings(["de"], editions=PRINT) + settings_toml)
    result = api.build(root, jobs=1)
    assert {one.code for one in result.diagnostics} <= set(book.FULLNESS)
    return Sheet(root / "output/fall.de.print.pdf")


def faces(sheet: Sheet) -> set[str]:
    done = subprocess.run(["pdffonts", sheet.path], capture_output=True, text=True, check=True)
    return {line.split()[0].split("+")[-1] for line in done.stdout.splitlines()[2:]}


@pytest.mark.heavy
def test_trim_colours_and_fonts_are_tokens(tmp_path: Path) -> None:
    files = {"chapters/de/01.md": chapter("Eins"), "chapters/de/02.md": chapter("Zwei")}
    plain = printed(tmp_path / "plain", files)
    own = """
[page]
width = "120mm"
height = "190mm"
[color]
accent = "#006600"
[font]
text = "Alegreya Sans"
heading = "Alegreya Sans"
[chapter]
start = "right"
[cover]
back = false
"""
    styled = printed(tmp_path / "styled", files | {THEME: own})
    assert [round(n) for n in styled.size(1)] == [120, 190]
    assert [round(n) for n in plain.size(1)] == [148, 210]
    with pikepdf.open(styled.path) as book:
        for page in book.pages:
            page.contents_coalesce()
        assert any(re.search(rb"\b0 0?\.4 0 (rg|scn)", page.Contents.read_bytes()) for page in book.pages)
    assert "Alegreya" in faces(plain)
    assert all(name.startswith("Alegreya-Sans") for name in faces(styled))
    starts = [n for n in range(1, len(styled) + 1) if "kapitel" in styled.text(n).lower()]
    assert len(starts) == 2 and all(n % 2 for n in starts)


def test_colours_that_are_too_near_to_their_ground_are_told(tmp_path: Path) -> None:
    own = '[color]\naccent = "#00ff00"\n\n[web.dark]\npaper = "hsl(210 10% 40%)"\n'
    root = write(tmp_path / "book", {"chapters/de/01.md": chapter("Eins"), THEME: own}, editions=PRINT)
    told = api.build(root, jobs=1).diagnostics
    assert {one.code for one in told} == {"theme.contrast"}
    said = "{} on {} has a contrast of {} : 1; text needs 4.5 : 1"
    assert [str(one) for one in told[:2]] == [
        f"{THEME}:2:1: warning: {said.format('color.accent', 'color.paper', '1.37')} [theme.contrast]",
        f"{THEME}:2:1: warning: {said.format('color.accent', 'color.tint', '1.19')} [theme.contrast]",
    ]
    dark = [one.message.partition(" has")[0] for one in told if one.span.line == 5]
    assert dark == [f"web.dark.{one} on web.dark.paper" for one in ("accent", "ink", "muted", "second")]


def test_every_pair_of_colours_of_the_shipped_theme_stands_out() -> None:
    tokens = tomllib.loads((REPO / THEME).read_text(encoding="utf-8"))
    assert not list(contrast.low_contrast(tokens))
    reversed_ink = {**tokens, "web": {**tokens["web"], "dark": tokens["web"] | {"paper": "#12181d"}}}
    assert ("web", "dark", "ink") in {text for text, _, _ in contrast.low_contrast(reversed_ink)}
    assert contrast.ratio("#000", "#fff") == contrast.ratio("white", "rgb(0 0 0)") == pytest.approx(21)
    assert contrast.ratio("rgb(0 0 0 / 50%)", "#fff") is None


def test_a_token_for_a_script_goes_before_the_one_without(tmp_path: Path) -> None:
    own = (
        '[script.Latn.page]\nwidth = "120mm"\n[script.Arab.page]\nwidth = "100mm"\n[page]\nwidth = "130mm"\n'
    )
    sheet = printed(tmp_path / "book", {"chapters/de/01.md": chapter("Eins"), THEME: own})
    assert round(sheet.size(1)[0]) == 120


def test_a_slip_in_a_token_for_a_script_is_told_at_its_place(tmp_path: Path) -> None:
    own = '[script.Arab.page]\nwidht = "120mm"\n[script.Hebr.font]\ntext = "Amri"\n'
    root = write(tmp_path / "book", {"chapters/de/01.md": chapter("Eins"), THEME: own}, editions=PRINT)
    told = [(str(one.span), one.code, one.hint) for one in api.check(root).diagnostics]
    assert told == [
        (f"{THEME}:2:1", "theme.token", 'did you mean "page.width"?'),
        (f"{THEME}:4:1", "theme.font", 'did you mean "Amiri"?'),
    ]


def test_what_lines_cannot_be_is_told_at_its_place(tmp_path: Path) -> None:
    own = """[lines]
breaking = "paragraf"
hyphen = "-5"
double = "1e9"
contrast = true
runt = 1000001
elastic = "3%"
hanging = 5

[bilingual.lines]
hyphn = "5"
elastic = "2"
"""
    root = write(tmp_path / "book", {"chapters/de/01.md": chapter("Eins"), THEME: own}, editions=PRINT)
    told = [(str(one), one.hint) for one in api.check(root).diagnostics]
    number, share = "it is a number from 0 to 1000000", 'it is "0%" to "2%"'
    wrong = [
        (2, "breaking", "'paragraf'", 'it is "paragraph" or "line"', 'did you mean "paragraph"?'),
        (3, "hyphen", "'-5'", number, ""),
        (4, "double", "'1e9'", number, ""),
        (5, "contrast", "True", number, ""),
        (6, "runt", "1000001", number, ""),
        (7, "elastic", "'3%'", share, ""),
        (8, "hanging", "5", 'it is "on" or "off"', ""),
        (12, "elastic", "'2'", share, ""),
    ]
    said = [
        (f"{THEME}:{line}:1: error: lines.{key} cannot be {value}: {limit} [theme.lines]", hint)
        for line, key, value, limit, hint in wrong
    ]
    unknown = f"{THEME}:11:1: warning: the theme has no setting 'lines.hyphn' [theme.token]"
    assert told == [*said[:-1], (unknown, 'did you mean "lines.hyphen"?'), said[-1]]


def test_space_above_blocks_is_a_line_at_most(tmp_path: Path) -> None:
    own = '[pages]\nheading_space = "2"\nblock_space = "0.25"\n'
    root = write(tmp_path / "book", {"chapters/de/01.md": chapter("Eins"), THEME: own}, editions=PRINT)
    (told,) = api.check(root).diagnostics
    assert (str(told.span), told.code) == (f"{THEME}:2:1", "theme.lines")
    assert str(told).endswith("pages.heading_space cannot be '2': it is a number from 0 to 1 [theme.lines]")


def test_what_the_front_matter_cannot_be_is_told_at_its_place(tmp_path: Path) -> None:
    own = '[front]\nhalf_title = "true"\n\n[script.Latn.front]\nhalf_title = 1\n[bilingual.front]\nhalf_title = true\n'
    root = write(tmp_path / "book", {"chapters/de/01.md": chapter("Eins"), THEME: own}, editions=PRINT)
    assert [str(one) for one in api.check(root).diagnostics] == [
        f"{THEME}:2:1: error: front.half_title cannot be 'true': it is \"auto\", true or false [theme.front]",
        f'{THEME}:5:1: error: front.half_title cannot be 1: it is "auto", true or false [theme.front]',
    ]


def test_figures_cannot_stand_just_anywhere(tmp_path: Path) -> None:
    own = (
        '[figures]\nfloat = "botom"\n[bilingual.figures]\nfloat = 5\n[script.Hebr.figures]\nfloat = "page"\n'
    )
    root = write(tmp_path / "book", {"chapters/de/01.md": chapter("Eins"), THEME: own}, editions=PRINT)
    told = [(str(one), one.hint) for one in api.check(root).diagnostics]
    limit = "it is auto, top, bottom, page or here [theme.figures]"
    assert told == [
        (f"{THEME}:2:1: error: figures.float cannot be 'botom': {limit}", 'did you mean "bottom"?'),
        (f"{THEME}:4:1: error: figures.float cannot be 5: {limit}", ""),
    ]


@pytest.mark.heavy
def test_a_book_may_bring_a_sheet_and_a_template_of_its_own(tmp_path: Path) -> None:
    files = {
        "chapters/de/01.md": chapter("Eins"),
        "styles/dossier/templates/pdf/backcover.html.j2": '<p class="description">Ganz {{ book.title }}</p>\n',
        THEME: "[cover]\nback = true\n",
    }
    assert "Ganz" not in printed(tmp_path / "book", files).text(1)
    plain = settings(["de"], editions=PRINT)
    files["book.toml"] = plain.replace('title = "Ein Fall"', 'title = "Ein Fall"\ndescription = "D"')
    again = printed(tmp_path / "again", files)
    assert again.text(len(again)) == "Ganz Ein Fall"


@pytest.mark.heavy
def test_everything_that_markdown_can_say_is_printed(tmp_path: Path) -> None:
    files = {
        "chapters/de/01-eins.md": (Path(__file__).parent / "everything.md").read_text(),
        "chapters/de/02-zwei.md": chapter("Zwei", "Griechisch Ελλάδα, kyrillisch Україна."),
    }
    files |= {
        f"chapters/de/images/{n}.svg": (REPO / f"tests/drawings/{n}.svg").read_text()
        for n in ("bars", "axis")
    }
    sheet = printed(tmp_path / "book", files)
    words = " ".join(sheet.text(n) for n in range(1, len(sheet) + 1))
    for phrase in ("Kasten mit allem", "Eine lange Tabelle", "Ελλάδα", "Vierter Ordnung", "Zweiter Punkt"):
        assert phrase in words


@pytest.mark.parametrize("links", sampled(["note", "inline", "qr", "none"]))
def test_the_address_of_a_link_can_be_read_on_paper(tmp_path: Path, links: str) -> None:
    body = "Ein [Link](https://example.org/seite) im Text."
    sheet = printed(
        tmp_path / "book", {"chapters/de/01.md": chapter("Eins", body)}, f'\n[print]\nlinks = "{links}"\n'
    )
    words = " ".join(sheet.text(n) for n in range(1, len(sheet) + 1))
    assert ("https://example.org/seite" in words) is (links != "none")


@pytest.mark.heavy
def test_a_note_stands_on_the_page_of_its_call(tmp_path: Path) -> None:
    """Kozea/WeasyPrint#1564: paragraphs of any length end the page below the call."""
    files = {}
    for number in range(24):
        lines = "\n\n".join("Zeile." for _ in range(number))
        call = f"Ruf{number:02}.[^n]\n\n[^n]: Note{number:02} {TEXT[:90]}"
        files[f"chapters/de/{number:02}.md"] = chapter(
            f"K{number}", f"{lines}\n\n{call}\n\n{TEXT}\n\n{TEXT}\n\n{TEXT}"
        )
    sheet = printed(tmp_path / "book", files)
    for number in range(24):
        (page,) = (n for n in range(1, len(sheet) + 1) if f"Ruf{number:02}" in sheet.text(n))
        assert f"Note{number:02}" in sheet.text(page), number


def flat(table: dict[str, object], before: str = "") -> list[str]:
    names = []
    for key, value in table.items():
        names += flat(value, f"{before}{key}.") if isinstance(value, dict) else [before + key]
    return names


def test_every_token_and_every_template_is_in_the_manual() -> None:
    page = (REPO / "docs/themes.md").read_text()
    own = tomllib.loads((REPO / THEME).read_text())
    scripts, bilingual, readings = own.pop("script"), own.pop("bilingual"), own.pop("reading")
    tokens = flat(own)
    for script, table in {**scripts, **readings, "bilingual": bilingual}.items():
        assert set(flat(table)) <= set(tokens), f"{script} has a token that is none"
    assert [name for name in tokens if f"`{name}`" not in page] == []
    folders = ("bookbuilder/html/templates", "bookbuilder/formats/pdf/templates")
    templates = [place.name for folder in folders for place in (REPO / folder).glob("*.j2")]
    assert [name for name in templates if f"`{name}`" not in page] == []
