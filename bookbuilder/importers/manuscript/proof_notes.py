"""Writes the comments and open changes of a manuscript as `proof.toml`, each with the words it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bookbuilder.importers.clean_text import printable
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.quoting import toml_value

FILE = "proof.toml"
HEAD = """\
# Comments and changes of the manuscript that nobody has decided on. They are never printed.
#
# file     the chapter
# quote    the words that a note is about, as the chapter prints them; before and after are those around them
# kind     comment, insertion (quote was inserted), deletion (text was deleted between before and after), move
# A note that is done can be deleted.
"""
KEYS = ("id", "kind", "file", "quote", "before", "after", "author", "date", "text", "answers", "resolved")
"""The keys of a note; `resolved` is true or not there."""
AROUND = 40
"""Characters of the context of a quotation."""
QUOTE = 300
"""Characters of a quotation."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words that a proof note is about, with those around them."""

    file: str
    quote: str
    before: str
    after: str


def quotations(file: str, blocks: Sequence[tuple[nodes.Block, ...]]) -> dict[str, Quotation]:
    """Return the quotation of each proof note in a chapter, by the key of the note."""
    result: dict[str, Quotation] = {}
    open_at: dict[str, int] = {}
    for run in blocks:
        for content in nodes.block_inlines(run):
            text, marks = _marked(content)
            for edge, key, at in marks:
                if edge == "start":
                    open_at[key] = at
                elif key not in result:
                    begin = open_at.pop(key, at)
                    result[key] = _quotation(file, text, begin, at)
            for key, begin in open_at.items():  # it goes on in the next text; the first one is quoted
                result.setdefault(key, _quotation(file, text, begin, len(text)))
            open_at.clear()
    return result


def _quotation(file: str, text: str, begin: int, end: int) -> Quotation:
    quote = text[begin:end]
    if len(quote) > QUOTE:
        quote = quote[:QUOTE].rpartition(" ")[0] or quote[:QUOTE]
    return Quotation(file, quote, text[max(begin - AROUND, 0) : begin], text[end : end + AROUND])


def _marked(content: tuple[nodes.Inline, ...]) -> tuple[str, list[tuple[str, str, int]]]:
    """Return the words of a text, and its marks: edge, key, offset."""
    parts: list[str] = []
    marks: list[tuple[str, str, int]] = []
    length = 0

    def add(content: tuple[nodes.Inline, ...]) -> None:
        nonlocal length
        for node in content:
            words = ""
            if isinstance(node, nodes.Text | nodes.Code):
                words = printable(node.text)
            elif isinstance(node, nodes.Break):
                words = " "
            elif isinstance(node, nodes.Formula):
                words = node.latex
            elif isinstance(node, nodes.ProofMark):
                marks.append((node.edge, node.key, length))
            parts.append(words)
            length += len(words)
            add(nodes.inner_inlines(node))

    add(content)
    return "".join(parts), marks


def proof_file(notes: Iterable[nodes.ProofNote], places: Mapping[str, Quotation]) -> str:
    """Return `proof.toml`; empty if there are no notes."""
    tables = []
    for note in notes:
        place = places.get(note.key, Quotation("", "", "", ""))
        text = "\n".join(printable(line) for line in note.text.split("\n"))
        values = (
            note.key,
            note.kind,
            place.file,
            place.quote,
            place.before,
            place.after,
            note.author,
            note.date,
        )
        pairs = zip(KEYS, (*values, text, note.parent), strict=False)
        lines = [f"{key} = {toml_value(value)}" for key, value in pairs if value]
        tables.append("\n".join(["[[note]]", *lines, *(["resolved = true"] if note.resolved else [])]))
    return "\n\n".join([HEAD.rstrip("\n"), *tables]) + "\n" if tables else ""
