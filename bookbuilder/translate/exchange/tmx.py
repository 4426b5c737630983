"""Writes and reads translation memories: TMX 1.4b (LISA, 26 April 2005).

Codes carry no content: `bpt` and `ept` for a pair, `ph` for a single one; `x` links the codes of both languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from bookbuilder.diagnostics import Report, Span
from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.exported_target import SEAL, sealed
from bookbuilder.translate.exchange.exported_units import ExportedChapter, ExportedUnit
from bookbuilder.translate.exchange.inline_codes import CodedText, CodeRole, Segment, coded_text, number_codes
from bookbuilder.translate.exchange.returned_units import BROKEN
from bookbuilder.translate.exchange.untrusted_xml import parse_xml
from bookbuilder.translate.exchange.xliff import clean

SUFFIX = ".tmx"
_CHAPTER = "x-chapter"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(chapters: Sequence[ExportedChapter], source: str, target: str) -> str:
    """Return a memory of the translated units; for an outdated one, with the source as it was translated."""
    languages = f'adminlang="en" srclang={quoteattr(source)}'
    program = 'creationtool="bookbuilder" creationtoolversion="1" o-tmf="bookbuilder"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<tmx version="1.4">',
        f'<header {program} segtype="paragraph" {languages} datatype="plaintext">',
        f'<prop type="x-contents">{SEAL}</prop>',
        "</header>",
        "<body>",
    ]
    for chapter in chapters:
        for unit in chapter.units:
            if not unit.untranslated and not unit.locked and unit.source:
                lines += _unit(unit, chapter.source, source, target)
    return sealed("\n".join([*lines, "</body>", "</tmx>", ""]))


def _unit(unit: ExportedUnit, chapter: str, source: str, target: str) -> Iterator[str]:
    first = number_codes(unit.before) if unit.before else unit.source
    yield "<tu>"
    yield f'<prop type="{_CHAPTER}">{escape(clean(chapter))}</prop>'
    for language, text in (
        (source, first),
        (target, number_codes(unit.target, first) if unit.before else unit.target),
    ):
        yield f"<tuv xml:lang={quoteattr(language)}><seg>{_marked(text)}</seg></tuv>"
    yield "</tu>"


def _marked(segment: Segment) -> str:
    parts: list[str] = []
    opened: list[int] = []
    for piece in segment:
        if isinstance(piece, str):
            parts.append(escape(clean(piece)))
        elif piece.role is CodeRole.CLOSE:
            parts.append(f'<ept i="{opened.pop()}"/>')
        elif piece.role is CodeRole.OPEN:
            opened.append(piece.id)
            parts.append(f'<bpt i="{piece.id}" x="{piece.id}" type={quoteattr(piece.kind)}/>')
        else:
            parts.append(f'<ph x="{piece.id}" type={quoteattr(piece.kind)}/>')
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """A text in several languages, by the tags in the file; codes of all share their numbers. `chapter` is its origin, if
    the memory is ours."""

    texts: dict[str, CodedText]
    chapter: str = ""


def read(data: bytes, path: str, report: Report) -> tuple[MemoryEntry, ...]:
    """Return the entries of a memory in file order. Reports `exchange.*`.

    The usual document type of TMX is allowed, and not loaded. Units with other content than text and codes are left out.
    """
    root = parse_xml(data, path, report, named="tmx")
    if root is None:
        return ()
    if root.tag != "tmx":
        report(
            BROKEN, Span(path, root.sourceline or 0),
            problem=Phrase("it begins with <{name}>, not as TMX does", name=etree.QName(root).localname),
            hint="have your program save TMX 1.4",
        )  # fmt: skip
        return ()
    entries: list[MemoryEntry] = []
    for unit in root.iterfind("body/tu"):
        texts: dict[str, CodedText] = {}
        names: dict[tuple[CodeRole, str], int] = {}
        for variant in unit.iterchildren("tuv"):
            segment = variant.find("seg")
            language = variant.get(_LANG) or variant.get("lang", "")
            if segment is not None and language:
                pieces = _pieces(segment, names)
                if pieces is not None:
                    texts.setdefault(language, coded_text(pieces))
        chapter = next((p.text or "" for p in unit.iterchildren("prop") if p.get("type") == _CHAPTER), "")
        if len(texts) > 1:
            entries.append(MemoryEntry(texts, chapter))
    return tuple(entries)


def _pieces(
    segment: etree._Element, names: dict[tuple[CodeRole, str], int]
) -> list[str | tuple[CodeRole, int]] | None:
    """Return text and codes of a segment; None if it holds anything else. `names` numbers the codes of all languages of a
    unit: by `x`, or by order of appearance."""
    result: list[str | tuple[CodeRole, int]] = []
    pairs: dict[str, int] = {}
    turn = {CodeRole.OPEN: 0, CodeRole.SINGLE: 0}
    waiting: list[tuple[etree._Element, bool]] = [(segment, False)]
    while waiting:
        element, behind = waiting.pop()
        if behind:
            result.append(element.tail or "")
            continue
        kind = element.tag if isinstance(element.tag, str) else ""
        if kind in ("seg", "hi"):
            result.append(element.text or "")
            if kind == "hi":
                waiting.append((element, True))
            waiting += [(child, False) for child in reversed(element)]
            continue
        if kind == "ept":
            if element.get("i", "") not in pairs:
                return None
            result.append((CodeRole.CLOSE, pairs[element.get("i", "")]))
        elif kind in ("bpt", "ph", "it", "ut"):
            sign = CodeRole.OPEN if kind == "bpt" else CodeRole.SINGLE
            turn[sign] += 1
            name = (sign, element.get("x") or f"#{turn[sign]}")
            number = names.setdefault(name, len(names) + 1)
            if sign is CodeRole.OPEN:
                pairs[element.get("i", "")] = number
            result.append((sign, number))
        else:
            return None
        result.append(element.tail or "")
    return result
