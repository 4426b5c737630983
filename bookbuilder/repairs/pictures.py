"""Pictures that a book cannot hold: one that is elsewhere or missing becomes a placeholder with its address."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.markdown.convert_picture import UNCONFIRMED_CLASS
from bookbuilder.markdown.escape_markdown import escape_address, escape_text, escape_value
from bookbuilder.repairs.markdown_text import BracketedText, MarkdownText, SourceEdit
from bookbuilder.repairs.repair import Repair, TodoWords

_ALT = re.compile(r"(?:^|\s)alt=(?:\"([^\"]+)\"|'([^']+)'|([^\s\"'{}]+))")
_TITLE = re.compile(r"\s\"((?:[^\"\\]|\\.)+)\"\s*\Z")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def mend(chapter: MarkdownText, problem: Diagnostic) -> list[SourceEdit]:
    """Return the edit for a picture."""
    at = chapter.offset(problem.span)
    picture = None if at is None else chapter.bracketed(at)
    if picture is None or not chapter.text.startswith("!", picture.start):
        return []
    if problem.code == "image.alt":
        return [_with_proposed_text(chapter, picture)]
    address = picture.address.split(maxsplit=1)[0].strip("<>") if picture.address.strip() else ""
    if not address:
        return []
    words = " ".join(picture.words.split()) or _written_text(_ALT.search(picture.attributes))
    if chapter.is_alone(picture.start, picture.end):
        # The title of a picture that stands alone is its caption.
        title = _TITLE.search(picture.address)
        parts = [part for part in (words, escape_text(title[1]) if title else "") if part]
        inner = "\n\n".join(parts) + "\n" if parts else ""
        return [
            SourceEdit(
                picture.start,
                picture.end,
                f"::: missing {{source={escape_value(address)}}}\n{inner}:::",
            )
        ]
    return [SourceEdit(picture.start, picture.end, in_line(words, address))]


def _with_proposed_text(chapter: MarkdownText, picture: BracketedText) -> SourceEdit:
    """Return the edit that gives a picture an alternative text, with a mark that somebody has to confirm it; without one, if
    its author has written the text as an attribute, as for pandoc."""
    behind = chapter.text[picture.start + 2 + len(picture.words) : picture.end]
    if written := _ALT.search(picture.attributes):
        words = _written_text(written)
        left = picture.attributes[: written.start()] + picture.attributes[written.end() :]
        behind = behind[: len(behind) - len(picture.attributes) - 2]
        behind += f"{{{left.strip()}}}" if left.strip() else ""
        return SourceEdit(picture.start + 1, picture.end, f"[{words}{behind}")
    mark = f".{UNCONFIRMED_CLASS}"
    if chapter.flavour.extended and mark not in picture.attributes.split():
        behind = f"{behind[:-1]} {mark}}}" if behind.endswith("}") else f"{behind}{{{mark}}}"
    # One edit behind the `!`: it gives way as a whole to one that makes a placeholder of the picture.
    return SourceEdit(picture.start + 1, picture.end, f"[{proposed_text(picture)}{behind}")


def _written_text(written: re.Match[str] | None) -> str:
    """Return the alternative text among attributes, as it stands between brackets."""
    words = next(filter(None, written.groups())) if written else ""
    return escape_text(" ".join(_ESCAPED.sub(r"\1", words).split()))


def in_line(words: str, address: str) -> str:
    """Return the words that stand for a picture in a line, with its address."""
    shown = words or escape_text(name_of(address))
    if address.startswith(("https://", "http://")):
        return f"[{shown}]({escape_address(address)})" if "](" not in shown else shown
    return f"{shown} (`{address.replace('`', '')}`)"


def proposed_text(picture: BracketedText) -> str:
    """Return an alternative text that somebody has to confirm: the title of the picture, or the name of its file."""
    if title := _TITLE.search(picture.address):
        return escape_text(title[1])
    address = picture.address.split(maxsplit=1)[0] if picture.address.strip() else ""
    return escape_text(name_of(address))


def name_of(address: str) -> str:
    """Return the name of the file at an address, as words.

    >>> name_of("https://example.org/a/map-of_kyiv.png?raw=true")
    'map of kyiv'
    """
    try:
        path = urlsplit(address).path
    except ValueError:
        path = address
    name = posixpath.basename(unquote(path).rstrip("/"))
    stem = name.rpartition(".")[0] or name
    return " ".join(re.sub(r"[-_\s\x00-\x1f]+", " ", stem).split()) or "–"


REPAIR = Repair(
    {
        "image.alt": TodoWords(
            "{count:,} pictures have no alternative text",
            "write in the brackets what they show, or {.decorative} behind them",
        ),
        "image.remote": TodoWords(
            "{count:,} pictures are not files of the book",
            "copy them into the folder of the chapter, and write their names",
        ),
        "image.missing": TodoWords(
            "{count:,} pictures are missing", "put the files there, or correct their names"
        ),
        "path.outside": TodoWords(
            "{count:,} pictures lie outside the book", "copy them into the folder of the chapter"
        ),
        "image.kind": TodoWords(
            "{count:,} pictures are of no kind that a book can hold", "save them as PNG, JPEG, WebP or SVG"
        ),
        "image.huge": TodoWords("{count:,} pictures have too many pixels", "save them smaller"),
        "image.undrawn": TodoWords(
            "{count:,} drawings cannot be drawn", "open them in a drawing program, and save them as plain SVG"
        ),
        "image.active": TodoWords("{count:,} drawings hold scripts or addresses", "save them as plain SVG"),
    },
    mend,
)
