"""Fonts that a book declares: by name alone, with licence bits, and those of a house, which are not in the book."""

from __future__ import annotations

import hashlib
import re
import subprocess
import zipfile
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.formats.pdf.declared_files import DeclaredFile, declared_files
from bookbuilder.html import font_metadata
from bookbuilder.html.font_family import Face, Family, Fonts
from bookbuilder.html.font_place import with_file_places
from bookbuilder.html.font_stand_ins import report_stand_ins
from bookbuilder.html.fonts import fonts
from bookbuilder.html.subset_job import Subset
from bookbuilder.html.subsetter import subset_font
from bookbuilder.html.svg_fonts import embed_fonts
from bookbuilder.html.theme import Theme
from bookbuilder.world import World
from tests.cases import book
from tests.commands import program
from tests.conftest import REPO
from tests.unit.test_watch import Watch

NAME = "Haus Antiqua"
THEME = f'[font]\ntext = "{NAME}"\n'
EDITIONS = (
    '[editions.pdf]\nformat = "pdf"\n[editions.epub]\nformat = "epub"\n[editions.web]\nformat = "web"\n'
)
CHAPTER = "# Kapitel\n\nEin Satz, *kursiv* und **fett**.\n"
FACES = {"Regular": "400, normal", "Italic": "400, italic", "Bold": "700, normal"}


@cache
def house_font(face: str = "Regular", bits: int = 0, name: str = NAME) -> bytes:
    """Return a face of Alegreya as a font of another name, with licence bits."""
    font = TTFont(REPO / f"fonts/alegreya/Alegreya-{face}.ttf", recalcTimestamp=False)
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = name
        elif record.nameID == 6:
            record.string = f"{name.replace(' ', '')}-{face}"
    font["OS/2"].fsType = bits
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def house_book(
    root: Path, declared: str, fonts: Mapping[str, bytes] | None = None, editions: str = EDITIONS
) -> Path:
    """Write a book in a font of its own, with files below `fonts/`."""
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": CHAPTER,
        "fonts/fonts.toml": declared,
        "styles/dossier/theme.toml": THEME,
        **{f"fonts/{name}": data for name, data in (fonts or {}).items()},
    }
    return book.write(root, files, editions=editions)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user with the fonts of the house."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "config/bookbuilder/fonts"
    folder.mkdir(parents=True)
    return folder


def faces_of(root: Path) -> dict[str, list[tuple[str, str, str]]]:
    """Return the faces of the house family in the e-book and the web edition: weight, style, and the family of its file."""
    with zipfile.ZipFile(root / "output/fall.de.epub") as epub:
        files = {name: epub.read(name) for name in epub.namelist()}
    found = {"epub": _faces(files)}
    site = next(path for path in (root / "output").iterdir() if path.is_dir())
    found["web"] = _faces(
        {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    )
    return found


def _faces(files: Mapping[str, bytes]) -> list[tuple[str, str, str]]:
    sheet = "\n".join(data.decode() for name, data in files.items() if name.endswith(".css"))
    rule = rf'@font-face {{ font-family: "{NAME}"; font-weight: (\d+); font-style: (\w+);[^}}]*src: url\("?([^)"]+)'
    found = []
    for weight, style, address in re.findall(rule, sheet):
        (data,) = (data for name, data in files.items() if name.endswith(address.removeprefix("../")))
        with TTFont(BytesIO(data)) as font:
            found.append((weight, style, str(font["name"].getDebugName(16) or font["name"].getDebugName(1))))
    return sorted(found)


def printed_fonts(pdf: Path) -> set[str]:
    """Return the names of the fonts in a PDF, as an independent tool lists them."""
    listed = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout
    return {line.split()[0].partition("+")[2] for line in listed.splitlines()[2:]}


# -- by name alone ----------------------------------------------------------------------------------------------


def test_a_family_that_is_declared_by_its_name_is_in_every_edition(tmp_path: Path) -> None:
    """As the manual shows it, with the files anywhere in fonts/."""
    files = {f"haus/H-{face}.ttf": house_font(face) for face in ("Regular", "Bold")}
    files["H-Italic.ttf"] = house_font("Italic")
    root = house_book(tmp_path, f'[haus]\nname = "{NAME}"\n', files)
    result = api.build(root, jobs=1)
    assert result.diagnostics == ()
    wanted = [("400", "italic", NAME), ("400", "normal", NAME), ("700", "normal", NAME)]
    assert faces_of(root) == {"epub": wanted, "web": wanted}
    assert {"Haus-Antiqua", "Haus-Antiqua-Bold", "Haus-Antiqua-Italic"} <= printed_fonts(
        root / "output/fall.de.pdf"
    )


@pytest.mark.parametrize(
    ("files", "hint"),
    [
        ({}, "put its files (.ttf, .otf) into {}/fonts/"),
        (
            {"a.ttf": house_font(name="Andere")},
            "the fonts there are of Andere; put its files (.ttf, .otf) into {}/fonts/",
        ),
    ],
)
def test_a_family_without_a_file_is_an_error(
    files: Mapping[str, bytes], hint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ended in another family without a word."""
    root = house_book(tmp_path, f'\n[haus]\nname = "{NAME}"\n', files)
    assert main(["build", str(root)]) == 1
    line = f"no font in {root}/fonts/ is of the family {NAME}, which fonts.toml declares [fonts.faceless]"
    assert f"fonts/fonts.toml:3:1: error: {line}\n  hint: {hint.format(root)}\n" in capsys.readouterr().err


def test_a_listed_file_may_call_itself_otherwise(tmp_path: Path) -> None:
    """Print took another family without a word."""
    declared = f'[haus]\nname = "{NAME}"\nfaces = [{{ file = "a.ttf" }}]\n'
    root = house_book(tmp_path, declared, {"haus/a.ttf": house_font(name="Andere")})
    result = api.build(root, editions=["pdf"], jobs=1)
    assert not result.failed, result.diagnostics
    assert any("Haus" in name for name in printed_fonts(root / "output/fall.de.pdf"))


def says_it_is_regular(data: bytes) -> bytes:
    """Return a font that says of itself that it is regular and upright, whatever it looks like."""
    font = TTFont(BytesIO(data), recalcTimestamp=False)
    font["OS/2"].usWeightClass, font["OS/2"].fsSelection = 400, 0x40
    font["head"].macStyle = 0
    for record in font["name"].names:
        if record.nameID in (2, 17):
            record.string = "Regular"
    out = BytesIO()
    font.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "ending", ["TTF", *(pytest.param(ending, marks=pytest.mark.heavy) for ending in ("ttf", "Otf", "font"))]
)
def test_print_takes_files_as_they_are_declared(ending: str, tmp_path: Path) -> None:
    """Whatever a file is called, and whatever weight and style it has by its own account. Bold was printed as regular, and
    of files with another ending nothing at all: a stand-in took their place without a word."""
    files = {f"haus/{face}.{ending}": says_it_is_regular(house_font(face)) for face in FACES}
    faces = "".join(
        f'{{ file = "{face}.{ending}", weight = {kind.split(", ")[0]}, style = "{kind.split(", ")[1]}" }}, '
        for face, kind in FACES.items()
    )
    declared = f'[haus]\nname = "{NAME}"\nfaces = [{faces}]\n'
    root = house_book(tmp_path, declared, files, '[editions.pdf]\nformat = "pdf"\n')
    (made,) = api.build(root, jobs=1).files
    assert boxes_of(made) == {face: box_of(files[f"haus/{face}.{ending}"]) for face in FACES}


def box_of(data: bytes) -> tuple[int, ...]:
    """Return the box around all glyphs of a font, which says which one it is, even if it is a subset."""
    with TTFont(BytesIO(data)) as font:
        return tuple(getattr(font["head"], side) for side in ("xMin", "yMin", "xMax", "yMax"))


def boxes_of(pdf: Path) -> dict[str, tuple[int, ...]]:
    """Return face → box of the fonts of the house family in a PDF, which calls them as they were asked for."""
    with pikepdf.open(pdf) as document:
        fonts = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        found = {str(font.FontName).partition("+")[2]: box_of(font.FontFile2.read_bytes()) for font in fonts}
    prefix = NAME.replace(" ", "-")
    return {
        name.removeprefix(prefix).removeprefix("-") or "Regular": box
        for name, box in found.items()
        if name.startswith(prefix)
    }


BOLD_LACKS = "bold face: the bold text of this book is printed as regular"
ITALIC_LACKS = "italic face: the italic text of this book is printed upright"


@pytest.mark.parametrize(
    ("weights", "text", "told"),
    [
        ((400,), CHAPTER, [BOLD_LACKS, ITALIC_LACKS]),
        ((400,), "# Kapitel\n\nEin Satz.\n", [BOLD_LACKS]),  # the imprint has bold words
        ((400, 600), "# Kapitel\n\nEin **Satz**.\n", []),
    ],
)
def test_a_face_that_the_text_needs_and_its_family_lacks_is_told(
    weights: tuple[int, ...], text: str, told: list[str], tmp_path: Path
) -> None:
    """Bold was printed as regular without a word."""
    faces = ", ".join(f'{{ file = "{weight}.ttf", weight = {weight} }}' for weight in weights)
    files = {f"haus/{weight}.ttf": house_font() for weight in weights}
    declared = f'[haus]\nname = "{NAME}"\nfaces = [{faces}]\n'
    root = house_book(tmp_path, declared, files, book.PRINT)
    (root / "chapters/de/01-a.md").write_text(text, encoding="utf-8")
    found = [one for one in api.build(root, jobs=1).diagnostics if one.code == "fonts.plain"]
    assert [one.message.removeprefix(f"{NAME} has no ") for one in found] == told
    assert all(str(one).startswith("fonts/fonts.toml:3:1: notice: ") for one in found)


def test_a_file_that_is_declared_with_two_weights_is_there_for_both() -> None:
    """fontconfig knows one weight of a file."""
    families = (
        Family(NAME, "serif", "", "", (Face("a.ttf", 400, "normal"), Face("a.ttf", 700, "normal"))),
        Family("Zweite", "serif", "", "", (Face("a.ttf", 700, "normal"), Face("a.ttf", 400, "italic"))),
    )
    assert declared_files(Fonts(families, {})) == {
        "a.ttf": DeclaredFile("a.ttf", (NAME,), 400, "normal"),
        "a-700-normal.ttf": DeclaredFile("a.ttf", (NAME, "Zweite"), 700, "normal"),
        "a-400-italic.ttf": DeclaredFile("a.ttf", ("Zweite",), 400, "italic"),
    }


def test_two_families_may_have_files_of_one_name(tmp_path: Path) -> None:
    files = {"a/Regular.ttf": house_font(), "b/Regular.ttf": house_font(name="Andere")}
    root = house_book(tmp_path, f'[haus]\nname = "{NAME}"\n[andere]\nname = "Andere"\n', files)
    (root / "styles/dossier/theme.toml").write_text(f'{THEME}heading = "Andere"\n', encoding="utf-8")
    assert not api.build(root, editions=["epub"], jobs=1).failed
    with zipfile.ZipFile(root / "output/fall.de.epub") as epub:
        names = [name for name in epub.namelist() if "Regular" in name and "Alegreya" not in name]
        fonts = [TTFont(BytesIO(epub.read(name)))["name"].getDebugName(1) for name in names]
    assert len(names) == len(set(names)) and sorted(fonts) == ["Andere", NAME]


def test_an_e_book_has_the_faces_that_readers_take_for_others(tmp_path: Path) -> None:
    """Of a family without a regular and a bold it had no file at all."""
    faces = '[{ file = "l.ttf", weight = 300 }, { file = "s.ttf", weight = 600 }, { file = "t.ttf", weight = 100 }]'
    files = {f"haus/{name}.ttf": house_font() for name in "lst"}
    root = house_book(tmp_path, f'[haus]\nname = "{NAME}"\nfaces = {faces}\n', files)
    assert not api.build(root, editions=["epub", "web"], jobs=1).failed
    wanted = [("300", "normal", NAME), ("600", "normal", NAME)]
    assert faces_of(root) == {"epub": wanted, "web": [("100", "normal", NAME), *wanted]}


def test_a_drawing_has_the_face_that_is_nearest_to_regular() -> None:
    family = Family(NAME, "serif", "", "", (Face("l.ttf", 300, "normal"), Face("s.ttf", 600, "normal")))
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><text font-family="{NAME}">A</text></svg>'.encode()
    fonts_there = Fonts((family,), {"l.ttf": house_font(), "s.ttf": house_font("Bold")})
    assert re.findall(rb"font-weight: (\d+)", embed_fonts(drawing, fonts_there)) == [b"300"]


def test_a_font_that_no_family_declares_is_not_used(tmp_path: Path) -> None:
    files = {"a.ttf": house_font(), "b.ttf": house_font(name="Andere")}
    root = house_book(tmp_path, f'[haus]\nname = "{NAME}"\n', files, book.PRINT)
    sheet = 'p { font-family: "Andere" }\n'
    (root / "styles/dossier/print.css").write_text(sheet, encoding="utf-8")
    (made,) = api.build(root, jobs=1).files
    assert not any("Andere" in name for name in printed_fonts(made))


# -- licences ---------------------------------------------------------------------------------------------------


LICENCES = (
    *product((0, 0x0002), ("", *font_metadata.RIGHTS)),
    # The mildest right takes nothing away, whatever the file says; and the other bits say what one of these does.
    *product((0x0004, 0x0008), ("", "editable", "preview", "restricted")),
    *((bits, "") for bits in (0x000C, 0x0100, 0x0104, 0x0200)),
)
HANDED_OUT = {0, 0x0008, 0x000C}
"""Licence bits with which a font may be a file that readers get, cut down to the letters that are used."""


@pytest.mark.parametrize(
    ("bits", "declared"),
    [
        case if number % 8 == 1 else pytest.param(*case, marks=pytest.mark.heavy)
        for number, case in enumerate(LICENCES)
    ],
)
def test_a_font_is_handed_out_only_if_its_licence_allows_that(
    bits: int, declared: str, tmp_path: Path
) -> None:
    """The stricter one holds of what fonts.toml and the files say: the font stays out of e-books and the web, a stand-in
    of its kind is there instead, and that is told. In print it stands, unless it may not be embedded at all."""
    table = f'[haus]\nname = "{NAME}"\n' + (f'embedding = "{declared}"\n' if declared else "")
    root = house_book(tmp_path, table, {"a.ttf": house_font(bits=bits)})
    result = api.build(root, jobs=1)
    codes = [(one.code, one.severity) for one in result.diagnostics]
    if declared == "restricted" or (bits == 0x0002 and not declared):
        assert ("fonts.embedding", "error") in codes and not (root / "output").exists()
        return
    may = bits in HANDED_OUT and declared != "preview"
    plain = [("fonts.plain", "notice")] * 2  # it has no bold and no italic
    assert codes == plain + ([] if may else [("fonts.withheld", "notice")] * 2)
    found = {edition: {family for _, _, family in faces} for edition, faces in faces_of(root).items()}
    wanted = {NAME if may else "Alegreya"}
    assert found == {"epub": wanted, "web": wanted}
    assert "Haus-Antiqua" in printed_fonts(root / "output/fall.de.pdf")


def test_a_family_names_its_stand_in(tmp_path: Path) -> None:
    table = f'[haus]\nname = "{NAME}"\nembedding = "preview"\nstand-in = "Alegreya Sans"\n'
    root = house_book(tmp_path, table, {"a.ttf": house_font()})
    told = book.told(api.build(root, editions=["epub", "web"], jobs=1).diagnostics)
    why = 'fonts.toml says embedding = "preview"'
    assert told == "".join(
        f"fonts/fonts.toml:1:2: notice: {NAME} does not go into the edition {edition}:"
        f" Alegreya Sans stands in for it ({why}) [fonts.withheld]\n"
        for edition in ("epub", "web")
    )
    assert {family for _, _, family in faces_of(root)["epub"]} == {"Alegreya Sans"}


# -- fonts of the house -----------------------------------------------------------------------------------------


def house_table(*fonts: bytes) -> str:
    faces = ", ".join(
        f'{{ sha256 = "{sha256(data)}", weight = {400 + 300 * number} }}' for number, data in enumerate(fonts)
    )
    return f'[haus]\nname = "{NAME}"\nfaces = [{faces}]\n'


@pytest.mark.heavy
def test_a_font_of_the_house_is_found_by_its_hash(tmp_path: Path, house: Path) -> None:
    """In the jail as well, whatever the file is called; and the same bytes as with the font in the book."""
    fonts = house_font(), house_font("Bold")
    (house / "deep").mkdir()
    for number, data in enumerate(fonts):
        (house / f"deep/{number}.otf").write_bytes(data)
    root = house_book(tmp_path / "book", house_table(*fonts))
    done = program().run("build", root, "--jobs", "2")
    assert (done.returncode, done.stderr.count("warning")) == (0, 0), done.stderr
    assert {family for _, _, family in faces_of(root)["epub"]} == {NAME}
    assert "Haus-Antiqua" in printed_fonts(root / "output/fall.de.pdf")
    for number in range(2):
        (house / f"deep/{number}.otf").rename(house / f"moved-{number}.ttf")
    before = {path: path.read_bytes() for path in (root / "output").glob("*.*") if path.is_file()}
    (root / ".bookbuilder").rename(tmp_path / "aside")
    assert not api.build(root, jobs=1).failed
    assert {path: path.read_bytes() for path in before} == before


def test_without_the_font_a_draft_has_a_stand_in_and_says_so(
    tmp_path: Path, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = house_book(tmp_path / "book", house_table(house_font()))
    assert main(["build", str(root), "--jobs", "1"]) == 0
    line = f"fonts/fonts.toml:3:1: warning: {NAME} is not on this machine: Alegreya stands in for it"
    told = capsys.readouterr().err
    assert f"{line} [fonts.elsewhere]" in told
    assert "[glyph.foreign]" not in told, "the stand-in has the letters"
    assert {family for _, _, family in faces_of(root)["web"]} == {"Alegreya"}
    names = printed_fonts(root / "output/fall.de.pdf")
    assert "Alegreya" in names and not any("Haus" in name or "Frank" in name for name in names)
    assert main(["build", str(root), "--strict"]) == 1
    (house / "a.ttf").write_bytes(house_font())
    assert main(["build", str(root), "--strict", "--jobs", "1"]) == 0, "the build before is out of date"
    assert "Haus-Antiqua" in printed_fonts(root / "output/fall.de.pdf")


@pytest.mark.heavy
def test_a_build_that_stays_sees_a_font_that_comes_to_the_house(tmp_path: Path, house: Path) -> None:
    root = house_book(tmp_path / "book", house_table(house_font()), editions=book.PRINT)
    watch = Watch(root)
    try:
        assert watch.next()[1] == "1 made"
        assert watch.said.get(timeout=60) == "waiting for changes; Ctrl-C ends this"
        (house / "a.ttf").write_bytes(house_font())
        what, made, _, said = watch.next()
        assert (what, made) == ("../config/bookbuilder/fonts/a.ttf", "1 made")
        assert not any("fonts.elsewhere" in line for line in said)
        (house / "a.ttf").unlink()
        _, made, _, said = watch.next()
        assert made == "1 made" and any("fonts.elsewhere" in line for line in said)
    finally:
        assert watch.end() == 130


def test_a_stand_in_keeps_its_own_name_where_it_is_used_by_that(
    tmp_path: Path, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = house_font(name="Ersatz Antiqua")
    declared = (
        f'{house_table(house_font())}stand-in = "Ersatz Antiqua"\n'
        '[ersatz]\nname = "Ersatz Antiqua"\nfaces = [{ file = "e.ttf" }]\n'
    )
    editions = '[editions.pdf]\nformat = "pdf"\n'
    root = house_book(tmp_path / "book", declared, {"ersatz/e.ttf": other}, editions)
    (root / "styles/dossier/theme.toml").write_text(f'{THEME}heading = "Ersatz Antiqua"\n')
    assert main(["build", str(root), "--jobs", "1"]) == 0
    assert "[glyph.foreign]" not in capsys.readouterr().err
    names = printed_fonts(root / "output/fall.de.pdf")
    assert "Ersatz-Antiqua" in names and not any("Haus" in name for name in names)


def test_a_file_that_two_families_have_is_foreign_to_neither(tmp_path: Path) -> None:
    table = '[{0}]\nname = "{1}"\nfolder = "haus"\nfaces = [{{ file = "a.ttf" }}]\n'
    declared = table.format("haus", NAME) + table.format("zweite", "Zweite Antiqua")
    root = house_book(tmp_path, declared, {"haus/a.ttf": house_font()}, '[editions.pdf]\nformat = "pdf"\n')
    (root / "styles/dossier/theme.toml").write_text(f'{THEME}heading = "Zweite Antiqua"\n')
    result = api.build(root, jobs=1)
    assert result.files and "glyph.foreign" not in {one.code for one in result.diagnostics}


def test_an_edition_for_a_printer_has_no_stand_in(
    tmp_path: Path, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    editions = '[editions.buch]\nformat = "pdf"\nprinter = "press"\n'
    root = house_book(tmp_path / "book", house_table(house_font()), editions=editions)
    assert main(["build", str(root)]) == 1
    line = (
        f"{NAME} is not on this machine, and the edition buch is for a printer: it is not made with Alegreya"
    )
    assert f"fonts/fonts.toml:3:1: error: {line} [fonts.needed]" in capsys.readouterr().err
    assert not (root / "output").exists()


@pytest.mark.heavy
def test_what_the_file_of_a_house_forbids_is_told_where_fonts_toml_names_it(
    tmp_path: Path, house: Path
) -> None:
    """It was told at a file of the program that does not exist."""
    data = house_font(bits=0x0100)
    (house / "a.ttf").write_bytes(data)
    editions = '[editions.buch]\nformat = "pdf"\nprinter = "offset"\n'
    result = api.build(house_book(tmp_path / "book", house_table(data), editions=editions), jobs=1)
    (found,) = [one for one in result.diagnostics if one.code == "press.licence"]
    file = f"HausAntiqua-{sha256(data)[:12]}.otf"
    assert str(found).startswith(f"fonts/fonts.toml:3:1: warning: {file} may not be cut down")


def test_a_step_names_the_place_of_a_font_file(tmp_path: Path, house: Path) -> None:
    (house / "a.ttf").write_bytes(house_font())
    world = World(house_book(tmp_path / "book", house_table(house_font())))
    there = fonts(world, Findings())
    (family,) = [family for family in there.families if family.name == NAME]
    told = []
    for file in (family.faces[0].file, "alegreya/Alegreya-Bold.ttf"):
        with pytest.raises(BookbuilderError) as raised:
            subset_font(Subset(file, b"no font", "a"))
        told += [str(one) for one in with_file_places(raised.value.diagnostics, there, world)]
    file = f"HausAntiqua-{sha256(house_font())[:12]}.otf"
    shipped = "bookbuilder:fonts/alegreya/Alegreya-Bold.ttf"
    assert told == [
        f"fonts/fonts.toml:3:1: error: {file} is not a font that can be read [fonts.damaged]",
        f"{shipped}: error: {shipped} is not a font that can be read [fonts.damaged]",
    ]


@pytest.mark.parametrize("name", ["Haus\\u0001", "", " Haus", "Haus, Bau", "a</style>", "x" * 101])
def test_a_name_that_no_style_sheet_can_write_is_refused(tmp_path: Path, name: str) -> None:
    """fontconfig took what it could of such names, and Pango ended the process over a font without a family."""
    declared = f'[haus]\nname = "{name}"\nfaces = [{{ file = "a.ttf" }}]\n'
    findings = Findings()
    fonts(World(house_book(tmp_path, declared, {"haus/a.ttf": house_font()})), findings)
    (found,) = findings.sorted()
    assert str(found).startswith("fonts/fonts.toml:2:1: error:") and found.code == "fonts.syntax"


FACE = '{ file = "a.ttf" }'


@pytest.mark.parametrize(
    ("keys", "place", "told", "hint"),
    [
        ("faces = []", "2:1", "{} has an empty list of faces", "list its files"),
        (
            'faces = [{ file = "a.ttf" }, { file = "a.ttf", weight = 400 }]',
            "2:30",
            "two faces of {} have the weight 400 and the style 'normal'",
            "only one of them would be printed",
        ),
        ("faces = [{ weight = 500 }]", "2:10", "a face of {} names no file", "its file is in quotes"),
        (
            'faces = [{ file = "a.ttf", weight = 40000 }]',
            "2:28",
            "a face of {} has the weight '40000'",
            "a weight is",
        ),
        (
            'faces = [{ file = "a.ttf", weight = "4;}" }]',
            "2:28",
            "a face of {} has the weight '4;}}'",
            "a weight is",
        ),
        (
            'faces = [{ file = "a.ttf", style = "kursiv" }]',
            "2:28",
            "a face of {} has the style 'kursiv'",
            "a style is",
        ),
        (
            'faces = [{ file = "a.ttf", style = "Italic" }]',
            "2:28",
            "a face of {} has the style",
            'mean "italic"',
        ),
        (
            'faces = [{ file = "a.ttf", wieght = 400 }]',
            "2:28",
            "a face of {} has no key called 'wieght'",
            'mean "weight"',
        ),
        ('faces = [{ sha256 = "12" }]', "2:12", "the sha256 of a face of {} is not 64 digits", "fonts list"),
        (f'faces = [{FACE}]\nkind = "Serif"', "3:1", "there is no kind 'Serif'", 'mean "serif"'),
        (f'faces = [{FACE}]\nstand-in = "Alegrya"', "3:1", "there is no family 'Alegrya'", 'mean "Alegreya"'),
        (
            f'faces = [{FACE}]\nembeding = "preview"',
            "3:1",
            "[haus] of fonts.toml has no key called 'embeding'",
            'mean "embedding"',
        ),
        (f"faces = [{FACE}]\nlicence = 3", "3:1", "licence of [haus] is no text in quotes", ""),
        (f'faces = [{FACE}]\nascii = "no"', "3:1", "ascii of {} is neither true nor false", ""),
    ],
)
def test_a_value_that_fonts_toml_cannot_have_is_told_at_its_key(
    keys: str, place: str, told: str, hint: str, tmp_path: Path
) -> None:
    """They were taken as they were, into style sheets too, or changed nothing without a word."""
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": CHAPTER,
        "fonts/fonts.toml": f"[haus]\n{keys}\n",
        "fonts/haus/a.ttf": house_font(),
    }
    findings = Findings()
    fonts(World(book.write(tmp_path, files)), findings)
    (found,) = findings.sorted()
    assert (
        str(found).startswith(f"fonts/fonts.toml:{place}: error: ") and told.format("haus") in found.message
    )
    assert found.code == ("fonts.key" if "no key" in told else "fonts.syntax")
    assert hint in found.hint


def families_of(root: Path, declared: str) -> tuple[list[Family], list[str]]:
    findings = Findings()
    found = fonts(World(house_book(root, declared, {"mine/a.ttf": house_font()})), findings)
    return list(found.families), [f"{one.span} {one.message}" for one in findings.sorted()]


def test_a_family_of_the_book_replaces_the_one_of_the_program_with_its_name(tmp_path: Path) -> None:
    """Faces of both were mixed without a word."""
    families, told = families_of(tmp_path, f'[mine]\nname = "alegreya"\nfaces = [{FACE}]\n')
    alike = [family for family in families if family.name.casefold() == "alegreya"]
    assert not told and [face.file for family in alike for face in family.faces] == ["mine/a.ttf"]


def test_a_book_declares_a_family_once(tmp_path: Path) -> None:
    declared = (
        f'[mine]\nname = "{NAME}"\nfaces = [{FACE}]\n[other]\nname = "haus  antiqua"\nfaces = [{FACE}]\n'
    )
    _, told = families_of(tmp_path, declared)
    problem = "haus  antiqua is declared twice, in [mine] and in [other]"
    assert told == [f"fonts/fonts.toml:5:1 fonts.toml cannot be read: {problem}"]


def test_a_hash_may_be_in_capitals(tmp_path: Path, house: Path) -> None:
    """As Windows prints it."""
    (house / "a.ttf").write_bytes(house_font())
    declared = f'[haus]\nname = "{NAME}"\nfaces = [{{ sha256 = "{sha256(house_font()).upper()}" }}]\n'
    families, told = families_of(tmp_path / "book", declared)
    assert not told and not any(family.absent for family in families)


@pytest.mark.parametrize(
    ("sheet", "named"),
    [
        ('p { font-family: "Source" }', ["Source"]),
        ("p { font-family: Source, serif }", ["Source"]),
        ("p { font-family: serif,\n  source\n}", ["Source"]),
        ("p { font: bold 12pt/1.2 Source, serif }", ["Source"]),
        ('p { --own: "Source" }', ["Source"]),
        ('p { font-family: "Source Code Pro" }', ["Source Code Pro"]),
        ("p { font-family: Source Code Pro }", ["Source Code Pro"]),
        ("p { font: italic 9pt Source Code Pro }", ["Source Code Pro"]),
        ("/* Source: it's the page before */ p { font-family: 'Pro' }", ["Pro"]),
    ],
)
def test_a_family_is_used_where_its_whole_name_stands(sheet: str, named: list[str]) -> None:
    """One with a name that another begins with stopped an edition for a printer, without being used."""
    there = [Family(name, "serif", "", "", (), absent=True) for name in ("Source", "Source Code Pro", "Pro")]
    theme = Theme("dossier", {}, {"print.css": sheet}, {}, {})
    findings = Findings()
    report_stand_ins(Fonts(tuple(there), {}), theme, "buch", findings, handed_out=False, for_printer=True)
    assert [one.message.partition(" is not")[0] for one in findings.sorted()] == named


def test_a_face_with_a_hash_is_that_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    declared = f'[haus]\nname = "{NAME}"\nfaces = [{{ file = "a.ttf", sha256 = "{"0" * 64}" }}]\n'
    root = house_book(tmp_path, declared, {"haus/a.ttf": house_font()})
    assert main(["build", str(root)]) == 1
    found = f"its SHA-256 is {sha256(house_font())} [fonts.changed]"
    assert (
        f"fonts/fonts.toml:3:1: error: {root}/fonts/haus/a.ttf is not the file that fonts.toml means: {found}"
        in (capsys.readouterr().err)
    )


def test_a_book_decides_about_no_path_in_the_house(tmp_path: Path, house: Path) -> None:
    """Neither where a font is read nor where it is put; and a folder in the book is not the user's."""
    (house / "a.ttf").write_bytes(house_font())
    digest = sha256(house_font())
    for key in ("folder", "name"):
        root = house_book(
            tmp_path / key,
            f'["../x"]\n{key} = "../../../../x/../{NAME}"\nfaces = [{{ sha256 = "{digest}" }}]\n',
        )
        api.build(root, jobs=1)
    assert not list(tmp_path.rglob("x")) and not list(tmp_path.rglob("x.otf"))
    inside = World(tmp_path / "config")
    assert inside.house_font(digest) is None and inside.house_fonts() == {}
    assert World(tmp_path / "name").house_font(digest) == house_font()
    (house / "link.ttf").symlink_to(tmp_path / "config")
    assert list(World(tmp_path / "name").house_fonts()) == [digest]


def test_the_fonts_of_the_house_are_listed(
    tmp_path: Path, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (house / "a.ttf").write_bytes(house_font())
    root = house_book(tmp_path / "book", house_table(house_font(), house_font("Bold")))
    assert main(["fonts", "list", str(root)]) == 0
    told = capsys.readouterr().out
    assert f"{NAME} (Latn, Grek, Cyrl): a font of the house that is not on this machine" in told
    assert f'{NAME} 400 normal: sha256 = "{sha256(house_font())}"' in told
