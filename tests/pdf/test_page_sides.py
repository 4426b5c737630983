"""Pages for the screen are all alike and none is blank; a thin book in print has no half title, a thick one has."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pytest

from bookbuilder import api
from bookbuilder.formats.pdf.compile.compiled_part import CompiledPage, CompiledPart
from bookbuilder.formats.pdf.paginate.page_order import page_sequence
from tests.cases import book
from tests.conftest import REPO, Shared
from tests.epub.reader import TYPE, Epub
from tests.theme.page import MM, Sheet
from tests.validators import qpdf_check, verapdf

EDITIONS = """\
[editions.print]
format = "pdf"

[editions.screen]
format = "pdf"
pages = "screen"
"""
SENTENCE = (
    "Ein Satz, der eine Weile braucht, bis er die Zeile füllt und auf der nächsten endet, wo er steht. "
)
TEXT = "\n\n".join(SENTENCE * (n % 5 + 1) for n in range(40))
HEBREW = "\n\n".join("משפט ארוך שממלא את השורה ונמשך אל השורה הבאה אחריה. " * (n % 5 + 1) for n in range(60))
SIDES = '[chapter]\nstart = "right"\n\n[page]\nbleed = "3mm"\nmarks = "crop"\n\n[front]\nhalf_title = true\n'
"""A theme that wants much that a screen has no use for."""


def both(root: Path, text: str, locale: str) -> Mapping[str, Path]:
    """Return the PDFs of a book for print and for the screen."""
    files = {f"chapters/{locale}/0{n}-a.md": f"# Kapitel {n}\n\n{text}\n" for n in (1, 2)}
    made = api.build(
        book.write(root, files | {"styles/dossier/theme.toml": SIDES}, editions=EDITIONS), jobs=1
    )
    assert not made.failed, made.diagnostics
    return {path.name.split(".")[2]: path for path in made.files}


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    return both(tmp_path_factory.mktemp("sides") / "book", TEXT, "de")


@pytest.fixture(scope="module")
def hebrew(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    return both(tmp_path_factory.mktemp("sides") / "book", HEBREW, "he")


def blank(sheet: Sheet) -> list[int]:
    """Return the pages without a word."""
    return [page for page in range(1, len(sheet) + 1) if not sheet.words[page - 1]]


def measures(path: Path) -> set[tuple[int, int, int]]:
    """Return for all full pages the margins at the left and at the right, and how far the folio is from the edge, in mm."""
    sheet, found = Sheet(path), set()
    with pikepdf.open(path) as pdf:
        edge = float(pdf.pages[0].TrimBox[0] - pdf.pages[0].MediaBox[0])
    for page in range(1, len(sheet) + 1):
        text = [word for word in sheet.words[page - 1] if 18.5 * MM < word.top < 185 * MM]
        folio = [word for word in sheet.words[page - 1] if word.top > 190 * MM and word.text.isdecimal()]
        if len(folio) == 1 and len(text) > 150:
            left, right = min(word.left for word in text), max(word.right for word in text)
            folios = folio[0].left - edge, 148 * MM - (folio[0].right - edge)
            # Less than a millimetre hangs into the margin.
            sides = (left - edge) / MM, 148.3 - (right - edge) / MM, min(folios) / MM
            found.add((round(sides[0]), round(sides[1]), round(sides[2])))
    return found


@pytest.mark.heavy
def test_a_book_for_the_screen_has_no_blank_pages(german: Mapping[str, Path]) -> None:
    printed, screen = Sheet(german["print"]), Sheet(german["screen"])
    assert len(blank(printed)) >= 3  # inside the cover, behind the half title and the contents
    assert blank(screen) == []
    assert printed.text(3) == "Ein Fall"  # the half title
    assert [screen.text(page) for page in (1, 2)] == [
        "Ein Fall Musterverlag"
    ] * 2  # the cover, the title page
    assert [screen.text(page).split()[0] for page in (3, 4)] == ["impressum", "Inhalt"]
    assert "Kapitel 1 Ein Satz" in screen.text(5)


def test_its_first_page_is_the_cover_and_page_1_the_next_one(german: Mapping[str, Path]) -> None:
    screen = Sheet(german["screen"])
    assert [screen.label(page) for page in (1, 2, 3, 4)] == ["", "1", "2", "3"]
    assert screen.between(4, 0, 150) == f"Inhalt 1 Kapitel 1 4 2 Kapitel 2 {second(screen)}"


def second(sheet: Sheet) -> str:
    """Return the label of the page on which the second chapter begins."""
    opening = next(page for page in range(5, len(sheet) + 1) if "Kapitel 2 Ein Satz" in sheet.text(page))
    return sheet.label(opening)


@pytest.mark.parametrize("locale", ["german", pytest.param("hebrew", marks=pytest.mark.heavy)])
def test_all_its_pages_have_the_same_margins_and_their_folio_in_one_place(
    locale: str, request: pytest.FixtureRequest
) -> None:
    pdfs = request.getfixturevalue(locale)
    ((left, right, _),) = measures(pdfs["screen"])
    assert (left, right) == (18, 18)
    assert {margins[:2] for margins in measures(pdfs["print"])} == {(17, 19), (19, 17)}


@pytest.mark.heavy
def test_its_lines_break_as_in_print(german: Mapping[str, Path]) -> None:
    def lines(path: Path) -> set[str]:
        sheet = Sheet(path)
        found: dict[tuple[int, int], list[str]] = {}
        for page, words in enumerate(sheet.words):
            for word in words:
                found.setdefault((page, round(word.bottom)), []).append(word.text)
        return {" ".join(words) for words in found.values()}

    printed, screen = lines(german["print"]), lines(german["screen"])
    assert len(screen & printed) > 0.8 * len(screen)


@pytest.mark.heavy
def test_it_is_shown_page_by_page_without_bleed(german: Mapping[str, Path]) -> None:
    with pikepdf.open(german["screen"]) as pdf:
        assert pdf.Root.PageLayout == "/SinglePage"
        for page in pdf.pages:
            assert page.MediaBox == page.TrimBox == page.BleedBox
    with pikepdf.open(german["print"]) as pdf:
        assert "/PageLayout" not in pdf.Root
        assert pdf.pages[0].MediaBox != pdf.pages[0].TrimBox


@pytest.mark.heavy
def test_it_conforms_to_the_standards(german: Mapping[str, Path]) -> None:
    assert qpdf_check(german["screen"]) == ()
    assert verapdf(german["screen"], "3a", "ua1") == {"3a": {}, "ua1": {}}


@pytest.mark.heavy
def test_an_e_book_carries_the_numbers_of_print(tmp_path: Path) -> None:
    editions = (
        EDITIONS.replace("print", "zwei").replace("screen]", "eins]") + '[editions.epub]\nformat = "epub"\n'
    )
    first, second = editions.split("\n\n", 1)
    root = book.write(tmp_path, {"chapters/de/01-a.md": f"# Kapitel\n\n{TEXT}\n"}, editions=second + first)
    made = api.build(root, jobs=1)
    assert not made.failed, made.diagnostics
    files = {path.name: path for path in made.files}
    printed, screen = (Sheet(files[f"fall.de.{name}.pdf"]) for name in ("zwei", "eins"))
    (pages,) = (
        nav for nav in Epub.open(files["fall.de.epub"]).nav[1].iter("{*}nav") if nav.get(TYPE) == "page-list"
    )
    labels = [str(link.text) for link in pages.iter("{*}a")]
    starts = [page for page in range(1, len(printed) + 1) if printed.words[page - 1]]
    assert labels[-1] == printed.label(len(printed)) != screen.label(len(screen))
    assert labels == [printed.label(page) for page in starts if page > 2]


def thick(root: Path, pages: int, *, theme: str = "", editions: str = book.PRINT) -> Path:
    """Write a book with so many pages between its covers, if it has no half title: a title page with the imprint on its
    back, the contents, a blank page, and one chapter."""
    text = "# Kapitel\n\n" + "::: pagebreak\n:::\n\n".join("Ein Satz.\n\n" for _ in range(pages - 4))
    files = {"chapters/de/01-a.md": text}
    return book.write(
        root, files | ({"styles/dossier/theme.toml": theme} if theme else {}), editions=editions
    )


def built(root: Path, *, jobs: int = 1, single_pass: bool = False) -> Path:
    made = api.build(root, jobs=jobs, single_pass=single_pass)
    assert not made.failed, made.diagnostics
    return made.files[0]


def opening(path: Path) -> tuple[str, str, str, str]:
    """Return the first words of the third page, its label, the page of the chapter in the contents, and the last label."""
    sheet = Sheet(path)
    contents = next(page for page in range(1, 12) if sheet.text(page).startswith("Inhalt"))
    return (
        sheet.text(3),
        sheet.label(3),
        sheet.between(contents, 0, 150).split()[-1],
        sheet.label(len(sheet)),
    )


TITLE = "Ein Fall Musterverlag"


@pytest.fixture(scope="module")
def cold(shared: Shared) -> Callable[[int], Path]:
    """The PDF of a thick book of so many pages, where nothing was built before."""

    def made(pages: int) -> Path:
        root = shared.folder(f"thick-{pages}", lambda root: built(thick(root, pages)))
        return next(root.glob("output/*.pdf"))

    return made


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("pages", "wanted"), [(47, (TITLE, "1", "5", "47")), (48, ("Ein Fall", "1", "7", "50"))]
)
def test_a_thin_book_has_no_half_title(
    pages: int, wanted: tuple[str, ...], cold: Callable[[int], Path], tmp_path: Path
) -> None:
    assert opening(cold(pages)) == wanted
    assert opening(built(thick(tmp_path, pages), single_pass=True)) == wanted


@pytest.mark.parametrize("single_pass", [False, pytest.param(True, marks=pytest.mark.heavy)])
def test_a_theme_may_want_a_half_title(*, single_pass: bool, tmp_path: Path) -> None:
    root = thick(tmp_path, 8, theme="[front]\nhalf_title = true\n")
    assert opening(built(root, single_pass=single_pass)) == ("Ein Fall", "1", "7", "10")


@pytest.mark.heavy
def test_a_theme_may_want_none(tmp_path: Path) -> None:
    root = thick(tmp_path, 48, theme="[front]\nhalf_title = false\n")
    assert opening(built(root)) == (TITLE, "1", "5", "48")


@pytest.mark.heavy
@pytest.mark.parametrize(("before", "after"), [(47, 48), (48, 47)])
def test_it_comes_and_goes_with_the_pages_whatever_was_built_before(
    before: int, after: int, cold: Callable[[int], Path], tmp_path: Path
) -> None:
    built(thick(tmp_path, before))
    assert built(thick(tmp_path, after)).read_bytes() == cold(after).read_bytes()


@pytest.mark.heavy
def test_it_is_there_with_any_number_of_processes(cold: Callable[[int], Path], tmp_path: Path) -> None:
    assert built(thick(tmp_path, 48), jobs=2).read_bytes() == cold(48).read_bytes()


NARROW = """
.chapter p:has(a) { line-height: 70mm; width: 18.5mm; text-align: start; hyphens: manual }
"""
"""A page number of two figures needs a second line, for which the page has no room."""


def torn(root: Path, pages: int) -> Path:
    """Write a book that has so many pages without a half title, and one more with it: it prints the number of its page 9,
    which is page 11 then."""
    thick(root, pages)
    chapter = root / "chapters/de/01-a.md"
    head, *rest = chapter.read_text(encoding="utf-8").split("::: pagebreak\n:::\n\n")
    rest[3] = "## Ziel {#ziel}\n\n"
    text = "::: pagebreak\n:::\n\n".join(["# Kapitel\n\nWort [](#ziel){ref=page}\n\n", *rest])
    assert head.startswith("# Kapitel")
    chapter.write_text(text, encoding="utf-8")
    sheet = (REPO / "styles/dossier/print.css").read_text(encoding="utf-8") + NARROW
    return book.write(
        root, {"chapters/de/01-a.md": text, "styles/dossier/print.css": sheet}, editions=book.PRINT
    )


@pytest.mark.heavy
def test_a_book_with_two_right_answers_always_has_the_one_without(tmp_path: Path) -> None:
    both_ways = {}
    for wanted in ("true", "false"):
        root = torn(tmp_path / wanted, 47)
        theme = f"[front]\nhalf_title = {wanted}\n"
        (root / "styles/dossier/theme.toml").write_text(theme, encoding="utf-8")
        both_ways[wanted] = opening(built(root))
    assert both_ways == {"true": ("Ein Fall", "1", "7", "50"), "false": (TITLE, "1", "5", "47")}
    cold = built(torn(tmp_path / "cold", 47))
    assert opening(cold) == both_ways["false"]
    root = tmp_path / "warm"
    assert opening(built(torn(root, 50)))[0] == "Ein Fall"
    assert built(torn(root, 47)).read_bytes() == cold.read_bytes()


@pytest.mark.heavy
def test_blank_pages_for_the_printer_make_no_book_thicker(tmp_path: Path) -> None:
    root = thick(tmp_path, 45, editions=book.PRINT + 'printer = "haus"\n')
    profile = 'name = "Haus"\ndate = 2026-11-27\ncover = "apart"\n[pages]\nmultiple = 16\n'
    (root / "printers").mkdir()
    (root / "printers/haus.toml").write_text(profile, encoding="utf-8")
    sheet = Sheet(built(root))
    assert (len(sheet), sheet.text(1), sheet.label(1)) == (48, TITLE, "1")


@pytest.mark.heavy
def test_a_book_for_the_screen_is_the_same_with_any_number_of_processes(tmp_path: Path) -> None:
    editions = '[editions.screen]\nformat = "pdf"\npages = "screen"\n'
    one, two = (
        hashlib.sha256(
            built(thick(tmp_path / str(jobs), 20, editions=editions), jobs=jobs).read_bytes()
        ).hexdigest()
        for jobs in (1, 2)
    )
    assert one == two


def part(
    pages: int, start: str = "", counter: tuple[int | None, int, int | None] = (None, 1, None)
) -> CompiledPart:
    page = CompiledPage(0, 0, right=True, box=(0, 0, 0, 0), counter=counter)
    return CompiledPart(start, (page,) * pages, 0, 0, (), (), page_starts=(("", 0),) * pages)


def test_the_first_page_that_counts_is_page_1() -> None:
    cover, half, title, chapter = part(1), part(1, "right", (1, 0, None)), part(1, "right"), part(3, "right")
    parts = [(cover, ""), (half, "decimal"), (title, "decimal"), (chapter, "decimal")]
    assert [page.label for page in page_sequence(parts).pages] == ["", "", *"12345678"][:9]
    without = page_sequence(parts, left_out=[1])
    assert [(page.part, page.label) for page in without.pages] == [
        (0, ""), (2, ""), (2, "1"), (3, "2"), (3, "3"), (3, "4"), (3, "5"),
    ]  # fmt: skip
    alone = page_sequence(parts, left_out=[1], facing=False)
    assert [(page.part, page.label, page.right) for page in alone.pages][:3] == [
        (0, "", True), (2, "1", True), (3, "2", True),
    ]  # fmt: skip
