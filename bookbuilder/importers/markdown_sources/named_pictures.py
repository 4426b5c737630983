"""Finds the paths that Markdown names, and which of them are pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bookbuilder.importers.markdown_sources.file_links import ADDRESS
from bookbuilder.importers.markdown_sources.markdown_lines import matches_outside_code, outside_code

_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".tif", ".tiff")
PATHS = (
    re.compile(rf"(\]\(\s*)({ADDRESS})"),
    re.compile(r"^( {0,3}\[[^\]]{1,200}\]:\s*)(<[^<>\n]{1,1000}>|[^<>\s]+)"),
    re.compile(r"""(<img\b[^>]{0,500}?\bsrc\s*=\s*["'])([^"']+)""", re.IGNORECASE),
)
"""What stands before a path in a line, and the path, which may be in angle brackets."""


def named_paths(lines: Sequence[str]) -> Iterator[str]:
    """Yield the paths and addresses that lines of Markdown name outside code."""
    for number in outside_code(lines):
        for pattern in PATHS:
            yield from (match[2].strip("<>") for match in matches_outside_code(pattern, lines[number]))


def is_picture(path: str) -> bool:
    """Whether a path is that of a picture file, and no address elsewhere."""
    return path.lower().partition("#")[0].endswith(_SUFFIXES) and ":" not in path
