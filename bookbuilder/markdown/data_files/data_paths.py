"""Finds tables, charts and maps that are made from data files, and these: `::: table {src=data/aid.csv}`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bookbuilder.markdown.attributes import split_trailing_braces
from bookbuilder.markdown.picture_setting import quoted_settings

_TABLE = re.compile(r"^[ \t>*+\-0-9.)]*+:{3,}+[ \t]*+(table|chart|map)\b(.*)$", re.MULTILINE)
_SOURCE = re.compile(r'[{ \t]src=(?:"([^"]+)"|([^\s"{}]+))')


def data_paths(text: str) -> Iterator[str]:
    """Yield the paths of data files as a text writes them.

    >>> list(data_paths('::: table {#t src="data/aid 2022.csv"}\\n:::\\n\\n:::: table {src=/a.xlsx}'))
    ['data/aid 2022.csv', '/a.xlsx']
    """
    # Most chapters have no such table, and are not searched line by line.
    for table in _TABLE.finditer(text) if "src=" in text else ():
        source = _SOURCE.search(table[2])
        if source is not None:
            yield source[1] or source[2]


def data_tables(text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the name and the options of each directive of a text that is made from a data file.

    >>> [(name, dict(one)) for name, one in data_tables('::: chart {#t src=a.csv x=Month}\\n:::\\n::: table {src=}')]
    [('chart', {'id': 't', 'src': 'a.csv', 'x': 'Month'})]
    """
    for table in _TABLE.finditer(text) if "src=" in text else ():
        options = split_trailing_braces(quoted_settings(table[2].rstrip().rstrip(":")))[1] or {}
        if options.get("src"):
            yield table[1], options
