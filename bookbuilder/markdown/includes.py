"""Reads the files that a chapter includes: `::: include {src=file.md}`, and `{{#include file.md}}` of mdBook and
`{{< include file.qmd >}}` of Quarto."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.token import Token

from bookbuilder.diagnostics import Rule, Span
from bookbuilder.document.nodes import Block, PageBreak
from bookbuilder.markdown import front_matter
from bookbuilder.markdown.conversion import Conversion
from bookbuilder.markdown.markdown_parser import parser
from bookbuilder.markdown.token_positions import PositionedSource
from bookbuilder.phrases import Phrase
from bookbuilder.project.flavour import Flavour
from bookbuilder.world import relative

MISSING = Rule(
    "include.missing",
    "{path} is no text of the book that can be included here",
    "A chapter may include files of its book, not those beside it. They are texts in UTF-8, do not include themselves, and"
    " are together no longer than a chapter may be.",
)
_PATTERNS = {
    Flavour.MDBOOK: re.compile(
        r"\{\{#(?:include|rustdoc_include|playground)[ \t]+(?P<file>[^{}\s]+)[^{}\n]*\}\}"
    ),
    Flavour.QUARTO: re.compile(r"\{\{<[ \t]*include[ \t]+(?P<file>[^{}<>\s]+)[ \t]*>\}\}"),
}
_DIRECTIVE = re.compile(
    r"^[ \t>]*(?:(?:[-+*:]|\d{1,9}[.)])[ \t]+)*:{3,}[ \t]*include(?![\w-])[^{}\n]*\{(?:[^{}\n]*[ \t])?src="
    r"(?:\"(?P<quoted>[^\"\n]*)\"|(?P<bare>[^\s\"'{}]+))",
    re.MULTILINE,
)
_TITLE = re.compile(r"\{\{#title[ \t]+[^{}\n]*\}\}")
_BREAK = re.compile(r"\{\{<[ \t]*pagebreak[ \t]*>\}\}")
_TEX_BREAK = re.compile(r"\\(?:newpage|pagebreak|clearpage)")
_ANCHOR = re.compile(r"ANCHOR(_END)?:[ \t]*([\w-]+)")
DEPTH = 8
"""Files that include one another in turn."""


def included_paths(text: str, path: str, flavour: Flavour) -> Iterator[str]:
    """Yield the paths, from the root of the book, of the files that a text at `path` includes."""
    if "include" not in text:
        return
    for match in _DIRECTIVE.finditer(text):
        yield relative(path, match["quoted"] or match["bare"] or "")
    pattern = _PATTERNS.get(flavour)
    for match in pattern.finditer(text) if pattern else ():
        yield relative(path, match["file"].partition(":")[0])


def included_blocks(convert: Conversion, line: Token, span: Span) -> tuple[Block, ...] | None:
    """Return the blocks that a paragraph stands for which only includes a file, or breaks a page; None for any other."""
    flavour, text = convert.dialect.flavour, line.content.strip()
    if flavour is Flavour.MDBOOK and _TITLE.fullmatch(text):
        return ()  # the title of a tab of a browser
    if flavour is Flavour.QUARTO and _BREAK.fullmatch(text):
        return (PageBreak(span=span),)
    if flavour.citations and _TEX_BREAK.fullmatch(text):
        return (PageBreak(span=span),)
    pattern = _PATTERNS.get(flavour)
    match = pattern.fullmatch(text) if pattern else None
    if match is None:
        return None
    found = _file(convert, match["file"], span)
    if found is None:
        return ()
    path, content, first = found
    return _converted(convert, path, content, first)


def included_file(convert: Conversion, name: str, span: Span) -> tuple[Block, ...]:
    """Return the blocks of a file, named as seen from the one that includes it; reports `include.missing`."""
    text = _text(convert, name, span)
    if text is None:
        return ()
    path, whole = text
    _, body, first = front_matter.split(whole)
    return _converted(convert, path, body, first)


def with_included_code(convert: Conversion, text: str, span: Span) -> str:
    """Return code in which the lines that include a file are the lines of that file."""
    pattern = _PATTERNS.get(convert.dialect.flavour)
    if pattern is None or "{{" not in text:
        return text
    lines = []
    for line in text.split("\n"):
        match = pattern.fullmatch(line.strip())
        found = _file(convert, match["file"], span) if match else None
        lines.append(found[1].rstrip("\n") if found else line)
    return "\n".join(lines)


def _file(convert: Conversion, wanted: str, span: Span) -> tuple[str, str, int] | None:
    """Return path and text of a file, or of the part of it that is wanted, and the number of lines before; reports
    `include.missing`."""
    name, _, part = wanted.partition(":")
    found = _text(convert, name, span)
    if found is None:
        return None
    lines, first = _part(found[1].split("\n"), part)
    return found[0], "\n".join(lines), first


def _text(convert: Conversion, name: str, span: Span) -> tuple[str, str] | None:
    """Return path and text of a file that is included; reports `include.missing`."""
    written = relative(convert.source.path, name)
    text = convert.dialect.included.get(written)
    path = convert.dialect.included_from.get(written, written)
    if text is None or path in convert.including or len(convert.including) >= DEPTH:
        convert.report(MISSING, span, path=name, hint=_hint(convert, path))
        return None
    convert.room -= len(text)
    if convert.room < 0:
        convert.report(MISSING, span, path=name, hint="what the chapter includes is too long")
        return None
    return path, text


def _hint(convert: Conversion, path: str) -> str:
    if path in convert.including:
        return "it would include itself"
    if len(convert.including) >= DEPTH:
        return Phrase(
            "files may include one another {depth} deep: include it from a file further up", depth=DEPTH
        )
    return "name it as seen from this file, or from the folder of the book: /parts/file.md"


def _part(lines: list[str], part: str) -> tuple[list[str], int]:
    """Return some lines of a file: `2:10` from one line to another, `name` between two anchors; and how many precede."""
    first, _, last = part.partition(":")
    if part and all(not one or one.isdecimal() for one in (first, last)):
        start = max(int(first or 1) - 1, 0)
        end = int(last) if last else (len(lines) if ":" in part else start + 1)
        return lines[start:end], start
    start, end = 0, len(lines)
    for number, line in enumerate(lines):
        mark = _ANCHOR.search(line) if part else None
        if mark and mark[2] == part:
            start, end = (start, number) if mark[1] else (number + 1, end)
    return [line for line in lines[start:end] if not (part and _ANCHOR.search(line))], start


def _converted(convert: Conversion, path: str, text: str, first: int) -> tuple[Block, ...]:
    """Return the blocks of an included text that begins behind `first` lines of its file."""
    before, closers = convert.source, convert.closers
    convert.source, convert.closers = PositionedSource(path, text.split("\n"), first), set()
    convert.including = (*convert.including, path)
    try:
        return convert.blocks(parser(convert.dialect.flavour, cites=convert.dialect.cites).parse(text, {}))
    finally:
        convert.source, convert.closers = before, closers
        convert.including = convert.including[:-1]
