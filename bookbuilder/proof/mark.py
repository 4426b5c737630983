"""A mark: what somebody wrote or drew at words of a proof, with the place of these words in the chapters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bookbuilder.cache_key import cache_keys
from bookbuilder.diagnostics import NOWHERE, Span


class ProofMarkKind(StrEnum):
    """What a mark says about its words. REPLACE and INSERT have new words; FORMAT changes how words look, MOVE where a
    paragraph stands."""

    COMMENT = "comment"
    HIGHLIGHT = "highlight"
    DELETE = "delete"
    INSERT = "insert"
    REPLACE = "replace"
    FORMAT = "format"
    MOVE = "move"


class MarkSubject(StrEnum):
    """What stands under a mark. Of TEXT the words can be changed in the chapter; the words of a FACT or a NAME come from
    facts.toml or names.toml, those that are MADE from nowhere in the chapter; LOST: its words are in no text any more."""

    TEXT = "text"
    FACT = "fact"
    NAME = "name"
    DRAWING = "drawing"
    MADE = "made"
    PAGE = "page"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """The words of a text that a mark is about (`quote`, empty for a point between words), and those around them, as they
    are printed."""

    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ProofMark:
    """A mark as it came in; what was decided about it is kept elsewhere.

    `origin` is the name of the file that it came in, `page` the page of a PDF as it is printed there. `start` and `end` are
    the places of its words in a chapter of `locale`: those of the first character and behind the last one. `new` are the
    words for a REPLACE or INSERT, `comment` is what the author of the mark says, `key` the name of the fact, name or drawing
    that it is `about`. `author` and `date` (ISO 8601) are empty if the file does not say them; `answers` is the id of the
    mark that it answers. Marks of one `change` (a name among those of `origin`) are made together or not at all: words that
    were taken out over the end of a paragraph.
    """

    kind: ProofMarkKind
    origin: str
    locale: str
    words: MarkedWords
    start: Span = NOWHERE
    end: Span = NOWHERE
    about: MarkSubject = MarkSubject.TEXT
    key: str = ""
    new: str = ""
    comment: str = ""
    author: str = ""
    date: str = ""
    page: str = ""
    answers: str = ""
    number: int = 0
    change: str = ""

    @property
    def id(self) -> str:
        """The name of the mark: the same whenever it is read again, also from another file, wherever its words stand
        meanwhile. `number` tells equal marks of a file apart."""
        words = self.words
        # The words of the paragraph that another one is put behind are those that it has now.
        new = "" if self.kind is ProofMarkKind.MOVE else self.new
        said = (self.kind.value, words.quote, words.before, words.after, new, self.comment)
        return _mark_id((*said, self.author, self.date, self.page, self.number))


@lru_cache(1 << 15)  # each mark is asked for its name again and again
def _mark_id(said: tuple[str | int, ...]) -> str:
    return cache_keys([said])[0][:10]
