"""Formulas in whole books: their font and classes in e-book and web, the same bytes anywhere, and what other books load."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from bookbuilder import build
from bookbuilder.formulas.draw_step import FEW
from bookbuilder.formulas.math_classes import CLASSES
from bookbuilder.formulas.math_element import write
from bookbuilder.formulas.refusal import Refusal
from bookbuilder.formulas.tex_to_mathml import mathml_of
from tests.cases import book
from tests.epub.reader import Epub

CHAPTER = "chapters/de/01-a.md"
TEXT = (
    "# Die Zahl $e$\n\n## Über $x^2$\n\nEs ist $E=mc^2$[^a] und\n$$\\sqrt{\\frac ab}$$ {#eq:x}\n\n"
    '::: table\n| $a$ | b |\n|---|---|\n| $\\sum_i x_i$ | $\\text{Menge } \\mathbb R$ |\n\nMit $c$\n:::\n\n'
    '- $f(x)$\n\n::: aside Von $g$\n$h$\n:::\n\n[^a]: Wie [](#eq:x).\n'
)  # fmt: skip
WEB_AND_EPUB = '[editions.epub]\nformat = "epub"\n[editions.web]\nformat = "web"\n'


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> tuple[Epub, Path]:
    """The e-book and the web edition of a book with formulas in every place."""
    root = book.write(tmp_path_factory.mktemp("book"), {CHAPTER: TEXT}, editions=WEB_AND_EPUB)
    files = build(root).files
    (ebook,) = (file for file in files if file.suffix == ".epub")
    return Epub.open(ebook), root / "output"


def test_an_e_book_says_where_it_has_formulas_and_brings_their_font(screens: tuple[Epub, Path]) -> None:
    ebook, _ = screens
    with_formulas = {name for name, page in ebook.documents.items() if page.find(".//{*}math") is not None}
    assert with_formulas
    assert set(ebook.names("[contains(@properties, 'mathml')]")) == with_formulas
    (name,) = (name for name in ebook.files if re.search(r"STIX.*\.(otf|ttf|woff2?)$", name))
    font = TTFont(io.BytesIO(ebook.files[name]))
    # Browsers show a variable in italics; the root grows from parts of the font.
    assert {ord("√"), ord("𝐸"), ord("ℝ"), ord("∑")} <= font.getBestCmap().keys()
    assert "MATH" in font
    assert any(name.endswith("OFL-STIXTwoMath.txt") for name in ebook.files)
    sheets = b"".join(data for name, data in ebook.files.items() if name.endswith(".css")).decode()
    assert all(f".{name} " in sheets for name in CLASSES)


def test_the_web_knows_every_class(screens: tuple[Epub, Path]) -> None:
    _, web = screens
    pages = [page for page in web.rglob("*") if page.suffix in (".css", ".html")]
    text = "".join(page.read_text("utf-8") for page in pages)
    assert [name for name in CLASSES if f".{name} " not in text and f".{name}{{" not in text] == []
    assert "STIX Two Math" in text


def test_the_same_bytes_anywhere(tmp_path: Path) -> None:
    made = []
    for folder, jobs in (("a", 1), ("a longer name", 2)):
        files = build(book.write(tmp_path / folder, {CHAPTER: TEXT}), jobs=jobs).files
        made.append({file.name: file.read_bytes() for file in files if file.is_file()})
    assert len(made[0]) > 1
    assert made[0] == made[1]


def test_workers_draw_formulas_as_this_process_does(tmp_path: Path) -> None:
    formulas = [f"$$\\sum_{{i={number}}}^n \\frac{{x_i}}{{{number}}}$$" for number in range(400)]
    text = "# A\n\n" + "\n\n".join(formulas) + "\n"
    made = []
    for jobs in (1, 2):
        root = book.write(tmp_path / str(jobs), {CHAPTER: text}, editions=book.PRINT)
        assert sum(len(_mathml(one)) for one in formulas) > FEW
        made.append([file.read_bytes() for file in build(root, jobs=jobs).files])
    assert made[0] == made[1]


def _mathml(tex: str) -> str:
    made = mathml_of(tex.strip("$"), display=True)
    assert not isinstance(made, Refusal)
    return write(made[0])


def test_a_book_without_formulas_loads_nothing_for_them(tmp_path: Path) -> None:
    root = book.write(tmp_path, {CHAPTER: "# A\n\nEs kostet $5, $200 million oder 3 \\$.\n"})
    listing = (
        "import pathlib, sys\n"
        "from bookbuilder import build\n"
        "build(pathlib.Path(sys.argv[1]), jobs=1)\n"
        "print(*sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", listing, root], check=True, capture_output=True, text=True, timeout=300
    )
    loaded = set(ended.stdout.split())
    assert "bookbuilder.markdown.formulas" in loaded
    assert "math_core" not in loaded
    ours = ("bookbuilder.formulas.drawing", "bookbuilder.formulas.speech")
    assert not any(name.startswith(ours) for name in loaded)


def test_a_formula_of_200_kilobytes_is_an_error_at_its_place(tmp_path: Path) -> None:
    text = f"# A\n\n$x$ und $${'a+' * 100_000}b$$\n\n$${'{' * 100_000}$$\n"
    found = build(book.write(tmp_path, {CHAPTER: text}, editions=WEB_AND_EPUB)).diagnostics
    assert [(str(one.span), one.code) for one in found if one.code == "formula.unset"] == [
        (f"{CHAPTER}:3:11", "formula.unset"),
        (f"{CHAPTER}:5:3", "formula.unset"),
    ]


def test_a_formula_alone_is_not_an_untranslated_text(tmp_path: Path) -> None:
    table = "| $a$ | {} $x$ |\n|---|---|\n| $\\sum_i x_i$ | $\\text{{Menge}}$ |"
    chapters = {
        "chapters/de/01-a.md": f"# Der Titel von allem\n\n{table.format('Der Wert')}\n\n$h = 1$\n",
        "chapters/ar/01-a.md": f"# عنوان\n\n{table.format('القيمة')}\n\n$h = 1$\n",
    }
    root = book.write(tmp_path, chapters, editions='[editions.web]\nformat = "web"\n')
    build(root)
    (page,) = root.glob("output/*ar/01-a.html")
    text = page.read_text("utf-8")
    main = text[text.index("<h1") : text.index("</main>")]
    assert "lang=" not in main
    formulas = re.findall("<math[^>]*>", main)
    assert len(formulas) == 5
    assert all('dir="ltr"' in one for one in formulas)


def test_the_search_of_the_web_edition_finds_formulas(screens: tuple[Epub, Path]) -> None:
    _, web = screens
    (texts,) = web.glob("*/js/search-texts.js")
    found = texts.read_text("utf-8")
    for words in ("Die Zahl e", "Über x²", "Es ist E = mc² und", "Menge ℝ", "f(x)", "Von g", "√(a/b)"):
        assert words in found, words


def test_words_are_printed_in_the_families_of_the_theme(tmp_path: Path) -> None:
    drawn = {}
    for command in ("text", "textsf", "texttt", "textbf"):
        text = f"# A\n\n$\\{command}{{Serifen}}$\n"
        root = book.write(tmp_path / command, {CHAPTER: text}, editions=book.PRINT)
        (path,) = (file for file in build(root).files if file.suffix == ".pdf")
        with pikepdf.open(path) as pdf:
            last = pdf.pages[-1]
            last.contents_coalesce()
            drawn[command] = last.Contents.read_bytes()
    assert len(set(drawn.values())) == 4
