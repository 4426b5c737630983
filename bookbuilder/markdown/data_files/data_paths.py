"""Finds the data files that a chapter names: `::: table {src=data/aid.csv}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SOURCE = re.compile(r':{3,}[ \t]*table\b[^\n]*?[{ \t]src=(?:"([^"\n]+)"|([^\s"{}]+))')


def data_paths(text: str) -> Iterator[str]:
    """Yield the paths of data files as a text writes them.

    >>> list(data_paths('::: table {#t src="data/aid 2022.csv"}\\n:::\\n\\n:::: table {src=/a.xlsx}'))
    ['data/aid 2022.csv', '/a.xlsx']
    """
    # Most chapters have no such table, and are not searched line by line.
    return (match[1] or match[2] for match in _SOURCE.finditer(text)) if "src=" in text else iter(())
