"""Puts the page numbers of another edition beside the text of this one: where each of its pages begins (`pages_from`).

A mark is an element without text, whose number the style sheet prints, so that it counts for nothing that reads the text of
a page. It stands between two words, and takes no room in its line (`engine/pages/page_break_markers.py`), so no line breaks
otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape, unescape
from html.parser import HTMLParser
from typing import NamedTuple
from unicodedata import category, east_asian_width

from bookbuilder.diagnostics import Report
from bookbuilder.formats.book import Book
from bookbuilder.formats.page_list import page_list_of
from bookbuilder.formats.pagemap import PageBreakMarker
from bookbuilder.formats.text_places import INLINE, INVISIBLE, SourceRun, counted, read

CLASS = "page-mark"
"""The class of a mark."""
EQUATION = "equation"
"""The class of a formula in a line of its own, which is set as a table."""
PLAIN = frozenset(("titlepage",))
"""Anchors of pages that print no number, in any edition."""


def with_page_break_markers(book: Book, report: Report) -> Book:
    """Return a book with the marks of the pages whose numbers it carries. Waits for the edition that has them, and reports
    `page.*`."""
    carried = page_list_of(book, report)
    if carried is None:
        return book
    say, figures = book.locale.say, book.locale.figures
    marks = []
    for page in carried.pages:
        if page.block in PLAIN:
            continue
        shown = figures(int(page.label)) if page.label.isdecimal() else page.label
        # Translators: read aloud where a page of the regular edition begins, in large print that has its page numbers
        spoken = say("Page {number} of the regular edition", number=shown)
        marks.append(PageBreakMarker(page.block, page.offset, shown, spoken))
    return replace(book, page_break_markers=tuple(marks))


def marked(page: str, marks: Sequence[PageBreakMarker]) -> str:
    """Return a page of HTML with the marks whose blocks are in it.

    >>> marked('<p id="a">Wer am <em>Montag</em> kam</p>', [PageBreakMarker("a", 7, "12", "Seite 12")])
    '<p id="a">Wer am <em><span class="page-mark" data-number="12" aria-label="Seite 12"></span>Montag</em> kam</p>'
    """
    names = {mark.block for mark in marks}
    if not any(f'id="{escape(name)}"' in page for name in names):
        return page
    placed = _PlacedText(page, names)
    found: dict[int, list[PageBreakMarker]] = {}
    for mark in marks:
        place = placed.place(mark.block, mark.offset)
        if place is not None:
            found.setdefault(place, []).append(mark)
    pieces, last = [], 0
    for place in sorted(found):
        pieces += [page[last:place], *map(_written, found[place])]
        last = place
    return "".join((*pieces, page[last:]))


def _written(mark: PageBreakMarker) -> str:
    return (
        f'<span class="{CLASS}" data-number="{escape(mark.shown)}" aria-label="{escape(mark.spoken)}"></span>'
    )


@dataclass(slots=True, eq=False)
class _Element:
    """An element, as `text_places.read` reads it."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    tail: str = ""
    children: list[_Element] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        """Return an attribute; None if it is not there."""
        return self.attributes.get(name)

    def __iter__(self) -> Iterator[_Element]:
        return iter(self.children)


class _Letter(NamedTuple):
    """A letter of a text, and where it begins and ends in the page: it may be written as a reference."""

    letter: str
    start: int
    end: int


class _PlacedText(HTMLParser):
    """A page of HTML as a tree, with the place of each of its tags and texts in the page."""

    def __init__(self, page: str, names: Collection[str]) -> None:
        super().__init__(convert_charrefs=False)
        self.page = page
        self.root = _Element("html")
        self._open = [self.root]
        self._last: _Element | None = None
        """The element that the next text stands behind; None: it is the first one in the innermost element."""
        self._parents: dict[_Element, _Element] = {}
        self._tags: dict[_Element, tuple[int, int]] = {}
        """Where an element begins, and where it ends."""
        self._texts: dict[tuple[_Element, bool], list[tuple[str, int]]] = {}
        self._lines = [0, *(at + 1 for at, letter in enumerate(page) if letter == "\n")]
        self.feed(page)
        self.close()
        self._of_block: dict[str, list[SourceRun]] = {}
        self._of_container: dict[_Element, list[SourceRun]] = {}
        self._first: dict[str, SourceRun] = {}
        for run in read(self.root).runs:
            self._of_block.setdefault(run.block, []).append(run)
            self._of_container.setdefault(self._container(run), []).append(run)
            for element in self._around(run):
                if (name := element.get("id") or "") in names:
                    self._first.setdefault(name, run)

    def place(self, block: str, offset: int) -> int | None:
        """Return the place in the page for a mark behind so many characters of a block; None if that has no text.

        It is before a word; at the beginning of a paragraph behind the first one, since what takes no room and stands before
        all words is in no line.
        """
        runs = self._of_block.get(block, [])
        run = next((run for run in runs if offset < run.before + len(run.text)), None) if offset else None
        run = run or (runs[-1] if offset and runs else self._first.get(block))
        if run is None:
            return None
        letters = self._letters(run)
        visible = [at for at, one in enumerate(letters) if counted(one.letter)]
        at = visible[max(0, min(offset - run.before, len(visible) - 1))] if offset else visible[0]
        while at and _in_word(letters[at].letter) and _in_word(letters[at - 1].letter):
            at -= 1
        line = self._of_container[self._container(run)]
        if run is line[0] and at <= visible[0]:
            return self._behind_word(line)
        whole = self._whole(run)
        return letters[at].start if whole is None else self._tags[whole][0]

    def _behind_word(self, runs: Sequence[SourceRun]) -> int:
        """Return the place behind the first word of some text nodes."""
        place, last = 0, ""
        for run in runs:
            whole = self._whole(run)
            for letter, _, end in self._letters(run):
                alone = bool(last) and not _in_word(last)
                if last and (alone or (not counted(letter) and letter not in INVISIBLE)):
                    return place
                if category(letter)[0] in "LN":
                    last = letter
                place = end if whole is None else self._tags[whole][1]
        return place

    def _container(self, run: SourceRun) -> _Element:
        """Return the innermost element that is no part of a line."""
        return next((one for one in self._around(run) if one.tag not in INLINE), self.root)

    def _whole(self, run: SourceRun) -> _Element | None:
        """Return the words with a reading, or the formula in a line of its own, that a text is in: they have no marks."""
        return next(
            (
                one
                for one in self._around(run)
                if one.tag == "ruby" or EQUATION in (one.get("class") or "").split()
            ),
            None,
        )

    def _around(self, run: SourceRun) -> Iterator[_Element]:
        """Yield the elements around a text, the innermost one first."""
        around: _Element | None = run.parent
        while around is not None:
            yield around
            around = self._parents.get(around)

    def _letters(self, run: SourceRun) -> list[_Letter]:
        """Return the letters of a text node with their places in the page."""
        letters: list[_Letter] = []
        for text, start in self._texts[run.holder, run.tail]:
            if self.page[start] == "&" and text != "&":
                reference = _REFERENCE.match(self.page, start)
                end = reference.end() if reference else start + 1
                letters += [_Letter(letter, start, end) for letter in text]
            else:
                letters += [_Letter(letter, start + at, start + at + 1) for at, letter in enumerate(text)]
        return letters

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in an element."""
        element = self._element(tag, attrs)
        if tag in VOID:
            self._last = element
        else:
            self._open.append(element)
            self._last = None

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in an element that is closed at once, as in a drawing."""
        self._last = self._element(tag, attrs)

    def _element(self, tag: str, attrs: list[tuple[str, str | None]]) -> _Element:
        parent = self._open[-1]
        element = _Element(tag, {name: value or "" for name, value in attrs})
        parent.children.append(element)
        start = self._here()
        self._parents[element] = parent
        self._tags[element] = start, start + len(self.get_starttag_text() or "")
        return element

    def handle_endtag(self, tag: str) -> None:
        """Take in an end tag, with those that were left out before it."""
        names = [element.tag for element in self._open[1:]]
        if tag not in names:
            return
        end = self.page.index(">", self._here()) + 1
        while True:
            self._last = self._open.pop()
            self._tags[self._last] = self._tags[self._last][0], end
            if self._last.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        """Take in a text."""
        self._text(data)

    def handle_entityref(self, name: str) -> None:
        """Take in a letter that is written by its name."""
        self._text(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        """Take in a letter that is written by its number."""
        self._text(unescape(f"&#{name};"))

    def _text(self, text: str) -> None:
        tail = self._last is not None
        holder = self._open[-1] if self._last is None else self._last
        self._texts.setdefault((holder, tail), []).append((text, self._here()))
        if tail:
            holder.tail = (holder.tail or "") + text
        else:
            holder.text = (holder.text or "") + text


VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
))  # fmt: skip
"""Elements of HTML that have no end tag."""


def _in_word(letter: str) -> bool:
    """Whether a letter is of a script whose words stand apart: others may be parted anywhere that a line may end."""
    if east_asian_width(letter) in "WF" or _UNSPACED.match(letter):
        return False
    return category(letter)[0] in "LMN" or letter in INVISIBLE


_REFERENCE = re.compile("&#?[0-9A-Za-z]*;?")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese, Khmer."""
