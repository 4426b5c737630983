"""Takes away links of Markdown to files that do not come into a book, and keeps their words."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.importers.markdown_sources.markdown_lines import matches_outside_code, outside_code
from bookbuilder.importers.markup.page import resolved
from bookbuilder.importers.source import ImportSource

MISSING = Rule(
    "import.missing",
    "there is no file {path}, which this text names",
    "The picture or text was not handed over with the manuscript, or has another name there.",
    Severity.WARNING,
)
FILE = Rule(
    "import.file",
    "the link to {path} is printed as words alone: it is no chapter of the book",
    "A book leads to its own chapters, and to addresses with https://. A file beside them is not published with it.",
    Severity.NOTICE,
)
_TEXTS = (".md", ".qmd", ".Rmd", ".markdown")
ADDRESS = r"<[^<>\n]{1,1000}>|(?:[^()<>\s\"]|\([^()<>\s\"]{0,200}\))+"
"""The address of a link, in angle brackets or not; those around it are part of the match."""
_LINK_END = re.compile(rf"\]\(\s*({ADDRESS})(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)")


def link_target(path: str, chapter: str, source: ImportSource) -> str:
    """Return the file of the source that a path means in a chapter, itself a path: from its folder, from the top, or, with a
    slash before it, from the folder in which the text of a project lies. The page of HTML that other programs make of a text
    means that text."""
    plain = unquote(path.partition("#")[0])
    near, top = resolved(chapter, plain), plain.lstrip("/")
    if source.has(near):
        return near
    if near.endswith(".html"):
        stem = near.removesuffix(".html")
        texts = [f"{stem}{ending}" for ending in _TEXTS]
        if posixpath.basename(stem) == "index":
            texts.append(posixpath.join(posixpath.dirname(stem), "README.md"))
        if text := next((text for text in texts if source.has(text)), ""):
            return text
    if source.has(top) or not plain.startswith("/"):
        return top
    folders = [chapter[: match.start()] for match in re.finditer("/", chapter)]
    return next((one for folder in folders if source.has(one := f"{folder}/{top}")), top)


def without_file_links(
    lines: Sequence[str], chapter: str, names: Mapping[str, str], source: ImportSource, report: Report
) -> list[str]:
    """Return the lines of a chapter without links to files that are no chapters; their words stay. `chapter` is its path,
    `names` are the names of all chapters by their paths. Reports `import.file` for a file of the source, `import.missing`
    for another one."""
    out = list(lines)
    for block in _blocks(lines):
        text = "\n".join(lines[number] for number in block)
        parts, kept = [], 0
        for start, end in sorted(_file_links(text, chapter, names, source, report)):
            parts.append(text[kept:start])
            kept = end
        out[block[0] : block[-1] + 1] = "".join([*parts, text[kept:]]).split("\n")
    return out


def _file_links(
    text: str, chapter: str, names: Mapping[str, str], source: ImportSource, report: Report
) -> Iterator[tuple[int, int]]:
    """Yield start and end of the signs that make words a link: the bracket before them, and the address behind."""
    openings = _openings(text)
    for match in matches_outside_code(_LINK_END, text):
        address = match[1].strip("<>")
        path, target = unquote(address.partition("#")[0]), link_target(address, chapter, source)
        start = openings.get(match.start())
        if (
            not path
            or ":" in path
            or target in names
            or start is None
            or text[max(start - 1, 0) : start] == "!"
        ):
            continue
        place = Span(source.shown(chapter))
        if source.has(target) or path.endswith("/"):
            report(FILE, place, path=path[:200])
        else:
            report(MISSING, place, path=path[:200], hint="write the whole address, with https://")
        yield start, start + 1
        yield match.start(), match.end()


def _blocks(lines: Sequence[str]) -> Iterator[list[int]]:
    """Yield the numbers of lines outside code that stand together."""
    block: list[int] = []
    for number in outside_code(lines):
        if block and (number != block[-1] + 1 or not lines[number].strip()):
            yield block
            block = []
        if lines[number].strip():
            block.append(number)
    if block:
        yield block


def _openings(text: str) -> dict[int, int]:
    """Return where the bracket opens that closes at a place, for all of them."""
    found: dict[int, int] = {}
    open_brackets: list[int] = []
    for match in re.finditer(r"[\[\]]", text):
        if match[0] == "[":
            open_brackets.append(match.start())
        elif open_brackets:
            found[match.start()] = open_brackets.pop()
    return found
