"""Reads sources.bib: the places of its keys here, its content by pandoc, as CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bookbuilder.diagnostics import Span
from bookbuilder.sources.json_file import key_places

_ENTRY = re.compile(
    r"^[ \t]*@[ \t]*(?!comment|string|preamble)[A-Za-z]+\s*[{(]\s*([^\s,{}()]+)\s*,",
    re.MULTILINE | re.IGNORECASE,
)
_ARCHIVED = re.compile(
    r"^[ \t]*(?:archived|archiveurl|archive-url)\s*=\s*[{\"]([^{}\"\s]+)[}\"]", re.MULTILINE | re.IGNORECASE
)
_PROBLEM = re.compile(r"\(line (\d+), column (\d+)\):?")


def bibtex_keys(text: str, path: str) -> dict[str, Span]:
    """Return the keys of the entries of a file, with their places."""
    return key_places(text, path, _ENTRY)


def repeated_keys(text: str, path: str) -> list[tuple[str, Span]]:
    """Return the keys that are there already, each with the place where it is repeated."""
    seen: set[str] = set()
    result: list[tuple[str, Span]] = []
    for match in _ENTRY.finditer(text):
        if match[1] in seen:
            line = text.count("\n", 0, match.start(1)) + 1 if len(result) < _MOST else 1
            result.append((match[1], Span(path, line)))
        seen.add(match[1])
    return result


def archived_copies(text: str) -> Mapping[str, str]:
    """Return the addresses of archived copies by the key of the entry that names them; pandoc leaves them out."""
    entries = [(match.start(), match[1]) for match in _ENTRY.finditer(text)]
    result: dict[str, str] = {}
    position = 0
    for match in _ARCHIVED.finditer(text):
        while position + 1 < len(entries) and entries[position + 1][0] < match.start():
            position += 1
        if entries and entries[position][0] < match.start():
            result.setdefault(entries[position][1], match[1])
    return result


def bibtex_problem(message: str, path: str) -> tuple[str, Span]:
    """Return what pandoc says of a file that it cannot read, and the place.

    >>> bibtex_problem('Error at "book.in" (line 3, column 5): unexpected "}"', "sources.bib")
    ('unexpected "}"', Span(path='sources.bib', line=3, column=5))
    """
    match = _PROBLEM.search(message)
    if match is None:
        return message, Span(path)
    return message[match.end() :].strip(" :\n"), Span(path, int(match[1]), int(match[2]))


_MOST = 100
"""Repeated keys whose line is counted."""
