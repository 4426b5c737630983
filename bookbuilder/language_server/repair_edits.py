"""The edits that show problems of a chapter as a draft shows them: those of their repairs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.chapter_index.extents import Extent
from bookbuilder.diagnostics import Diagnostic
from bookbuilder.language_server.text_edits import Edit
from bookbuilder.project.flavour import Flavour
from bookbuilder.repairs.markdown_text import MarkdownText
from bookbuilder.repairs.repair import repairs


def repair_edits(chapter: ChapterIndex, flavour: Flavour, problems: Iterable[Diagnostic]) -> tuple[Edit, ...]:
    """Return the edits for some problems of a chapter, in order; nothing for those without a repair, or whose place has
    changed. One that overlaps another is left out."""
    text = MarkdownText(chapter.path, chapter.text, flavour)
    found = [
        edit for one in problems if (repair := repairs().get(one.code)) for edit in repair.mend(text, one)
    ]
    result, last = [], 0
    for edit in sorted(found):
        if edit.start >= last:
            place = Extent(chapter.path, *_place(text, edit.start), *_place(text, edit.end))
            result.append(Edit(place, edit.new))
            last = edit.end
    return tuple(result)


def _place(text: MarkdownText, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, from 1."""
    line = bisect_right(text.starts, offset, hi=len(text.lines))
    return line, offset - text.starts[line - 1] + 1
