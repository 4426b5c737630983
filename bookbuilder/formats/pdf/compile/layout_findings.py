"""What is found on pages that are laid out and told to the author: wishes that are not met, pages that are not full."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnmetLines:
    """A paragraph that does not take the lines that its author asks for: its place in the source (a `Span`, written), how
    many lines more than its best are `asked` for, and how many its `best` are (0: it is broken line by line)."""

    source: str
    asked: int
    best: int


@dataclass(frozen=True, slots=True)
class ShortPage:
    """A page (from 0) that lacks whole `lines`. `kind` is what begins the next page and cannot stand on this one: `table`,
    `row` (of a table), `figure`, `picture`, `code`, `box` or `heading`; empty if it is text, which could be split.
    `block` is the id of that, or its place in the source (a `Span`, written), `chapter` the id of its chapter."""

    page: int
    lines: int
    kind: str
    block: str
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class MisplacedFigure:
    """A figure or a table that does not stand where its author `asked` for it (`top`, `bottom`, `page`): its place in the
    source (a `Span`, written), and why.

    `reason`: it stands inside a `list`, a `quotation`, a `table`, a `box` or `columns`; it is `high`er than a page; before
    another page begins, a page `break` of the author comes, or a figure that stays where it is written and keeps the
    `order`, or something across which no pages are planned (a `barrier`), or the chapter `end`s; what follows is `kept` with
    it; its page is `unplanned`. Empty: there are such pages, but others would not be full then.
    """

    source: str
    asked: str
    reason: str


@dataclass(frozen=True, slots=True)
class ForeignGlyph:
    """A `character` that is printed in another family than the first of those that the style sheet names for its text
    (`families`); `chapter` is the id of the chapter on its page."""

    character: str
    families: tuple[str, ...]
    printed: str
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class LayoutFindings:
    """All that is found on the pages of a part, or of a book in one piece."""

    unmet_lines: tuple[UnmetLines, ...] = ()
    short_pages: tuple[ShortPage, ...] = ()
    misplaced_figures: tuple[MisplacedFigure, ...] = ()
    foreign_glyphs: tuple[ForeignGlyph, ...] = ()


NO_FINDINGS = LayoutFindings()
