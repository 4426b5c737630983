"""Takes the numbers of chapters from the headings of Markdown that counts them itself, as an export of ours does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bookbuilder.diagnostics import BookbuilderError, Report, Span
from bookbuilder.importers.importer import Files
from bookbuilder.importers.manuscript.typed_numbers import COUNTED, counted_titles, title_number
from bookbuilder.importers.markdown_sources.markdown_book import TakenFile
from bookbuilder.importers.markdown_sources.markdown_lines import LineHeading, headings
from bookbuilder.importers.markdown_sources.yaml_values import text_of, yaml_values
from bookbuilder.importers.source import ImportSource
from bookbuilder.world import decode
from bookbuilder.yaml_nodes import yaml_string

_SPAN = re.compile(r"\[([^\[\]]{1,80})\]\{\.chapter-number\}[ \t]*")
"""The number of a chapter as our export for pandoc writes it."""
_ATTRIBUTES = re.compile(r"[ \t]*\{[^{}]*\}\Z")


@dataclass(frozen=True, slots=True)
class _Title:
    """The heading of a chapter: the number of its file, the heading, and its words without their number."""

    file: int
    heading: LineHeading
    number: str
    words: str


def without_chapter_numbers(
    files: Sequence[TakenFile], source: ImportSource, report: Report
) -> tuple[list[TakenFile], frozenset[str]]:
    """Return files without the numbers in the titles of chapters, if these count from 1 on, and the titles of chapters that
    have none then. Reports `import.counted`."""
    try:
        texts = [
            (
                decode(source.read(file.path), source.shown(file.path)) if file.text is None else file.text
            ).split("\n")
            for file in files
        ]
    except BookbuilderError:
        return list(files), frozenset()  # it is reported where the files are read
    titles = [_title(number, one) for number, lines in enumerate(texts) for one in _tops(lines, len(files))]
    if not counted_titles([one.number for one in titles]):
        return list(files), frozenset()
    numbered = [one for one in titles if one.number]
    for one in numbered:
        lines = texts[one.file]
        again = [] if one.heading.level else headings(lines)[:1]  # many files have their title twice
        for heading in (one.heading, *(same for same in again if same.words == one.heading.words)):
            lines[heading.line] = _line(heading, one.words, lines[heading.line])
    first = files[numbered[0].file].path
    report(COUNTED, Span(source.shown(first), numbered[0].heading.line + 1), count=len(numbered))
    changed = [replace(file, text="\n".join(lines)) for file, lines in zip(files, texts, strict=True)]
    return changed, frozenset(_bare(one.words) for one in titles if not one.number)


def _tops(lines: Sequence[str], files: int) -> list[LineHeading]:
    """Return the headings of chapters: those of the highest level, or a single one and those of the next; of a file among
    several only the first one, or the title in its front matter, which has level 0."""
    found = headings(lines)
    if files > 1:
        title = _front_title(lines)
        return [title] if title else found[:1]
    counts = sorted(Counter(one.level for one in found).items())
    level = counts[1][0] if len(counts) > 1 and counts[0][1] == 1 else counts[0][0] if counts else 0
    return [one for one in found if one.level <= level]


def _front_title(lines: Sequence[str]) -> LineHeading | None:
    """Return the title in the front matter of a file, if it stands on a line of its own."""
    if lines[0].rstrip() != "---":
        return None
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() in ("---", "...")), 0)
    for number in range(1, end):
        if lines[number].startswith("title:"):
            words = text_of((yaml_values(lines[number]) or {}).get("title"))
            return LineHeading(number, 1, 0, words) if words else None
    return None


def _line(heading: LineHeading, words: str, line: str) -> str:
    """Return the line of a heading, or of a title in front matter, with other words."""
    if not heading.level:
        return f"title: {yaml_string(words)}"
    return f"{'#' * heading.level} {words}" if line.lstrip().startswith("#") else words


def _title(file: int, heading: LineHeading) -> _Title:
    """Return a heading with its number apart; one over several lines is left as it is."""
    words = heading.words
    marked = _SPAN.match(words)
    plain = f"{marked[1]} {words[marked.end() :]}" if marked else words
    number, length = title_number(plain)
    if not number or heading.lines > 2 or not plain[length:].strip():
        return _Title(file, heading, "", words)
    return _Title(file, heading, number, plain[length:])


def with_unnumbered(files: Files, titles: frozenset[str]) -> Files:
    """Return the files of a book in which chapters with these titles have no number."""
    out: dict[str, bytes] = dict(files)
    for path in files if titles else ():
        if path.startswith("chapters/") and path.endswith(".md"):
            rule, title, rest = files[path].decode().split("\n", 2)
            words = text_of((yaml_values(title) or {}).get("title"))
            if _bare(words) in titles and "\nnumbered: " not in rest.partition("\n---\n")[0]:
                out[path] = f"{rule}\n{title}\nnumbered: false\n{rest}".encode()
    return out


def _bare(words: str) -> str:
    """Return a heading without its marks and attributes."""
    return re.sub(r"[*_`\\]", "", _ATTRIBUTES.sub("", words)).strip()
