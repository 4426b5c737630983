"""What a printer would send back is told with its place in the markdown, by the profile that the file follows."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from bookbuilder import api
from bookbuilder.diagnostics import Span
from bookbuilder.formats.pdf.press import svg_line_widths
from bookbuilder.formats.pdf.press.profile import load, names
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import ROOT

HOUSE = 'name = "Haus"\ndate = 2026-01-01\n'
INSIDE = 'cover = "apart"\n[spine]\npage = 0.1\n'
EDITION = '[editions.print]\nformat = "pdf"\nprinter = "haus"\n'
TEXT = "# Kapitel\n\nEin Satz.\n\n![Ein Bild](a.png)\n"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 500"><title>T</title>'
    '<g stroke="#000000" stroke-width="1"><path d="M0 0L900 400"/></g></svg>'
)


def said(root: Path, profile: str, files: dict[str, str | bytes], editions: str = EDITION) -> str:
    written = {"printers/haus.toml": profile, **files}
    told = api.build(book.write(root, written, editions=editions), jobs=1).diagnostics
    return book.told(one for one in told if one.code not in book.FULLNESS)


def png(mode: str, size: tuple[int, int], colour: int | tuple[int, ...] = 0) -> bytes:
    data = BytesIO()
    Image.new(mode, size, colour).save(data, "PNG")
    return data.getvalue()


@pytest.mark.heavy
def test_resolution_at_the_size_that_it_is_printed(tmp_path: Path) -> None:
    profile = HOUSE + "[images]\nresolution = 300\nlineart = 1200\n"
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": TEXT + "\n![Ein Strich](b.png)\n\n![Ein gutes](c.png)\n",
        "chapters/de/a.png": png("RGB", (600, 300)),
        "chapters/de/b.png": png("1", (2000, 1000)),
        "chapters/de/c.png": png("RGB", (1400, 700)),
    }
    assert (
        said(tmp_path, profile, files)
        == """\
chapters/de/01-a.md:5:1: warning: chapters/de/a.png has 136 pixels an inch where it stands 112 mm wide;\
 Haus asks for 300 [press.resolution]
chapters/de/01-a.md:7:1: warning: chapters/de/b.png has 453 pixels an inch where it stands 112 mm wide;\
 Haus asks for 1200 [press.resolution]
"""
    )


@pytest.mark.heavy
def test_thin_lines_of_boxes_and_drawings(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": "# Kapitel\n\n| A | B |\n| - | - |\n| c | d |\n\n![Eine Zeichnung](a.svg)\n",
        "chapters/de/a.svg": DRAWING,
        "styles/dossier/print.css": (ROOT / "styles/dossier/print.css").read_text(encoding="utf-8")
        + "\np { border-top: .3pt solid }\n",
    }
    told = said(tmp_path, HOUSE + "line = 0.5\n", files)
    assert (
        "chapters/de/01-a.md:7:1: warning: chapters/de/a.svg has a line of 0.32 pt;"
        " Haus prints none below 0.5 pt [press.line]\n"
    ) in told
    # The lines of the table are those of the program, which are made thick enough.
    assert re.findall(
        "the text has a line of (.*) pt; Haus prints none below 0.5 pt .*\n  hint: (.*)", told
    ) == [("0.3", "in the style sheets of the theme: styles/dossier/")]
    assert said(tmp_path / "b", HOUSE + "line = 0.25\n", files) == ""


@pytest.mark.parametrize(
    ("drawing", "thinnest"),
    [
        (DRAWING, 0.3),
        (DRAWING.replace("<path", '<path style="stroke-width: 4"'), 1.2),
        (DRAWING.replace("<g ", '<g transform="scale(2)" '), 0.6),
        (DRAWING.replace("#000000", "none"), 0),
        (DRAWING.replace('stroke-width="1"', ""), 0.3),
    ],
)
def test_the_thinnest_line_of_a_drawing(drawing: str, thinnest: float) -> None:
    assert svg_line_widths.thinnest(drawing.encode(), 300, 150) == pytest.approx(thinnest)


@pytest.mark.heavy
def test_what_is_not_opaque(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": TEXT,
        "chapters/de/02-b.md": "# Zwei\n\n![Eine Zeichnung](b.svg)\n",
        "chapters/de/a.png": png("RGBA", (900, 300), (0, 0, 255, 100)),
        "chapters/de/b.svg": DRAWING.replace("<g ", '<g opacity="0.5" '),
    }
    assert (
        said(tmp_path, HOUSE + "transparency = false\n", files)
        == """\
chapters/de/01-a.md:5:1: warning: chapters/de/a.png is not opaque, which Haus does not take [press.transparent]
chapters/de/02-b.md:1:1: warning: 'Zwei' is not opaque, which Haus does not take [press.transparent]
"""
    )
    opaque = files | {
        "chapters/de/a.png": png("RGBA", (900, 300), (0, 0, 255, 255)),
        "chapters/de/b.svg": DRAWING,
    }
    assert said(tmp_path / "b", HOUSE + "transparency = false\n", opaque) == ""


def test_a_picture_in_inks_in_an_edition_that_is_not(tmp_path: Path) -> None:
    data = BytesIO()
    Image.new("CMYK", (900, 300), (100, 0, 0, 0)).save(data, "JPEG")
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": TEXT.replace("png", "jpg"),
        "chapters/de/a.jpg": data.getvalue(),
    }
    assert said(tmp_path, HOUSE, files) == (
        "chapters/de/01-a.md:5:1: warning: chapters/de/a.jpg is in the colours of a press (CMYK),"
        " but this edition is in sRGB [press.space]\n"
    )


@pytest.mark.heavy
def test_number_of_pages(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": "# Kapitel\n\nEin Satz.\n"}
    assert said(tmp_path / "a", HOUSE + INSIDE + "[pages]\nleast = 24\n", files) == (
        "book.toml:18:1: warning: the book has 5 pages; Haus asks for at least 24 [press.pages]\n"
    )
    assert said(tmp_path / "b", HOUSE + INSIDE + "[pages]\nmost = 4\nmultiple = 4\n", files) == (
        "book.toml:18:1: warning: the book has 8 pages; Haus asks for at most 4 [press.pages]\n"
    )


CHAPTER: dict[str, str | bytes] = {"chapters/de/01-a.md": "# Kapitel\n\nEin Satz.\n"}


def test_a_profile_that_is_not_there(tmp_path: Path) -> None:
    told = said(tmp_path, HOUSE, CHAPTER, EDITION.replace('"haus"', '"hauss"'))
    assert told == (
        "book.toml:18:1: error: there is no printer profile 'hauss' [printer.unknown]\n  hint: did you mean \"haus\"?\n"
    )


def test_a_profile_that_is_no_toml(tmp_path: Path) -> None:
    told = said(tmp_path, HOUSE + "[pages\n", CHAPTER)
    assert told.startswith("printers/haus.toml:3:7: error: the printer profile cannot be read: ")
    assert told.endswith(" [printer.syntax]\n")


@pytest.mark.parametrize(
    ("more", "place", "problem", "hint"),
    [
        ("[bleed]\ntop = 40\n", "4:1", "bleed.top cannot be 40", "a number from 0 to 12"),
        (
            '[pages]\nmost = "many"\n',
            "4:1",
            "pages.most must be a whole number, but it is a text",
            "without quotes: 1",
        ),
        ("[size]\nlist = [[120, 190], [1]]\n", "4:21", "size.list cannot be [1]", "a list of 2"),
        ("marks = 1\n", "3:1", "marks must be a list, but it is a number", ""),
        (
            "[[gutter]]\npages = 4\ninner = -1\n",
            "5:1",
            "gutter.inner cannot be -1",
            "a number from 0 to 1000",
        ),
    ],
)
def test_a_profile_that_says_what_it_cannot(
    tmp_path: Path, more: str, place: str, problem: str, hint: str
) -> None:
    assert said(tmp_path, HOUSE + more, CHAPTER) == (
        f"printers/haus.toml:{place}: error: the printer profile says something else than it can:"
        f" {problem} [printer.value]\n" + f"  hint: {hint}\n" * bool(hint)
    )


def test_all_that_a_profile_says_wrongly_at_once(tmp_path: Path) -> None:
    profile = """\
name = 5
standard = "PDF/X-3"
marks = ["crop", "crosses"]
bleeds = 3

[colour]
kepp = 1

[pages]
least = -1
most = "many"

[[gutter]]
pages = 4

[[gutter]]
pages = 4.5
inner = 9000
"""
    value = "error: the printer profile says something else than it can:"
    assert said(tmp_path, profile, CHAPTER) == (
        f"printers/haus.toml: {value} date is missing [printer.value]\n"
        f"printers/haus.toml:1:1: {value} name must be a text, but it is a number [printer.value]\n"
        '  hint: a text stands in quotes: "…"\n'
        f"printers/haus.toml:2:1: {value} standard cannot be 'PDF/X-3' [printer.value]\n"
        '  hint: did you mean "PDF/X-4"?\n'
        f"printers/haus.toml:3:18: {value} marks cannot be 'crosses' [printer.value]\n"
        '  hint: did you mean "cross"?\n'
        f"printers/haus.toml:4:1: {value} printers/haus.toml has no key called 'bleeds' [printer.value]\n"
        '  hint: did you mean "bleed"?\n'
        f"printers/haus.toml:7:1: {value} [colour] has no key called 'kepp' [printer.value]\n"
        '  hint: did you mean "keep"?\n'
        f"printers/haus.toml:10:1: {value} pages.least cannot be -1 [printer.value]\n"
        "  hint: a number from 0 to 100000\n"
        f"printers/haus.toml:11:1: {value} pages.most must be a whole number, but it is a text [printer.value]\n"
        "  hint: without quotes: 1\n"
        f"printers/haus.toml:13:3: {value} gutter.inner is missing [printer.value]\n"
        f"printers/haus.toml:17:1: {value} gutter.pages must be a whole number, but it is a number [printer.value]\n"
        "  hint: without quotes: 1\n"
        f"printers/haus.toml:18:1: {value} gutter.inner cannot be 9000 [printer.value]\n"
        "  hint: a number from 0 to 1000\n"
    )


def test_papers_are_read_each_for_itself(tmp_path: Path) -> None:
    """A problem was told at the first of them, without its key."""
    profile = """name = "Haus"
date = 2026-01-01
[papers.a]
name = "A"
page = 0.06
[papers.b]
name = "B"
pgae = 0.06
[papers.c]
name = "C"
page = "0.06"
"""
    value = "error: the printer profile says something else than it can:"
    assert said(tmp_path, profile, CHAPTER) == (
        f"printers/haus.toml:6:9: {value} papers.b.page is missing [printer.value]\n"
        f"printers/haus.toml:8:1: {value} [papers.b] has no key called 'pgae' [printer.value]\n"
        '  hint: did you mean "page"?\n'
        f"printers/haus.toml:11:1: {value} papers.c.page must be a number, but it is a text [printer.value]\n"
        "  hint: without quotes: 1\n"
    )


def test_the_usual_paper_is_one_of_the_profile(tmp_path: Path) -> None:
    """There was only a notice, and no cover."""
    profile = 'name = "Haus"\ndate = 2026-01-01\n[spine]\npaper = "creme"\n[papers.cream]\nname = "C"\npage = 0.06\n'
    assert said(tmp_path, profile, CHAPTER) == (
        "printers/haus.toml:4:1: error: the printer profile says something else than it can: spine.paper: there is no"
        " paper 'creme' [printer.value]\n"
        '  hint: did you mean "cream"?\n'
    )


def test_inks_need_the_profile_of_a_press(tmp_path: Path) -> None:
    profile = HOUSE + '[colour]\nkeep = "cmyk"\nprofile = "a.icc"\n'
    told = said(tmp_path, profile, CHAPTER | {"printers/a.icc": b"no profile"})
    assert told == (
        "printers/haus.toml:5:1: error: printers/a.icc is no ICC profile of a press with four inks [printer.colours]\n"
    )


@pytest.mark.parametrize(("key", "value"), [("bleed", "wide"), ("bleed", "13mm"), ("marks", "crosses")])
def test_a_theme_that_bleeds_too_far(tmp_path: Path, key: str, value: str) -> None:
    files = CHAPTER | {"styles/dossier/theme.toml": f'[page]\n{key} = "{value}"\n'}
    told = said(tmp_path, HOUSE, files, '[editions.a]\nformat = "pdf"\n')
    first, _, hint = told.partition("\n")
    assert first == f"styles/dossier/theme.toml:2:1: error: page.{key} cannot be {value!r} [theme.bleed]"
    assert hint == ('  hint: did you mean "cross"?\n' if key == "marks" else "")


def test_every_profile_that_comes_with_the_program_can_be_read(tmp_path: Path) -> None:
    def fail(*said: object, **values: object) -> None:
        raise AssertionError(said, values)

    world = World(tmp_path)
    assert {"bod", "kdp", "lulu", "offset"} <= set(names(world))
    for name in names(world):
        loaded = load(world, name, Span(), fail)
        assert loaded is not None
        profile, _ = loaded
        assert profile.sources and profile.unverified, "who said so, and what nobody could look up"


PRESS = '[colour]\nkeep = "cmyk"\nprofile = "FOGRA39L_coated.icc"\ncoverage = {}\n'
INKS: dict[str, str | bytes] = {
    "chapters/de/01-a.md": "# Kapitel\n\nEin Satz.\n\n![Ein Bild](a.jpg)\n\n![Zwei](b.svg)\n"
}


def jpeg(*inks: tuple[int, int, int, int]) -> bytes:
    """Return a picture in inks, one colour beside the other; the last takes the least room."""
    data = BytesIO()
    picture = Image.new("CMYK", (1600, 1600), inks[0])
    for at, ink in enumerate(inks[1:]):
        picture.paste(ink, (0, 40 * at, 40, 40 * at + 40))
    picture.save(data, "JPEG", quality=95)
    return data.getvalue()


def test_too_much_ink_in_a_picture(tmp_path: Path) -> None:
    files = INKS | {"chapters/de/a.jpg": jpeg((250, 240, 240, 240)), "chapters/de/b.svg": DRAWING}
    assert said(tmp_path, HOUSE + PRESS.format(320), files) == (
        "chapters/de/01-a.md:5:1: warning: chapters/de/a.jpg has up to 380 % of ink; Haus takes 320 % [press.ink]\n"
    )


def test_a_speck_of_ink_is_none(tmp_path: Path) -> None:
    picture = jpeg((100, 0, 0, 0), (250, 240, 240, 240))
    files = INKS | {"chapters/de/a.jpg": picture, "chapters/de/b.svg": DRAWING}
    assert said(tmp_path, HOUSE + PRESS.format(320), files) == ""


@pytest.mark.heavy
def test_too_much_ink_in_a_drawing_and_in_the_text(tmp_path: Path) -> None:
    drawing = DRAWING.replace("#000000", "#122016")
    files = INKS | {
        "chapters/de/a.jpg": jpeg((100, 0, 0, 0)),
        "chapters/de/b.svg": drawing,
        "styles/dossier/theme.toml": '[color]\naccent = "#001111"\n',
    }
    assert said(tmp_path, HOUSE + INSIDE + PRESS.format(255), files) == (
        "chapters/de/01-a.md:1:1: warning: 'Kapitel' has up to 291 % of ink; Haus takes 255 % [press.ink]\n"
        "  hint: in the style sheets or colours of the theme: styles/dossier/\n"
        "chapters/de/01-a.md:7:1: warning: chapters/de/b.svg has up to 280 % of ink; Haus takes 255 % [press.ink]\n"
    )


def test_inks_are_not_looked_at_without_a_press(tmp_path: Path) -> None:
    files = INKS | {"chapters/de/a.jpg": jpeg((100, 0, 0, 0)), "chapters/de/b.svg": DRAWING}
    profile = HOUSE + '[colour]\nkeep = "grey"\ncoverage = 10\n'
    assert said(tmp_path, profile, files) == ""


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ("list = [[120, 190], [135, 215]]", "120 by 190, 135 by 215"),
        ("least = [160, 200]", "160 by 200 or more"),
        ("most = [148, 200]", "148 by 200 or less"),
        ("list = [[120, 190], [148, 210]]", ""),
        ("least = [148, 210]\nmost = [148, 210]", ""),
    ],
)
def test_a_size_that_the_printer_does_not_take(tmp_path: Path, size: str, wanted: str) -> None:
    assert said(tmp_path, f"{HOUSE}[size]\n{size}\n", CHAPTER) == (
        wanted and f"book.toml:18:1: warning: the page is 148 by 210 mm; Haus takes {wanted} [press.size]\n"
    )


@pytest.mark.heavy
def test_a_page_of_another_size(tmp_path: Path) -> None:
    shipped = (Path(__file__).parents[3] / "styles/dossier/print.css").read_text()
    files: dict[str, str | bytes] = {
        **CHAPTER,
        "chapters/de/02-b.md": "# Zwei\n\nEin Satz.\n",
        "styles/dossier/print.css": shipped
        + "\n@page wide { size: 160mm 210mm }\n#\\30 2-b { page: wide }\n",
    }
    assert said(tmp_path, HOUSE, files) == (
        "chapters/de/02-b.md:1:1: warning: a page of 'Zwei' is 160 by 210 mm,"
        " but the first one of the book 148 by 210 [press.sizes]\n"
    )


@pytest.mark.parametrize(
    ("bits", "what"),
    [
        (0x0002, "be embedded"),
        pytest.param(0x0104, "be cut down to the letters that are used", marks=pytest.mark.heavy),
        pytest.param(0x0200, "be embedded but as bitmaps", marks=pytest.mark.heavy),
        (0x0004, ""),
        pytest.param(0x0006, "", marks=pytest.mark.heavy),
    ],
)
def test_what_a_font_says_of_its_licence(tmp_path: Path, bits: int, what: str) -> None:
    font = "alegreya/Alegreya-Regular.ttf"
    with TTFont(Path(__file__).parents[3] / "fonts" / font) as changed:
        changed["OS/2"].fsType = bits
        data = BytesIO()
        changed.save(data)
    told = said(tmp_path, HOUSE, {**CHAPTER, f"fonts/{font}": data.getvalue()})
    line = f"fonts/{font}: warning: fonts/{font} may not {what}, say its licence bits [press.licence]\n"
    assert told == (what and line)
