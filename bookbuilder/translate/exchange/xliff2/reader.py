"""Reads XLIFF 2.0 and 2.1 from translators, after validating it against the standard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from bookbuilder.diagnostics import Report, Span
from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.exported_target import is_untouched
from bookbuilder.translate.exchange.inline_codes import CodedText, CodeRole, coded_text, has_words
from bookbuilder.translate.exchange.returned_units import BROKEN, INVALID, ReturnedChapter, ReturnedUnit
from bookbuilder.translate.exchange.unit_comment import UnitComment
from bookbuilder.translate.exchange.untrusted_xml import element_text, parse_xml
from bookbuilder.translate.exchange.xliff2.namespaces import CORE, Violation, parts, short_name, sides, tag
from bookbuilder.translate.exchange.xliff2.validate_document import violations
from bookbuilder.translate.exchange.xliff2.writer import ORIGIN, OWN, SEEN

_FINISHED = {"translated", "reviewed", "final"}
SHOWN = 20
"""The most problems of a file that are reported; the rest is most likely the same."""


def read(data: bytes, path: str, report: Report) -> tuple[ReturnedChapter, ...]:
    """Return the chapters of a file; an invalid file is reported (`exchange.*`) and must not be used.

    An invalid unit is reported as well (`exchange.invalid`), and only that unit is rejected.
    """
    root = parse_xml(data, path, report)
    if root is None:
        return ()
    if root.tag != tag("xliff"):
        report(
            BROKEN,
            Span(path, root.sourceline or 0),
            problem=Phrase("it begins with <{name}>, not as XLIFF does", name=short_name(root)),
            hint="have your program save XLIFF 1.2 or 2.1",
        )
        return ()
    _drop_old_matches(root)
    wrong: dict[etree._Element, str] = {}
    for count, flaw in enumerate(violations(root), 1):
        unit = _around(flaw)
        span = Span(path, flaw.element.sourceline or 0)
        if unit is not None:
            if unit not in wrong:
                report(INVALID, span, id=unit.get("id", ""), problem=flaw.problem)
            wrong.setdefault(unit, flaw.problem)
        elif count <= SHOWN:
            report(BROKEN, span, problem=flaw.problem, hint="it is no valid XLIFF 2.1: ask for it again")
    return tuple(_chapter(file, root, wrong, path, report) for file in root.iterchildren(tag("file")))


def _drop_old_matches(root: etree._Element) -> None:
    """Delete our own matches that refer to a segment that a tool has re-segmented; nobody needs them any more."""
    for matches in list(root.iter(tag("matches", "mtc"))):
        unit = matches.getparent()
        if unit is None or short_name(unit) != "unit":
            continue
        names = {f"#{part.get('id')}" for part in parts(unit)}
        old = [one for one in matches if one.get("origin") == ORIGIN and one.get("ref") not in names]
        for match in old:
            matches.remove(match)
        if old and not len(matches):
            unit.remove(matches)


def _around(flaw: Violation) -> etree._Element | None:
    """Return the unit that a problem concerns; None if it concerns the whole file."""
    if short_name(flaw.element) == "unit" and "id" not in flaw.element.attrib:
        return None
    return next(
        flaw.element.iterancestors(tag("unit")), flaw.element if short_name(flaw.element) == "unit" else None
    )


def _chapter(
    file: etree._Element, root: etree._Element, wrong: dict[etree._Element, str], path: str, report: Report
) -> ReturnedChapter:
    units: list[ReturnedUnit] = []
    for unit in file.iter(tag("unit")):
        own, line, flaw = unit.get("id", ""), unit.sourceline or 0, wrong.get(unit, "")
        returned: ReturnedUnit | None = None
        if not flaw:
            try:
                returned = _returned(unit, own, line)
            except ValueError as error:
                flaw = str(error)
                report(INVALID, Span(path, line), id=own, problem=flaw)
        if returned is None:
            target = _words(unit, "target")
            returned = ReturnedUnit(
                own, line, _words(unit, "source"), target or None, finished=False, error=flaw
            )
        units.append(replace(returned, comments=tuple(_comments(unit))))
    return ReturnedChapter(
        file.get("original", ""), root.get("trgLang", ""), file.sourceline or 0, tuple(units)
    )


def _comments(unit: etree._Element) -> Iterator[UnitComment]:
    """Yield what people say of a unit (`note`), and of words of it (annotations of the type `comment`, sections 4.3.1.8 and
    4.7.3.1.3): in an attribute, or in a note that the annotation refers to."""
    every = list(unit.iter(tag("note")))  # some programs write them into a segment, where they may not be
    notes = {note.get("id", ""): note for note in every if note.get("id")}
    referred: set[etree._Element] = set()
    for which in ("source", "target"):
        for side in sides(unit, which):
            for mark, words in _comment_annotations(side):
                note = notes.get(mark.get("ref", "").rpartition("#")[2].removeprefix("n="))
                text = mark.get("value", "").strip()
                if note is not None:
                    referred.add(note)
                    text = text or element_text(note)
                if text and (note is None or note.get("category") != OWN):
                    yield UnitComment(text, of_source=which == "source", words=words)
    for note in every:
        if note not in referred and note.get("category") != OWN and (text := element_text(note)):
            yield UnitComment(text, of_source=note.get("appliesTo") == "source")


def _comment_annotations(side: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the annotations of a source or target that are comments, each with its words."""
    starts: dict[etree._Element, int] = {}
    ended: list[tuple[etree._Element, int, int]] = []
    opened: dict[str, etree._Element] = {}
    pieces: list[str] = []
    length = 0
    for event, element in etree.iterwalk(side, events=("start", "end")):
        name = short_name(element) if isinstance(element.tag, str) else ""
        starting = event == "start"
        if name in ("mrk", "sm") and element.get("type") == "comment":
            if starting:
                starts[element] = length
                opened |= {element.get("id", ""): element} if name == "sm" else {}
            elif name == "mrk":
                ended.append((element, starts[element], length))
        if name == "em" and starting and (begun := opened.pop(element.get("startRef", ""), None)) is not None:
            ended.append((begun, starts[begun], length))
        piece = (element.text if starting else element.tail if element is not side else "") or ""
        pieces.append(piece)
        length += len(piece)
    text = "".join(pieces)
    yield from ((element, " ".join(text[start:end].split())) for element, start, end in ended)


def _words(unit: etree._Element, which: str) -> CodedText:
    """Return the text of an invalid unit, without its inline codes."""
    return coded_text(
        text
        for part in parts(unit)
        for side in part.iterchildren(tag(which))
        for text in map(str, side.itertext())
    )


def _returned(unit: etree._Element, id_: str, line: int) -> ReturnedUnit:
    """Return a unit; raises `ValueError` for content that is not allowed."""
    numbers = _Numbers()
    sources: list[str | tuple[CodeRole, int]] = []
    targets: list[tuple[int, list[str | tuple[CodeRole, int]]]] = []
    states: list[str] = []
    worded = missing = copies = absent = 0
    for index, part in enumerate(parts(unit), 1):
        source, target = part.find(tag("source")), part.find(tag("target"))
        texts = list(_pieces(source, numbers)) if source is not None else []
        sources += texts
        own = list(_pieces(target, numbers)) if target is not None else texts
        targets.append((int(target.get("order", index)) if target is not None else index, own))
        if short_name(part) == "segment":
            absent += target is None
            if has_words(texts):
                worded += 1
                untouched = part.get("state", "initial") == "initial"
                missing += target is None or (untouched and not has_words(own))
                copies += target is not None and own == texts and part.get("state") == "initial"
        if short_name(part) == "segment":
            states.append(part.get("state", "initial"))
    none = absent == len(states) or 0 < worded == missing
    if missing + copies < worded:
        missing += copies  # else the whole unit is an untouched copy
    partial = (
        Phrase("{count} of its {all} segments have none", count=missing, all=len(states))
        if missing and not none
        else ""
    )
    joined = [piece for _, pieces in sorted(targets, key=lambda pair: pair[0]) for piece in pieces]
    seen = next(
        (
            meta.text or ""
            for group in unit.iterfind(f"{tag('metadata', 'mda')}/{tag('metaGroup', 'mda')}")
            for meta in group.iterchildren(tag("meta", "mda"))
            if group.get("category") == OWN and meta.get("type") == SEEN
        ),
        "",
    )
    words, finished = coded_text(joined), all(state in _FINISHED for state in states)
    if is_untouched(words, seen.strip(), finished=finished):
        partial = ""  # as it was exported, but re-segmented
    return ReturnedUnit(
        id_, line, coded_text(sources), None if none else words, finished,
        seen.strip(), locked=unit.get("translate") == "no", partial=partial,
    )  # fmt: skip


def _pieces(side: etree._Element, number: _Numbers) -> Iterator[str | tuple[CodeRole, int]]:
    """Yield text and codes of a source or target; annotations are transparent."""
    yield side.text or ""
    for child in side:
        own = (
            etree.QName(child).localname
            if isinstance(child.tag, str) and child.tag.startswith(f"{{{CORE}}}")
            else ""
        )
        if own == "mrk":
            yield from _pieces(child, number)
        elif own == "pc":
            own_number = number(child.get("id"))
            yield CodeRole.OPEN, own_number
            yield from _pieces(child, number)
            yield CodeRole.CLOSE, own_number
        elif own == "ph":
            yield CodeRole.SINGLE, number(child.get("id"))
        elif own in ("sc", "ec"):
            yield (
                (CodeRole.OPEN if own == "sc" else CodeRole.CLOSE),
                number(child.get("startRef") or child.get("id")),
            )
        elif own == "cp":
            yield _sign(child.get("hex", ""))
        elif own not in ("sm", "em"):
            raise ValueError("it holds something that is neither text nor a code")
        yield child.tail or ""


def _sign(value: str) -> str:
    """Return a character that XML cannot hold. Markdown cannot hold it either, which is reported on write-back."""
    char = chr(int(value, 16))
    if "\ud800" <= char <= "\udfff":
        raise ValueError("it holds a lone surrogate (<cp>)")
    return char


class _Numbers:
    """Gives the codes of a unit numbers. Ids that are not ours get high ones."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}

    def __call__(self, text: str | None) -> int:
        text = text or ""
        if re.fullmatch(r"[0-9]{1,6}", text, re.ASCII):
            return int(text)
        return self.names.setdefault(text, FIRST + len(self.names))


FIRST = 1_000_001
"""The first number for foreign ids; no unit has that many codes."""
