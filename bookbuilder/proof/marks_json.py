"""Marks as JSON, for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bookbuilder.diagnostics import NOWHERE, Span
from bookbuilder.printed_text import json_text
from bookbuilder.proof.mark import ProofMark

if TYPE_CHECKING:  # few commands collect
    from bookbuilder.proof.collect import CollectedFile


NO_STATES: Mapping[str, str] = MappingProxyType({})
"""For marks that have come in just now."""
NO_SOURCES: Mapping[str, Span] = MappingProxyType({})
"""For marks of which nobody has asked what their words translate."""


def mark_data(mark: ProofMark, source: Span = NOWHERE) -> dict[str, Any]:
    """Return a mark as JSON data: `start` and `end` have file, line and column and are null where it has no place; so has
    `source`, where the text begins that its words translate."""
    return {
        "id": mark.id,
        "kind": mark.kind.value,
        "about": mark.about.value,
        "key": mark.key,
        "origin": mark.origin,
        "locale": mark.locale,
        "page": mark.page,
        "start": _place(mark.start),
        "end": _place(mark.end),
        "source": _place(source),
        "words": {"quote": mark.words.quote, "before": mark.words.before, "after": mark.words.after},
        "new": mark.new,
        "comment": mark.comment,
        "author": mark.author,
        "date": mark.date,
        "answers": mark.answers,
    }


def marks_json(
    marks: Iterable[ProofMark],
    states: Mapping[str, str] = NO_STATES,
    sources: Mapping[str, Span] = NO_SOURCES,
) -> str:
    """Return marks as a JSON object with a list `marks`; `states` says by their ids what became of them, `sources` what
    their words translate."""
    data = [
        mark_data(mark, sources.get(mark.id, NOWHERE)) | ({"state": str(states[mark.id])} if states else {})
        for mark in marks
    ]
    return json_text({"marks": data}, indent=2)


def files_json(files: Sequence[CollectedFile], sources: Mapping[str, Span] = NO_SOURCES) -> str:
    """Return what came in with files as a JSON object with a list `files`, each with its marks; `sources` as in
    `marks_json`."""
    data = [
        {
            "origin": one.received.origin,
            "proof": one.received.proof,
            "locale": one.received.locale,
            "edition": one.received.edition,
            "marks": [mark_data(mark, sources.get(mark.id, NOWHERE)) for mark in one.received.marks],
        }
        for one in files
    ]
    return json_text({"files": data}, indent=2)


def _place(span: Span) -> dict[str, str | int] | None:
    return None if span == NOWHERE else {"file": span.path, "line": span.line, "column": span.column}
