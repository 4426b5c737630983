"""Notes in the margin: what calls them, and where none can stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document import nodes
from bookbuilder.document.walk import walk
from bookbuilder.phrases import Phrase

MARGIN = nodes.MARGIN
"""The kind of words, and of boxes, that stand in the margin."""
PLACE = Rule(
    "margin.place",
    "a note in the margin cannot stand in {place}: {reason}",
    "A note in the margin stands beside a line of the text, of a list, a quotation or a box, or of the caption of a picture"
    " or of code. Elsewhere one medium or another would have no margin beside it, or the same words twice.",
)


class _Place(NamedTuple):
    """A place where no note can stand: how it is called, why, and what to do."""

    name: str
    reason: str
    hint: str


TITLE = _Place(
    Phrase("a title"),
    Phrase("titles are repeated in the contents and at the head of pages"),
    Phrase("put it behind a word of the text below"),
)
BOX_TITLE = _Place(
    Phrase("the title of a box"),
    Phrase("that is also read aloud as its name"),
    Phrase("put it behind a word of the text in the box"),
)
TABLE = _Place(
    Phrase("a table"),
    Phrase("a table may be turned or parted, and its rows repeated on other pages"),
    Phrase("put it into the paragraph before, or write a note of the table: [^name] and {{notes=table}}"),
)
FULL_PAGE = _Place(
    Phrase("the caption of a picture on a page of its own"),
    Phrase("such a page has no text, and its caption is turned or stands on the picture"),
    Phrase("put it behind a word of the text"),
)
DESCRIPTION = _Place(
    Phrase("a long description"),
    Phrase("print does not show that"),
    Phrase("put it into the caption, or behind a word of the text"),
)
NOTE = _Place(
    Phrase("a note"), Phrase("notes have no margin of their own"), Phrase("make it a part of the note")
)
LINK = _Place(
    Phrase("the words of a link"), Phrase("it may have links of its own"), Phrase("put it behind the link")
)
RUBY = _Place(
    Phrase("words with a reading"), Phrase("these are one sign to the line"), Phrase("put it behind them")
)


def report_margin_notes(chapter: nodes.Chapter, report: Report) -> None:
    """Report the notes in the margin that stand where there is no margin beside them."""
    found: dict[int, tuple[nodes.Node, _Place]] = {}
    for place, part in _forbidden_places(chapter):
        for note in _notes(part):
            found.setdefault(id(note), (note, place))
    for note, place in found.values():
        report(PLACE, note.span, place=place.name, reason=place.reason, hint=place.hint)


def _forbidden_places(chapter: nodes.Chapter) -> Iterator[tuple[_Place, object]]:
    lines = (
        chapter.title, chapter.subtitle, chapter.kicker, chapter.short, chapter.summary, chapter.place, chapter.events,
    )  # fmt: skip
    yield from ((TITLE, line) for line in lines)
    yield NOTE, chapter.notes
    for node in walk(chapter.blocks):
        match node:
            case nodes.Heading():
                yield TITLE, node
            case nodes.Table():
                yield TABLE, node
            case nodes.Figure(image, caption):
                yield DESCRIPTION, node.description
                if image.setting.page:
                    yield FULL_PAGE, caption
            case nodes.Ruby():
                yield RUBY, node
            case nodes.Link():
                yield LINK, node
            case nodes.Box(kind=kind, title=title):
                yield BOX_TITLE, title
                if kind == MARGIN:
                    yield NOTE, node.blocks
            case nodes.Styled(kind=kind, content=content) if kind == MARGIN:
                yield NOTE, content


def _notes(value: object) -> Iterator[nodes.Node]:
    for node in walk(value):
        if isinstance(node, nodes.Styled | nodes.Box) and node.kind == MARGIN:
            yield node
