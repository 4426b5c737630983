"""What came back from a word processor: its paragraphs as they are now, who changed them, and the comments."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

OBJECT = "\ufffc"
"""Stands for what is no word: a call of a note, a picture, a formula."""
FIELD = "\ufffb"
"""Stands for what a word processor makes anew: a reference, the number of a figure, an index."""
SIGNS = OBJECT + FIELD


def without_signs(text: str) -> str:
    """Return the words of a text alone."""
    return text.replace(OBJECT, "").replace(FIELD, "")


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """A change that a word processor has recorded: of the characters of a paragraph, or at a point if they were taken out.
    `date` is as in ISO 8601, or empty."""

    start: int
    end: int
    author: str
    date: str


@dataclass(frozen=True, slots=True)
class CommentAnchor:
    """A comment at characters of a paragraph."""

    comment: str
    start: int
    end: int


@dataclass(slots=True)
class ReturnedParagraph:
    """A paragraph with all changes made. `story` is empty for the text, else the name of a note; `names` are the numbers of
    texts that begin in it, each with the place; `formats` are the characters in a format, by its name."""

    story: str = ""
    text: str = ""
    cell: bool = False
    names: list[tuple[int, int]] = field(default_factory=list)
    formats: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    changes: list[TrackedChange] = field(default_factory=list)
    comments: list[CommentAnchor] = field(default_factory=list)

    def add(self, text: str, formats: frozenset[str] = frozenset()) -> None:
        """Add characters at the end; a note does not begin with the space behind its number."""
        if self.story and not self.text:
            text = text.lstrip(" \t")
        start, end = len(self.text), len(self.text) + len(text)
        self.text += text
        for name in sorted(formats):
            runs = self.formats.setdefault(name, [])
            if runs and runs[-1][1] == start:
                runs[-1] = runs[-1][0], end
            elif text:
                runs.append((start, end))


def valid_date(text: str) -> str:
    """Return a date and time as a file says it (ISO 8601); empty if it is none."""
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return ""
    return text


@dataclass(frozen=True, slots=True)
class ReturnedComment:
    """A comment: who says what, when, whether it is done, and the id of the one that it answers."""

    id: str
    author: str
    date: str
    text: str
    answers: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class ReturnedDocument:
    """A file that came back. `proof` is the id of what went out, empty if the file does not say it; `person` is who saved it
    last; so many comments were `left_out`, beyond a limit."""

    name: str
    proof: str
    person: str
    paragraphs: tuple[ReturnedParagraph, ...]
    comments: tuple[ReturnedComment, ...] = ()
    left_out: int = 0
