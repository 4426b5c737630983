"""Takes the texts for the search from the rendered chapters: sections, and in each its paragraphs with their anchors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from bookbuilder.build_step import Runner
from bookbuilder.formats.text_places import INLINE, INVISIBLE, READING, SILENT

Block = tuple[str, str]
"""The anchor of a paragraph, and its text."""
_WITHOUT = frozenset(("permalink", "noteref", "backlink", "dateline", "index", "parting"))
"""Classes of elements that nobody searches for: signs of the page, and the index, which is another way to search."""
_SILENT = SILENT | READING | {"summary"}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset(("td", "th"))
_NO_MARKS = str.maketrans("", "", INVISIBLE.replace("\u200c", "").replace("\u200d", ""))
"""Without the joiners, which are letters' own in some scripts."""


@dataclass(slots=True)
class SearchSection:
    """A heading, its anchor, and the paragraphs below it, down to the next heading of any level."""

    anchor: str
    title: str
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ChapterText:
    """A rendered chapter: the input of `sections`."""

    id: str
    article: str


def chapter_sections(runner: Runner, chapters: Iterable[ChapterText]) -> list[list[Any]]:
    """Return for each chapter its sections, ready for JSON: `[anchor, title, [[anchor, text], …]]`; cached."""
    return [json.loads(data) for data in runner.cached(list(chapters), _packed)]


def sections(chapter: ChapterText) -> list[SearchSection]:
    """Return the sections of a rendered chapter; those without any text are left out.

    >>> text = '<article><h1>Berlin</h1><p id="a-1">Ein <b>Tag</b>.</p><h2 id="c">Abend</h2><p id="a-2">Spät.</p></article>'
    >>> [(section.anchor, section.title, section.blocks) for section in sections(ChapterText("a", text))]
    [('a', 'Berlin', [('a-1', 'Ein Tag.')]), ('c', 'Abend', [('a-2', 'Spät.')])]
    """
    result = [SearchSection(chapter.id, "")]
    pieces: list[str] = []

    def flush(anchor: str) -> None:
        text = normalized("".join(pieces))
        pieces.clear()
        if text:
            result[-1].blocks.append((anchor, text))

    def head(title: str, anchor: str, *, chapter: bool, beside: bool) -> None:
        last = result[-1]
        if beside and last.title and (chapter or not last.blocks):
            last.title = (
                f"{last.title} / {title}"  # the same heading in the second language of a bilingual edition
            )
        elif chapter or not (last.title or last.blocks):
            last.title = title
        else:
            result.append(SearchSection(anchor, title))

    def read(element: Any, anchor: str, *, beside: bool = False) -> None:
        name = element.tag
        if name == "math":
            pieces.append(_signs(element))
            return
        classes = (element.get("class") or "").split()
        if not isinstance(name, str) or name in _SILENT or not _WITHOUT.isdisjoint(classes):
            return
        if name == "br":
            pieces.append(" ")
        block = name not in INLINE and name not in _CELLS
        if block:
            flush(anchor)
            anchor = element.get("id") or anchor
        beside = beside or "second" in classes
        if name in _HEADINGS:
            head(normalized("".join(_texts(element))), anchor, chapter=name == "h1", beside=beside)
            return
        if "notes" in classes:
            result.append(SearchSection(anchor, element.get("aria-label") or ""))
        pieces.append(element.text or "")
        for child in element:
            read(child, anchor, beside=beside)
            pieces.append(child.tail or "")
        if block:
            flush(anchor)
        elif name in _CELLS:
            pieces.append(" · ")

    # A theme's template may write several elements, or none; within a document, whatever it writes is read.
    read(html.document_fromstring(f"<!DOCTYPE html><html><body>{chapter.article}</body></html>"), chapter.id)
    return [section for section in result if section.title or section.blocks]


def normalized(text: str) -> str:
    """Return a text on one line, without invisible characters.

    >>> normalized(" Ver\u00adtrag von\u00a01997 · \\n")
    'Vertrag von 1997'
    """
    return " ".join(text.translate(_NO_MARKS).split()).removesuffix(" ·")


def _texts(element: Any) -> Iterator[str]:
    """Yield the texts of a heading, without its link."""
    if element.tag == "math":
        yield _signs(element)
        return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in READING:
            if _WITHOUT.isdisjoint((child.get("class") or "").split()):
                yield from _texts(child)
        yield child.tail or ""


def _signs(formula: Any) -> str:
    """Return a formula in a line, as somebody would type it; the text of one that the program has not written."""
    from bookbuilder.formulas.math_element import read
    from bookbuilder.formulas.plain_words import plain_words

    try:
        return plain_words(read(html.tostring(formula, encoding="unicode", method="xml", with_tail=False)))
    except (IndexError, TypeError, ValueError, etree.LxmlError):  # a theme's template may write anything
        return "".join(formula.itertext())


def _packed(chapter: ChapterText) -> bytes:
    rows = [[section.anchor, section.title, section.blocks] for section in sections(chapter)]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
