"""Turns the bytes of a text that another program wrote into text, in whatever encoding they are."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import NamedTuple

from bookbuilder.world.source_lines import with_line_feeds

UTF8, UTF16, WINDOWS = "UTF-8", "UTF-16", "Windows-1252"


class ReadText(NamedTuple):
    """A text with line ends as `\\n`, the encoding it was in, and the line of the first byte that is not UTF-8 (0: none)."""

    text: str
    encoding: str
    line: int = 0


def read_any_text(data: bytes) -> ReadText:
    """Return bytes as text: UTF-8, UTF-16 with a byte order mark, or else Windows-1252, which editors of Windows write and
    which has a letter for almost every byte.

    >>> read_any_text(b"a\\r\\nIt\\x92s")
    ReadText(text='a\\nIt’s', encoding='Windows-1252', line=2)
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return ReadText(with_line_feeds(data.decode("utf-16", "replace")), UTF16, 1)
    try:
        return ReadText(with_line_feeds(data.decode("utf-8-sig")), UTF8)
    except UnicodeDecodeError as error:
        line = with_line_feeds(error.object[: error.start].decode()).count("\n") + 1
        return ReadText(with_line_feeds(data.decode("cp1252", "replace")), WINDOWS, line)
