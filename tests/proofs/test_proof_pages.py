"""Every line of a proof has a number of its own beside it, in every direction, in columns, notes and tables; and the pages
are those of the edition."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from bookbuilder import api
from bookbuilder.formats.edition_trace import PrintedText
from bookbuilder.formats.pdf.link import assemble
from bookbuilder.formats.pdf.link.assemble import LinkedFile
from bookbuilder.formats.pdf.link.link_input import PageAdditions
from bookbuilder.formats.pdf.paginate.schedule import PaginatedBook
from bookbuilder.formats.pdf.proof.numbered_pages import NumberedPage, numbered_pages
from bookbuilder.formats.pdf.proof.outlined_text import OutlinedText
from bookbuilder.formats.pdf.proof.printed_lines import PrintedLine
from bookbuilder.formats.pdf.proof.proof_pages import SIZE
from bookbuilder.formats.pdf.text_trace import tracer
from tests.conftest import REPO, copy_dossier

BOOKS = REPO / "tests" / "books"
EDITIONS = """
[editions.pdf]
format = "pdf"

[editions.proof]
format = "pdf"
proof = {{ lines = "{lines}", addresses = true, date = 2022-01-29 }}
"""
MARGIN = 40 * 72 / 25.4


@dataclass
class Proof:
    """A proof with the edition that it is of: both files, its pages as they were laid out, and what was added to them."""

    file: Path
    edition: Path
    book: PaginatedBook
    additions: PageAdditions
    pages: dict[int, NumberedPage]
    texts: dict[int, tuple[PrintedText, ...]]


def dossier(root: Path) -> Path:
    return copy_dossier(root)


def magazine(root: Path) -> Path:
    copy_dossier(root)
    settings = root / "book.toml"
    settings.write_text(settings.read_text().replace('theme = "dossier"', 'theme = "magazine"'))
    return root


def noted(root: Path) -> Path:
    copy_dossier(root)
    (root / "styles" / "dossier").mkdir(parents=True, exist_ok=True)
    theme = '[page]\nwidth = "170mm"\nnotes = "28mm"\nouter = "42mm"\n'
    (root / "styles" / "dossier" / "theme.toml").write_text(theme)
    return root


def sample(name: str) -> Callable[[Path], Path]:
    def make(root: Path) -> Path:
        return Path(
            shutil.copytree(BOOKS / name, root, ignore=shutil.ignore_patterns("output", ".bookbuilder"))
        )

    return make


MADE = {
    "dossier": (dossier, "de", "page"),
    "columns": (magazine, "de", "page"),
    "margin notes": (noted, "de", "chapter"),
    "ar": (sample("ar"), "ar", "page"),
    "ja": (sample("ja"), "ja", "chapter"),
    "everything": (sample("everything"), "de", "page"),
}


def build(root: Path, locale: str, lines: str) -> Proof:
    settings = root / "book.toml"
    own = re.sub(r"(?ms)^\[editions\..*?(?=^\[(?!editions)|\Z)", "", settings.read_text())
    settings.write_text(own.rstrip() + "\n" + EDITIONS.format(lines=lines))
    seen: list[tuple[PaginatedBook, PageAdditions | None]] = []
    link = assemble.linked

    def watched(book: PaginatedBook, *more: Any) -> LinkedFile:
        seen.append((book, more[-1]))
        return link(book, *more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assemble, "linked", watched)
        result = api.build(root, locales=(locale,), editions=("pdf", "proof"), jobs=1)
    assert not result.failed, result.diagnostics
    book, additions = next((book, added) for book, added in seen if added is not None)
    trace = tracer(book)()
    pages = dict(numbered_pages(book, trace))
    texts = {index: tuple(one for one in trace.pages[index][1]() if one.picture is None) for index in pages}
    proof = next(file for file in result.files if file.name.endswith(".proof.pdf"))
    edition = next(file for file in result.files if file != proof)
    return Proof(proof, edition, book, additions, pages, texts)


@pytest.fixture(scope="module", params=MADE, ids=list(MADE))
def proof(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Proof:
    make, locale, lines = MADE[request.param]
    return build(make(tmp_path_factory.mktemp("proof") / "book"), locale, lines)


def test_lines_are_numbered_without_gaps(proof: Proof) -> None:
    settings = proof.book.book.edition.proof
    assert settings is not None
    expected, part = 1, -1
    for index, page in sorted(proof.pages.items()):
        own = proof.book.order.pages[index].part
        if settings.lines == "page" or own != part:
            expected, part = 1, own
        for number, _ in page.numbers:
            assert number == expected
            expected += 1


def test_every_text_has_one_number(proof: Proof) -> None:
    checked = 0
    for index, page in proof.pages.items():
        for line in page.lines:
            beside = [one for _, one in page.numbers if one.band == line.band and one.stands_beside(line)]
            assert len(beside) == 1, (index, line, beside)
        for text in proof.texts[index]:
            in_lines = [line for line in page.lines if holds(line, text)]
            assert in_lines, (index, text)
            checked += 1
    assert checked > 100


def holds(line: PrintedLine, text: PrintedText) -> bool:
    middle = text.y + text.height / 2
    inside = line.left - 0.1 <= text.x and text.x + text.width <= line.right + 0.1
    return inside and (line.top <= middle <= line.bottom or text.y <= line.middle <= text.y + text.height)


def labels(proof: Proof) -> Iterator[tuple[int, str, float, float, float]]:
    """Yield the page, text, left and right edge and middle of each number, in points from the upper left corner."""
    letters = OutlinedText.of(proof.book.book)
    for index, page in proof.pages.items():
        for number, line in page.numbers:
            label = proof.book.book.locale.figures(number)
            width = letters.width(label, SIZE)
            assert width > 0
            x = page.columns.edge(line.band, page.lines)
            left = x if page.columns.right_to_left else x - width
            yield index, label, left, left + width, line.middle


def test_numbers_stand_on_the_paper_and_on_nothing_else(proof: Proof) -> None:
    before: dict[int, list[tuple[float, float, float]]] = {}
    for index, label, left, right, middle in labels(proof):
        placed = proof.book.order.pages[index]
        _, _, width, _ = proof.book.parts[placed.part].compiled.pages[placed.page].box
        low, high = (0, width + MARGIN) if placed.right else (-MARGIN, width)
        assert low <= left, (index, label)
        assert right <= high, (index, label)
        for text in proof.texts[index]:
            apart = right <= text.x or left >= text.x + text.width
            assert apart or not text.y < middle < text.y + text.height, (index, label, text)
        for other_left, other_right, other in before.setdefault(index, []):
            apart = right <= other_left or left >= other_right
            assert apart or abs(other - middle) > SIZE * 0.7, (index, label)
        before[index].append((left, right, middle))


def test_pages_are_those_of_the_edition_with_a_margin_for_pencils(proof: Proof) -> None:
    with pikepdf.open(proof.file) as made, pikepdf.open(proof.edition) as plain:
        assert len(made.pages) == len(plain.pages)
        for index, (one, other) in enumerate(zip(made.pages, plain.pages, strict=True)):
            left, bottom, right, top = map(float, one.trimbox)
            west, south, east, north = map(float, other.trimbox)
            outer = (west, east + MARGIN) if proof.book.order.pages[index].right else (west - MARGIN, east)
            assert (left, right) == pytest.approx(outer, abs=0.1)
            assert (bottom, top) == pytest.approx((south, north), abs=0.1)
        assert made.trailer["/ID"][0] != plain.trailer["/ID"][0]
    assert text_of(proof.file) == text_of(proof.edition)


def text_of(path: Path) -> list[list[str]]:
    """Return the characters of each page, sorted: a tool reads wider pages in another order."""
    done = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True)
    return [sorted("".join(page.split())) for page in done.stdout.split("\f")]


_POINT = re.compile(rb"(-?[\d.]+) (-?[\d.]+) [ml]\n")


def test_the_mark_is_whole_on_every_page(proof: Proof) -> None:
    marked = 0
    for index, placed in enumerate(proof.book.order.pages):
        part = proof.book.parts[placed.part].compiled
        box = part.pages[max(placed.page, 0)].box
        content = proof.additions.below(index, box)
        cover = not proof.book.parts[placed.part].part.counts
        if cover:
            content, box = proof.additions.above(index, box), proof.additions.paper(box, right=placed.right)
        points = [(float(x), float(y)) for x, y in _POINT.findall(content)]
        assert points
        marked += 1
        for x, y in points:
            assert box[0] <= x <= box[2]
            assert box[1] <= y <= box[3]
    assert marked == len(proof.book.order.pages)
