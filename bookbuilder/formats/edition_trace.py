"""What is needed to trace the text of an edition to its source: its HTML, the same with marks, and where it is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookbuilder.diagnostics import Span

if TYPE_CHECKING:  # processes that only place texts on pages see no document
    from bookbuilder.document.text_sources import TextSource


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A piece of text in a line. It is made of `length` characters (`text_places.counted`) of the text node `node`
    (`text_places.SourceRun.number`), or of it and those that follow, the first of which has `offset` characters before it.
    Its box is in points from the upper left corner of the trimmed page. A `picture` has no characters."""

    node: int
    offset: int
    length: int
    x: float
    y: float
    width: float
    height: float

    @property
    def picture(self) -> int | None:
        """The number of the picture that it is (`text_places.SourceText.pictures`); None for text."""
        return -1 - self.node if self.node < 0 else None


def number_of_picture(picture: int) -> int:
    """Return the `node` of a picture: no text node has it."""
    return -1 - picture


@dataclass(frozen=True, slots=True, eq=False)
class TracedHtml:
    """A page of HTML: the place that it comes from, as far as its text comes from nowhere else, such as the beginning of its
    (first) chapter; the HTML, and a function that makes the same with marks (`document.text_sources`) and returns it with
    the sources that these name."""

    span: Span
    html: str
    marked: Callable[[], tuple[str, tuple[TextSource, ...]]]


@dataclass(frozen=True, slots=True, eq=False)
class EditionTrace:
    """The HTML of an edition, by its name: the file, or the part of a PDF. `pages` are those of a PDF in their order: the
    name of the part (empty: a blank page), and a function that returns the texts on it."""

    html: dict[str, TracedHtml]
    pages: tuple[tuple[str, Callable[[], tuple[PrintedText, ...]]], ...] = ()
