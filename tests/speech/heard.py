"""What somebody hears of a piece of a page: its text, every abbreviation as the words that stand behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

SILENT = {"code", "pre", "script", "style", "head", "title", "svg"}
BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "td",
    "th",
    "caption",
    "figcaption",
    "dt",
    "dd",
    "aside",
    "div",
}


def heard(html: str) -> str:
    """Return the words of some XHTML as a voice says them."""
    reader = Reader(expand=True)
    reader.feed(html)
    reader.close()
    return "".join(text for text, _ in reader.pieces)


def unmarked(html: str) -> Iterator[str]:
    """Yield the texts of a page between its abbreviations, block by block; code is no text."""
    reader = Reader(expand=False)
    reader.feed(html)
    reader.close()
    for block in re.split("\0", "".join("\ufffc" if marked else text for text, marked in reader.pieces)):
        if block.strip():
            yield block


def abbreviations(html: str) -> Iterator[tuple[str, str]]:
    """Yield the abbreviations of a page with the words for them."""
    for title, text in re.findall(r'<abbr title="([^"]*)">([^<]*)</abbr>', html):
        yield text, title


class Reader(HTMLParser):
    """Collects the pieces of text, and which of them are abbreviations."""

    def __init__(self, *, expand: bool) -> None:
        super().__init__()
        self.expand, self.title, self.silent = expand, "", 0
        self.pieces: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag == "abbr":
            self.title = dict(attrs)["title"] or ""
            assert self.title, "an abbreviation without words"
        elif tag in BLOCKS and not self.expand:
            self.pieces.append(("\0", False))

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT
        if tag == "abbr":
            self.title = ""
        elif tag in BLOCKS and not self.expand:
            self.pieces.append(("\0", False))

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append((self.title if self.title and self.expand else data, bool(self.title)))
