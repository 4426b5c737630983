"""Checks references into a document: fragment identifiers, and the targets of annotations."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.xliff2.namespaces import (
    MODULES,
    Violation,
    ancestor,
    inline_elements,
    parts,
    short_name,
    sides,
    tag,
)

_ORDER = {"f": 0, "g": 1, "u": 2}
_LEAVES = {"n": ("f", "g", "u"), "d": ("u",), "t": ("u",)}
"""Prefixes of notes, data and targets, and what may precede them."""
_OTHERS = {*MODULES.values(), "its", "itsm", "tbx"}
"""Prefixes of modules, and those registered for extensions."""
_TOKEN = re.compile(r"[\w.:\-\u00b7]+")


def selectors(reference: str) -> list[tuple[str, str]] | None:
    """Return the steps of a fragment identifier (`#f=f1/u=1/n=n1`) as (prefix, id); None if it is invalid.

    >>> selectors("#f=f1/u=1/n=n1"), selectors("#m1"), selectors("#u=1/f=f1")
    ([('f', 'f1'), ('u', '1'), ('n', 'n1')], [('', 'm1')], None)
    """
    if not reference.startswith("#"):
        return None
    result: list[tuple[str, str]] = []
    for step in reference[1:].removeprefix("/").split("/"):
        prefix, equals, value = step.rpartition("=")
        if bool(prefix) != bool(equals) or not _TOKEN.fullmatch(value):
            return None
        if prefix and prefix not in _ORDER and prefix not in _LEAVES and prefix not in _OTHERS:
            return None
        last = result[-1][0] if result else None
        if last is not None and last not in _ORDER:
            return None  # a leaf is the last step
        if (
            prefix in _ORDER
            and last is not None
            and _ORDER[last] >= _ORDER[prefix]
            and (last, prefix) != ("g", "g")
        ):
            return None
        if last is not None and prefix in _LEAVES and last not in _LEAVES[prefix]:
            return None
        if not prefix and last not in (None, "u"):
            return None
        result.append((prefix, value))
    return result


def of_unit(unit: etree._Element) -> Iterator[Violation]:
    """Check the annotations of a unit."""
    notes = {note.get("id", "") for note in unit.iterfind(f"{tag('notes')}/{tag('note')}")}
    spans = {
        which: {e.get("id") for side in sides(unit, which) for e in inline_elements(side)}
        for which in ("source", "target")
    }
    spans["source"] |= {part.get("id") for part in parts(unit)} | spans["target"]
    for which in ("source", "target"):
        for side in sides(unit, which):
            for element in inline_elements(side):
                if short_name(element) in ("mrk", "sm"):
                    yield from _annotation(element, unit, notes)
    for element in unit.iter(tag("glossEntry", "gls"), tag("translation", "gls")):
        reference = element.get("ref")
        if reference is not None and not _spanned(reference[max(reference.find("#"), 0) :], spans):
            yield Violation(
                element, Phrase("it refers to {reference}, which is no text of its unit", reference=reference)
            )
    for element in unit.iter(tag("match", "mtc")):
        if not _spanned(element.get("ref", ""), spans):
            yield Violation(
                element,
                Phrase(
                    "it refers to {reference}, which is no text of its unit", reference=element.get("ref")
                ),
            )


def _annotation(element: etree._Element, unit: etree._Element, notes: Collection[str]) -> Iterator[Violation]:
    kind, reference = element.get("type", "generic"), element.get("ref")
    steps = selectors(reference) if reference is not None else None
    if reference is not None and reference.startswith("#") and steps is None:
        yield Violation(
            element, Phrase("{reference} is no reference into an XLIFF document", reference=reference[:60])
        )
    if kind == "mtc:match" and reference is not None:
        yield Violation(element, "an annotation of a match has no ref")
    if kind != "comment":
        return
    if (reference is None) == ("value" not in element.attrib):
        yield Violation(element, "a comment has either a value or a ref")
    elif reference is not None and not _note(steps, unit, notes):
        yield Violation(
            element,
            Phrase(
                "a comment refers to a note of its unit, and {reference} is none", reference=reference[:60]
            ),
        )


def _note(steps: list[tuple[str, str]] | None, unit: etree._Element, notes: Collection[str]) -> bool:
    """Whether a reference points to a note of the unit."""
    if not steps or steps[-1][0] != "n":
        return False
    file = ancestor(unit, "file")
    around = {"f": file.get("id") if file is not None else "", "u": unit.get("id")}
    if len(steps) > 1 and (
        steps[-2][0] != "u" or any(around.get(key, value) != value for key, value in steps[:-1])
    ):
        return False
    return steps[-1][1] in notes


def _spanned(reference: str, spans: Mapping[str, Collection[str | None]]) -> bool:
    """Whether a reference points to a segment of the unit, or to something in one."""
    steps = selectors(reference)
    if not steps or steps[-1][0] not in ("", "t"):
        return False
    return steps[-1][1] in spans["target" if steps[-1][0] == "t" else "source"]
