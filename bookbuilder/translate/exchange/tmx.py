"""Writes the translations of a book as a translation memory, TMX 1.4b, and reads such memories (LISA, 26 April 2005).

Codes are written without what stands for them, as in XLIFF: `bpt` and `ept` for a pair, `ph` for a single one; `x` says
which codes of both languages answer one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from bookbuilder.diagnostics import Report, Span
from bookbuilder.translate.exchange.codes import Bare, Segment, Sign, bare, numbered
from bookbuilder.translate.exchange.given import BROKEN
from bookbuilder.translate.exchange.outgoing import OutgoingChapter, OutgoingUnit
from bookbuilder.translate.exchange.parsed import parsed
from bookbuilder.translate.exchange.xliff import clean

SUFFIX = ".tmx"
_CHAPTER = "x-chapter"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def written(chapters: Sequence[OutgoingChapter], source: str, target: str) -> str:
    """Return the memory of what is translated in chapters; of a block that is outdated, with the source as it was."""
    languages = f'adminlang="en" srclang={quoteattr(source)}'
    program = 'creationtool="bookbuilder" creationtoolversion="1" o-tmf="bookbuilder"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<tmx version="1.4">',
        f'<header {program} segtype="paragraph" {languages} datatype="plaintext"/>',
        "<body>",
    ]
    for chapter in chapters:
        for one in chapter.units:
            if not one.untranslated and not one.fixed and one.source:
                lines += _unit(one, chapter.source, source, target)
    return "\n".join([*lines, "</body>", "</tmx>", ""])


def _unit(one: OutgoingUnit, chapter: str, source: str, target: str) -> Iterator[str]:
    first = numbered(one.before) if one.before else one.source
    yield "<tu>"
    yield f'<prop type="{_CHAPTER}">{escape(clean(chapter))}</prop>'
    for language, said in (
        (source, first),
        (target, numbered(one.target, first) if one.before else one.target),
    ):
        yield f"<tuv xml:lang={quoteattr(language)}><seg>{_marked(said)}</seg></tuv>"
    yield "</tu>"


def _marked(segment: Segment) -> str:
    parts: list[str] = []
    opened: list[int] = []
    for piece in segment:
        if isinstance(piece, str):
            parts.append(escape(clean(piece)))
        elif piece.sign is Sign.CLOSE:
            parts.append(f'<ept i="{opened.pop()}"/>')
        elif piece.sign is Sign.OPEN:
            opened.append(piece.id)
            parts.append(f'<bpt i="{piece.id}" x="{piece.id}" type={quoteattr(piece.kind)}/>')
        else:
            parts.append(f'<ph x="{piece.id}" type={quoteattr(piece.kind)}/>')
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Memorized:
    """A text in several languages, by their tags as the file has them; codes of all have the same numbers. `chapter` is
    where it comes from, if the memory is one of ours."""

    texts: dict[str, Bare]
    chapter: str = ""


def read(data: bytes, path: str, report: Report) -> tuple[Memorized, ...]:
    """Return what a memory holds in the order of its file; what is wrong with it is reported (`exchange.*`).

    The document type that TMX files have by custom is let through, and not read. A unit with something in it that is no text
    and no code of TMX is left out.
    """
    root = parsed(data, path, report, named="tmx")
    if root is None:
        return ()
    if root.tag != "tmx":
        report(
            BROKEN, Span(path, root.sourceline or 0),
            problem=f"it begins with <{etree.QName(root).localname}>, not as TMX does",
            hint="have your program save TMX 1.4",
        )  # fmt: skip
        return ()
    found: list[Memorized] = []
    for unit in root.iterfind("body/tu"):
        texts: dict[str, Bare] = {}
        names: dict[tuple[Sign, str], int] = {}
        for variant in unit.iterchildren("tuv"):
            segment = variant.find("seg")
            language = variant.get(_LANG) or variant.get("lang", "")
            if segment is not None and language:
                said = _pieces(segment, names)
                if said is not None:
                    texts.setdefault(language, bare(said))
        chapter = next((p.text or "" for p in unit.iterchildren("prop") if p.get("type") == _CHAPTER), "")
        if len(texts) > 1:
            found.append(Memorized(texts, chapter))
    return tuple(found)


def _pieces(
    segment: etree._Element, names: dict[tuple[Sign, str], int]
) -> list[str | tuple[Sign, int]] | None:
    """Return text and codes of a segment; None if it holds something else. `names` gives codes of all languages of a
    unit their numbers: by what says that they answer one another, or by their turn."""
    found: list[str | tuple[Sign, int]] = []
    pairs: dict[str, int] = {}
    turn = {Sign.OPEN: 0, Sign.SINGLE: 0}
    waiting: list[tuple[etree._Element, bool]] = [(segment, False)]
    while waiting:
        element, behind = waiting.pop()
        if behind:
            found.append(element.tail or "")
            continue
        kind = element.tag if isinstance(element.tag, str) else ""
        if kind in ("seg", "hi"):
            found.append(element.text or "")
            if kind == "hi":
                waiting.append((element, True))
            waiting += [(child, False) for child in reversed(element)]
            continue
        if kind == "ept":
            if element.get("i", "") not in pairs:
                return None
            found.append((Sign.CLOSE, pairs[element.get("i", "")]))
        elif kind in ("bpt", "ph", "it", "ut"):
            sign = Sign.OPEN if kind == "bpt" else Sign.SINGLE
            turn[sign] += 1
            name = (sign, element.get("x") or f"#{turn[sign]}")
            number = names.setdefault(name, len(names) + 1)
            if sign is Sign.OPEN:
                pairs[element.get("i", "")] = number
            found.append((sign, number))
        else:
            return None
        found.append(element.tail or "")
    return found
