"""Takes what a key means out of the manual: its pages have a table with a row for each key."""

from __future__ import annotations

import re

_ASIDE = re.compile(r" \(\[[^\]]*\]\([^)]*\)\)")
"""A reference in brackets to another page: `([print.md](print.md))`."""
_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")


def rows(page: str, *titles: str) -> dict[str, str]:
    """Return the meanings of keys in the tables below some headings of a page: the words in backquotes of the first cell →
    the last cell that is no example. Several keys share it, or have a part each where semicolons make as many; a key in two
    tables has both meanings.

    >>> rows("## Keys\\n\\n| key | meaning |\\n| --- | --- |\\n| `a`, `b` | one; [other](x.md) |\\n", "Keys")
    {'a': 'one', 'b': 'other'}
    """
    found: dict[str, str] = {}
    for title in titles:
        column = -1
        for line in _section(page, title).splitlines():
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)][1:-1]
            keys = re.findall(r"`([^`]+)`", cells[0]) if cells else []
            if cells and not keys and cells[0].strip("-"):  # the head of a table
                column = -2 if cells[-1] == "example" else -1
            meaning = _plain(cells[column]) if keys else ""
            parts = meaning.split("; ")
            for key, part in zip(keys, parts if len(parts) == len(keys) else [meaning] * len(keys)):
                found[key] = f"{found[key]}; {part}" if key in found else part
    return found


def opening(page: str, title: str) -> str:
    """Return the first sentence below a heading; empty where a table follows at once.

    >>> opening("## [book]\\n\\nThese keys are for all.\\nAnd so on.\\n", "[book]")
    'These keys are for all.'
    """
    first = _section(page, title).strip().split("\n\n")[0].replace("\n", " ")
    return "" if first.startswith(("|", "```", "#")) else _plain(re.split(r"(?<=\.) ", first)[0])


def _section(page: str, title: str) -> str:
    """Return the text below a heading, up to the next one."""
    match = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#+ |\Z)", page, re.MULTILINE | re.DOTALL)
    if match is None:
        raise KeyError(title)
    return match[1]


def _plain(text: str) -> str:
    return _LINK.sub(r"\1", _ASIDE.sub("", text)).replace("\\|", "|")
