"""Imports plain text: paragraphs between empty lines, chapters at lines such as `Chapter 1`."""

from __future__ import annotations

import re
from itertools import groupby

from bookbuilder.diagnostics import Report, Span
from bookbuilder.importers.importer import NOT_MINE, Importer, ImportRequest, Recognition
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.book_files import book_of
from bookbuilder.importers.manuscript.gather_blocks import gather
from bookbuilder.importers.manuscript.split_chapters import chapters_by_heading
from bookbuilder.importers.source import FILE
from bookbuilder.world import Reader, decode

_CHAPTER = re.compile(
    r"(?:chapter|kapitel|chapitre|capítulo|capitolo|hoofdstuk|rozdział|глава|part|teil|partie|prologue?|prolog|epilogue?|epilog"
    r"|vorwort|nachwort|einleitung|foreword|preface|introduction|conclusion)\b[^\n]{0,60}",
    re.IGNORECASE,
)
_DIVIDER = re.compile(r"\s*(?:[*#~–—_-]\s*){1,}$")
VERSE = 48
"""Characters of the longest line of a paragraph whose lines are kept, as those of a poem."""
TITLE = 80
"""Characters of a first line that is the title."""


def recognize(request: ImportRequest, _: Reader) -> Recognition:
    """Return how sure it is that a source is plain text."""
    source = request.source
    if source.kind != FILE or not source.whole.strip() or b"\0" in source.whole[:4096]:
        return NOT_MINE
    if source.name.lower().endswith((".txt", ".text")):
        return Recognition(0.6, "its name is that of a text")
    if source.whole.startswith((b"{\\rtf", b"%PDF", b"\x7fELF")):
        return NOT_MINE
    try:
        source.whole.decode("utf-8")
    except UnicodeDecodeError:
        return NOT_MINE
    return Recognition(0.1, "it is text")


def read_manuscript(request: ImportRequest, report: Report) -> nodes.Manuscript:
    """Return plain text as a manuscript. Raises `BookbuilderError` (`file.*`)."""
    del report
    source = request.source
    lines = decode(source.whole, source.name).split("\n")
    blocks, title = text_blocks(lines, source.name)
    stem = source.name.rpartition(".")[0] or source.name
    return nodes.Manuscript(
        nodes.Metadata(title=title), chapters_by_heading(blocks, (nodes.Text(title or stem),))
    )


def text_blocks(lines: list[str], path: str) -> tuple[tuple[nodes.Block, ...], str]:
    """Return the paragraphs and headings of a text, and its title: a short first line that ends no sentence."""
    out: list[nodes.Block] = []
    title = ""
    for blank, group in groupby(enumerate(lines, 1), key=lambda pair: not pair[1].strip()):
        rows = list(group)
        if blank:
            continue
        span = Span(path, rows[0][0])
        texts = [line.strip() for _, line in rows]
        if (
            not out
            and not title
            and len(texts) == 1
            and len(texts[0]) <= TITLE
            and texts[0][-1] not in ".!?…:;,"
        ):
            if not _CHAPTER.fullmatch(texts[0]):
                title = texts[0]
                continue
        if len(texts) <= 2 and _CHAPTER.fullmatch(texts[0]):
            out.append(nodes.Heading(1, (nodes.Text(" ".join(texts)),), span))
        elif len(texts) == 1 and _DIVIDER.match(texts[0]):
            out.append(nodes.Divider(span))
        elif all(_LIST.match(text) for text in texts) and len(texts) > 1:
            out += [
                nodes.Paragraph((nodes.Text(text),), span=Span(path, number))
                for (number, _), text in zip(rows, texts, strict=True)
            ]
        else:
            out.append(nodes.Paragraph(_joined(texts), span=span))
    if title and not out:
        return (nodes.Paragraph((nodes.Text(title),), span=Span(path, 1)),), ""
    return gather(out), title


_LIST = re.compile(r"(?:[•·*–-]|\d{1,3}[.)])\s")


def _joined(texts: list[str]) -> tuple[nodes.Inline, ...]:
    """Return the lines of a paragraph as one, or each for itself if they are short."""
    if len(texts) < 2 or max(map(len, texts)) > VERSE:
        return (nodes.Text(" ".join(texts)),)
    content: list[nodes.Inline] = []
    for text in texts:
        content += [*([nodes.Break()] if content else []), nodes.Text(text)]
    return tuple(content)


IMPORTER = Importer("text", "Plain text.", recognize, book_of(read_manuscript))
