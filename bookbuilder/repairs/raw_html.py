"""Raw HTML that no format prints: elements go and their words stay; what is no element of HTML is text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import defs

from bookbuilder.diagnostics import Diagnostic, Span
from bookbuilder.importers.markdown_sources.markdown_lines import matches_outside_code, outside_code
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit
from bookbuilder.repairs.repair import Repair

_PLACE = re.compile(r"\((\d+):(\d+)\)")
_TAG = re.compile(
    r"<(/?)([A-Za-z][\w:.-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>|<!--.*?-->|<\?.*?\?>|<![A-Z].*?>", re.DOTALL
)

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
    times = re.search(r"\b(\d+) times", problem.message)
    if times and int(times[1]) > len(
        _PLACE.findall(problem.message)
    ):  # more than are listed: all of the same names
        names = {tag[2] for at in offsets if (tag := _TAG.match(chapter.text, at)) and tag[2]}
        lines = outside_code(chapter.lines)
        starts = (
            (chapter.starts[n], match)
            for n in lines
            for match in matches_outside_code(_TAG, chapter.lines[n])
        )
        offsets += [start + match.start() for start, match in starts if match[2] in names]
    found = {edit.start: edit for at in offsets for edit in _edits(chapter.text, at)}
    return sorted(found.values())


def _edits(text: str, at: int) -> Iterator[SourceEdit]:
    tag = _TAG.match(text, at)
    if tag is None:
        if text.startswith("<", at):
            yield SourceEdit(at, at + 1, "\\<")
        return
    name = (tag[2] or "").lower()
    if tag[2] and name not in ELEMENTS and "-" not in name:
        yield SourceEdit(at, at + 1, "\\<")  # `<Number>` is a word in angle brackets
        return
    source = re.search(r"\b(?:src|href|data)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", tag[3] or "")
    address = (
        next(filter(None, source.groups()), "") if source and name not in ("a", "link", "script") else ""
    )
    yield SourceEdit(at, tag.end(), f"`{address.replace('`', '')}`" if address else "")
    if not tag[1] and tag[2]:
        close = re.compile(rf"</{re.escape(tag[2])}\s*>", re.IGNORECASE).search(text, tag.end())
        if close:
            yield SourceEdit(close.start(), close.end(), "")


REPAIR = Repair(("html.raw", "html.unsafe"), mend)
