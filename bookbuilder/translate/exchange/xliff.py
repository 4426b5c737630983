"""Writes and reads XLIFF 1.2 (OASIS Standard, 1 February 2008), one `file` for each chapter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from bookbuilder.diagnostics import Report, Span
from bookbuilder.phrases import Phrase
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.exchange.exported_units import ExportedChapter, ExportedUnit
from bookbuilder.translate.exchange.inline_codes import CodedText, CodeRole, Segment, coded_text, has_words
from bookbuilder.translate.exchange.returned_units import BROKEN, INVALID, ReturnedChapter, ReturnedUnit
from bookbuilder.translate.exchange.unit_comment import UnitComment
from bookbuilder.translate.exchange.untrusted_xml import element_text, parse_xml

SUFFIX = ".xlf"
NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_N = f"{{{NAMESPACE}}}"
OWN = "bookbuilder"
"""Who writes the notes that go out (`from` of a `note`)."""
_STATES = {BlockStatus.MISSING: "new", BlockStatus.OUTDATED: "needs-review-translation"}
_FINISHED = {"translated", "signed-off", "final"}
"""The values of `state` (section 2.5.3) that mark a unit as translated."""
_WORDS = "This file was written by bookbuilder. Keep all codes; what they stand for is said in the notes of each unit."


def write(chapters: Sequence[ExportedChapter], source: str, target: str) -> str:
    """Return an XLIFF file with the units of chapters; `source` and `target` are language tags."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<xliff xmlns="{NAMESPACE}" version="1.2">']
    for chapter in chapters:
        languages = f"source-language={quoteattr(source)} target-language={quoteattr(target)}"
        kind = "plaintext" if chapter.literal else "x-markdown"
        lines += [
            f'<file original={quoteattr(chapter.source)} {languages} datatype="{kind}" tool-id="bookbuilder">',
            f'<header><tool tool-id="bookbuilder" tool-name="bookbuilder"/><note>{_WORDS}</note></header>',
            "<body>",
        ]
        for unit in chapter.units:
            lines += _unit(unit, chapter, target)
        lines += ["</body>", "</file>"]
    return "\n".join([*lines, "</xliff>", ""])


def _unit(unit: ExportedUnit, chapter: ExportedChapter, language: str) -> Iterator[str]:
    state = _STATES.get(unit.status, "final" if unit.locked else "translated")
    if unit.status is BlockStatus.MISSING and not unit.untranslated:
        state = _STATES[BlockStatus.OUTDATED]  # pre-translated, not reviewed
    fixed = ' translate="no"' if unit.locked else ""
    yield f'<trans-unit id={quoteattr(unit.id)}{fixed} xml:space="preserve">'
    yield f"<source>{_marked(unit.source)}</source>"
    # A text of the source as target would be shown, counted and remembered as a translation (section 2.4.1: optional).
    target = "" if unit.untranslated or (unit.locked and unit.target == unit.source) else _marked(unit.target)
    yield f'<target state="{state}" xml:lang={quoteattr(language)}' + (
        f">{target}</target>" if target else "/>"
    )
    yield '<context-group purpose="location">'
    yield f'<context context-type="sourcefile">{escape(chapter.source)}</context>'
    yield f'<context context-type="linenumber">{unit.line}</context>'
    yield f'<context context-type="x-translation">{escape(unit.target_digest)}</context>'
    yield "</context-group>"
    for line in unit.notes:
        yield f'<note from="{OWN}">{escape(clean(line))}</note>'
    if unit.before:
        yield '<alt-trans alttranstype="previous-version">'
        yield f"<source>{_marked(unit.before)}</source>"
        yield f"<target>{_marked(unit.target)}</target>"
        yield "</alt-trans>"
    yield "</trans-unit>"


def _marked(segment: Segment) -> str:
    parts = []
    for piece in segment:
        if isinstance(piece, str):
            parts.append(escape(clean(piece)))
        elif piece.role is CodeRole.CLOSE:
            parts.append("</g>")
        else:
            name, end = ("g", "") if piece.role is CodeRole.OPEN else ("x", "/")
            shown = f" equiv-text={quoteattr(clean(piece.shown))}" if piece.shown else ""
            parts.append(f'<{name} id="{piece.id}" ctype="{piece.kind}"{shown}{end}>')
    return "".join(parts)


def clean(text: str) -> str:
    """Return a text without characters that XML cannot hold."""
    return re.sub("[\x00-\x1f\ufffe\uffff\ud800-\udfff]", " ", text)


def read(data: bytes, path: str, report: Report) -> tuple[ReturnedChapter, ...]:
    """Return the chapters of a file; an invalid file is reported (`exchange.*`) and must not be used.

    No network, no entities; a file with a document type is rejected.
    """
    root = parse_xml(data, path, report)
    if root is None:
        return ()
    if root.tag != f"{_N}xliff":
        name = etree.QName(root).localname
        report(
            BROKEN,
            Span(path, root.sourceline or 0),
            problem=Phrase("it begins with <{name}>, not as XLIFF 1.2 or 2.1 does", name=name),
            hint="have your program save XLIFF 1.2 or 2.1",
        )
        return ()
    return tuple(_chapter(file, path, report) for file in root.iter(f"{_N}file"))


def _chapter(file: etree._Element, path: str, report: Report) -> ReturnedChapter:
    units: list[ReturnedUnit] = []
    for element in file.iter(f"{_N}trans-unit"):
        name, line = element.get("id", ""), element.sourceline or 0
        try:
            units.append(_given(element, name, line))
        except ValueError as error:
            problem = Phrase("it holds {error}", error=error)
            report(
                INVALID, Span(path, line), id=name, problem=problem,
                hint="codes are <g> and <x>, as they were exported",
            )  # fmt: skip
            texts = [_words(element.find(f"{_N}{tag}")) for tag in ("source", "target")]
            units.append(ReturnedUnit(name, line, texts[0], texts[1], finished=False, error=problem))
        units[-1] = replace(units[-1], comments=tuple(_comments(element)))
    return ReturnedChapter(
        file.get("original", ""), file.get("target-language", ""), file.sourceline or 0, tuple(units)
    )


def _comments(element: etree._Element) -> Iterator[UnitComment]:
    """Yield what people say of a unit (section 2.3, `note`) and of words of it (`comment` of an `mrk`)."""
    for note in element.iterfind(f"{_N}note"):
        if note.get("from") != OWN and (text := element_text(note)):
            yield UnitComment(text, note.get("from", ""), of_source=note.get("annotates") == "source")
    for side in ("source", "target"):
        for mark in element.iterfind(f"{_N}{side}//{_N}mrk[@comment]"):
            if text := mark.get("comment", "").strip():
                yield UnitComment(
                    text, of_source=side == "source", words=" ".join(element_text(mark).split())
                )


def _words(element: etree._Element | None) -> CodedText:
    """Return the words of a segment with unknown codes."""
    return coded_text(str(piece) for piece in element.itertext()) if element is not None else ()


def _given(element: etree._Element, name: str, line: int) -> ReturnedUnit:
    source, target = element.find(f"{_N}source"), element.find(f"{_N}target")
    if source is None:
        raise ValueError("no source")
    finished = (target is not None and target.get("state", "") in _FINISHED) or element.get(
        "approved"
    ) == "yes"
    parts, missing = _untranslated_parts(element)
    contexts = element.iterfind(f"{_N}context-group/{_N}context[@context-type='x-translation']")
    seen = next((context.text or "" for context in contexts), "")
    return ReturnedUnit(
        name,
        line,
        coded_text(_pieces(source)),
        None if target is None else coded_text(_pieces(target)) or None,
        finished,
        seen.strip(),
        locked=element.get("translate") == "no",
        partial=Phrase("{count} of its {all} segments have none", count=missing, all=parts)
        if not finished and 0 < missing < parts
        else "",
    )


def _untranslated_parts(element: etree._Element) -> tuple[int, int]:
    """Return how many segments a unit is cut into (`mrk` in `seg-source`), and how many have words and no translation."""
    sources, targets = (
        {
            mark.get("mid", ""): has_words(map(str, mark.itertext()))
            for mark in element.iterfind(f"{_N}{side}//{_N}mrk[@mtype='seg']")
        }
        for side in ("seg-source", "target")
    )
    wanted = [number for number, words in sources.items() if words] if sources else list(targets)
    return len(wanted), sum(not targets.get(number) for number in wanted) if targets else 0


Piece = str | tuple[CodeRole, int]


def _pieces(element: etree._Element) -> Iterable[Piece]:
    """Yield text and codes of a segment; annotations (`mrk`) are transparent."""
    yield element.text or ""
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else "an entity"
        if name == "mrk":
            yield from _pieces(child)
        elif name == "g":
            number = _number(child)
            yield CodeRole.OPEN, number
            yield from _pieces(child)
            yield CodeRole.CLOSE, number
        elif name in _SINGLES:
            yield _SINGLES[name], _number(child)
        else:
            raise ValueError(f"<{name}>, which is not known" if name != "an entity" else name)
        yield child.tail or ""


_SINGLES = {
    "x": CodeRole.SINGLE, "ph": CodeRole.SINGLE,
    "bx": CodeRole.OPEN, "bpt": CodeRole.OPEN, "ex": CodeRole.CLOSE, "ept": CodeRole.CLOSE,
}  # fmt: skip
"""Elements of section 2.4 that some tools write instead of `g` and `x`; both halves of a pair share `rid`."""


def _number(child: etree._Element) -> int:
    value = str(child.get("rid") or child.get("id") or "")
    if not re.fullmatch(r"[0-9]{1,6}", value):
        raise ValueError(f"a code with the number {value!r}")
    return int(value)
