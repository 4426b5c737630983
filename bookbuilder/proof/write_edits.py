"""Makes the edits of files, and says what each of the files prints then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bookbuilder.markdown.escape_markdown import escape_start
from bookbuilder.proof.block_source import BlockSource, FileText
from bookbuilder.proof.source_edits import BlockChange, ChapterEdit, PrintedChange

_BEFORE_TEXT = re.compile(r"[ \t>]*|[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+|\[\^[^\]\n]+\]:[ \t]+")


def write_edits(changes: Iterable[BlockChange], files: Mapping[str, FileText]) -> dict[str, str]:
    """Return the new texts of the files that change."""
    edits: dict[str, list[ChapterEdit]] = {}
    for change in changes:
        for edit in change.edits:
            edits.setdefault(edit.path, []).append(edit)
    written = {path: _edited(files[path].text, of_file) for path, of_file in edits.items()}
    return {path: text for path, text in written.items() if text != files[path].text}


def _edited(text: str, edits: Iterable[ChapterEdit]) -> str:
    parts: list[str] = []
    at = 0
    for edit in sorted(set(edits)):
        if edit.start < at:  # two marks that touch the same space
            edit = edit._replace(start=at, end=max(edit.end, at))
        parts.append(text[at : edit.start])
        new, end = edit.new, edit.end
        if edit.start < end or new:
            new, end = _at_line_edges("".join(parts), new, text, end, edit)
            if end < len(text) and text[end] in "\r\n" and edit.start < edit.end and not new:
                joined = "".join(parts)
                if not _hard_break(joined):
                    parts = [joined.rstrip(" \t")]
        parts.append(new)
        at = end
    return "".join(parts) + text[at:]


def _hard_break(before: str) -> bool:
    """Whether a line is empty but for spaces, as before the words of a list item."""
    line = before[before.rfind("\n") + 1 :]
    return not line.strip()


def _at_line_edges(before: str, new: str, text: str, end: int, edit: ChapterEdit) -> tuple[str, int]:
    """Return new words and where the text goes on behind them: at the beginning of a line, signs that would make it a list
    or a heading are escaped."""
    line = before[before.rfind("\n") + 1 :]
    if _BEFORE_TEXT.fullmatch(line) is None or (edit.start == edit.end and "\n" in new):
        return new, end
    if not new:
        if text[:end].endswith(("\r", "\n")):  # whole lines go, and the next one stays as it is
            return new, end
        while text[end : end + 1] == " ":
            end += 1
    rest = text[end : end + 16].partition("\n")[0]
    if not new and (not rest or rest[:1] in "*_[`<|{\\"):
        return new, end
    together = new + rest
    escaped = escape_start(together)
    if escaped == together:
        return new, end
    at = next(at for at, (one, other) in enumerate(zip(escaped, together, strict=False)) if one != other)
    if at <= len(new):
        return new[:at] + "\\" + new[at:], end
    return new + rest[: at - len(new)] + "\\", end + at - len(new)


def printed_texts(
    sources: Sequence[BlockSource], changes: Sequence[BlockChange]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return what the texts of a file print when all changes are made, in their order, and for each change those of them
    that it is in. Texts that the program makes, as those of a glossary, are left out: they change with words elsewhere."""
    order = list(range(len(sources)))
    numbers = {id(source.block): number for number, source in enumerate(sources)}
    texts = [source.block.text for source in sources]
    of_text: dict[int, list[PrintedChange]] = {}
    joined: dict[int, int] = {}
    gone: set[int] = set()
    for change in changes:
        number = numbers[id(change.source.block)]
        if change.text is not None:
            of_text.setdefault(number, []).append(change.text)
        if change.gone:
            gone.add(number)
        if change.joined is not None:
            joined[number] = numbers[id(change.joined.block)]
        if change.behind is not None:
            order.remove(number)
            order.insert(order.index(change.behind) + 1 if change.behind >= 0 else 0, number)
    for number, of_one in of_text.items():
        text = texts[number]
        for start, end, new in sorted(set(of_one), reverse=True):
            text = text[:start] + new + text[end:]
        texts[number] = text
    for number in sorted(joined, reverse=True):
        texts[number] += texts[joined[number]]
        gone.add(joined[number])
    parts = {number: tuple(texts[number].split("\n\n")) for number in order if number not in gone}
    of_changes = [
        parts.get(numbers[id(change.source.block)], ()) if not change.gone else () for change in changes
    ]
    known = [number for number in order if sources[number].bounds is not None]
    return tuple(part for number in known for part in parts.get(number, ())), of_changes
