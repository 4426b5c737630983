"""Paragraphs that are split, joined, put in, taken out or moved, as edits of their file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.markdown.escape_markdown import escape_start
from bookbuilder.proof.author_words import author_words
from bookbuilder.proof.block_source import BlockSource
from bookbuilder.proof.insertion_point import insertion_point
from bookbuilder.proof.mark import ProofMark
from bookbuilder.proof.mark_place import PARAGRAPH_END, MarkPlace
from bookbuilder.proof.mark_problems import LOST, MADE, NOT_PLAIN
from bookbuilder.proof.same_text import same_text
from bookbuilder.proof.source_edits import BlockChange, ChapterEdit, MarkRefusal, PrintedChange

_LIST_ITEM = re.compile(r"(?P<outer>[ \t]*)(?P<sign>[-*+]|(?P<number>\d{1,9})(?P<end>[.)]))(?P<space>[ \t]+)")
_QUOTATION = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
_NOTE = re.compile(r"\[\^[^\]\n]+\]:[ \t]+")
_OPENING_SIGNS = "*_~[`^=<"


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a paragraph in its file: the offsets of the first one and behind the last one without its end, what
    stands before the text in the first line, and the number of the first and of the last line, from 0."""

    start: int
    end: int
    prefix: str
    first: int
    last: int


def _lines(source: BlockSource) -> _Lines | None:
    """Return the lines of a paragraph; None if it is none that stands in lines of its own."""
    bounds = source.bounds
    if source.block.kind != "paragraph" or bounds is None:
        return None
    file = source.file
    first, last = file.place("", bounds[0]).line - 1, file.place("", bounds[1]).line - 1
    while (
        last + 1 < len(file.lines)
        and file.lines[last + 1].strip(" \t>")
        and not _begins_other(file.lines[last + 1])
    ):
        return None  # words that the paragraph prints, but that are not known
    before = file.text[file.starts[first] : bounds[0]]
    prefix = before.rstrip(_OPENING_SIGNS)
    end = file.starts[last] + len(file.lines[last])
    return _Lines(file.starts[first], end, prefix, first, last)


def _begins_other(line: str) -> bool:
    """Whether a line ends a paragraph before it: of a directive, a list, a heading."""
    return re.match(r"[ \t>]*(?::{3,}|`{3,}|#{1,6} |[-*+] |\d{1,9}[.)] |\[\^)", line) is not None


def _alone(source: BlockSource, lines: _Lines) -> bool:
    """Whether a paragraph has empty lines, or the ends of the file, around it and nothing before its first word."""
    rows = source.file.lines
    above = lines.first == 0 or not rows[lines.first - 1].strip()
    below = lines.last + 1 >= len(rows) or not rows[lines.last + 1].strip()
    return above and below and not lines.prefix


def _line_end(source: BlockSource) -> str:
    return "\r\n" if "\r\n" in source.file.text else "\n"


def _next_prefix(source: BlockSource, lines: _Lines) -> str | None:
    """Return what stands between a paragraph and a new one behind it: line ends, and the beginning of its line."""
    end = _line_end(source)
    if not lines.prefix:
        return end + end
    if item := _LIST_ITEM.fullmatch(lines.prefix):
        sign = f"{int(item['number']) + 1}{item['end']}" if item["number"] else item["sign"]
        rows = source.file.lines
        above = rows[lines.first - 1] if lines.first else ""
        below = rows[lines.last + 1] if lines.last + 1 < len(rows) else ""
        tight = any(_LIST_ITEM.match(one) for one in (above, below))
        return f"{end if tight else end + end}{item['outer']}{sign}{item['space']}"
    if _QUOTATION.fullmatch(lines.prefix):
        return f"{end}{lines.prefix.rstrip()}{end}{lines.prefix}"
    if _NOTE.fullmatch(lines.prefix):
        return f"{end}{end}    "
    return f"{end}{end}{lines.prefix}" if not lines.prefix.strip() else None


def new_paragraphs(new: str, place: MarkPlace) -> BlockChange | MarkRefusal:
    """Return the edits for new words with ends of paragraphs between them, inside a paragraph or at its end."""
    source, number = place.source, place.start
    lines = _lines(source)
    text = source.block.text
    between = _next_prefix(source, lines) if lines is not None else None
    if lines is None or between is None:
        return MarkRefusal(NOT_PLAIN)
    if _shared(source, number):
        return MarkRefusal(NOT_PLAIN)
    first, *more = new.split(PARAGRAPH_END)
    written = [author_words(words.strip(), source.file.text) for words in more]
    if number == 0:  # the new paragraphs stand before this one
        if lines.prefix and not _LIST_ITEM.fullmatch(lines.prefix):
            return MarkRefusal(NOT_PLAIN)
        words = [author_words(part.strip(), source.file.text) for part in new.split(PARAGRAPH_END)]
        before = [escape_start(part) for part in words[:-1]]
        if lines.prefix or words[-1]:
            return MarkRefusal(NOT_PLAIN)
        edit = ChapterEdit(source.path, lines.start, lines.start, "".join(part + between for part in before))
        return BlockChange(source, (edit,), PrintedChange(0, 0, new))
    if number == len(text):
        point = lines.end
        trailing = source.file.text[:point]
        point -= len(trailing) - len(trailing.rstrip(" \t"))
        parts = [escape_start(words) for words in written]
        edit = ChapterEdit(
            source.path,
            point,
            point,
            author_words(first, source.file.text) + "".join(between + part for part in parts if part),
        )
        return BlockChange(source, (edit,), PrintedChange(number, number, new))
    inside = insertion_point(source, number, "x")
    if inside is None:
        return MarkRefusal(MADE)
    # Spaces at the place are at the end of a line or at its beginning afterwards, where none is printed.
    begin, behind = inside, inside
    left, right = number, number
    while left and text[left - 1].isspace() and not first.strip():
        left -= 1
    while right < len(text) and text[right].isspace() and not more[-1].strip():
        right += 1
    known = [one for one in source.ranges[left:right] if one is not None]
    if known:
        begin, behind = min(begin, known[0][0]), max(behind, known[-1][1])
    first_words = author_words(first.rstrip() if first else "", source.file.text)
    parts = [escape_start(words) if words else "" for words in written]
    together = first_words + "".join(between + part for part in parts)
    if not parts[-1]:
        rest = source.file.text[behind : behind + 24]
        escaped = escape_start(rest)
        together += escaped[: len(escaped) - len(rest)] if escaped.startswith("\\") else ""
        if escaped != rest and not escaped.startswith("\\"):
            at = next(at for at, (a, b) in enumerate(zip(escaped, rest, strict=False)) if a != b)
            together += rest[:at] + "\\"
            behind += at
    edit = ChapterEdit(source.path, begin, behind, together)
    return BlockChange(source, (edit,), PrintedChange(left, right, new))


def _shared(source: BlockSource, number: int) -> tuple[object, ...]:
    """Return the markup that the characters before and behind a place share."""
    if not 0 < number < len(source.pieces):
        return ()
    before, after = source.pieces[number - 1].parents, source.pieces[number].parents
    return tuple(one for one in before if any(one is other for other in after))


def joined_paragraphs(
    place: MarkPlace, sources: Sequence[BlockSource], between: str
) -> BlockChange | MarkRefusal:
    """Return the edit that joins a paragraph with the next one, with some words or a space between them."""
    source = place.source
    following = sources[place.number + 1] if place.number + 1 < len(sources) else None
    if place.start != len(source.block.text) or following is None:
        return MarkRefusal(LOST)
    one, two = _lines(source), _lines(following)
    if one is None or two is None or following.block.note != source.block.note:
        return MarkRefusal(NOT_PLAIN)
    text = source.file.text
    begin, behind = len(text[: one.end].rstrip(" \t")), two.start + len(two.prefix)
    edit = ChapterEdit(source.path, begin, behind, author_words(between, text))
    printed = PrintedChange(place.start, place.start, between) if between else None
    parting = text[one.end : behind]
    if re.fullmatch(r"[\s>]*(?:[-*+]|\d{1,9}[.)])?[ \t]*", parting) is not None:
        return BlockChange(source, (edit,), printed, joined=following)
    if one.prefix or two.prefix or not _has_only_note_definitions(parting):
        return MarkRefusal(NOT_PLAIN)
    # Notes are written below the paragraph that calls them: they come to stand below both.
    end = _line_end(source)
    notes = ChapterEdit(source.path, two.end, two.end, f"{end}{end}{parting.strip()}")
    return BlockChange(source, (edit, notes), printed, joined=following)


def _has_only_note_definitions(between: str) -> bool:
    """Whether nothing but notes stands somewhere, each begun behind an empty line."""
    parts = re.split(r"(?:\r?\n[ \t]*){2,}(?=\S)", between.strip())
    rows = [row for part in parts for row in part.splitlines()]
    return bool(rows) and all(_NOTE.match(row) or row[:1] in (" ", "\t", "") for row in rows)


def deleted_paragraph(place: MarkPlace) -> BlockChange | MarkRefusal:
    """Return the edit that takes a paragraph out, with the empty line behind it."""
    source = place.source
    lines = _lines(source)
    pieces = {piece.kind for piece in source.block.pieces} - {"text", "value", "break"}
    if lines is None or pieces or not (_alone(source, lines) or _item_alone(source, lines)):
        return MarkRefusal(NOT_PLAIN)
    return BlockChange(source, (_without(source, lines),), None, gone=True)


def _item_alone(source: BlockSource, lines: _Lines) -> bool:
    """Whether a paragraph is all of an item of a list, beside other items without empty lines between."""
    if not _LIST_ITEM.fullmatch(lines.prefix):
        return False
    rows = source.file.lines
    beside = [rows[number] for number in (lines.first - 1, lines.last + 1) if 0 <= number < len(rows)]
    return any(_LIST_ITEM.match(row) for row in beside) and all(
        not row.strip() or _LIST_ITEM.match(row) for row in beside
    )


def _without(source: BlockSource, lines: _Lines) -> ChapterEdit:
    """Return the edit that takes lines out, with one empty line beside them."""
    rows, starts = source.file.lines, source.file.starts
    behind = lines.last + 1
    if _LIST_ITEM.fullmatch(lines.prefix):
        return ChapterEdit(
            source.path, lines.start, starts[behind] if behind < len(starts) else lines.end, ""
        )
    first = lines.first
    if behind < len(rows) and not rows[behind].strip() and behind + 1 < len(starts):
        return ChapterEdit(source.path, lines.start, starts[behind + 1], "")
    if first and not rows[first - 1].strip():
        return ChapterEdit(
            source.path, starts[first - 1], starts[behind] if behind < len(starts) else lines.end, ""
        )
    return ChapterEdit(source.path, lines.start, starts[behind] if behind < len(starts) else lines.end, "")


def moved_paragraph(
    mark: ProofMark, place: MarkPlace, sources: Sequence[BlockSource]
) -> BlockChange | MarkRefusal:
    """Return the edits that put a paragraph behind the one whose words `new` are; before all others if it has none."""
    source = place.source
    lines = _lines(source)
    if lines is None or (place.start, place.end) != (0, len(source.block.text)) or not _alone(source, lines):
        return MarkRefusal(NOT_PLAIN)
    wanted = same_text(mark.new)
    found = [
        number
        for number, one in enumerate(sources)
        if one is not source and same_text(one.block.text)[: len(wanted)] == wanted
    ]
    if len(found) != 1:
        return MarkRefusal(LOST)
    target = sources[found[0]]
    there = _lines(target)
    if there is None or not _alone(target, there):
        return MarkRefusal(NOT_PLAIN)
    if found[0] == place.number - 1:
        return BlockChange(source)
    end = _line_end(source)
    words = source.file.text[lines.start : lines.end]
    edits = (
        _without(source, lines),
        ChapterEdit(source.path, there.end, there.end, f"{end}{end}{words}"),
    )
    return BlockChange(source, edits, None, behind=found[0])
