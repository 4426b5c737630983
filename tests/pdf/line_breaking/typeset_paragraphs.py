"""Lays out paragraphs with the fonts and the style sheet of the dossier, and reads their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import FROM_UNITS

from bookbuilder.formats.pdf.compile.job import Task
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.read.table_placements import AS_WRITTEN
from bookbuilder.formats.pdf.engine.shaping.word_cache import SPACES, word_cache
from tests.cases import book
from tests.pdf.recorded_tasks import recorded_tasks

PAGE = (
    "@page { size: 600px 4000px !important; margin: 20px !important } body { width: 300px }\n"
    "html { --line-hanging: none }"
)
DOT = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


def dossier_task(folder: Path) -> Task:
    """Return the task of a chapter in the style of the dossier."""
    root = book.write(folder, {"chapters/de/01-a.md": book.CHAPTER}, editions=book.PRINT)
    return recorded_tasks(root)[-1]


class Typesetter:
    """Lays out paragraphs; `fonts` are those of the dossier. It is no dataclass, for hypothesis would print all of it."""

    def __init__(self, task: Task, fonts: Any) -> None:
        self.task, self.fonts = task, fonts

    def pages(self, html: str, css: str = "", *, lang: str = "de") -> Any:
        """Return WeasyPrint's document: a chapter with this HTML on a page of 300 px, with more CSS. Tables that have no
        room are turned or parted."""
        page = f'<html lang="{lang}"><body><section class="chapter">{html}</section></body></html>'
        sheet, ways = f"{self.task.job.css}\n{PAGE}\n{css}", AS_WRITTEN
        while (layout := typeset.lay_out(page, sheet, {}, self.fonts, ways=ways)).ways != ways:
            ways = layout.ways
        return layout.document


@contextmanager
def dossier_typesetter(task: Task, without: tuple[str, ...] = ()) -> Iterator[Typesetter]:
    """Give what lays out paragraphs, without some patches of WeasyPrint."""
    job = task.job
    with typeset.typesetter(task.world, task.font_directory, job.css, without, job.hyphenation) as (fonts, _):
        yield Typesetter(task, fonts)


@dataclass(frozen=True, slots=True)
class Line:
    """A line box of a paragraph, and the block in which it stands."""

    box: Any
    block: Any

    @property
    def texts(self) -> list[Any]:
        """The boxes of its text."""
        return [box for box in self.box.descendants() if isinstance(box, boxes.TextBox) and box.text]

    @property
    def text(self) -> str:
        return "".join(box.text for box in self.texts)

    @property
    def end(self) -> float:
        """Where it ends, in px, seen from the end of the block: above 0 if it is too wide."""
        right = max(box.position_x + box.margin_width() for box in self.box.children)
        return float(right - self.block.content_box_x() - self.block.width)

    @property
    def reason(self) -> str:
        """Why it was broken by itself; empty if it was not."""
        return marks(self.box).unplanned

    @property
    def space(self) -> float:
        """How wide a space is in the text of its paragraph, in px."""
        cache = word_cache(self.box.style)
        word = cache.word(" ") if cache else None
        assert word is not None
        return float(word.width * FROM_UNITS)

    @property
    def spaces(self) -> int:
        return sum(map(self.text.count, SPACES))

    @property
    def gap(self) -> float:
        """What is added to each of its spaces, in px."""
        return next((float(box.justification_spacing) for box in self.texts), 0.0)

    @property
    def scale(self) -> float:
        """By how much its glyphs are scaled."""
        return next((marks(box).scale for box in self.texts if marks(box).scale != 1), 1.0)


def lines(document: Any, name: str = "p") -> list[Line]:
    """Return the lines of the paragraphs of a document with a class, or of all of an element, over all its pages."""
    return [
        Line(line, block)
        for page in document.pages
        for block in page._page_box.descendants()
        if isinstance(block, boxes.BlockBox)
        and block.element is not None
        and (block.element_tag == name or name in (block.element.get("class") or "").split())
        for line in block.children
        if isinstance(line, boxes.LineBox)
    ]


def geometry(line: Line) -> list[tuple[object, ...]]:
    """Return what is in a line, and where, in px seen from its paragraph: the line itself and all boxes in it."""
    left, top = line.block.content_box_x(), line.box.position_y
    return [
        (
            type(box).__name__,
            getattr(box, "text", ""),
            *(
                pytest.approx(value, abs=0.02)
                for value in (
                    *(box.position_x - left, box.position_y - top, box.width, box.height),
                    *(box.margin_left, box.margin_right, box.margin_top, box.margin_bottom),
                    *(box.border_left_width, box.border_right_width, box.padding_left, box.padding_right),
                )
            ),
        )
        for box in (line.box, *line.box.descendants())
        if not isinstance(box, boxes.TextBox) or box.text
    ]


def behind(broken: Iterable[Line], text: str, hyphen: str = "\u2010") -> list[str]:
    """Return what stands in a text behind each of its lines: spaces, a line break, or nothing. Each letter must be in a line
    once, but for these, and hyphens may be added at the ends of lines."""
    found, at = [], 0
    for line in broken:
        printed = line.text.rstrip(" ")
        if not text.startswith(printed, at):
            printed = printed.removesuffix(hyphen)
        if not text.startswith(
            printed, at
        ):  # a picture begins the line, and the space before it was left out
            printed = printed.lstrip(" ")
        assert text.startswith(printed, at), (printed, text[at:])
        at += len(printed)
        start = at
        while text[at : at + 1] == " ":
            at += 1
        if text[at : at + 1] == "\n":
            at += 1
        while text[at : at + 1] == " ":
            at += 1
        found.append(text[start:at])
    assert at == len(text), text[at:]
    return found


# -- paragraphs --------------------------------------------------------------------------------------------------------

WORDS = (
    "Die Donaudampfschifffahrtsgesellschaft vergibt 1.200 Stellen, heißt es; Wahrscheinlichkeitsrechnungen und"
    " E-Mail-Adressen – „ganz ohne“ Leerzeichen/Umbruch – sprechen dagegen. AVA To. T. V. Wölfe fliegen,"
    " Ostsee-Insel, 3,5\u202f%, Weltwirtschaftsforum!"
    " »Ja!«, sagte sie … und 5 − 3 = 2. the committee considered representations a I of Haus"
    " 17.\u00a0Januar z.\u00a0B. S.\u00a012\u00a0f. Berichterstatterin in der Zeit"
)
EACH = st.sampled_from(WORDS.split(" "))


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph: its HTML, and the text that is printed (a line break as `\\n`)."""

    html: str
    text: str


def _inside(start: str, end: str) -> st.SearchStrategy[Piece]:
    few = st.lists(EACH, min_size=1, max_size=4).map(" ".join)
    return few.map(lambda words: Piece(f"{start}{words}{end}", words))


PIECES = st.one_of(
    *[EACH.map(lambda word: Piece(word, word))] * 5,
    _inside("<em>", "</em>"),
    _inside("<strong>", "</strong>"),
    _inside('<a href="https://example.org/a">', "</a>"),
    _inside('<a href="https://example.org/b"><em>', "</em></a>"),
    _inside("<code>", "</code>"),
    _inside('<span class="spaced">', "</span>"),
    _inside('<abbr title="klein" class="caps">', "</abbr>"),
    _inside('<span class="boxed">', "</span>"),
    _inside('<span class="whole">', "</span>"),
    st.just(Piece("<br>", "\n")),
    st.just(Piece(f'<img src="{DOT}" class="dot">', "")),
    st.sampled_from(["1", "12"]).map(
        lambda number: Piece(f'<span class="footnote" data-number="{number}">Note.</span>', number)
    ),
)
STYLES = """
.spaced { letter-spacing: 1px } .caps { font-variant-caps: small-caps; letter-spacing: .3px }
.boxed { border: 1px solid; padding: 0 3px; margin: 0 2px } .whole { white-space: nowrap }
.dot { width: 9px; height: 7px; vertical-align: baseline }
p { text-indent: 0 !important; --line-elastic: 2% } p.line { --line-breaking: line }
"""


@st.composite
def paragraphs(draw: st.DrawFn, most: int = 60) -> Piece:
    """A paragraph: its pieces stand side by side, or with a space between them."""
    html, text = "", ""
    for piece in draw(st.lists(PIECES, min_size=1, max_size=most)):
        between = draw(st.sampled_from([" ", " ", " ", ""])) if html else ""
        html += between + piece.html
        text += between + piece.text
    return Piece(html, text)
