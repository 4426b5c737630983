"""Checks that a translation has the links, references, notes and pictures of its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.checks.source_alignment import aligned_with_source
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document import nodes
from bookbuilder.document.translation_pairs import translatable
from bookbuilder.document.walk import walk
from bookbuilder.phrases import Phrase

PARTS = Rule(
    "translation.parts",
    "the translation has {here}, its source {there}",
    "What stands in the source beside its words stands in the translation too: links, references, calls of notes, pictures."
    " Chapters are compared that have the same blocks; of others `bookbuilder status` tells what is missing. Where addresses"
    " differ, since each language has a page of its own, only their number counts; references lead to the same place in"
    " every language.",
    Severity.WARNING,
)


def each(subject: ChapterInput, report: Report) -> None:
    """Report parts that only one language has, in chapters with the same blocks."""
    if subject.source is None or not subject.lines or not subject.source.lines:
        return
    alignment = aligned_with_source(subject)
    if alignment is None or any(len(pair.source) != 1 for pair in alignment.pairs):
        return
    written, anchors = translatable(subject.written), subject.reference_anchors
    # What a translation omits has no anchor in it: such a reference is compared as it is written.
    nowhere = {node.key for node in walk(written) if isinstance(node, nodes.Reference)} - anchors.keys()
    known = {key: anchor for key, anchor in subject.source.reference_anchors.items() if key not in nowhere}
    own, other = _counted(written, anchors), _counted(translatable(subject.source.written), known)
    for what in sorted(own.keys() | other.keys()):
        if own[what] != other[what]:
            here, there = _said(own[what], what), _said(other[what], what)
            report(
                PARTS,
                subject.written.span,
                here=here,
                there=there,
                hint=Phrase("compare with {path}", path=subject.source.written.span.path),
            )


def _counted(chapter: nodes.Chapter, anchors_by_key: Mapping[str, str]) -> Counter[str]:
    return Counter(name for node in walk(chapter) for name in _names(node, anchors_by_key))


def _names(node: nodes.Node, anchors_by_key: Mapping[str, str]) -> Iterator[str]:
    match node:
        case nodes.Link(address=address):
            if not address.startswith("mailto:"):
                yield "link"
        case nodes.Reference(target=target):
            yield f"{_REFERENCE}{node.key if node.issue else f'#{anchors_by_key.get(node.key, target)}'}"
        case nodes.NoteRef():
            yield "call of a note"
        case nodes.Image():
            yield "picture"


def _said(number: int, what: str) -> str:
    """Return a number of things.

    >>> _said(0, "link"), _said(1, "call of a note"), _said(2, "call of a note")
    ('no link', '1 call of a note', '2 calls of a note')
    """
    if what.startswith(_REFERENCE):
        target = what.removeprefix(_REFERENCE)
        if number == 1:
            return Phrase("1 reference to {target}", target=target)
        if number:
            return Phrase("{count} references to {target}", count=number, target=target)
        return Phrase("no reference to {target}", target=target)
    none, one, many = _COUNTED[what]
    return Phrase(many, count=number) if number > 1 else one if number else none


_REFERENCE = "reference to "
_COUNTED = {
    "link": (Phrase("no link"), Phrase("1 link"), "{count} links"),
    "call of a note": (Phrase("no call of a note"), Phrase("1 call of a note"), "{count} calls of a note"),
    "picture": (Phrase("no picture"), Phrase("1 picture"), "{count} pictures"),
}

CHECK = Check(
    "translated-parts",
    "A translation has the links, references, notes and pictures of its source.",
    each=each,
)
"""Found by `bookbuilder.discovery`."""
