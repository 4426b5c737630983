"""The notes of proof.toml into comments at the words of the finished chapters that they are about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from bookbuilder import toml
from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document import nodes
from bookbuilder.document.normalize_letters import letters
from bookbuilder.document.walk import walk
from bookbuilder.importers.clean_text import printable
from bookbuilder.importers.manuscript.proof_notes import FILE
from bookbuilder.phrases import Phrase
from bookbuilder.world import BookFiles

BROKEN = Rule(
    "proof.syntax",
    "{problem}",
    "proof.toml holds tables [[note]] with texts: id, kind, file, quote, before, after, author, date, text, answers;"
    " resolved is true or not there.",
)
LOST = Rule(
    "proof.place",
    "the words of the note {name} are no longer in {file}",
    "A proof note is found by the words that it quotes and those around them. It is exported at the title of its chapter."
    " Correct its quote, or delete the note if it is done.",
    Severity.WARNING,
)
NO_FILE = Rule(
    "proof.file",
    "the note {name} is about {file}, which is no chapter of this book",
    "A note says in `file` which chapter it is about: chapters/de/01-kapitel.md. It is left out.",
    Severity.WARNING,
)
_TEXTS = ("id", "kind", "file", "quote", "before", "after", "author", "date", "text", "answers")
_KINDS = ("comment", "insertion", "deletion", "move")


@dataclass(frozen=True, slots=True)
class ProofComment:
    """A note that nobody has decided on. `number` is its own among those of the book; `answers` is that of the note which it
    answers, -1 for none. `date` is as in ISO 8601, with a time of day, or empty."""

    number: int
    kind: str
    author: str
    date: str
    text: str
    answers: int = -1
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class CommentEdge:
    """Where the words that a comment is about `start` or `end` in a text, as a number of characters; `whole`: both edges are
    in this text."""

    offset: int
    edge: str
    comment: ProofComment
    whole: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """A table of proof.toml, and its line."""

    values: Mapping[str, str]
    resolved: bool
    line: int

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class ProofComments:
    """The comments of a locale, and the edges by the `id()` of the text that they are in, in their order."""

    comments: tuple[ProofComment, ...] = ()
    edges: Mapping[int, tuple[CommentEdge, ...]] = field(default_factory=dict)


NO_COMMENTS = ProofComments()


def proof_comments(world: BookFiles, chapters: Sequence[nodes.Chapter], report: Report) -> ProofComments:
    """Return the comments of these chapters; none without proof.toml. Reports `proof.*`."""
    if not world.exists(FILE):
        return NO_COMMENTS
    by_path = {chapter.span.path: chapter for chapter in chapters}
    wanted: list[tuple[_Entry, nodes.Chapter]] = []
    for entry in _entries(world.text(FILE), report):
        if entry["file"] in by_path:
            wanted.append((entry, by_path[entry["file"]]))
        elif not (entry["file"] and world.exists(entry["file"])):  # else it is about another locale
            report(NO_FILE, Span(FILE, entry.line), name=entry["id"], file=entry["file"] or "no file")
    numbers = _numbers([entry for entry, _ in wanted])
    texts = {path: tuple(_texts(chapter)) for path, chapter in by_path.items()}
    placed: dict[int, list[tuple[int, int, int, CommentEdge]]] = {}
    comments = []
    for entry, chapter in wanted:
        comment = ProofComment(
            numbers[entry["id"]],
            entry["kind"] if entry["kind"] in _KINDS else "comment",
            entry["author"],
            _moment(entry["date"]),
            entry["text"],
            numbers.get(entry["answers"], -1),
            entry.resolved,
        )
        comments.append(comment)
        place = _place(entry, texts[entry["file"]])
        if place is None:
            report(LOST, Span(FILE, entry.line), name=entry["id"], file=entry["file"])
            place = _title_place(chapter)
        if place is None:
            continue
        (first, start), (last, end), point = place
        whole = first is last
        # At one offset, words end before points stand and other words begin: edges must not cross.
        ranks = (1, 2) if point else (3, 0)
        for node, offset, edge, rank in ((first, start, "start", ranks[0]), (last, end, "end", ranks[1])):
            found = CommentEdge(offset, edge, comment, whole)
            placed.setdefault(id(node), []).append((offset, rank, comment.number, found))
    edges = {
        node: tuple(edge for *_, edge in sorted(inside, key=lambda one: one[:3]))
        for node, inside in placed.items()
    }
    return ProofComments(tuple(sorted(comments, key=lambda comment: comment.number)), edges)


def _entries(text: str, report: Report) -> Iterator[_Entry]:
    """Yield the tables of a proof.toml; reports `proof.syntax`."""
    data = toml.parse(text, FILE, report, BROKEN)
    if data is None:
        return
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip() == "[[note]]"]
    tables = data.get("note", [])
    if not isinstance(tables, list):
        report(
            BROKEN, Span(FILE), problem="`note` is no list of tables", hint="begin each note with [[note]]"
        )
        return
    for number, table in enumerate(tables):
        line = lines[number] if number < len(lines) else 0
        if isinstance(table, dict):
            yield _Entry(_values(table, line, report), table.get("resolved") is True, line)


def _values(table: Mapping[str, Any], line: int, report: Report) -> dict[str, str]:
    result = {}
    for name in _TEXTS:
        value = table.get(name, "")
        if isinstance(value, (dt.datetime, dt.date)):
            value = value.isoformat()
        if not isinstance(value, str):
            report(
                BROKEN,
                Span(FILE, line),
                problem=Phrase("`{name}` of a note is no text", name=name),
                hint=f'{name} = "…"',
            )
            value = ""
        result[name] = "\n".join(map(printable, value.split("\n")))
    return result


def _numbers(entries: Sequence[_Entry]) -> dict[str, int]:
    """Return a number for each note by its id: that of its name (`comment-5`), unless another note has it."""
    result: dict[str, int] = {}
    taken: set[int] = set()
    free = 0
    for entry in entries:
        match = re.fullmatch(r"comment-(\d{1,8})", entry["id"])
        if match and int(match[1]) not in taken:
            result[entry["id"]] = int(match[1])
            taken.add(int(match[1]))
    for entry in entries:
        if entry["id"] not in result:
            while free in taken:
                free += 1
            result[entry["id"]] = free
            taken.add(free)
    return result


def _moment(date: str) -> str:
    """Return a date with its time as Word writes it; empty if it is no date."""
    try:
        moment = dt.datetime.fromisoformat(date)
    except ValueError:
        return ""
    if moment.tzinfo is not None:
        moment = moment.astimezone(dt.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


# -- places ----------------------------------------------------------------------------------------------------

_Place = tuple[nodes.Node, int]


@dataclass(frozen=True, slots=True)
class _Line:
    """The letters of a paragraph, heading, cell or caption, and for each the text node that it is in and its place there."""

    letters: str
    places: tuple[_Place, ...]


def _texts(chapter: nodes.Chapter) -> Iterator[_Line]:
    for line in (chapter.kicker, chapter.title, chapter.subtitle, chapter.summary):
        yield _line(line)
    for node in walk((chapter.blocks, chapter.notes)):
        match node:
            case nodes.Paragraph(content) | nodes.Heading(content=content) | nodes.Cell(content=content) if (
                content
            ):
                yield _line(content)
            case (
                nodes.Definition(term=content) | nodes.Figure(caption=content) | nodes.Table(caption=content)
            ) if content:
                yield _line(content)


def _line(content: object) -> _Line:
    text: list[str] = []
    places: list[_Place] = []
    for node in walk(content):
        if isinstance(node, nodes.Text | nodes.Value | nodes.CodeText):
            for offset, letter in enumerate(node.text):
                for part in letters(letter):
                    text.append(part)
                    places.append((node, offset))
    return _Line("".join(text), tuple(places))


def _place(entry: _Entry, lines: Sequence[_Line]) -> tuple[_Place, _Place, bool] | None:
    """Return where the quoted words begin and end, and whether there are none; None if they are not there. Of several
    places, the first with most of the words around it."""
    quote, before, after = (letters(entry[name]) for name in ("quote", "before", "after"))
    for around in ((before, after), (before, ""), ("", after), ("", "")):
        if not quote and not any(around):
            break
        for line in lines:
            start = line.letters.find(around[0] + quote + around[1])
            if start < 0:
                continue
            start += len(around[0])
            if quote:
                last = _behind(line.places[start + len(quote) - 1], entry["quote"])
                return _before(line.places[start], entry["quote"]), last, False
            point = _behind(line.places[start - 1], entry["before"]) if start else line.places[start]
            return point, point, True
    return None


def _behind(place: _Place, words: str) -> _Place:
    """Return the place behind a letter, and behind the signs that end these words, as far as they stand there."""
    node, offset = place
    text, end = _own_text(node), offset + 1
    for sign in reversed(list(takewhile(_is_sign, reversed(words)))):
        if text[end : end + 1] != sign:
            break
        end += 1
    return node, end


def _before(place: _Place, words: str) -> _Place:
    """Return the place before a letter, and before the signs with which these words begin, as far as they stand there."""
    node, start = place
    text = _own_text(node)
    for sign in reversed(list(takewhile(_is_sign, words))):
        if not start or text[start - 1] != sign:
            break
        start -= 1
    return node, start


def _is_sign(character: str) -> bool:
    """Whether it is neither a letter nor a figure."""
    return not character.isalnum()


def _own_text(node: nodes.Node) -> str:
    return node.text if isinstance(node, nodes.Text | nodes.Value | nodes.CodeText) else ""


def _title_place(chapter: nodes.Chapter) -> tuple[_Place, _Place, bool] | None:
    title = _line(chapter.title).places
    if not title:
        title = next((line.places for line in _texts(chapter) if line.places), ())
    return ((title[0][0], title[0][1]), (title[-1][0], title[-1][1] + 1), False) if title else None
