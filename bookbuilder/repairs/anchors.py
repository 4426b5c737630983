"""Anchors that are used twice, or that no format can have: they get a number, or the form of an anchor."""

from __future__ import annotations

import re
from bisect import bisect_left

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.importers.quoting import slug
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit
from bookbuilder.repairs.repair import Repair, TodoWords

_NAMED = re.compile(r"#(\S+) is|'([^']+)'")
"""The anchor in the messages of these rules."""


def mend(chapter: MarkdownText, problem: Diagnostic) -> list[SourceEdit]:
    """Return the edit for an anchor, which stands at a place or behind it, or is a target of MyST above it.

    One that the chapter has before gets the number of its place among these; one of another chapter gets the name of its
    own chapter, which no other has, so that many chapters with one anchor are mended at once.
    """
    at, named = chapter.offset(problem.span), _NAMED.search(problem.message)
    if at is None or named is None:
        return []
    name = named[1] or named[2]
    places = chapter.anchors.get(name, ())
    # Those of a chapter stand in its order; the one before the place is that of a heading if nothing stands between them.
    order = bisect_left(places, at, key=lambda one: one.start)
    if not order or chapter.text[places[order - 1].end : at].strip() != ")=":
        order += 1
    if order > len(places):
        return []
    place = places[order - 1]
    if problem.code == "id.form":
        return [SourceEdit(place.start, place.end, slug(name, 60))]
    new = f"{name}-{order}" if order > 1 else f"{name}-{chapter.stem}"
    while new in chapter.anchors:
        new = f"{new}-2"
    return [SourceEdit(place.start, place.end, new)]


REPAIR = Repair(
    {
        "id.twice": TodoWords("{count:,} anchors are used twice", "give each place a name of its own"),
        "id.form": TodoWords("{count:,} names cannot be anchors", "use letters, digits and hyphens"),
        "id.reserved": TodoWords("{count:,} anchors are reserved by the program", "give them other names"),
    },
    mend,
)
