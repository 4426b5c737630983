"""Maps a place in a finished file back to a line of Markdown, by ids and by the words there.

The XHTML of e-book and web has one block a line, and most blocks have the id of their node.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from io import BytesIO
from typing import Any

from bookbuilder.diagnostics import NOWHERE, Span
from bookbuilder.document import nodes
from bookbuilder.document.anchors import note_anchor
from bookbuilder.document.document import Document
from bookbuilder.document.normalize_letters import letters
from bookbuilder.document.walk import bare, plain, walk
from bookbuilder.formats.format import Artifact
from bookbuilder.validators.expected_text import block_letters
from bookbuilder.validators.pdf_text import PdfText, pdf_text
from bookbuilder.validators.validator import Remark

_ID = re.compile(r'\bid="([^"]+)"')
_TAG = re.compile(r"<[^>]*>|<[^>]*$|^[^<>]*>")
_CALL = re.compile(r'<a [^>]*class="(?:noteref|backlink)"[^>]*>[^<]*</a>')
"""A note number, which is no word of the block around it."""
_NEXT = "<!--##-->"
"""Ace's separator between the elements of one violation."""
_ALT = re.compile(r'\balt="([^"]*)"')
_ENOUGH = 12
"""Parts of a block with at least this many letters identify it."""


@dataclass(frozen=True)
class SourcePositions:
    """The source positions of a document's blocks and anchors."""

    document: Document

    @cached_property
    def chapters(self) -> dict[str, nodes.Chapter]:
        """Chapter id → chapter."""
        return {chapter.id: chapter for chapter in self.document.chapters}

    @cached_property
    def anchors(self) -> dict[str, Span]:
        """Id → position, of nodes, titles, notes and their calls."""
        result: dict[str, Span] = {}
        for chapter in self.document.chapters:
            result[chapter.id] = result[f"{chapter.id}-title"] = _title(chapter)
            if chapter.beside:
                result[chapter.beside.id] = result[f"{chapter.beside.id}-title"] = _title(chapter.beside)
            for note in chapter.notes:
                result[note_anchor(chapter.id, note.label)] = note.span
            for node in walk((chapter.blocks, chapter.notes)):
                if node.id and node.span.path:
                    result.setdefault(node.id, node.span)
        return result

    @cached_property
    def blocks(self) -> dict[str, tuple[tuple[str, Span], ...]]:
        """Chapter id → letters and position of its innermost blocks and its pictures, in reading order."""
        return {
            chapter.id: tuple(_blocks((chapter.blocks, chapter.notes))) for chapter in self.document.chapters
        }

    def by_words(self, chapter: str, text: str, nth: int = 0) -> Span | None:
        """Return the position of the block with these letters in a chapter: an exact match, else a block that contains them
        or is contained in them. `nth` tells equal blocks apart."""
        blocks = self.blocks.get(chapter, ())
        same = [span for letters, span in blocks if letters == text and text]
        if same:
            return same[min(nth, len(same) - 1)]
        if len(text) >= _ENOUGH:
            around = [span for letters, span in blocks if text in letters]
            parts = [
                (len(letters), span)
                for letters, span in blocks
                if len(letters) >= _ENOUGH and letters in text
            ]
            return around[0] if around else max(parts, default=(0, None))[1]
        return None


def _title(chapter: nodes.Chapter) -> Span:
    return next((node.span for node in walk(chapter.title) if node.span.path), chapter.span)


def _blocks(content: Any) -> Iterator[tuple[str, Span]]:
    for node in walk(content):
        if isinstance(node, nodes.Paragraph | nodes.Heading | nodes.Cell | nodes.Code) and node.span.path:
            yield block_letters(node), node.span
        elif isinstance(node, nodes.Image):
            yield letters(node.alt), node.span
        if isinstance(node, nodes.Figure | nodes.Table | nodes.Code) and node.caption:
            yield letters(plain(bare(node.caption))), node.caption[0].span


@dataclass(frozen=True)
class PositionFinder:
    """Maps places in an artifact to the sources of its document."""

    sources: SourcePositions
    artifact: Artifact

    def span(self, remark: Remark) -> Span:
        """Return the source position of a remark, as exactly as possible; `NOWHERE` if it concerns the book as a whole."""
        if remark.path:
            return Span(remark.path, remark.line, remark.column)
        if self.artifact.name.endswith(".pdf"):
            return self._in_print(remark)
        text = self._file(remark.file)
        return self._in_markup(text, remark.line, remark.snippet) if text else NOWHERE

    def _file(self, name: str) -> str:
        """Return the text of a file in the artifact; the name may lack leading folders."""
        files = self.artifact.files
        if "" in files and files[""][:2] == b"PK":
            with zipfile.ZipFile(BytesIO(files[""])) as archive:
                result = [one for one in archive.namelist() if one == name or one.endswith(f"/{name}")]
                data = archive.read(result[0]) if name and result else b""
        else:
            data = files.get("" if "" in files else name, b"")
        return data.decode("utf-8", "replace")

    def _in_markup(self, text: str, line: int, snippet: str) -> Span:
        lines = text.split("\n")
        snippet = snippet.partition(_NEXT)[0]
        if snippet and not line:
            line = _line_of(lines, snippet)
        if not line:
            return next(
                (self.sources.anchors[one] for one in _ID.findall(text) if one in self.sources.chapters),
                NOWHERE,
            )
        here = lines[min(line, len(lines)) - 1]
        above = [one for row in lines[: line - 1] for one in _ID.findall(row)]
        chapter = next(
            (one for one in reversed([*above, *_ID.findall(here)]) if one in self.sources.chapters), ""
        )
        # Ids on the line: the outermost comes first; the last one before the words is nearest.
        for one in _ID.findall(snippet):
            if one in self.sources.anchors:
                return self.sources.anchors[one]
        ids = [one for one in _ID.findall(here) if one in self.sources.anchors]
        words = _words(here)
        nth = sum(_words(row) == words for row in lines[: line - 1]) if words else 0
        if found := self.sources.by_words(chapter, words, nth):
            return found
        if ids:
            return self.sources.anchors[ids[0]]
        return next(
            (self.sources.anchors[one] for one in reversed(above) if one in self.sources.anchors), NOWHERE
        )

    def _in_print(self, remark: Remark) -> Span:
        shown = self._printed
        inside = [piece for piece in shown.pieces if remark.object and remark.object in piece.path]
        if not inside and remark.page:
            inside = [piece for piece in shown.pieces if piece.page == remark.page]
        if not inside:
            return NOWHERE
        for chapter, section in self._chapters.items():
            if inside[0] in section:
                # A picture has no words: use those that follow, its caption.
                after = section[section.index(inside[-1]) + 1 :]
                tries = (
                    "".join(piece.text for piece in inside),
                    inside[0].text,
                    inside[0].alt,
                    "".join(piece.text for piece in after if piece.path[:-1] == inside[-1].path[:-1]),
                )
                found = (self.sources.by_words(chapter, letters(one)) for one in tries)
                return next((span for span in found if span), self.sources.anchors[chapter])
        return NOWHERE

    @cached_property
    def _printed(self) -> PdfText:
        return pdf_text(self.artifact.files[""])

    @cached_property
    def _chapters(self) -> dict[str, tuple[Any, ...]]:
        """Chapter id → its section of the PDF."""
        from bookbuilder.validators.word_completeness import in_print

        return in_print(self._printed, self.sources.document.chapters)


def _words(markup: str) -> str:
    """Return the letters of a line of markup; without any, those of its alternative texts."""
    text = letters(unescape(_TAG.sub(" ", _CALL.sub("", markup))))
    return text or letters(unescape(" ".join(_ALT.findall(markup))))


def _line_of(lines: list[str], snippet: str) -> int:
    """Return the number of the line that a browser's markup comes from; 0 if there is none."""
    for one in _ID.findall(snippet):
        for number, line in enumerate(lines, 1):
            if f'id="{one}"' in line:
                return number
    text = _words(snippet)
    for number, line in enumerate(lines, 1):
        if text and text in _words(line):
            return number
    return 0
