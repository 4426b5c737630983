"""Finds the word that a problem is about, where its hint says which one was probably meant (`did you mean "…"?`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from bookbuilder.chapter_index.extents import Extent, extent
from bookbuilder.diagnostics import Diagnostic
from bookbuilder.language_server.text_edits import Edit

_MEANT = re.compile(r'did you mean (?:"([^"]+)"|([^\s",]+?))(?:[,?\s]|$)')
_QUOTED = re.compile(r"'([^']+)'|\"([^\"]+)\"|“([^”]+)”")
_TOKEN = re.compile(r"[^\s\"'“”()\[\]{},;:^]+")
_UNKNOWN_DIRECTIVE, _FIRST = "directive.unknown", re.compile(r"there are ([\w-]+),")
_KEYS = ("attribute.unknown", "directive.option")
"""Problems of a key of which only the place of its words or directive is known."""
_LIKE = 0.6
"""How alike a wrong word and the one that was meant are at least, from 0 to 1 (`diagnostics.nearest`)."""


def meant_word(found: Diagnostic) -> str:
    """Return the word that was probably meant; empty if the hint says nothing of the kind.

    >>> from bookbuilder.diagnostics import Severity, Span
    >>> hint = 'did you mean #a-start (Anfang) in 01-a.md?'
    >>> meant_word(Diagnostic("x.y", Severity.ERROR, Span(), "nothing here is called #a-strat", hint))
    '#a-start'
    """
    if found.code == _UNKNOWN_DIRECTIVE:  # its hint lists all of them, the most similar first
        match = _FIRST.match(found.hint)
        return match[1] if match else ""
    match = _MEANT.search(found.hint)
    return (match[1] or match[2]) if match else ""


def corrected(lines: Sequence[str], found: Diagnostic, words: Sequence[Extent] = ()) -> Edit | None:
    """Return the edit that replaces the word in the message by the one that was meant; None if it is not in the line of the
    problem. `words` are the places of names in that line, which are searched first."""
    whole, span = meant_word(found), found.span
    if not whole or not 0 < span.line <= len(lines):
        return None
    for wrong, meant in _named(found.message, whole):
        for place in words:
            written = lines[place.line - 1][place.column - 1 : place.end_column - 1]
            if written in (wrong, wrong.removeprefix("#")):
                return Edit(place, meant if written == wrong else meant.removeprefix("#"))
        if column := _column(lines[span.line - 1], wrong, span.column, key=found.code in _KEYS):
            return Edit(extent(span.path, span.line, column, len(wrong)), meant)
    return None


def _column(row: str, word: str, first: int, *, key: bool) -> int | None:
    """Return where a word stands in a line: around a column, or as the first one behind it. A `key` has `=` behind it."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])" + r"(?=\s*=)" * key)
    return next((match.start() + 1 for match in pattern.finditer(row) if match.end() >= first), None)


def _named(message: str, meant: str) -> Iterator[tuple[str, str]]:
    """Yield pairs of a word of a message that may be wrong and the word that was meant, words in quotation marks first. For
    paths, which a chapter writes in another way, also the names of the files."""
    quoted = [next(filter(None, match.groups())) for match in _QUOTED.finditer(message)]
    tokens = [match[0].rstrip(".?!") for match in _TOKEN.finditer(message)]
    parts = [part for token in tokens for part in (token, token.rpartition(".")[2])]
    for word in dict.fromkeys((*quoted, *parts)):
        if word and word != meant and SequenceMatcher(None, word, meant).ratio() >= _LIKE:
            yield word, meant
            (folder, _, name), (other, _, file) = word.rpartition("/"), meant.rpartition("/")
            if folder and folder == other:
                yield name, file
