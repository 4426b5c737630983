"""A small book in Arabic, Hebrew, Japanese and Chinese each, as its reader would find it in print and as an e-book."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import Built, Shared, build_book_here
from tests.epub.reader import Epub
from tests.theme.page import MM, Sheet
from tests.validators import ace, epubcheck, verapdf

pytestmark = pytest.mark.heavy

BOOKS = Path(__file__).parent
LOCALES = ("ar", "he", "ja", "zh")
EVERY = [pytest.param(one, marks=pytest.mark.heavy) if one in ("he", "ja") else one for one in LOCALES]
"""Arabic and Chinese every day, which are set as the two others are."""
FAMILY = {"ar": "Amiri", "he": "FrankRuhlLibre", "ja": "NotoSerifJP", "zh": "NotoSerifSC"}
RTL = ("ar", "he")
INNER, OUTER = 17.0, {"ar": 19.0, "he": 19.0, "ja": 19.87, "zh": 18.65}
LABELS = {"ar": "٠١٢٣٤٥٦٧٨٩"}


def _built(root: Path) -> Built:
    shutil.copytree(BOOKS / root.name, root)
    return build_book_here(root)


@pytest.fixture
def books(shared: Shared) -> Mapping[str, Built]:
    """The books, each built when it is first asked for."""
    return _Books(shared)


class _Books(Mapping[str, Built]):
    def __init__(self, shared: Shared) -> None:
        self.shared = shared

    def __getitem__(self, locale: str) -> Built:
        return self.shared.book(locale, _built)

    def __iter__(self) -> Iterator[str]:
        return iter(LOCALES)

    def __len__(self) -> int:
        return len(LOCALES)


def printed(books: Mapping[str, Built], locale: str) -> Path:
    return books[locale].file(f"five-days.{locale}.pdf")


def figures(number: int, locale: str) -> str:
    return str(number).translate(dict(zip(map(ord, "0123456789"), LABELS.get(locale, "0123456789"))))


def body(sheet: Sheet, first: int = 7) -> range:
    """The pages of the chapters: behind cover, titles, imprint and contents, before the back cover."""
    return range(first, len(sheet))


@pytest.mark.parametrize("locale", EVERY)
def test_nothing_is_wrong_with_it(books: Mapping[str, Built], locale: str) -> None:
    told = books[locale].said["diagnostics"]
    assert told == []


@pytest.mark.parametrize("locale", EVERY)
def test_its_pdf_is_archivable_and_accessible(books: Mapping[str, Built], locale: str) -> None:
    assert verapdf(printed(books, locale), "3a", "ua1") == {"3a": {}, "ua1": {}}


@pytest.mark.parametrize("locale", EVERY)
def test_its_e_book_is_valid_and_accessible(books: Mapping[str, Built], locale: str) -> None:
    path = books[locale].file(f"five-days.{locale}.epub")
    assert epubcheck(path) == ()
    assert ace(path) == ()
    epub = Epub.open(path)
    direction = "rtl" if locale in RTL else "ltr"
    assert epub.find("//o:spine/@page-progression-direction") == [direction]
    for name in epub.spine:
        assert f'dir="{direction}"'.encode() in epub.files[name][:600]
    names = [name for name in epub.files if name.endswith((".ttf", ".otf"))]
    assert [name for name in names if FAMILY[locale] in name.replace("-", "")]


@pytest.mark.parametrize("locale", EVERY)
def test_facing_pages_are_shown_as_the_book_is_bound(books: Mapping[str, Built], locale: str) -> None:
    with pikepdf.open(printed(books, locale)) as pdf:
        assert pdf.Root.ViewerPreferences.get("/Direction", "/L2R") == ("/R2L" if locale in RTL else "/L2R")
        assert str(pdf.Root.Lang).startswith(locale)
        assert int(pdf.Root.PageLabels.Nums[2]) == 2, "the title page is page 1"


HALF_EMPTY = "」』）》、。，"


@pytest.mark.parametrize("locale", EVERY)
def test_margins_and_folios_are_mirrored(books: Mapping[str, Built], locale: str) -> None:
    """An odd page is a recto: on the right, or on the left of a book that is bound on the right."""
    sheet = Sheet(printed(books, locale))
    seen = set()
    for page in body(sheet):
        folio = page - 2
        right_hand = (folio % 2 == 1) is (locale not in RTL)
        text = [w for w in sheet.words[page - 1] if w.top > 18.5 * MM and w.bottom < 190 * MM]
        below = [w for w in sheet.words[page - 1] if w.top > 190 * MM]
        left, right = (INNER, OUTER[locale]) if right_hand else (OUTER[locale], INNER)
        if not text:
            continue
        assert min(w.left for w in text) >= left * MM - 1.5, (page, "the text runs into the margin")
        # The empty half of a bracket or a stop of Chinese or Japanese stands in the margin.
        solid = [w for w in text if w.text[-1] not in HALF_EMPTY]
        assert max(w.right for w in text) <= (148 - right) * MM + 7, (page, "the text runs into the margin")
        assert max(w.right for w in solid) <= (148 - right) * MM + 1.5, (
            page,
            "the text runs into the margin",
        )
        if page in (7, 8):  # pages with full lines
            assert abs(min(w.left for w in text) / MM - left) < 1.2, page
            assert abs(max(w.right for w in solid) / MM - (148 - right)) < 1.2, page
            seen.add(right_hand)
        (number,) = (w for w in below if w.text.strip("\u200e\u200f\u202a-\u202e") == figures(folio, locale))
        edge = number.right / MM if right_hand else 148 - number.left / MM
        assert abs(edge - (148 - OUTER[locale])) < 1.2, (page, "the folio stands at the outer edge")
    assert seen == {True, False}


PHRASES = {
    "ar": (
        "كان الجنود لا يزالون في مواقعهم",
        "مشروع معاهدة جاهز للتوقيع",
        "وقد شكر الرئيس",
        "سنوات الخط الزمني",
    ),
    "he": ("עדיין עמדו שם החיילים", "טיוטת חוזה מוכנה לחתימה", "סיוע חדש", "השנים על ציר הזמן"),
    "ja": ("大臣たちはまだ話しあっていた", "あとは署名するだけの条約草案", "小さな侵入", "中立の地で会う"),
    "zh": ("士兵们仍然站在那里", "一份只等签字的条约草案", "“小规模入侵”", "布林肯抵达柏林"),
}
MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("locale", EVERY)
def test_text_that_is_copied_is_in_the_order_of_reading(books: Mapping[str, Built], locale: str) -> None:
    done = subprocess.run(
        ["pdftotext", printed(books, locale), "-"], capture_output=True, text=True, check=True
    )
    text = " ".join(MARKS.sub("", done.stdout).split())
    if locale in ("ja", "zh"):
        text = text.replace(" ", "")
    for phrase in PHRASES[locale]:
        assert phrase in text


@pytest.mark.parametrize("locale", EVERY)
def test_latin_words_stand_in_the_face_of_the_theme(books: Mapping[str, Built], locale: str) -> None:
    letters: dict[str, set[str]] = {}
    with pikepdf.open(printed(books, locale)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/Type0":
                table = re.findall(rb"<[0-9a-f]+> <([0-9a-f]{4})>", thing.ToUnicode.read_bytes())
                name = str(thing.BaseFont).partition("+")[2].replace("-", "").replace("SmallCaps", "")
                letters.setdefault(name, set()).update(chr(int(point, 16)) for point in table)
    assert {name.removesuffix("Bold").removesuffix("Medium") for name in letters} <= {
        FAMILY[locale], "Alegreya", "AlegreyaSans",
    }  # fmt: skip
    for name, found in letters.items():
        latin = {c for c in found if c.isascii() and c.isalpha()}
        if name.startswith(FAMILY[locale]):
            assert latin == set(), name
    assert set("NordStream") <= letters["Alegreya"]


NOT_FIRST = "、。，．・：；？！）」』】〉》〕］｝ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々”’…"
NOT_LAST = "（「『【〈《〔［｛“‘"


@pytest.mark.parametrize("locale", ["ja", "zh"])
def test_no_line_begins_or_ends_as_it_must_not(books: Mapping[str, Built], locale: str) -> None:
    done = subprocess.run(
        ["pdftotext", "-layout", "-f", "9", printed(books, locale), "-"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = [line.strip().removeprefix("・ ") for line in done.stdout.splitlines() if len(line.strip()) > 2]
    assert len(lines) > 40
    assert [line for line in lines if line[0] in NOT_FIRST or line[-1] in NOT_LAST] == []


@pytest.mark.parametrize("locale", EVERY)
def test_lines_keep_the_grid(books: Mapping[str, Built], locale: str) -> None:
    """A second font in a line moves neither it nor the next one."""
    size, step = {"ar": (13, 17), "he": (11, 14.5), "ja": (9, 15.5), "zh": (10.25, 16.2)}[locale]
    sheet = Sheet(printed(books, locale))
    for page in (7, 8):
        found = sorted({round(b, 2) for b in sheet.baselines(page, size)})
        gaps = [(b - a) / step for a, b in pairwise(found) if b - a > 1]
        assert len(gaps) > 4
        assert all(abs(gap * 2 - round(gap * 2)) < 0.02 for gap in gaps), gaps


@pytest.mark.parametrize("locale", ["ar", "he"])
def test_numbers_and_addresses_run_forwards(books: Mapping[str, Built], locale: str) -> None:
    sheet = Sheet(printed(books, locale))
    words = [w for page in sheet.words for w in page]
    code, area, number = (next(w for w in words if part in w.text) for part in ("+49", "30", "901820"))
    assert code.left < area.left < number.left
    assert "978-3-16-148410-0" in {w.text for w in words}
    (address,) = (w for page in sheet.words for w in page if "un-charter" in w.text)
    assert MARKS.sub("", address.text).startswith("https://www.un.org/")
