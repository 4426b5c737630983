"""Books in a stranger's font: families made from ours that lack something, a book with every construct, and how it looks.

`Foundry` says in what a family differs; `book_in` writes a book that is set in it; `laid_out` builds that and says where its
lines stand. A build in the process of the test is read while it is laid out.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from weasyprint.formatting_structure import boxes

from bookbuilder import api
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.read import paragraph_counts
from bookbuilder.formats.pdf.engine.read.page_flow import chapters
from bookbuilder.html.subset_job import Subset
from bookbuilder.html.subsetter import subset_font
from bookbuilder.result import Result
from tests.cases import book

ROOT = Path(__file__).parents[1]
SIZES = {"A4": ("210mm", "297mm"), "A5": ("148mm", "210mm"), "small": ("110mm", "180mm")}
STYLES = ("Regular", "Italic", "Bold", "BoldItalic")
LINE = 18.0
"""The distance of the lines of the theme, in px."""
_LETTERS = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x370, 0x460)))) + (
    "\u2010\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2026\u2039\u203a\u2082\u2192\u2212"
)


@dataclass(frozen=True)
class Foundry:
    """How a family differs from Alegreya: `lacks` are characters, `drops` features; `ascents` say by what share of an em the
    ascent of a style is greater, and its descent smaller; `outlines` are those of TrueType or of PostScript (`CFF `)."""

    name: str
    lacks: str = "\u00ad\u2010\u2011"
    drops: tuple[str, ...] = ("smcp", "c2sc", "kern")
    ascents: Mapping[str, float] = field(default_factory=dict)
    outlines: str = "CFF "

    def faces(self, folder: Path) -> list[tuple[Path, int, str]]:
        """Write the faces of the family, and return them with weight and style."""
        folder.mkdir(parents=True)
        found = []
        for style in STYLES:
            font = self._face(style)
            path = folder / f"{self.name}-{style}.{'otf' if self.outlines == 'CFF ' else 'ttf'}"
            font.save(path)
            found.append((path, 700 if "Bold" in style else 400, "italic" if "Italic" in style else "normal"))
        return found

    def _face(self, style: str) -> TTFont:
        data = (ROOT / f"fonts/alegreya/Alegreya-{style}.ttf").read_bytes()
        text = "".join(letter for letter in _LETTERS if letter not in self.lacks)
        font = TTFont(BytesIO(subset_font(Subset("font", data, text, ""))))
        for record in font["name"].names:
            if record.nameID in (1, 16):
                record.string = self.name
        more = round(self.ascents.get(style, 0.0) * font["head"].unitsPerEm)
        font["hhea"].ascent += more
        font["hhea"].descent += more
        font["OS/2"].sTypoAscender += more
        font["OS/2"].sTypoDescender += more
        for table in ("GSUB", "GPOS"):
            for feature in font[table].table.FeatureList.FeatureRecord:
                if feature.FeatureTag in self.drops:
                    feature.FeatureTag = "zzzz"
        return _with_postscript_outlines(font) if self.outlines == "CFF " else font


def _with_postscript_outlines(font: TTFont) -> TTFont:
    drawn, strings = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = T2CharStringPen(font["hmtx"][name][0], drawn)
        drawn[name].draw(pen)
        strings[name] = pen.getCharString()
    for tag in ("glyf", "loca", "cvt ", "fpgm", "prep", "gasp"):
        if tag in font:
            del font[tag]
    name = font["name"].getDebugName(6)
    FontBuilder(font=font).setupCFF(name, {}, strings, {"BlueValues": [-12, 0]})
    font.sfntVersion = "OTTO"
    font["maxp"].tableVersion = 0x00005000
    return font


WORDS = (
    *(
        "der",
        "Weg",
        "das",
        "Haus",
        "und",
        "oder",
        "nicht",
        "immer",
        "Satz",
        "Zeile",
        "Seite",
        "Schrift",
        "Straße",
        "heißt",
    ),
    *(
        "Donaudampfschifffahrt",
        "Wahrscheinlichkeitsrechnung",
        "Weltwirtschaftsforum",
        "Verständigung",
        "wiedergegeben",
    ),
    *(
        "Öl",
        "Übermut",
        "AVA",
        "Te",
        "fliegen",
        "Affe",
        "1.200",
        "3,5\u202f%",
        "z.\u2009B.",
        "„innen“",
        "»außen«",
        "–",
        "…",
    ),
)
MARKS = ("*{}*", "**{}**", "***{}***", "`{}`", "[{}]{{lang=en}}", "[*{}* und weiter]{{.caps}}")
RARE = ("½", "10³", "H₂O", "5 − 3", "Αθήνα", "Киев", "Nord\u2011Süd", "Ein\u00adkaufs\u00adwagen", "a → b")


def paragraphs(seed: int, count: int) -> list[str]:
    """Return paragraphs of words and marks. Every other one has nothing but words, and those that are emphasized stand
    between others."""
    drawn = random.Random(seed)
    found = []
    for number in range(count):
        words = drawn.choices(WORDS, k=drawn.choice((1, 9, 40, 90)))
        if number % 2:
            for at in range(2, len(words), drawn.choice((3, 7, 20))):
                words[at] = drawn.choice((*MARKS[:3], *MARKS)).format(drawn.choice(WORDS[:21]))
            if number % 4 == 3:
                words.insert(len(words) // 2, drawn.choice(RARE))
        found.append(" ".join(["Absatz", str(number), *words]) + ".")
    return found


def book_in(
    root: Path, name: str, faces: Sequence[tuple[Path, int, str]], size: str, seed: int, count: int = 24
) -> Path:
    """Write the book with every construct and a chapter that is drawn, set in a family in all roles but that of code."""
    shutil.copytree(ROOT / "tests/books/everything", root)
    drawn = "\n\n".join(paragraphs(seed, count))
    (root / "chapters/de/04-gezogen.md").write_text(
        f"---\ntitle: Gezogen\nkind: analysis\n---\n\n{drawn}\n\n::: imprint\n:::\n", encoding="utf-8"
    )
    folder = root / "fonts/stranger"
    folder.mkdir(parents=True)
    (folder / "OFL.txt").write_text("As the package says.\n", encoding="utf-8")
    rows = []
    for path, weight, style in faces:
        shutil.copy(path, folder)
        rows.append(f'{{ file = "{path.name}", weight = {weight}, style = "{style}" }}')
    (root / "fonts/fonts.toml").write_text(
        f'[stranger]\nname = "{name}"\nfaces = [{", ".join(rows)}]\n', encoding="utf-8"
    )
    width, height = SIZES[size]
    theme = root / "styles/dossier"
    theme.mkdir(parents=True)
    roles = "".join(f'{role} = "{name}"\n' for role in ("text", "heading", "sans"))
    (theme / "theme.toml").write_text(
        f'[page]\nwidth = "{width}"\nheight = "{height}"\n\n[font]\n{roles}', encoding="utf-8"
    )
    return root


@dataclass(frozen=True)
class PrintedLine:
    """A line of a plain paragraph: its part and page, the paragraph and its place among the blocks of the chapter, where the
    line begins below the head of the page and how high it is (px), whether the paragraph is set off by margins, whether the
    line has text alone, why its paragraph is broken line by line (empty: it is not), and its text."""

    page: tuple[str, int]
    paragraph: object
    place: int
    top: float
    height: float
    set_off: bool
    text_alone: bool
    unplanned: str
    text: str


@dataclass
class Printed:
    """A book that was built: its result, the lines of its plain paragraphs, and how many of all lines end with a hyphen."""

    result: Result
    lines: list[PrintedLine]
    hyphens: int


@contextmanager
def _reading(told: Callable[[Any], None]) -> Iterator[None]:
    theirs = paragraph_counts.paragraphs

    def paragraphs_read(document: Any) -> Any:
        told(document)
        return theirs(document)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paragraph_counts, "paragraphs", paragraphs_read)
        yield


def laid_out(root: Path) -> Printed:
    """Build the PDF of a book, and return what it looks like. A part that is laid out twice counts as it was at last."""
    parts: dict[str, tuple[list[PrintedLine], int]] = {}

    def told(document: Any) -> None:
        lines: list[PrintedLine] = []
        hyphens = 0
        name = ""
        for number, page in enumerate(document.pages):
            box = page._page_box
            for chapter in chapters(box):
                assert chapter.element is not None
                name = name or chapter.element.get("id") or ""
                lines += _lines((name, number), box, chapter)
            every = [child for child in box.descendants() if isinstance(child, boxes.LineBox)]
            hyphens += sum(_text(line).endswith("\u2010") for line in every)
        parts[name or str(len(parts))] = lines, hyphens

    with _reading(told):
        result = api.build(root, editions=["pdf"], jobs=1)
    return Printed(
        result, [line for lines, _ in parts.values() for line in lines], sum(n for _, n in parts.values())
    )


def _lines(number: tuple[str, int], page: Any, chapter: Any) -> Iterator[PrintedLine]:
    for place, block in enumerate(chapter.children):
        if block.element_tag != "p" or (block.element.get("class") or ""):
            continue
        for line in block.children:
            if not isinstance(line, boxes.LineBox) or marks(line).plans is None:
                continue
            inside = list(line.descendants())
            yield PrintedLine(
                number,
                block.element,
                place,
                line.position_y - page.content_box_y(),
                line.height,
                bool(block.margin_top or block.margin_bottom or block.padding_top or block.padding_bottom),
                not any(isinstance(box, boxes.AtomicInlineLevelBox) for box in inside),
                marks(line).unplanned,
                _text(line),
            )


def _text(line: Any) -> str:
    return "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox))


def families_in(pdf: Path) -> set[str]:
    """Return the families of the fonts in a PDF, without spaces, weights and styles."""
    with pikepdf.open(pdf) as document:
        names = {
            str(font.BaseFont)
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/BaseFont" in item
            for font in [item]
        }
    styles = "Regular|Small-Caps|Semi-Bold|Bold|Italic|Oblique|Medium|Light|Book|Heavy|Thin|Condensed"
    return {re.sub(rf"(-({styles}))+$", "", name.partition("+")[2]).replace("-", "") for name in names}


def told_families(result: Result) -> set[str]:
    """Return the families of which a build says that they print what the declared one lacks."""
    messages = [one.message for one in result.diagnostics if one.code == "glyph.foreign"]
    return {
        found[1].replace(" ", "") for text in messages if (found := re.search("printed in (.+), since", text))
    }


def theme_families() -> set[str]:
    """Return the families that the theme names besides that of text: for code, for Arabic, and those of drawings."""
    tokens = tomllib.loads((ROOT / "styles/dossier/theme.toml").read_text(encoding="utf-8"))["font"]
    return {tokens["mono"].replace(" ", ""), "AlegreyaSans", "Amiri"}


TOLD = {
    *book.FULLNESS,
    "glyph.foreign",
    "fonts.plain",
    "word.torn",
    "line.length",
    "figure.place",
    "margin.room",
}
TOLD |= {"formula.unspoken", "page.sparse"}
"""What a build may say of a sound book in a stranger's font: a word is longer than a line, pages have any size and no room
for notes in the margin or text beside a figure, an author ends a page behind its first lines, and nobody has written down
how formulas are read."""


def require_sound(printed: Printed, name: str, told: frozenset[str] = frozenset()) -> None:
    """Require of a book that its lines stand on the grid, that its paragraphs are planned, and that each glyph is of the
    declared family unless the build says otherwise. `told` are codes that the build may say besides."""
    result = printed.result
    assert not result.failed, [str(one) for one in result.diagnostics]
    assert {one.code for one in result.diagnostics} <= TOLD | told, [str(one) for one in result.diagnostics]
    assert printed.lines and printed.hyphens
    _require_grid(printed.lines)
    (pdf,) = result.files
    strange = families_in(pdf) - {name.replace(" ", "")} - theme_families()
    assert strange == told_families(result), (strange, told_families(result))
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert text.count("\u2010") == printed.hyphens, (
        "copied text tells hyphens of lines from those that are written"
    )


def _require_grid(lines: Sequence[PrintedLine]) -> None:
    pictured = {
        line.paragraph for line in lines if not line.text_alone
    }  # its lines are as high as what is in them
    plain = [line for line in lines if line.paragraph not in pictured]
    for line in plain:
        assert abs(line.height - LINE) < 0.01, line
        assert min(line.top % LINE, -line.top % LINE) < 0.1, line
    for one, other in pairwise(plain):
        if one.page == other.page and (other.paragraph is one.paragraph or other.place == one.place + 1):
            if not (one.set_off or other.set_off):
                assert abs(other.top - one.top - LINE) < 0.1, (one, other)


def unplanned_words(lines: Sequence[PrintedLine], characters: frozenset[str]) -> list[str]:
    """Return the beginnings of paragraphs that are made of these characters, and are yet broken line by line because of
    their script."""
    by_paragraph: dict[object, list[PrintedLine]] = {}
    for line in lines:
        by_paragraph.setdefault(line.paragraph, []).append(line)
    return [
        of_one[0].text
        for of_one in by_paragraph.values()
        if of_one[0].unplanned == "script" and characters.issuperset("".join(line.text for line in of_one))
    ]
