"""Finds where the pages of a part begin in its text: the block, and how much of it stands on earlier pages.

WeasyPrint does not say which piece of HTML a line was made from. So each text of the box tree gets the text nodes that it
is made from, and each piece of a line what is left of its text from there on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.read.structure import PAGINATION
from bookbuilder.formats.text_places import Place, SourceRun, SourceText, counted, read

if TYPE_CHECKING:
    from weasyprint.document import Document

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement

FIRST_LETTER = "::first-letter"
"""How the tag of a box ends that holds the first letter of a paragraph."""


PRINT_ALONE = frozenset(("address", "backlink"))
"""Classes of words that print alone has: a page begins with them only if nothing else stands on it."""


class PageStarts:
    """Finds where the pages of one part begin in its text."""

    def __init__(self) -> None:
        self.reading = SourceText((), {})

    def note_runs(self, element: HtmlElement, roots: Iterable[boxes.Box]) -> None:
        """Give the texts of box trees the text nodes that they are made from, and pictures their numbers: `element` is the
        root of the HTML, `roots` are the box of it and those of its footnotes, before anything is laid out."""
        self.reading = read(element)
        remaining: dict[HtmlElement, list[SourceRun]] = {}
        for run in self.reading.texts:
            remaining.setdefault(run.parent, []).append(run)
        first_letters: list[boxes.TextBox] = []
        for root in roots:
            for box in (root, *root.descendants()):
                if isinstance(box, boxes.ReplacedBox) and not _generated(box):
                    number = self.reading.pictures.get(box.element)
                    if number is not None:
                        mark(box).picture = number
                if not isinstance(box, boxes.TextBox):
                    continue
                if str(box.element_tag).endswith(FIRST_LETTER):
                    first_letters.append(box)
                elif box.element in remaining and not _generated(box):
                    runs = _take_runs(remaining[box.element], len(folded(box.text)))
                    mark(box).runs = runs
                    for letter in first_letters:  # what is behind them is the rest of the same text
                        mark(letter).runs = runs
                    first_letters.clear()

    def page_starts(self, document: Document) -> Iterator[Place]:
        """Yield where each page of a document begins, when its artifacts are marked (`structure_tags.prepare`)."""
        for page in document.pages:
            yield self._start_of(page._page_box) or ("", 0)

    def _start_of(self, page: boxes.PageBox) -> Place | None:
        letters = 0
        behind: list[boxes.TableBox] = []
        print_alone: Place | None = None
        for box in _boxes(page, behind):
            if marks(box).artifact == PAGINATION or box.element not in self.reading.starts:
                continue
            tag = str(box.element_tag)
            runs = [run for run in marks(box).runs if run.counts]
            if tag.endswith(FIRST_LETTER):
                assert isinstance(box, boxes.TextBox)
                letters = len(counted(box.text))
            elif isinstance(box, boxes.ReplacedBox) or not runs:
                if not _generated(box) and (isinstance(box, boxes.ReplacedBox) or box.text.strip()):
                    if box.element is None or box.element.get("class", "") not in PRINT_ALONE:
                        return self.reading.starts[box.element]
                    print_alone = print_alone or self.reading.starts[box.element]
            elif counted(box.text):
                text, skip = marks(box).rest or (box.text, 0)
                run, offset = place_before_end(runs, len(folded(text.encode()[skip:].decode())))
                return run.block, run.before + offset - letters
        return self._end_of(behind[0].element) if behind else print_alone

    def _end_of(self, element: HtmlElement | None) -> Place | None:
        """Return the last text in an element."""
        inside = set() if element is None else set(element.iter())
        last = next((run for run in reversed(self.reading.runs) if run.parent in inside), None)
        return (last.block, last.before) if last else None


def _boxes(page: boxes.PageBox, behind: list[boxes.TableBox]) -> Iterator[boxes.TextBox | boxes.ReplacedBox]:
    """Yield the texts and pictures in the flow of a page, in their order; figures that are written earlier come last. Of a
    table that is parted by its columns, the rows are written beside those of its first part, on earlier pages: further parts
    are left out, and added to `behind`."""
    for child in page.children:
        if not isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox):
            yield from _texts_and_pictures(child, behind)


def _texts_and_pictures(
    box: boxes.Box | AbsolutePlaceholder, behind: list[boxes.TableBox]
) -> Iterator[boxes.TextBox | boxes.ReplacedBox]:
    box = box._box if isinstance(box, AbsolutePlaceholder) else box
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield box
    if isinstance(box, boxes.TableBox) and marks(box).part:
        behind.append(box)
        return
    for child in sorted(box.children, key=lambda child: bool(marks(child).planned.moved)):
        yield from _texts_and_pictures(child, behind)


def _generated(box: boxes.Box) -> bool:
    assert box.element is not None
    return box.element_tag != box.element.tag


def folded(text: str) -> str:
    """Return the characters of a text that count, in a form that upper and lower case share, so that ß is as long as SS."""
    return counted(text).casefold()


def _take_runs(runs: list[SourceRun], length: int) -> tuple[SourceRun, ...]:
    """Take as many runs as make up a text of some length: more than one where an element between them has no box."""
    taken: list[SourceRun] = []
    while runs and length > 0:
        taken.append(runs.pop(0))
        length -= len(taken[-1].text.casefold())
    return tuple(taken)


def place_before_end(runs: Sequence[SourceRun], left: int) -> tuple[SourceRun, int]:
    """Return the place in runs behind which so many (folded) characters are left: the run, and the characters before it."""
    for run in reversed(runs):
        length = len(run.text.casefold())
        if length < left:
            left -= length
            continue
        at = len(run.text)
        if at == length:  # as nearly everywhere: no letter is longer when it is folded
            return run, at - max(left, 0)
        while left > 0:
            at -= 1
            left -= len(run.text[at].casefold())
        return run, at
    return runs[0], 0
