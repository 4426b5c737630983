"""Finds the data files that a chapter names: `::: table {src=data/aid.csv}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TABLE = re.compile(r"^[ \t>*+\-0-9.)]*+:{3,}+[ \t]*+table\b(.*)$", re.MULTILINE)
_SOURCE = re.compile(r'[{ \t]src=(?:"([^"]+)"|([^\s"{}]+))')


def data_paths(text: str) -> Iterator[str]:
    """Yield the paths of data files as a text writes them.

    >>> list(data_paths('::: table {#t src="data/aid 2022.csv"}\\n:::\\n\\n:::: table {src=/a.xlsx}'))
    ['data/aid 2022.csv', '/a.xlsx']
    """
    # Most chapters have no such table, and are not searched line by line.
    for table in _TABLE.finditer(text) if "src=" in text else ():
        source = _SOURCE.search(table[1])
        if source is not None:
            yield source[1] or source[2]
