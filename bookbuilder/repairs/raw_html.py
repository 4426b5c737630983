"""Raw HTML that no format prints: elements go and their words stay; what is no element of HTML is text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from lxml.html import defs

from bookbuilder.diagnostics import Diagnostic, Span
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit
from bookbuilder.repairs.repair import Repair, TodoWords

_PLACE = re.compile(r"\((\d+):(\d+)\)")
_TIMES = re.compile(r"\b(\d+) times")
_HIDDEN = re.compile(r"<!--.*?-->|<\?.*?\?>|<![A-Z].*?>", re.DOTALL)
_SOURCE = re.compile(r"\b(?:src|href|data)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
ELEMENTS = defs.tags | {
    "dialog",
    "hgroup",
    "keygen",
    "main",
    "math",
    "nobr",
    "picture",
    "search",
    "slot",
    "svg",
    "template",
}
"""The elements of HTML, old and new: anything else in angle brackets is text."""


def mend(chapter: MarkdownText, problem: Diagnostic) -> list[SourceEdit]:
    """Return the edits for the elements at the place of a problem, and at those that it lists."""
    places = [
        problem.span,
        *(Span(problem.span.path, int(a), int(b)) for a, b in _PLACE.findall(problem.message)),
    ]
    offsets = [at for place in places if (at := chapter.offset(place)) is not None]
    times = _TIMES.search(problem.message)
    if times and int(times[1]) > len(places) - 1:  # more than are listed: all of the same names
        names = {chapter.tags[at].name for at in offsets if at in chapter.tags}
        offsets += [at for at, tag in chapter.tags.items() if tag.name in names]
    found = {edit.start: edit for at in _outermost(chapter, offsets) for edit in _edits(chapter, at)}
    return sorted(found.values())


def _outermost(chapter: MarkdownText, offsets: Iterable[int]) -> list[int]:
    """Return the places, and that of the tag in whose attributes one stands: when that is text, what stands there may be
    code."""
    starts = sorted(chapter.tags)
    found = set()
    for at in offsets:
        before = bisect_left(starts, at) - 1
        around = starts[before] if before >= 0 else at
        found.add(around if before >= 0 and at < chapter.tags[around].end else at)
    return sorted(found)


def _edits(chapter: MarkdownText, at: int) -> Iterator[SourceEdit]:
    tag = chapter.tags.get(at)
    if tag is None:
        if hidden := _HIDDEN.match(chapter.text, at):
            yield SourceEdit(at, hidden.end(), "")
        elif chapter.text.startswith("<", at):
            yield SourceEdit(at, at + 1, "\\<")
        return
    name = tag.name.lower()
    if name not in ELEMENTS and "-" not in name:
        yield SourceEdit(at, at + 1, "\\<")  # `<Number>` is a word in angle brackets
        return
    source = None if name in ("a", "link", "script") else _SOURCE.search(tag.attributes)
    address = next(filter(None, source.groups()), "") if source else ""
    yield SourceEdit(at, tag.end, f"`{address.replace('`', '')}`" if address else "")
    if tag.closing:
        yield SourceEdit(*tag.closing, "")


REPAIR = Repair(
    {
        "html.raw": TodoWords("{count:,} pieces of HTML are not printed", "write them in Markdown"),
        "html.unsafe": TodoWords("{count:,} pieces of HTML are refused", "write them in Markdown"),
    },
    mend,
)
