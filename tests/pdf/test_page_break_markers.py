"""The page numbers of another edition stand beside the line in which that page begins, and change nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.formats.edition_trace import PrintedText
from bookbuilder.formats.page_list import ELSEWHERE
from bookbuilder.formats.pagemap import PageBreakMarker, PageStart
from bookbuilder.formats.pdf.compile import encode_printed_texts
from bookbuilder.formats.pdf.link import assemble
from bookbuilder.formats.pdf.link.assemble import LinkedFile
from bookbuilder.formats.pdf.page_break_markers import PLAIN, marked
from bookbuilder.formats.pdf.paginate.schedule import PaginatedBook
from bookbuilder.formats.text_places import counted, read
from bookbuilder.formats.traced_text import parsed
from tests.cases.book import write
from tests.conftest import REPO
from tests.validators import verapdf

BOOKS = REPO / "tests" / "books"
EDITIONS = """
[editions.pdf]
format = "pdf"

[editions.epub]
format = "epub"
pages_from = "none"

[editions.large]
format = "pdf"
reading = "{reading}"
pages_from = "pdf"
"""
READING = ("large", "dyslexia", "easy")
MARK = '<span class="page-mark" data-number="7" aria-label="Seite 7"></span>'


# -- where a mark stands in the HTML ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "offset", "expected"),
    [
        ('<p id="a">Wer am <em>Montag</em> kam</p>', 0, '<p id="a">Wer# am <em>Montag</em> kam</p>'),
        ('<p id="a">Wer am <em>Montag</em> kam</p>', 7, '<p id="a">Wer am <em>#Montag</em> kam</p>'),
        ('<p id="a">Wer ver\u00adtrag</p>', 6, '<p id="a">Wer #ver\u00adtrag</p>'),
        ('<p id="a">A &amp;&#x41;bc d</p>', 2, '<p id="a">A &amp;#&#x41;bc d</p>'),
        ('<p id="a"><span>W</span>er am</p>', 0, '<p id="a"><span>W</span>er# am</p>'),
        ('<p id="a">Wer</p>', 0, '<p id="a">Wer#</p>'),
        ('<p id="a">東京に京に</p>', 2, '<p id="a">東京#に京に</p>'),
        ('<p id="a">「東京に</p>', 0, '<p id="a">「東#京に</p>'),
        ('<p id="a">京<ruby>東<rt>と</rt></ruby></p>', 1, '<p id="a">京#<ruby>東<rt>と</rt></ruby></p>'),
        ('<p id="a"><ruby>東<rt>と</rt></ruby>京</p>', 0, '<p id="a"><ruby>東<rt>と</rt></ruby>#京</p>'),
        ('<section id="a"><p>Wer kam</p></section>', 0, '<section id="a"><p>Wer# kam</p></section>'),
        ('<table id="a"><tr><td>A<td>B c</table>', 1, '<table id="a"><tr><td>A<td>B# c</table>'),
        ('<figure id="a"><img src="x"></figure>', 0, '<figure id="a"><img src="x"></figure>'),
        ('<p id="b">Wer kam</p>', 0, '<p id="b">Wer kam</p>'),
    ],
)
def test_a_mark_stands_between_two_words(html: str, offset: int, expected: str) -> None:
    assert marked(html, [PageBreakMarker("a", offset, "7", "Seite 7")]).replace(MARK, "#") == expected


PIECES = st.sampled_from(
    [
        "Wort",
        " ",
        "\n",
        "ver\u00adtrag",
        "<em>so</em>",
        "&amp;",
        "&nbsp;",
        "東京",
        "שלום",
        "<br>",
        "<code>a b</code>",
        "–",
        "ไทย",
    ]
)


@given(st.lists(PIECES, max_size=12), st.lists(st.integers(0, 40), max_size=4))
def test_a_mark_adds_no_text_and_parts_no_word(pieces: list[str], offsets: list[int]) -> None:
    html = f'<div><p id="a">{"".join(pieces)}</p><p id="b">Ende</p></div>'
    marks = [PageBreakMarker("a", offset, str(number), "Seite") for number, offset in enumerate(offsets)]
    page = marked(html, marks)
    assert re.sub('<span class="page-mark"[^>]*></span>', "", page) == html
    has_text = bool(read(parsed(html)).runs[:-1])
    assert page.count('class="page-mark"') == len(marks) * has_text
    assert not re.search(r'[a-zא-ת\u00ad]<span class="page-mark"[^>]*></span>[a-zא-ת\u00ad]', page)


# -- where a number stands on a page ---------------------------------------------------------------------------------


@dataclass
class Printed:
    """A printed book, by its edition: the file, and the book as it was laid out."""

    files: Mapping[str, Path]
    books: Mapping[str, PaginatedBook]


def build(root: Path, **given: Any) -> Printed:
    made: dict[str, PaginatedBook] = {}
    link = assemble.linked

    def watched(book: PaginatedBook, *more: Any) -> LinkedFile:
        made[book.book.edition.name] = book
        return link(book, *more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assemble, "linked", watched)
        result = api.build(root, jobs=1, **{"editions": ("pdf", "large"), **given})
    assert not result.failed, result.diagnostics
    codes = {str(one.code) for one in result.diagnostics}
    assert not codes & {"page.overprint", "page.lost", "page.beside"}, result.diagnostics
    files = {
        name: next(f for f in result.files if f.name.endswith(f"{name}.pdf"))
        for name in made
        if name != "pdf"
    }
    files |= {"pdf": next(f for f in result.files if ".large" not in f.name)} if "pdf" in made else {}
    return Printed(files, made)


@dataclass
class Word:
    """A word of a page as pdftotext finds it: points from the upper left corner."""

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


_BOX = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>')


def words(path: Path) -> list[Word]:
    done = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True)
    return [
        Word(match[5], number, *(float(match[at]) for at in range(1, 5)))
        for number, page in enumerate(done.stdout.split("<page ")[1:])
        for match in _BOX.finditer(page)
    ]


def place(book: PaginatedBook, start: PageStart) -> tuple[int, PrintedText, bool] | None:
    """Return where the text at a place stands: the page (from 0), its piece of a line, and whether that is in a figure."""
    for at, part in enumerate(book.parts):
        if f'id="{start.block}"' not in part.html:
            continue
        root = parsed(part.html)
        (block,) = root.xpath("//*[@id=$name]", name=start.block)
        runs = [run for run in read(root).runs if run.block == start.block]
        run = next((run for run in runs if start.offset < run.before + len(run.text)), None)
        if run is None and runs:  # what print alone has behind the text
            run = runs[-1]
        if run is None or not start.offset:
            inside = set(block.iter())
            run = next((run for run in read(root).runs if run.parent in inside), None)
        if run is None:
            return None
        offset = max(start.offset - run.before, 0)
        text = (run.holder.tail if run.tail else run.holder.text) or ""
        offset = min(offset, len(run.text) - 1)
        if counted(text)[offset].isascii():  # of a word that is divided between two pages, its beginning
            starts = [len(counted(text[: word.start()])) for word in re.finditer(r"\S+", text)]
            offset = max(begin for begin in starts if begin <= offset)
        figure = any(one.tag == "figure" for one in (*run.parent.iterancestors(), run.parent))
        pages = encode_printed_texts.decode(part.compiled.printed_texts)
        for index, page in enumerate(pages):
            for text in page:
                if text.node == run.number and text.offset <= offset < text.offset + text.length:
                    absolute = next(n for n, p in enumerate(book.order.pages) if p.key == (at, index))
                    return absolute, text, figure
    return None


def check(found: Printed) -> int:
    """Check the numbers of a book, and return how many there are."""
    regular, large = found.books["pdf"], found.books["large"]
    locale = regular.book.locale
    margins = words(found.files["large"])
    checked = 0
    for start in regular.page_map.pages:
        if not start.label or not start.block or start.block in PLAIN | ELSEWHERE:
            continue
        there = place(large, start)
        if there is None:
            continue
        page, text, figure = there
        shown = locale.figures(int(start.label))
        line = text.height * 1.7
        of_page = [word for word in margins if word.page == page and word.text == shown]
        near = [
            word for word in of_page
            if (figure and word.middle < text.y + text.height) or abs(word.middle - text.y - text.height / 2) < line
        ]  # fmt: skip
        assert near, (start, there, of_page)
        checked += 1
    return checked


def reading_book(source: Path, root: Path, reading: str) -> Path:
    shutil.copytree(source, root)
    settings = (root / "book.toml").read_text(encoding="utf-8")
    (root / "book.toml").write_text(settings + EDITIONS.format(reading=reading), encoding="utf-8")
    return root


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("everything", "large"),
        ("ar", "large"),
        ("he", "dyslexia"),
        ("ja", "large"),
        ("zh", "easy"),
    ],
)
def test_every_page_has_its_number_at_its_first_word(name: str, reading: str, tmp_path: Path) -> None:
    found = build(reading_book(BOOKS / name, tmp_path / "book", reading))
    pages = [page for page in found.books["pdf"].page_map.pages if page.label and page.block]
    assert check(found) >= max(6, len(pages) * 3 // 4)


TEXT = "# Kapitel\n\n" + "\n\n".join(
    f"Absatz {n}: " + " ".join(f"Wort{m}" for m in range(130)) + "." for n in range(12)
)


def book(root: Path, text: str = TEXT, editions: str = "") -> Path:
    return write(root, {"chapters/de/01-a.md": text}, editions=editions or EDITIONS.format(reading="large"))


@pytest.mark.heavy
def test_lines_break_as_without_them_and_labels_stay(tmp_path: Path) -> None:
    with_marks = build(book(tmp_path / "a"))
    editions = EDITIONS.format(reading="large").replace('pages_from = "pdf"\n', "")
    without = build(book(tmp_path / "b", editions=editions))
    numbers = [word for word in words(with_marks.files["large"]) if word.left < 60 and word.text.isdigit()]
    assert len(numbers) > 4
    left = [word for word in words(with_marks.files["large"]) if word not in numbers]
    note = {
        "Die",
        "eingerahmten",
        "Zahlen",
        "am",
        "Rand",
        "sind",
        "die",
        "Seitenzahlen",
        "der",
        "regulären",
        "Ausgabe.",
    }
    chapter = next(word.page for word in left if word.text == "Absatz")
    of_text = [word for word in left if word.page >= chapter]
    others = [word for word in words(without.files["large"]) if word.page >= chapter]
    assert [(word.text, word.page) for word in of_text] == [(word.text, word.page) for word in others]
    # A text in two pieces may lie a hundredth of a point beside itself.
    assert all(
        abs(one.left - other.left) + abs(one.top - other.top) < 0.02
        for one, other in zip(of_text, others, strict=True)
    )
    assert note <= {word.text for word in left}
    with pikepdf.open(with_marks.files["large"]) as pdf, pikepdf.open(without.files["large"]) as other:
        assert repr(pdf.Root.PageLabels) == repr(other.Root.PageLabels)
        spoken = [str(one.Alt) for one in pdf.objects if _is_mark(one)]
        assert len(spoken) == len(numbers) and set(spoken) == {
            f"Seite {word.text} der regulären Ausgabe" for word in numbers
        }
    assert not any(verapdf(with_marks.files["large"], "ua1").values())


def _is_mark(one: Any) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Span" and "/Alt" in one


@pytest.mark.heavy
def test_they_are_the_same_after_an_edit_and_without_the_other_edition(tmp_path: Path) -> None:
    root = book(tmp_path / "a", TEXT.replace("Absatz 3: Wort0", "Absatz 3: Viele andere Worte stehen hier"))
    build(root)
    (root / "chapters/de/01-a.md").write_text(TEXT, encoding="utf-8")
    edited = build(root, editions=("large",)).files["large"].read_bytes()
    assert edited == build(book(tmp_path / "b")).files["large"].read_bytes()


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ('pages_from = "large"', "editions.large.pages_from is 'large', the edition itself"),
        ('pages_from = "epub"', "editions.large.pages_from is 'epub', an edition without pages"),
        (
            'pages_from = "other"\n[editions.other]\nformat = "pdf"\npages_from = "large"',
            "editions.large.pages_from is 'other', an edition that carries the page numbers of this one",
        ),
        ('pages_from = "none"\n[editions.site]\nformat = "web"\npages_from = "pdf"', "has no effect"),
    ],
)
def test_numbers_that_cannot_be(lines: str, problem: str, tmp_path: Path) -> None:
    editions = EDITIONS.format(reading="large").replace('pages_from = "pdf"', lines)
    result = api.check(book(tmp_path, "# A\n\nEin Satz.\n", editions), editions=("epub",))
    (one,) = [one for one in result.diagnostics if one.code in ("edition.numbers", "edition.idle")]
    assert problem in one.message and one.span.line > 20


@pytest.mark.heavy
def test_a_margin_without_room_for_them_is_told(tmp_path: Path) -> None:
    root = book(tmp_path, "# A\n\nEin Satz.\n")
    theme = root / "styles/dossier/theme.toml"
    theme.parent.mkdir(parents=True)
    theme.write_text('[reading.large.page]\ninner = "9mm"\nouter = "30mm"\n', encoding="utf-8")
    result = api.build(root, jobs=1, editions=("large",))
    (one,) = [one for one in result.diagnostics if one.code == "page.beside"]
    assert "9 mm" in one.message and not result.failed
