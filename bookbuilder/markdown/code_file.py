"""Takes code from a file of the book: `{.python src=code/x.py lines=10-20}` behind a fence with nothing in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bookbuilder.diagnostics import BookbuilderError, Report, Rule, Span
from bookbuilder.limits import LONG, WORD, unbroken
from bookbuilder.markdown.data_files.stored_file import StoredFile
from bookbuilder.phrases import Phrase
from bookbuilder.world import decode

UNREAD = Rule(
    "code.file",
    "the code file {path} cannot be read: {problem}",
    "`src` behind a fence names a text file of the book, in UTF-8. It is looked for beside the chapter, then in the folder"
    " of the book.",
)
LINES = Rule(
    "code.lines",
    "lines={lines} is no part of {path}, which has {count} lines",
    "`lines` says which lines of a file are printed: `lines=10-20`, `lines=10-` to the end, or `lines=10` for one.",
)
TWICE = Rule(
    "code.twice",
    "this code is taken from {path}, and there is more of it here",
    "With `src` a fence holds nothing: the code stands in the file alone, where it can be run and tested.",
)
ALONE = Rule(
    "code.option",
    "{key} says nothing here",
    "`lines` belongs to code that `src` takes from a file.",
)
_FENCE = re.compile(r"^[ \t>*+\-0-9.)]*+(?:`{3,}+|~{3,}+)([^\n`]*\bsrc=[^\n]*)$", re.MULTILINE)
_SOURCE = re.compile(r'[{ \t]src=(?:"([^"]+)"|([^\s"{}]+))')
_PART = re.compile(r"(\d{1,7})(?:(-)(\d{1,7})?)?", re.ASCII)


def code_paths(text: str) -> Iterator[str]:
    """Yield the paths of code files as a text writes them.

    >>> list(code_paths('```{.python src=code/x.py}\\n```\\n\\n> ~~~ {src="my code.c" lines=3}'))
    ['code/x.py', 'my code.c']
    """
    for fence in _FENCE.finditer(text) if "src=" in text else ():
        source = _SOURCE.search(fence[1])
        if source is not None:
            yield source[1] or source[2]


def code_from_file(
    written: str,
    lines: str,
    data: Mapping[str, StoredFile] | None,
    places: Mapping[str, Span],
    report: Report,
) -> tuple[str, int]:
    """Return code from the file that a chapter names, and the number of its first line there; nothing where it cannot be
    read. `lines` are those that are wanted (empty: all), `places` say where `src` and `lines` stand. Reports `code.*`."""
    place = places["src"]
    if data is None:
        return "", 1  # nobody has looked for it
    stored = data.get(written) or StoredFile(written, problem="write it on the line of the fence")
    problem, text = stored.problem, ""
    if not problem:
        try:
            text = decode(stored.data, stored.path)
        except BookbuilderError:
            problem = "it is not UTF-8"
        if "\0" in text:
            problem = "it is no text"
    if problem:
        report(UNREAD, place, hint=stored.hint, path=stored.path, problem=problem)
        return "", 1
    rows = text.removesuffix("\n").split("\n")
    first, last = _range(lines, len(rows))
    if not first <= last <= len(rows) or first < 1:
        hint = (
            Phrase("its last line is {count}", count=len(rows))
            if _PART.fullmatch(lines)
            else "write lines=10-20"
        )
        report(LINES, places.get("lines", place), hint=hint, lines=lines, path=stored.path, count=len(rows))
        first, last = 1, min(len(rows), 1)
    for number in range(first, last + 1):
        for start, end in unbroken(rows[number - 1]):
            if end - start > WORD:
                span = Span(stored.path, number, start + 1)
                report(LONG, span, what="this word", count=end - start, limit=WORD, hint="part it by spaces")
    return "".join(f"{row}\n" for row in rows[first - 1 : last]), first


def _range(lines: str, count: int) -> tuple[int, int]:
    """Return the first and the last line that are wanted; 0 twice if that cannot be read.

    >>> _range("10-20", 99), _range("10-", 99), _range("10", 99), _range("", 99), _range("x", 99)
    ((10, 20), (10, 99), (10, 10), (1, 99), (0, 0))
    """
    if not lines:
        return 1, count
    part = _PART.fullmatch(lines)
    if part is None:
        return 0, 0
    first = int(part[1])
    return first, int(part[3]) if part[3] else count if part[2] else first
