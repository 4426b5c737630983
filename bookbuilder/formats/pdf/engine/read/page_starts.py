"""Finds where the pages of a part begin in its text: the block, and how much of it stands on pages before.

WeasyPrint does not say which piece of HTML a line was made of. So each text of the box tree gets the text nodes that it is
made of, and each piece of a line what is left of its text from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from bookbuilder.formats.blocktext import Place, Reading, Run, counted, read
from bookbuilder.formats.pdf.engine.read.structure import ARTIFACT, PAGINATION

_FIRST_LETTER = "::first-letter"


class Turns:
    """The places where the pages of one part begin."""

    def __init__(self) -> None:
        self.reading = Reading((), {})

    def note(self, element: Any, root: Any) -> None:
        """Give the texts of a box tree the text nodes that they are made of: `element` is the root of the HTML, `root` the
        box of it, before anything is laid out."""
        self.reading = read(element)
        left: dict[Any, list[Run]] = {}
        for run in self.reading.runs:
            left.setdefault(run.parent, []).append(run)
        for box in (root, *root.descendants()):
            if isinstance(box, boxes.TextBox) and box.element in left and not _generated(box):
                box.bookbuilder_runs = _taken(left[box.element], len(_folded(box.text)))

    def places(self, document: Any) -> Iterator[Place]:
        """Yield where each page of a document begins, when its artifacts are marked (`tags.prepare`)."""
        for page in document.pages:
            yield self._place(page._page_box) or ("", 0)

    def _place(self, page: Any) -> Place | None:
        letters = 0
        for box in _boxes(page):
            if getattr(box, ARTIFACT, "") == PAGINATION or box.element not in self.reading.starts:
                continue
            tag = str(box.element_tag)
            if tag.endswith(_FIRST_LETTER):
                letters = len(counted(box.text))
            elif isinstance(box, boxes.ReplacedBox) or not getattr(box, "bookbuilder_runs", None):
                if not _generated(box) and (isinstance(box, boxes.ReplacedBox) or box.text.strip()):
                    return self.reading.starts[box.element]
            elif counted(box.text):
                text, skip = getattr(box, "bookbuilder_rest", (box.text, 0))
                block, offset = _back(box.bookbuilder_runs, len(_folded(text.encode()[skip:].decode())))
                return block, offset - letters
        return None


def _boxes(page: Any) -> Iterator[Any]:
    """Yield the texts and pictures in the flow of a page, in their order."""
    for child in page.children:
        if not isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox):
            yield from _leaves(child)


def _leaves(box: Any) -> Iterator[Any]:
    box = box._box if isinstance(box, AbsolutePlaceholder) else box
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _leaves(child)


def _generated(box: Any) -> bool:
    """Does a box come from the style sheet?"""
    return bool(box.element_tag != box.element.tag)


def _folded(text: str) -> str:
    """Return what counts of a text in a form that upper and lower case have in common, so that ß is as long as SS."""
    return counted(text).casefold()


def _taken(runs: list[Run], length: int) -> tuple[Run, ...]:
    """Take as many runs as a text of a length is made of: more than one where an element between them has no box."""
    taken: list[Run] = []
    while runs and length > 0:
        taken.append(runs.pop(0))
        length -= len(taken[-1].text.casefold())
    return tuple(taken)


def _back(runs: Sequence[Run], left: int) -> Place:
    """Return the place in runs from which on so many characters are left."""
    for run in reversed(runs):
        at = len(run.text)
        while at and left > 0:
            at -= 1
            left -= len(run.text[at].casefold())
        if left <= 0:
            return run.block, run.before + at
    return runs[0].block, runs[0].before
