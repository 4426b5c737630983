"""What a mark changes in the file of its text: ranges of characters, each with what stands there afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bookbuilder.document import nodes
from bookbuilder.proof.author_words import author_words
from bookbuilder.proof.block_source import BlockSource
from bookbuilder.proof.edit_paragraphs import (
    deleted_paragraph,
    joined_paragraphs,
    moved_paragraph,
    new_paragraphs,
)
from bookbuilder.proof.insertion_point import CLOSING_BRACKET, insertion_point, parents_of
from bookbuilder.proof.mark import ProofMark, ProofMarkKind
from bookbuilder.proof.mark_place import PARAGRAPH_END, MarkPlace
from bookbuilder.proof.mark_problems import FACT, MADE, NAME, NOT_PLAIN
from bookbuilder.proof.source_edits import BlockChange, ChapterEdit, MarkRefusal, PrintedChange

_FRONT_MATTER = ("kicker", "subtitle", "summary")
_FORMATS = {
    "strong": ("**", "**"),
    "emphasis": ("*", "*"),
    "strike": ("~~", "~~"),
    "superscript": ("^", "^"),
    "subscript": ("~", "~"),
    "underline": ("[", "]{.underline}"),
    "smallcaps": ("[", "]{.smallcaps}"),
}
"""What stands before and behind words in a format."""
_YAML_KEYS = re.compile(r"[ \t]*(?:-[ \t]+)*(?:[\w-]+:[ \t]+)?")
_OPENING = re.compile(r"\*+\Z|_+\Z|~+\Z|\^\Z|==\Z|`+\Z|\[\Z")


def edits_of(mark: ProofMark, place: MarkPlace, sources: Sequence[BlockSource]) -> BlockChange | MarkRefusal:
    """Return what a mark changes; `sources` are the texts of the file in their order."""
    source, start, end = place.source, place.start, place.end
    if mark.kind is ProofMarkKind.MOVE:
        return moved_paragraph(mark, place, sources)
    if mark.kind is ProofMarkKind.FORMAT:
        return _format(mark, source, start, end)
    quote, new = mark.words.quote, mark.new if mark.kind is not ProofMarkKind.DELETE else ""
    whole = (start, end) == (0, len(source.block.text))
    if quote == PARAGRAPH_END and PARAGRAPH_END not in new:
        return joined_paragraphs(place, sources, new)
    if quote.endswith(PARAGRAPH_END):
        if whole and not new:
            return deleted_paragraph(place)
        return MarkRefusal(NOT_PLAIN)
    if PARAGRAPH_END in new:
        return new_paragraphs(new, place) if start == end else MarkRefusal(NOT_PLAIN)
    if "\n" in new or "\n" in quote:
        return MarkRefusal(NOT_PLAIN)
    return _replace(source, start, end, new)


def _replace(source: BlockSource, start: int, end: int, new: str) -> BlockChange | MarkRefusal:
    block = source.block
    old = block.text[start:end]
    # What both begin or end with stays, markup and all.
    while start < end and new and block.text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and block.text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    if start == end and not new:
        return BlockChange(source)
    if refusal := refused(source, start, end):
        return refusal
    if block.kind == "code":
        return MarkRefusal(NOT_PLAIN)
    first, last = start, end
    if not new:
        first, last = _with_hanging_spaces(source, start, end)
    ranges = [one for one in source.ranges[first:last] if one is not None and one[0] < one[1]]
    words = _source_words(source, start, new)
    if words is None:
        return MarkRefusal(NOT_PLAIN)
    edits: list[ChapterEdit] = []
    if not new and ranges:
        around = _emptied_markup(source, first, last)
        if around is None:
            return MarkRefusal(NOT_PLAIN)
        ranges = _united([*ranges, *around])
    else:
        ranges = _united(ranges)
    if ranges:
        at = _outermost(source, first, last) if new else ranges[0][0]
        for begin, behind in ranges:
            edits.append(ChapterEdit(source.path, begin, behind, words if begin <= at < behind else ""))
    elif new:
        point = insertion_point(source, start, new)
        if point is None:
            return refused(source, max(start - 1, 0), min(start + 1, len(block.text))) or MarkRefusal(MADE)
        edits.append(ChapterEdit(source.path, point, point, words))
    elif old.strip():
        return MarkRefusal(MADE)
    return BlockChange(source, tuple(edits), PrintedChange(first, last, new))


def refused(source: BlockSource, start: int, end: int) -> MarkRefusal | None:
    """Return why characters of a text cannot be changed in its file, if they cannot."""
    for number in range(start, end):
        kind = source.kinds[number]
        if kind == "value":
            return MarkRefusal(FACT, source.fact_key(number))
        if key := source.name_key(number):
            return MarkRefusal(NAME, key)
        if kind not in ("text", "code"):
            return MarkRefusal(MADE)
        if source.ranges[number] is None and not source.block.text[number].isspace():
            return MarkRefusal(MADE)
    return MarkRefusal(NOT_PLAIN) if source.calls_between(start, end) else None


def _source_words(source: BlockSource, start: int, new: str) -> str | None:
    """Return new words as the author writes them, before a character of a text; None where they would need signs that the
    place cannot have."""
    if source.block.kind in _FRONT_MATTER or _in_front_matter(source):
        return _yaml_escaped(author_words(new, source.file.text), _yaml_value_sign(source), first=start == 0)
    words = author_words(new, source.file.text)
    if source.block.kind == "box-title" and '"' in words:
        return None
    return words


def _yaml_value_sign(source: BlockSource) -> str:
    """Return the sign that the value of a text in the lines above a chapter begins with: a quotation mark, or none."""
    if source.bounds is None:
        return ""
    line = source.file.text[source.file.text.rfind("\n", 0, source.bounds[0]) + 1 : source.bounds[0]]
    value = _YAML_KEYS.sub("", line, count=1)
    return value[:1] if value[:1] in ("'", '"', "|", ">") else ""


def _yaml_escaped(words: str, quotes: str, *, first: bool) -> str | None:
    """Return Markdown inside a value of YAML; None if it would end the value or be a sign of YAML."""
    if quotes == "'":
        return words.replace("'", "''")
    if quotes == '"':
        return words.replace("\\", "\\\\").replace('"', '\\"')
    ends = re.search(r":(?:\s|$)|(?:^|\s)#|\n", words)
    return None if ends or (first and not words[:1].isalnum()) else words


def _in_front_matter(source: BlockSource) -> bool:
    bounds = source.bounds
    if bounds is None or not source.file.text.startswith("---"):
        return False
    end = source.file.text.find("\n---", 3)
    return bounds[0] < end


def _outermost(source: BlockSource, first: int, last: int) -> int:
    """Return the offset of the character of a range that stands in the least markup: the first of these."""
    known = [
        (source.depth(number), number)
        for number in range(first, last)
        if (one := source.ranges[number]) is not None and one[0] < one[1]
    ]
    number = min(known)[1]
    found = source.ranges[number]
    assert found is not None
    return found[0]


def _united(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges in their order, with those that touch as one."""
    result: list[tuple[int, int]] = []
    for begin, behind in sorted(ranges):
        if result and begin <= result[-1][1]:
            result[-1] = result[-1][0], max(behind, result[-1][1])
        else:
            result.append((begin, behind))
    return result


def _with_hanging_spaces(source: BlockSource, start: int, end: int) -> tuple[int, int]:
    """Return a range that is taken out, with a space that would be left at the edge of its markup, where no markup can begin
    or end, and beside another space or the end of the text."""
    text = source.block.text
    inner = parents_of(source, end - 1)
    if (
        start
        and text[start - 1] == " "
        and parents_of(source, start - 1) == inner != parents_of(source, end)
        and (end == len(text) or parents_of(source, end)[: len(inner)] != inner)
        and (end == len(text) or not text[end].isalnum())
        and not (inner and _covered(source, inner[-1], start, end))
    ):
        start -= 1
    inner = parents_of(source, start)
    if (
        end < len(text)
        and text[end] == " "
        and parents_of(source, end) == inner != parents_of(source, start - 1)
        and (start == 0 or parents_of(source, start - 1)[: len(inner)] != inner)
        and (start == 0 or not text[start - 1].isalnum())
        and not (inner and _covered(source, inner[-1], start, end))
    ):
        end += 1
    return start, end


def _covered(source: BlockSource, parent: nodes.Inline, start: int, end: int) -> bool:
    """Whether a range has all that stands in some markup."""
    at = 0
    for piece in source.block.pieces:
        if any(one is parent for one in piece.parents) and not (
            start <= at and at + len(piece.text) <= end and (piece.text or start < at < end)
        ):
            return False
        at += len(piece.text)
    return True


def _emptied_markup(source: BlockSource, start: int, end: int) -> list[tuple[int, int]] | None:
    """Return the ranges of the markup that has no words left when a range is taken out; None if it is not understood."""
    emptied: dict[int, nodes.Inline] = {}
    for number in range(start, end):
        for parent in source.pieces[number].parents:
            emptied.setdefault(id(parent), parent)
    result: list[tuple[int, int]] = []
    edges: dict[tuple[int, int], list[int]] = {}
    for parent in emptied.values():
        if not _covered(source, parent, start, end):
            continue
        inside = [
            one
            for number in range(start, end)
            if any(above is parent for above in source.pieces[number].parents)
            and (one := source.ranges[number]) is not None
        ]
        if not inside:
            return None
        edges.setdefault((inside[0][0], inside[-1][1]), []).append(1)
    for (begin, behind), levels in sorted(edges.items(), key=lambda one: one[0][1] - one[0][0]):
        for _ in levels:
            around = markup_around(source.file.text, begin, behind)
            if around is None:
                return None
            result += [(around[0], begin), (behind, around[1])]
            begin, behind = around
    return result


def markup_around(text: str, begin: int, behind: int) -> tuple[int, int] | None:
    """Return a range with the markup directly around it; None if there is none."""
    match = _OPENING.search(text, max(begin - 8, 0), begin)
    if match is None:
        return None
    if match[0] == "[":
        closing = CLOSING_BRACKET.match(text, behind)
        return (match.start(), closing.end()) if closing else None
    return (match.start(), behind + len(match[0])) if text.startswith(match[0], behind) else None


def _format(mark: ProofMark, source: BlockSource, start: int, end: int) -> BlockChange | MarkRefusal:
    """Return the edits that put words into a format (`+strong`) or take them out of it (`-strong`)."""
    while start < end and source.block.text[start].isspace():
        start += 1
    while start < end and source.block.text[end - 1].isspace():
        end -= 1
    name = mark.new[1:]
    if start == end or name not in _FORMATS or (start == 0 and _in_front_matter(source)):
        return MarkRefusal(NOT_PLAIN)
    if refusal := refused(source, start, end):
        return refusal
    first, last = source.ranges[start], source.ranges[end - 1]
    parents = parents_of(source, start)
    same = all(parents_of(source, number) == parents for number in range(start, end))
    if first is None or last is None or not same or source.block.kind == "code":
        return MarkRefusal(NOT_PLAIN)
    if mark.new.startswith("-"):
        owner = next((one for one in parents if isinstance(one, nodes.Styled) and one.kind == name), None)
        around = markup_around(source.file.text, first[0], last[1])
        if (
            owner is None
            or owner is not parents[-1]
            or around is None
            or not _covered(source, owner, start, end)
        ):
            return MarkRefusal(NOT_PLAIN)
        opening, closing = (around[0], first[0]), (last[1], around[1])
        edits = [ChapterEdit(source.path, *opening, ""), ChapterEdit(source.path, *closing, "")]
        return BlockChange(source, tuple(edits), PrintedChange(start, end, source.block.text[start:end]))
    if any(isinstance(one, nodes.Styled) and one.kind == name for one in parents):
        return BlockChange(source)
    before, behind = _FORMATS[name]
    edits = [
        ChapterEdit(source.path, first[0], first[0], before),
        ChapterEdit(source.path, last[1], last[1], behind),
    ]
    return BlockChange(source, tuple(edits), PrintedChange(start, end, source.block.text[start:end]))
