"""Reads XLIFF of version 2.0 or 2.1 as it comes back from a translator: first it is held against the standard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from bookbuilder.diagnostics import Report, Span
from bookbuilder.translate.exchange.codes import Bare, Sign, bare
from bookbuilder.translate.exchange.given import BROKEN, INVALID, Given, GivenChapter
from bookbuilder.translate.exchange.parsed import parsed
from bookbuilder.translate.exchange.xliff2.names import CORE, Flaw, name, parts, tag
from bookbuilder.translate.exchange.xliff2.valid import flaws
from bookbuilder.translate.exchange.xliff2.write import OWN, SEEN

_FINISHED = {"translated", "reviewed", "final"}
SHOWN = 20
"""Flaws of a file that are told; the rest is most likely the same again."""


def read(data: bytes, path: str, report: Report) -> tuple[GivenChapter, ...]:
    """Return the chapters of a file; what is wrong with it as a file is reported (`exchange.*`), and then nothing is used.

    What is not valid in a unit is reported as well (`exchange.invalid`), and concerns that unit only.
    """
    root = parsed(data, path, report)
    if root is None:
        return ()
    if root.tag != tag("xliff"):
        report(
            BROKEN, Span(path, root.sourceline or 0), problem=f"it begins with <{name(root)}>, not as XLIFF does",
            hint="have your program save XLIFF 1.2 or 2.1",
        )  # fmt: skip
        return ()
    wrong: dict[etree._Element, str] = {}
    for count, flaw in enumerate(flaws(root), 1):
        unit = _around(flaw)
        span = Span(path, flaw.element.sourceline or 0)
        if unit is not None:
            if unit not in wrong:
                report(INVALID, span, id=unit.get("id", ""), problem=flaw.problem)
            wrong.setdefault(unit, flaw.problem)
        elif count <= SHOWN:
            report(BROKEN, span, problem=flaw.problem, hint="it is no valid XLIFF 2.1: ask for it again")
    return tuple(_chapter(file, root, wrong, path, report) for file in root.iterchildren(tag("file")))


def _around(flaw: Flaw) -> etree._Element | None:
    """Return the unit that a flaw concerns; None if it is the whole file."""
    if name(flaw.element) == "unit" and "id" not in flaw.element.attrib:
        return None
    return next(
        flaw.element.iterancestors(tag("unit")), flaw.element if name(flaw.element) == "unit" else None
    )


def _chapter(
    file: etree._Element, root: etree._Element, wrong: dict[etree._Element, str], path: str, report: Report
) -> GivenChapter:
    units: list[Given] = []
    for unit in file.iter(tag("unit")):
        own, line, flaw = unit.get("id", ""), unit.sourceline or 0, wrong.get(unit, "")
        given: Given | None = None
        if not flaw:
            try:
                given = _given(unit, own, line)
            except ValueError as error:
                flaw = str(error)
                report(INVALID, Span(path, line), id=own, problem=flaw)
        if given is None:
            target = _words(unit, "target")
            given = Given(own, line, _words(unit, "source"), target or None, finished=False, flaw=flaw)
        units.append(given)
    return GivenChapter(file.get("original", ""), root.get("trgLang", ""), file.sourceline or 0, tuple(units))


def _words(unit: etree._Element, which: str) -> Bare:
    """Return the words of a unit whose codes are not known."""
    return bare(
        text
        for part in parts(unit)
        for side in part.iterchildren(tag(which))
        for text in map(str, side.itertext())
    )


def _given(unit: etree._Element, own: str, line: int) -> Given:
    """Return a unit; raises `ValueError` if it holds what no text may."""
    numbers = _Numbers()
    sources: list[str | tuple[Sign, int]] = []
    targets: list[tuple[int, list[str | tuple[Sign, int]]]] = []
    states: list[str] = []
    missing = 0
    for at, part in enumerate(parts(unit), 1):
        source, target = part.find(tag("source")), part.find(tag("target"))
        said = list(_pieces(source, numbers)) if source is not None else []
        sources += said
        if target is not None:
            targets.append((int(target.get("order", at)), list(_pieces(target, numbers))))
        elif name(part) == "ignorable":
            targets.append((at, said))
        else:
            missing += 1
            targets.append((at, said))
        if name(part) == "segment":
            states.append(part.get("state", "initial"))
    none = missing == len(states)
    partial = f"{missing} of its {len(states)} segments have none" if missing and not none else ""
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
    return Given(
        own, line, bare(sources), None if none else bare(joined), all(state in _FINISHED for state in states),
        seen.strip(), locked=unit.get("translate") == "no", partial=partial,
    )  # fmt: skip


def _pieces(side: etree._Element, number: _Numbers) -> Iterator[str | tuple[Sign, int]]:
    """Yield text and codes of a source or target; annotations are looked through."""
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
            yield Sign.OPEN, own_number
            yield from _pieces(child, number)
            yield Sign.CLOSE, own_number
        elif own == "ph":
            yield Sign.SINGLE, number(child.get("id"))
        elif own in ("sc", "ec"):
            yield (
                (Sign.OPEN if own == "sc" else Sign.CLOSE),
                number(child.get("startRef") or child.get("id")),
            )
        elif own == "cp":
            yield _sign(child.get("hex", ""))
        elif own not in ("sm", "em"):
            raise ValueError("it holds something that is neither text nor a code")
        yield child.tail or ""


def _sign(value: str) -> str:
    """Return what XML cannot hold by itself; no Markdown holds it either, which is told where it is written."""
    found = chr(int(value, 16))
    if "\ud800" <= found <= "\udfff":
        raise ValueError("it holds half of a sign (<cp>)")
    return found


class _Numbers:
    """Gives the codes of a unit their numbers. Those with names of their own, which are none of ours, have high ones."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}

    def __call__(self, said: str | None) -> int:
        said = said or ""
        if re.fullmatch(r"[0-9]{1,6}", said, re.ASCII):
            return int(said)
        return self.names.setdefault(said, FIRST + len(self.names))


FIRST = 1_000_001
"""The number of the first code that has none; no unit has so many codes."""
