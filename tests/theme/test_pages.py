"""The pages of the dossier: margins, running heads, folios, line grid, faces."""

import re
import tomllib
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import Built
from tests.theme.page import MM, Sheet

REPO = Path(__file__).parents[2]
TOKENS = tomllib.loads((REPO / "styles/dossier/theme.toml").read_text())
LOCALES = ("de", "en")
TITLE = {"de": "fünf tage im januar", "en": "five days in january"}
COVERS = 2
"""The cover and its inside, which are not counted."""


def mm(token: str) -> float:
    return float(token.removesuffix("mm"))


def pt(token: str) -> float:
    return float(token.removesuffix("pt"))


PAGE = TOKENS["page"]
TOP, BOTTOM, HEIGHT, WIDTH = (mm(PAGE[name]) for name in ("top", "bottom", "height", "width"))


@pytest.fixture(params=LOCALES)
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sheet(dossier: Built, locale: str) -> Sheet:
    return Sheet(dossier.file(f"woche-der-diplomatie.{locale}.pdf"))


def openings(sheet: Sheet) -> dict[int, str]:
    """Return the first page of each chapter."""
    with pikepdf.open(sheet.path) as book:
        numbers = {page.obj.objgen: n for n, page in enumerate(book.pages, 1)}
        names = pikepdf.NameTree(book.Root.Names.Dests)
        where = {name: numbers[place[0].objgen] for name, place in names.items()}
    return {where[p.stem]: p.stem for p in sorted((REPO / "chapters/de").glob("*.md"))}


def test_the_paper_is_a5(sheet: Sheet) -> None:
    assert {tuple(round(n) for n in sheet.size(page)) for page in range(1, len(sheet) + 1)} == {(148, 210)}


@pytest.mark.heavy
def test_margins_are_mirrored(sheet: Sheet) -> None:
    size = pt(TOKENS["size"]["text"])
    pages = [n for n in range(min(openings(sheet)), len(sheet)) if len(sheet.baselines(n, size)) > 10]
    assert len(pages) > 12
    hanging = 0.9  # mm: a quotation mark at the start of a line, a hyphen or a comma at its end
    for page in pages:
        words = [w for w in sheet.words[page - 1] if w.top >= TOP * MM and w.bottom <= (HEIGHT - BOTTOM) * MM]
        left, right = ("inner", "outer") if page % 2 else ("outer", "inner")
        assert -0.6 - hanging < min(w.left for w in words) / MM - mm(PAGE[left]) < 0.6, page
        assert max(w.right for w in words) / MM < WIDTH - mm(PAGE[right]) + 0.4 + hanging, page


def test_the_first_chapter_opens_on_the_right_and_the_book_is_short_of_blanks(sheet: Sheet) -> None:
    assert min(openings(sheet)) % 2 == 1
    blank = [page for page in range(1, len(sheet) + 1) if not sheet.words[page - 1]]
    assert len(blank) <= len(sheet) / 6


def test_running_heads(sheet: Sheet, locale: str) -> None:
    """The book stands on the left, the chapter on the right; nothing on openings, blank and front pages."""
    starts = openings(sheet)
    first = min(starts)
    for page in range(1, len(sheet)):
        head = sheet.between(page, 0, TOP - 1)
        if page < first or page in starts or not sheet.words[page - 1]:
            assert not head or page == 1, page
        elif page % 2 == 0:
            assert head.lower() == TITLE[locale], page
        else:
            assert head and head.lower() != TITLE[locale], page


def test_folios_are_the_labels_that_viewers_show(sheet: Sheet) -> None:
    starts = openings(sheet)
    for page in range(1, len(sheet) + 1):
        foot = sheet.between(page, HEIGHT - BOTTOM + 2, HEIGHT)
        if page >= min(starts) and page < len(sheet) and sheet.words[page - 1]:
            assert foot == str(page - COVERS) == sheet.label(page)
        elif foot and page not in (1, len(sheet)):
            assert foot == str(page - COVERS), "the contents"


def test_lines_stand_on_one_grid(sheet: Sheet) -> None:
    """Text lies on the same lines on every page; a list may stand half a line lower."""
    step, size = pt(TOKENS["grid"]["baseline"]), pt(TOKENS["size"]["text"])
    offsets: dict[int, list[float]] = {}
    for page in range(min(openings(sheet)), len(sheet)):
        offsets[page] = [round(y % step, 2) for y in sheet.baselines(page, size)]
    every = [offset for found in offsets.values() for offset in found]
    line = max(set(every), key=every.count)
    half = (line + step / 2) % step
    assert len(every) > 300
    for page, found in offsets.items():
        # The number of a displayed formula stands beside it, in the middle.
        words = " ".join(word.text for word in sheet.words[page - 1])
        away = [o for o in found if min(abs(o - line), abs(o - half)) >= 0.2]
        assert len(away) <= (1 if re.search(r"\(\d+\.\d+\)", words) else 0), page
    assert sum(abs(o - line) < 0.2 for o in every) > 0.9 * len(every)


def test_no_line_runs_over_the_edge_of_the_text(sheet: Sheet) -> None:
    for page in range(2, len(sheet)):
        for word in sheet.words[page - 1]:
            assert word.left > (mm(PAGE["inner"]) - 1) * MM, (page, word)
            assert word.right < (WIDTH - mm(PAGE["inner"]) + 1) * MM, (page, word)


def test_faces_are_real(sheet: Sheet) -> None:
    """Bold, italic and small caps come from their own files, and there is no face that the theme does not use."""
    names = set()
    with pikepdf.open(sheet.path) as book:
        for thing in book.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                names.add(re.sub(r"[\s-]", "", str(thing.FontName).split("+")[-1].lstrip("/")))
    assert names <= {
        *("Alegreya", "AlegreyaRegular", "AlegreyaItalic", "AlegreyaMedium", "AlegreyaBold"),
        *(
            "AlegreyaSans",
            "AlegreyaSansRegular",
            "AlegreyaSansItalic",
            "AlegreyaSansMedium",
            "AlegreyaSansBold",
        ),
        "AlegreyaSansSmallCaps",  # WeasyPrint's name for the small caps of Alegreya Sans
    }, names
    assert any("Bold" in name for name in names) and any("Italic" in name for name in names)


def test_links_are_not_blue(sheet: Sheet) -> None:
    """A colour of links in a browser (0 0 0.93) is nowhere in the pages."""
    with pikepdf.open(sheet.path) as book:
        for page in book.pages:
            page.contents_coalesce()
            data = page.Contents.read_bytes()
            assert not re.search(rb"\b0 0 0?\.93\d* (rg|RG|scn|SCN)\b", data)
