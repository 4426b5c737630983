"""Limits on the size of a book's texts: far beyond any real book, and small enough to be processed in seconds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bookbuilder.diagnostics import Rule

CHARACTERS = 2_000_000
"""Of a chapter."""
BLOCKS = 30_000
"""Of a chapter: paragraphs, headings, items, cells and all else that holds text or blocks."""
NOTES = 2_000
"""Of a chapter."""
INLINES = 400_000
"""Of a chapter: what the texts of its blocks are parsed into: words between marks, marks, and ends of lines. Prose has two
for each line, a dictionary one for every five characters."""
LINE_BREAKS = 30_000
"""Of a chapter: line breaks of the author, in verse and code. Each line takes room on a page, as a block does."""
WORD = 1_000
"""Characters in a row without a space: line breaking looks at the whole rest of a word, for every line."""
TITLE = 1_000
"""Characters of what is printed repeatedly: a title, a heading, an entry of an index."""
ADDRESS = 2_000
"""Characters of the address of a link, which is printed as well."""
TEXT = 10_000
"""Characters of a text in a TOML file."""
PARTS = 16
"""Parts of a key in a TOML file: `a.b.c` has three."""
DATA_BYTES = 8 << 20
"""Of a data file that a table is made from."""
DATA_ROWS, DATA_COLUMNS, DATA_CELLS = 10_000, 100, 200_000
"""Of a data file, besides the row that names its columns."""
UNPACKED = 64 << 20
"""Bytes of what a packed data file (XLSX) holds."""

LONG = Rule(
    "text.long",
    "{what} has {count} characters; at most {limit} are set",
    "So long a word, title or address is no text for a reader. Lines would be looked for in it for hours, and titles stand"
    " in the contents and at the head of pages as well.",
)

_UNBROKEN = "[^ \t\n\r\f\v\u1680\u2000-\u2006\u2008-\u200b\u2028\u2029\u205f\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_RUN = re.compile(f"{_UNBROKEN}++")
_LONG = re.compile(f"{_UNBROKEN}{{{WORD + 1}}}")


def unbroken(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of characters without a line break opportunity.

    >>> list(unbroken("so\u00a0ein Satz 字字"))
    [(0, 6), (7, 11)]
    """
    return (match.span() for match in _RUN.finditer(text))


def long_word(text: str) -> bool:
    """Whether a text has a word of more than `WORD` characters."""
    return len(text) > WORD and _LONG.search(text) is not None
