"""References to notes: `[](#fn:kyiv)` leads to the note `[^kyiv]` of the same chapter, and is called "Note 3"."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.anchors import note_anchor
from bookbuilder.document.chapter_survey import Survey
from bookbuilder.document.numbered_kinds import NOTE, reference_name
from bookbuilder.document.walk import walk
from bookbuilder.locales import Locale

SCHEME = "fn:"
"""What stands before the label of a note."""


def referred_labels(value: Any) -> set[str]:
    """Return the labels of notes that nodes refer to."""
    references = (node for node in walk(value) if isinstance(node, nodes.Reference))
    return {label for node in references for label in referred_label(node)}


def referred_label(node: nodes.Reference) -> set[str]:
    """Return the label of the note that a reference leads to, alone in a set; nothing for another target."""
    return {node.target.removeprefix(SCHEME)} if node.target.startswith(SCHEME) else set()


def note_targets(survey: Survey, locale: Locale) -> Iterator[nodes.Target]:
    """Yield the notes of a chapter that it refers to."""
    wanted = {use.target.removeprefix(SCHEME) for use in survey.references if use.target.startswith(SCHEME)}
    if not wanted:
        return
    for number, (label, _) in enumerate(survey.notes, 1):
        if label in wanted:
            anchor = note_anchor(survey.head.id, label)
            name = reference_name(NOTE, number, locale)
            yield nodes.Target(survey.head.id, anchor, name, locale.figures(number))


def moved_reference(node: nodes.Reference, there: str, numbers: Mapping[str, int]) -> nodes.Reference:
    """Return a reference; one to a note leads to the chapter called `there`, where the notes with these anchors and numbers
    are now."""
    target = node.resolved
    if target is None or target.anchor not in numbers:
        return node
    figures = with_figures_of(target.number, numbers[target.anchor])
    name = target.name.replace(target.number, figures)
    new = replace(target, chapter=there, name=name, number=figures)
    return replace(node, content=with_number(node.content, target, new), resolved=new)


def with_number(
    content: tuple[nodes.Inline, ...], old: nodes.Target, new: nodes.Target
) -> tuple[nodes.Inline, ...]:
    """Return the words of a reference, with another number if the program wrote them."""
    match content:
        case (nodes.Text(text=text) as words,) if text in (old.name, old.number):
            return (replace(words, text=new.name if text == old.name else new.number),)
        case _:
            return content


def with_figures_of(shown: str, number: int) -> str:
    """Return a number in the digits of another one.

    >>> with_figures_of("٣", 12), with_figures_of("3", 12)
    ('١٢', '12')
    """
    zero = ord(shown[0]) - unicodedata.digit(shown[0], 0)
    return "".join(chr(zero + int(digit)) for digit in str(number))
