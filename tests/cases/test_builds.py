"""Errors through the whole program: what is said, in the order of the places, and that nothing is written."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bookbuilder import api
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.open_folder import Folder
from tests.cases import book
from tests.cases.case import ROOT

STYLE = {"styles/mine/theme.toml": "", "styles/mine/print.css": "", "styles/mine/base.css": ""}
MINE = 'date = 2022-01-24\ntheme = "mine"'


def said(root: Path, files: Mapping[str, str | bytes]) -> str:
    """Return what a build of a small book says; a book with errors gives no file."""
    result = api.build(book.write(root, files, editions=book.PRINT))
    assert result.failed == (not result.files)
    return book.told(result.diagnostics)


def themed(root: Path, **sheets: str) -> str:
    """Return what a build says of a book with a theme of its own; the names of the sheets are those of files."""
    own = {f"styles/mine/{name.replace('__', '/').replace('_', '.')}": text for name, text in sheets.items()}
    settings = book.settings(["de"], editions=book.PRINT).replace("date = 2022-01-24", MINE)
    return said(root, {"chapters/de/01-a.md": book.CHAPTER, "book.toml": settings, **STYLE, **own})


def png(width: int, height: int) -> bytes:
    """Return a picture of one colour."""
    data = BytesIO()
    Image.new("1", (width, height)).save(data, "PNG")
    return data.getvalue()


def test_everything_at_once_in_the_order_of_the_places(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": "# A\n\n<b>x</b>\n\n::: asid\nText.\n:::\n\n[](#nothing) ![](p.png) ![a](q.png)\n",
        "chapters/de/02-b.md": "# B\n\n## One {#same}\n\n## Two {#same}\n",
        "chapters/de/03-c.md": "",
        "chapters/de/04-d.md": "---\ntitle: a: b\n---\n\nText.\n",
        "chapters/de/05-e.md": "# E\n\nF\u00fcnf: ".encode() + b"\xe4 ist Latin-1.\n",
        "chapters/en/01-a.md": "# A\n\nText.\n",
        "chapters/de/p.png": png(1, 1),
        "chapters/de/q.png": png(8000, 6000),
    }
    # The directives that there are grow from version to version.
    assert (
        re.sub(r"(there are aside, ).*", r"\1…", said(tmp_path, files))
        == """\
chapters/de/05-e.md:3:7: error: this file is not UTF-8: byte 0xE4 cannot be read [file.encoding]
  hint: save the file as UTF-8; most editors offer that under 'Save with encoding'
chapters/de/01-a.md:3:1: error: raw HTML is not printed: <b> [html.raw]
chapters/de/01-a.md:5:1: error: there is no directive 'asid' [directive.unknown]
  hint: there are aside, …
chapters/de/01-a.md:9:14: error: this picture has no alternative text [image.alt]
  hint: say in the brackets what the picture shows
chapters/de/01-a.md:9:25: error: chapters/de/q.png has 48 million pixels; at most 40 million are read [image.huge]
chapters/de/02-b.md: error: this chapter has no counterpart in chapters/en [chapter.missing]
  hint: add chapters/en/02-b.md
chapters/de/02-b.md:5:1: error: the anchor #same is used twice; \
the first is in chapters/de/02-b.md:3:1 [id.twice]
chapters/de/03-c.md: error: this chapter has no counterpart in chapters/en [chapter.missing]
  hint: add chapters/en/03-c.md
chapters/de/03-c.md:1:1: error: this chapter has no text [chapter.empty]
chapters/de/03-c.md:1:1: error: this chapter has no title [chapter.untitled]
  hint: add `title: …` between two lines of ---
chapters/de/04-d.md: error: this chapter has no counterpart in chapters/en [chapter.missing]
  hint: add chapters/en/04-d.md
chapters/de/04-d.md:2:9: error: the front matter cannot be read: mapping values are not allowed here [frontmatter.syntax]
  hint: a value with a colon in it needs quotes around it
chapters/de/05-e.md: error: this chapter has no counterpart in chapters/en [chapter.missing]
  hint: add chapters/en/05-e.md
"""
    )


def test_every_unknown_key_of_the_settings_beside_the_errors_of_the_chapters(tmp_path: Path) -> None:
    settings = book.settings(["de"]).replace("[imprint]", '[imprint]\npubliser = "x"\nxyz = 1')
    assert said(tmp_path, {"chapters/de/01-a.md": "# A\n\n[](#b)\n", "book.toml": settings}) == """\
book.toml:10:1: error: [imprint] has no key called 'publiser' [book.key]
  hint: did you mean "publisher"?
book.toml:11:1: error: [imprint] has no key called 'xyz' [book.key]
  hint: its keys are publisher, address, email, url, responsible, editors, printer, issn, issue, rights, tdm, \
tdm_policy, credits, place, untranslated, isbn
chapters/de/01-a.md:3:1: error: nothing in the book is called #b [reference.unknown]
  hint: put {#b} there
"""  # fmt: skip


def test_settings_that_are_not_utf_8(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"book.toml": b'[book]\nid = "\xc3\xbc\xe4"\n'})
    expected = "book.toml:2:8: error: this file is not UTF-8: byte 0xE4 cannot be read [file.encoding]"
    for found in (api.build(root).diagnostics, api.check(root).diagnostics, api.load(root)[1]):
        assert [str(d) for d in found] == [expected]


def test_a_folder_without_a_book(tmp_path: Path) -> None:
    assert [d.code for d in api.build(tmp_path).diagnostics] == ["book.absent"]
    assert api.load(tmp_path)[0] is None


@pytest.mark.parametrize(
    ("locales", "editions", "expected"),
    [
        (["en"], [], "book.toml: error: the book has no locale 'en' [locale.absent]"),
        ([], ["prnt"], "book.toml: error: the book has no edition 'prnt' [edition.absent]"),
    ],
)
def test_what_the_caller_asks_for_is_not_there(
    locales: list[str], editions: list[str], expected: str, tmp_path: Path
) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": book.CHAPTER}, editions=book.PRINT)
    with pytest.raises(BookbuilderError) as raised:
        api.build(root, locales=locales, editions=editions)
    assert [str(d) for d in raised.value.diagnostics] == [expected]


# -- glyphs, fonts, themes ---------------------------------------------------------------------------------------


def test_a_glyph_that_no_font_has_is_told_at_its_place(tmp_path: Path) -> None:
    text = "# A\n\nErste Zeile z. B. ohne,\nzweite mit *schr\u00e4g* und \u4e2d.\n\n`\u3042` \u4e2d\n"
    told = said(tmp_path, {"chapters/de/01-a.md": text}).split("\n")
    lacks = "no font of the book has the character"
    assert [line for line in told if "hint" not in line] == [
        f"chapters/de/01-a.md:4:25: error: {lacks} \u4e2d (U+4E2D CJK UNIFIED IDEOGRAPH-4E2D) [glyph.missing]",
        f"chapters/de/01-a.md:6:2: error: {lacks} \u3042 (U+3042 HIRAGANA LETTER A) [glyph.missing]",
        "",
    ]


def test_a_glyph_of_the_title(tmp_path: Path) -> None:
    settings = book.settings(["de"], editions=book.PRINT).replace("Ein Fall", "Ein \u4e2d")
    told = said(tmp_path, {"chapters/de/01-a.md": book.CHAPTER, "book.toml": settings})
    assert told.startswith("book.toml") and "[glyph.missing]" in told


FACE = 'faces = [{ file = "a.ttf" }]\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = \n", "fonts.toml cannot be read: invalid value [fonts.syntax]"),
        ("x = " + "9" * 5000, "[fonts.syntax]"),
        (f"[a]\n{FACE}", "fonts.toml names fonts/a/a.ttf, which is not there [fonts.missing]"),
        ("[a]\nfaces = 3", "the faces of a are not a list"),
        ("[a]\nfaces = [{ weight = 400 }]", "a face of a names no file"),
        (f'[a]\nembedding = "restricted"\n{FACE}', "the font a may not be embedded [fonts.embedding]"),
    ],
)
def test_fonts_that_cannot_be_used(text: str, expected: str, tmp_path: Path) -> None:
    told = said(tmp_path, {"chapters/de/01-a.md": book.CHAPTER, "fonts/fonts.toml": text})
    assert told.startswith("fonts/fonts.toml") and expected in told


REGULAR = (Path(__file__).parents[2] / "fonts/alegreya/Alegreya-Regular.ttf").read_bytes()


@pytest.mark.parametrize("data", [b"", b"no font", REGULAR[:90_000], REGULAR[:300]])
def test_a_damaged_font(data: bytes, tmp_path: Path) -> None:
    told = said(tmp_path, {"chapters/de/01-a.md": book.CHAPTER, "fonts/alegreya/Alegreya-Regular.ttf": data})
    line = "fonts/alegreya/Alegreya-Regular.ttf is not a font that can be read [fonts.damaged]"
    assert told == f"fonts/alegreya/Alegreya-Regular.ttf: error: {line}\n"


def test_a_font_that_looks_whole_and_is_not(tmp_path: Path) -> None:
    at = REGULAR.index(b"GPOS") + 8
    start = int.from_bytes(REGULAR[at : at + 4], "big")
    data = REGULAR[:start] + b"\xff" * 5000 + REGULAR[start + 5000 :]
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": book.CHAPTER}
    files["fonts/alegreya/Alegreya-Regular.ttf"] = data
    root = book.write(tmp_path, files, editions='[editions.web]\nformat = "web"\n')
    assert "[fonts.damaged]" in book.told(api.build(root).diagnostics)


@pytest.mark.heavy
def test_two_editions_of_one_name(tmp_path: Path) -> None:
    editions = '[editions.web]\nformat = "web"\n[editions.html]\nformat = "web"\n'
    root = book.write(tmp_path, {"chapters/de/01-a.md": book.CHAPTER}, editions=editions)
    result = api.build(root)
    assert not result.files
    told = "book.toml: error: two editions would both be called fall.de.html [edition.clash]\n"
    assert book.told(result.diagnostics) == told


def test_a_theme_that_there_is_not(tmp_path: Path) -> None:
    settings = book.settings(["de"], editions=book.PRINT).replace("date", 'theme = "dosier"\ndate')
    told = said(tmp_path, {"chapters/de/01-a.md": book.CHAPTER, "book.toml": settings})
    assert told == (
        "book.toml:4:1: error: there is no theme 'dosier' [theme.unknown]\n  hint: did you mean \"dossier\"?\n"
    )


@pytest.mark.parametrize("text", ["[page\n", "x = " + "9" * 5000, "x = " + "[" * 5000])
def test_a_theme_whose_settings_cannot_be_read(text: str, tmp_path: Path) -> None:
    told = themed(tmp_path, theme_toml=text)
    assert told.startswith("styles/mine/theme.toml") and "[theme.syntax]" in told


def test_a_theme_whose_sheet_names_a_token_that_there_is_not(tmp_path: Path) -> None:
    told = themed(tmp_path, print_css="@page { size: {{ theme.page.widht }} }")
    assert told.startswith("styles/mine/print.css:") and "[template.broken]" in told


@pytest.mark.parametrize(
    "template", ["{{ nothing }}", "{% if %}", "{{ 1 / 0 }}", "{{ ().__class__ }}", "{{ {}['a'] }}"]
)
def test_a_template_that_does_not_work(template: str, tmp_path: Path) -> None:
    told = themed(tmp_path, templates__pdf__book_html_j2=template)
    assert told.startswith(
        "styles/mine/templates/pdf/book.html.j2:1: error: the template book.html.j2 does not work"
    )
    assert "[template.broken]" in told


@pytest.mark.heavy
def test_what_the_typesetter_says_is_a_warning(tmp_path: Path) -> None:
    sheet = (ROOT / "styles/dossier/print.css").read_text(encoding="utf-8") + "p { colour: red }\n"
    told = said(tmp_path, {"chapters/de/01-a.md": book.CHAPTER, "styles/dossier/print.css": sheet})
    assert "styles/dossier: warning: the typesetter says: " in told and "colour" in told
    assert "[pdf.warning]" in told
    assert api.check(tmp_path, strict=True).failed


def test_page_numbers_that_do_not_settle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schedule = importlib.import_module("bookbuilder.formats.pdf.paginate.schedule")
    monkeypatch.setattr(schedule.corrections, "corrected", lambda parts, *_: parts)
    told = said(tmp_path, {"chapters/de/01-a.md": book.CHAPTER})
    passes = schedule.PASSES + schedule.RESERVING_PASSES
    said_so = f"the page numbers did not settle after {passes} layouts [pdf.unsettled]"
    assert told == f"book.toml:6:10: error: {said_so}\n"


# -- what is written ---------------------------------------------------------------------------------------------


def state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return everything in a folder: when it was changed, its number in the file system, its bytes."""
    found = {}
    for place in sorted([folder, *folder.rglob("*")]):
        status = place.lstat()
        data = place.read_bytes() if place.is_file() else b""
        found[str(place.relative_to(folder))] = (status.st_mtime_ns, status.st_ino, data)
    return found


def test_a_failed_build_changes_nothing(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": book.CHAPTER}, editions=book.PRINT)
    (made,) = api.build(root).files
    before = state(root / "output")
    for broken in ("# A\n\n[](#x)\n", "# A\n\n\u4e2d\n"):  # found while reading, and while laying out
        (root / "chapters/de/01-a.md").write_text(broken)
        result = api.build(root)
        assert result.failed and result.files == ()
        assert state(root / "output") == before
    assert set(before) == {".", made.name}


def test_a_strict_build_with_a_warning_changes_nothing(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": "# A\n\n[x]{index=X}\n"}, editions=book.PRINT)
    assert not api.build(root, strict=True).files
    assert not (root / "output").exists()
    assert api.build(root).files


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": book.CHAPTER}, editions=book.PRINT)
    assert api.check(root).files == ()
    assert {place.name for place in root.iterdir()} == {"book.toml", "chapters", ".bookbuilder"}


def test_a_good_build_replaces_whole_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": book.CHAPTER}, editions=book.PRINT)
    (made,) = api.build(root).files
    reader = os.open(made, os.O_RDONLY)
    before = made.read_bytes()
    (root / "chapters/de/01-a.md").write_text("# A\n\nEin anderer Satz.\n")
    seen: list[tuple[bool, bytes]] = []
    move = Folder.move

    def watched(folder: Folder, name: str, other: Folder, new: str) -> None:
        if new == made.name and other.place.endswith("output"):
            seen.append((Path(folder.place).stat().st_dev == made.stat().st_dev, made.read_bytes()))
        move(folder, name, other, new)

    monkeypatch.setattr(Folder, "move", watched)
    api.build(root)
    assert seen == [
        (True, before)
    ]  # until it is replaced the old file is whole, and the new one is on the same disk
    assert made.read_bytes() != before
    assert os.read(reader, len(before) + 1) == before
    os.close(reader)
    assert [place.name for place in made.parent.iterdir()] == [made.name]


def test_a_disk_that_is_full_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": book.CHAPTER}, editions=book.PRINT)
    api.build(root)
    before = state(root / "output")
    (root / "chapters/de/01-a.md").write_text("# A\n\nEin anderer Satz.\n")
    write = Folder.write

    def full(folder: Folder, name: str, data: bytes, mode: int = 0o666) -> None:
        if "output" in Path(folder.place).parts:
            raise OSError(28, "No space left on device")
        write(folder, name, data, mode)

    monkeypatch.setattr(Folder, "write", full)
    with pytest.raises(OSError, match="No space"):
        api.build(root)
    after = state(root / "output")
    assert {n: v for n, v in after.items() if n != "."} == {n: v for n, v in before.items() if n != "."}


def test_a_font_that_is_damaged(tmp_path: Path) -> None:
    files = {
        "chapters/de/01-a.md": book.CHAPTER,
        "fonts/fonts.toml": f"[a]\n{FACE}",
        "fonts/a/a.ttf": "no font",
    }
    assert "fonts/a/a.ttf: error: fonts/a/a.ttf is not a font that can be read [fonts.damaged]" in said(
        tmp_path, files
    )


def test_a_chapter_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def refused(path: Path, *arguments: int, **more: int) -> int:
        if str(path).endswith("02-b.md"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **more)

    monkeypatch.setattr(os, "open", refused)  # root, who runs tests in a container, may read everything
    files = {"chapters/de/01-a.md": book.CHAPTER, "chapters/de/02-b.md": book.CHAPTER}
    told = "chapters/de/02-b.md: error: chapters/de/02-b.md cannot be read: Permission denied [file.unreadable]\n"
    assert said(tmp_path, files) == told
