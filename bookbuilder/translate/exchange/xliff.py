"""Writes units as XLIFF 1.2 and reads it again (OASIS Standard, 1 February 2008), one `file` for each chapter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from bookbuilder.diagnostics import Report, Span
from bookbuilder.translate.exchange.codes import Bare, Segment, Sign, bare
from bookbuilder.translate.exchange.given import BROKEN, INVALID, Given, GivenChapter
from bookbuilder.translate.exchange.outgoing import OutgoingChapter, OutgoingUnit
from bookbuilder.translate.exchange.parsed import parsed
from bookbuilder.translate.standing import Standing

SUFFIX = ".xlf"
NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_N = f"{{{NAMESPACE}}}"
_STATES = {Standing.MISSING: "new", Standing.OUTDATED: "needs-review-translation"}
_FINISHED = {"translated", "signed-off", "final"}
"""The states (section 2.5.3 of the standard, `state`) with which a translator says that a unit is done."""
_WORDS = "This file was written by bookbuilder. Keep all codes; what they stand for is said in the notes of each unit."


def written(chapters: Sequence[OutgoingChapter], source: str, target: str) -> str:
    """Return the file for units of chapters; `source` and `target` are the tags of the languages."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<xliff xmlns="{NAMESPACE}" version="1.2">']
    for chapter in chapters:
        languages = f"source-language={quoteattr(source)} target-language={quoteattr(target)}"
        kind = "plaintext" if chapter.literal else "x-markdown"
        lines += [
            f'<file original={quoteattr(chapter.source)} {languages} datatype="{kind}" tool-id="bookbuilder">',
            f'<header><tool tool-id="bookbuilder" tool-name="bookbuilder"/><note>{_WORDS}</note></header>',
            "<body>",
        ]
        for one in chapter.units:
            lines += _unit(one, chapter, target)
        lines += ["</body>", "</file>"]
    return "\n".join([*lines, "</xliff>", ""])


def _unit(one: OutgoingUnit, chapter: OutgoingChapter, language: str) -> Iterator[str]:
    state = _STATES.get(one.standing, "final" if one.fixed else "translated")
    if one.standing is Standing.MISSING and not one.untranslated:
        state = _STATES[Standing.OUTDATED]  # there is a translation that nobody has looked at
    fixed = ' translate="no"' if one.fixed else ""
    yield f'<trans-unit id={quoteattr(one.id)}{fixed} xml:space="preserve">'
    yield f"<source>{_marked(one.source)}</source>"
    yield f'<target state="{state}" xml:lang={quoteattr(language)}>{_marked(one.target)}</target>'
    yield '<context-group purpose="location">'
    yield f'<context context-type="sourcefile">{escape(chapter.source)}</context>'
    yield f'<context context-type="linenumber">{one.line}</context>'
    yield f'<context context-type="x-translation">{escape(one.seen)}</context>'
    yield "</context-group>"
    for line in one.notes:
        yield f'<note from="bookbuilder">{escape(clean(line))}</note>'
    if one.before:
        yield '<alt-trans alttranstype="previous-version">'
        yield f"<source>{_marked(one.before)}</source>"
        yield f"<target>{_marked(one.target)}</target>"
        yield "</alt-trans>"
    yield "</trans-unit>"


def _marked(segment: Segment) -> str:
    parts = []
    for piece in segment:
        if isinstance(piece, str):
            parts.append(escape(clean(piece)))
        elif piece.sign is Sign.CLOSE:
            parts.append("</g>")
        else:
            name, end = ("g", "") if piece.sign is Sign.OPEN else ("x", "/")
            shown = f" equiv-text={quoteattr(clean(piece.shown))}" if piece.shown else ""
            parts.append(f'<{name} id="{piece.id}" ctype="{piece.kind}"{shown}{end}>')
    return "".join(parts)


def clean(text: str) -> str:
    """Return a text without what no file of XML can hold."""
    return re.sub("[\x00-\x1f\ufffe\uffff\ud800-\udfff]", " ", text)


def read(data: bytes, path: str, report: Report) -> tuple[GivenChapter, ...]:
    """Return the chapters of a file; what is wrong with it as a file is reported (`exchange.*`), and then nothing is used.

    Nothing is fetched and no entity is expanded; a file with a document type is refused.
    """
    root = parsed(data, path, report)
    if root is None:
        return ()
    if root.tag != f"{_N}xliff":
        name = etree.QName(root).localname
        report(
            BROKEN,
            Span(path, root.sourceline or 0),
            problem=f"it begins with <{name}>, not as XLIFF 1.2 or 2.1 does",
            hint="have your program save XLIFF 1.2 or 2.1",
        )
        return ()
    return tuple(_chapter(file, path, report) for file in root.iter(f"{_N}file"))


def _chapter(file: etree._Element, path: str, report: Report) -> GivenChapter:
    units: list[Given] = []
    for element in file.iter(f"{_N}trans-unit"):
        name, line = element.get("id", ""), element.sourceline or 0
        try:
            units.append(_given(element, name, line))
        except ValueError as error:
            problem = f"it holds {error}"
            report(
                INVALID, Span(path, line), id=name, problem=problem,
                hint="codes are <g> and <x>, as they were exported",
            )  # fmt: skip
            said = [_words(element.find(f"{_N}{tag}")) for tag in ("source", "target")]
            units.append(Given(name, line, said[0], said[1], finished=False, flaw=problem))
    return GivenChapter(
        file.get("original", ""), file.get("target-language", ""), file.sourceline or 0, tuple(units)
    )


def _words(element: etree._Element | None) -> Bare:
    """Return the words of a segment whose codes are not known."""
    return bare(str(piece) for piece in element.itertext()) if element is not None else ()


def _given(element: etree._Element, name: str, line: int) -> Given:
    source, target = element.find(f"{_N}source"), element.find(f"{_N}target")
    if source is None:
        raise ValueError("no source")
    contexts = element.iterfind(f"{_N}context-group/{_N}context[@context-type='x-translation']")
    seen = next((context.text or "" for context in contexts), "")
    return Given(
        name,
        line,
        bare(_pieces(source)),
        None if target is None else bare(_pieces(target)),
        (target is not None and target.get("state", "") in _FINISHED) or element.get("approved") == "yes",
        seen.strip(),
        locked=element.get("translate") == "no",
    )


Piece = str | tuple[Sign, int]


def _pieces(element: etree._Element) -> Iterable[Piece]:
    """Yield text and codes of a segment; marks that a tool puts around words (`mrk`) are looked through."""
    yield element.text or ""
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else "an entity"
        if name == "mrk":
            yield from _pieces(child)
        elif name == "g":
            number = _number(child)
            yield Sign.OPEN, number
            yield from _pieces(child)
            yield Sign.CLOSE, number
        elif name in _SINGLES:
            yield _SINGLES[name], _number(child)
        else:
            raise ValueError(f"<{name}>, which is not known" if name != "an entity" else name)
        yield child.tail or ""


_SINGLES = {
    "x": Sign.SINGLE, "ph": Sign.SINGLE,
    "bx": Sign.OPEN, "bpt": Sign.OPEN, "ex": Sign.CLOSE, "ept": Sign.CLOSE,
}  # fmt: skip
"""The elements of section 2.4 that some tools write for what came as `g` and `x`; the two of a pair share `rid`."""


def _number(child: etree._Element) -> int:
    said = str(child.get("rid") or child.get("id") or "")
    if not re.fullmatch(r"[0-9]{1,6}", said):
        raise ValueError(f"a code with the number {said!r}")
    return int(said)
