"""The state of converting one chapter into pandoc's tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bookbuilder.document.nodes import Block, Chapter, Node, Note
from bookbuilder.document.numbered_kinds import caption_label
from bookbuilder.exporters.dialect import Label, TargetFormat
from bookbuilder.exporters.pictures import ExportedPicture
from bookbuilder.exporters.proof_comments import CommentEdge
from bookbuilder.exporters.review import NO_REVIEW, NamedTexts
from bookbuilder.locales import Locale
from bookbuilder.pandoc.pandoc_ast import Blocks

PAGE_NUMBER = "1000"
"""A placeholder for a number in a translated message."""
_NAME = "\ufffc"
"""One for a name."""


LINE_WIDTH = 6.0
"""The width of a line in inches, as word processors begin with."""


@dataclass(frozen=True, slots=True)
class BookConversion:
    """What all chapters share: the dialect, the language, the pictures by path, the anchors that are link targets, each
    with its kind (`chapter`, `heading`, `label`, or empty), and the edges of comments by the `id()` of a text, and the
    names of texts for a review.
    `descriptions` gets the caption and the long description of each table by its number."""

    dialect: TargetFormat
    locale: Locale
    pictures: Mapping[str, ExportedPicture]
    anchors: Mapping[str, str]
    comments: Mapping[int, Sequence[CommentEdge]] = field(default_factory=dict)
    review: NamedTexts = NO_REVIEW
    descriptions: dict[int, tuple[str, str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def count(self, kind: str) -> int:
        """Return the next number of something that is counted through the book, from 1."""
        self.counts[kind] += 1
        return self.counts[kind]


@dataclass(slots=True)
class ExportConversion:
    """Converts one chapter. `blocks` converts blocks, for notes. `called` are the notes that were called so far, `inside`
    says that this is a note, which can have none of its own; `level` is that of the last heading. `second` converts the
    second language of a bilingual chapter. `endnotes` collects the notes, with their numbers, for a format without notes;
    `foreign` counts the nodes in another language around this place; `room` is the width of the text there, in inches."""

    book: BookConversion
    chapter: Chapter
    locale: Locale
    notes: Mapping[int, Note]
    blocks: Callable[[Sequence[Block], ExportConversion], Blocks]
    called: set[int] = field(default_factory=set)
    inside: bool = False
    level: int = 1
    second: ExportConversion | None = None
    foreign: int = 0
    room: float = LINE_WIDTH
    endnotes: list[tuple[str, Blocks]] = field(default_factory=list)

    @property
    def dialect(self) -> TargetFormat:
        """The ways of the format."""
        return self.book.dialect

    def label(self, kind: str, number: int) -> Label:
        """Return the label of what the book counts, a figure say."""
        before, _, behind = caption_label(kind, PAGE_NUMBER, self.locale).partition(PAGE_NUMBER)
        return Label(kind, before, self.locale.figures(number), behind)

    def page_words(self) -> tuple[str, str]:
        """Return the words before and behind the number of a page in a sentence."""
        before, _, behind = self.locale.typography(
            self.locale.say("page {number}", number=PAGE_NUMBER)
        ).partition(PAGE_NUMBER)
        return before, behind

    def named_page_words(self) -> tuple[str, None, str]:
        """Return the words around a name and the number of its page, `PAGE_NUMBER`; None stands for the name."""
        words = self.locale.say("{name} on page {number}", name=_NAME, number=PAGE_NUMBER)
        before, _, behind = self.locale.typography(words).partition(_NAME)
        return before, None, behind

    def anchor(self, node: Node) -> str:
        """Return the anchor of a node if something leads there, else nothing."""
        return node.id if node.id in self.book.anchors else ""
