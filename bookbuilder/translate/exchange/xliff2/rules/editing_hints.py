"""Checks editing hints: codes that must not be deleted or reordered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.xliff2.namespaces import (
    CODES,
    Violation,
    inline_elements,
    parts,
    short_name,
    sides,
    tag,
)

_Step = tuple[str, str, str]
"""A code in reading order: its id, whether it starts or ends here, and its canReorder."""


def of_unit(unit: etree._Element) -> Iterator[Violation]:
    """Check the codes of a unit."""
    elements = [
        code for which in ("source", "target") for side in sides(unit, which) for code in _codes(side)
    ]
    for code in elements:
        if code.get("canReorder", "yes") != "yes" and not (
            code.get("canDelete") == "no" and code.get("canCopy") == "no"
        ):
            yield Violation(code, "a code that keeps its order can be neither deleted nor copied")
    yield from _kept(unit)
    sequences = list(_sequences(unit))
    targets = list(_steps(sides(unit, "target")))
    if not any(_translated(part) for part in parts(unit)):
        return
    place = {step[:2]: index for index, step in enumerate(targets)}
    for first, steps in sequences:
        position = place.get(steps[0])
        if position is not None and [step[:2] for step in targets[position : position + len(steps)]] != steps:
            yield Violation(first, "the codes from here on must keep their order in the target")


def of_source(unit: etree._Element) -> Iterator[Violation]:
    """Check where sequences begin."""
    for which in ("source", "target"):
        open_ = False
        for side in sides(unit, which):
            for code, (_, half, how) in _passed(side):
                if how == "no" and not open_ and half == "start":
                    yield Violation(
                        code, "a code that keeps its order stands behind another one, or says firstNo"
                    )
                open_ = how != "yes"


def _kept(unit: etree._Element) -> Iterator[Violation]:
    """Yield violations for codes that may not be deleted but are in no target."""
    there = {(short_name(code), _own(code)) for side in sides(unit, "target") for code in _codes(side)}
    for part in parts(unit):
        if not _translated(part):
            continue
        for source in part.iterchildren(tag("source")):
            for code in _codes(source):
                if code.get("canDelete") == "no" and (short_name(code), _own(code)) not in there:
                    yield Violation(
                        code,
                        Phrase(
                            "the code {own} must not be deleted, and is not in the target", own=_own(code)
                        ),
                    )


def _translated(part: etree._Element) -> bool:
    return part.find(tag("target")) is not None


def _codes(side: etree._Element) -> Iterator[etree._Element]:
    return (element for element in inline_elements(side) if short_name(element) in CODES)


def _own(code: etree._Element) -> str:
    return code.get("id") or code.get("startRef") or ""


def _passed(side: etree._Element) -> Iterator[tuple[etree._Element, _Step]]:
    """Yield the codes in reading order; a pair is yielded twice."""
    for event, element in etree.iterwalk(side, events=("start", "end")):
        tag_name = short_name(element)
        if tag_name not in CODES or (event == "end" and tag_name != "pc"):
            continue
        how = element.get("canReorder", "yes")
        half = "end" if event == "end" or tag_name == "ec" else "start"
        if half == "end" and how == "firstNo":
            how = "no"
        yield element, (_own(element), half, how)


def _steps(all_: Iterable[etree._Element]) -> Iterator[_Step]:
    for side in all_:
        for _, step in _passed(side):
            yield step


def _sequences(unit: etree._Element) -> Iterator[tuple[etree._Element, list[tuple[str, str]]]]:
    """Yield sequences of codes that must keep their order, with the first code of each."""
    first: etree._Element | None = None
    steps: list[tuple[str, str]] = []
    for side in sides(unit, "source"):
        for code, (own, half, how) in _passed(side):
            if how != "no" and first is not None:
                yield first, steps
                first, steps = None, []
            if how == "firstNo":
                first = code
            if first is not None:
                steps.append((own, half))
    if first is not None:
        yield first, steps
