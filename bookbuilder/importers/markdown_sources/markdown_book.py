"""Makes a book of files of Markdown in an order: chapters as they are, with our front matter, and their pictures."""

from __future__ import annotations

import posixpath
import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from urllib.parse import quote

from bookbuilder.diagnostics import BookbuilderError, Findings, Report, Rule, Severity, Span
from bookbuilder.importers.clean_text import printable
from bookbuilder.importers.importer import Files, ImportRequest
from bookbuilder.importers.manuscript.book_files import EMPTY
from bookbuilder.importers.manuscript.book_settings import (
    book_locale,
    book_toml,
    flavour_toml,
    with_valid_values,
)
from bookbuilder.importers.manuscript.nodes import Image, Metadata
from bookbuilder.importers.manuscript.pictures import PictureFiles, picture_files
from bookbuilder.importers.manuscript.write_blocks import LEVEL
from bookbuilder.importers.markdown_sources.book_sources import with_book_sources
from bookbuilder.importers.markdown_sources.convert_chapters import KnownSources, convert_chapters
from bookbuilder.importers.markdown_sources.file_links import (
    MISSING,
    link_target,
    without_file_links,
)
from bookbuilder.importers.markdown_sources.grid_tables import without_grids
from bookbuilder.importers.markdown_sources.markdown_lines import (
    changed_outside_code,
    definitions,
    headings,
    outside_code,
    with_levels,
)
from bookbuilder.importers.markdown_sources.named_pictures import PATHS, is_picture, named_paths
from bookbuilder.importers.markdown_sources.yaml_values import text_of, texts_of, yaml_values
from bookbuilder.importers.quoting import slug
from bookbuilder.importers.source import ImportSource
from bookbuilder.markdown.attributes import valid_tag
from bookbuilder.markdown.escape_markdown import escape_text
from bookbuilder.project.flavour import Flavour
from bookbuilder.world import Reader, decode
from bookbuilder.yaml_nodes import yaml_string

KEYS = Rule(
    "import.frontmatter",
    "the front matter has keys that a chapter does not have; they were left out: {keys}",
    "A chapter has a title, a date, a summary and a few more; what concerns the whole book is in book.toml.",
    Severity.NOTICE,
)
UNREADABLE = Rule(
    "import.yaml",
    "the front matter cannot be read; it stands in the text as code",
    "Front matter is YAML, `key: value`, one a line.",
    Severity.WARNING,
)
_SAMPLE = 500
"""Lines by which the language is recognised."""
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_CALL = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_CHUNK = re.compile(r"^( {0,3}(?:`{3,}|~{3,}))\s*\{\s*\.?([A-Za-z0-9_+-]+)[^}]*\}\s*$")
_ATTRIBUTES = re.compile(r"\s*(?<!\\)\{\s*(?:[#.][^{}]*|[A-Za-z][\w:-]*=[^{}]*|-?)\s*\}\s*$")
"""The attributes at the end of a heading, `{#id .class key=value}` or `{-}`. Other braces are words of it."""
_UNNUMBERED = re.compile(r"(?<!\\)\{(?:[^{}]*\s)?(?:-|\.unnumbered)(?:\s[^{}]*)?\s*\}\s*\Z")
"""How pandoc says there that a heading has no number."""
TEXTS = (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd", ".mdx")
"""The suffixes of Markdown."""


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that is a chapter: its path in the source, a title for one without, and whether it has a number. `text` is
    given if it is not the content of that file."""

    path: str
    title: str = ""
    numbered: bool = True
    text: str | None = None


@dataclass(slots=True)
class _Chapter:
    """A chapter that is being taken over."""

    file: TakenFile
    lines: list[str]
    head: dict[str, str] = field(default_factory=dict)
    title: str = ""
    name: str = ""


def markdown_book(
    files: Sequence[TakenFile],
    metadata: Metadata,
    request: ImportRequest,
    world: Reader,
    findings: Findings,
    flavour: Flavour = Flavour.BOOKBUILDER,
) -> Files | None:
    """Return the files of a book from files of Markdown, or None after an error. Reports `import.*`, `file.*`.

    The book is read in a `flavour` of Markdown from now on. A single file is divided at its headings of the highest level.
    The first file completes the `metadata`.
    """
    source = request.source
    try:
        chapters, metadata = _chapters(files, metadata, source, findings, flavour)
        prose = (one.lines[number] for one in chapters for number in outside_code(one.lines))
        sample = "\n".join(islice((line for line in prose if not line.startswith(("    ", "\t"))), _SAMPLE))
        locale = book_locale(request.locale, metadata, sample, source.name, world, findings)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None
    if not chapters:
        findings(EMPTY, Span(source.name), hint="look for the text in another file")
        return None
    metadata = with_valid_values(metadata, source.name, request.date, findings)
    metadata = replace(metadata, title=metadata.title or chapters[0].title or request.id)
    folder = f"chapters/{locale.name}"
    width = max(len(str(len(chapters))), 2)
    for number, chapter in enumerate(chapters, 1):
        words = slug(chapter.title, 40, locale.tag)
        chapter.name = f"{number:0{width}}-{'chapter' if words == 'text' else words}"
    names: dict[str, str] = {}
    for chapter in chapters:
        names.setdefault(chapter.file.path, chapter.name)
    out: dict[str, bytes] = {}
    pictures = _pictures(chapters, metadata, source, findings)
    for path, data in pictures.files.items():
        out[f"{folder}/{path}"] = data
    out |= pictures.left_out
    for chapter in chapters:
        chapter.lines = without_file_links(chapter.lines, chapter.file.path, names, source, findings)
        lines = _with_paths(chapter, names, pictures.paths, source)
        head = "".join(f"{key}: {value}\n" for key, value in chapter.head.items())
        # A chapter without text is an error (`chapter.empty`).
        body = "\n".join(lines).strip("\n") or "::: pagebreak\n:::"
        out[f"{folder}/{chapter.name}.md"] = f"---\n{head}---\n\n{body}\n".encode()
    out, cited = with_book_sources(out, source, folder, locale.tag)
    if request.convert:
        known = KnownSources(
            tuple(source.sources) if out.keys() & source.sources_files.keys() else (), locale.tag
        )
        out, whole = convert_chapters(out, flavour, findings, known)
        flavour = Flavour.BOOKBUILDER if whole else flavour
    cover = f"{folder}/{pictures.paths[metadata.cover]}" if metadata.cover in pictures.paths else ""
    settings = book_toml(metadata, locale, request.id, source.name, request.isbn_format, cover)
    out["book.toml"] = (settings + flavour_toml(flavour) + cited).encode()
    return dict(sorted(out.items()))


def _chapters(
    files: Sequence[TakenFile], metadata: Metadata, source: ImportSource, report: Report, flavour: Flavour
) -> tuple[list[_Chapter], Metadata]:
    chapters: list[_Chapter] = []
    for file in files:
        text = file.text if file.text is not None else decode(source.read(file.path), source.shown(file.path))
        # Other control characters are errors in a chapter (`chapter.control`).
        text = "".join(sign for sign in text if sign in ("\n", "\t") or ord(sign) >= 32)
        values, body = _front_matter(text, file, source, report)
        if not chapters:
            metadata = _merged(metadata, values)
        lines = [_CHUNK.sub(r"\1\2", line) for line in body.split("\n")]
        if flavour.citations:
            lines = without_grids(lines)
        if len(files) == 1:
            chapters += _divided(file, lines, values, metadata)
        elif body.strip():
            chapters.append(_whole(file, lines, values))
    for chapter in chapters:
        _set_levels(chapter, source, report)
    return chapters, metadata


def _front_matter(
    text: str, file: TakenFile, source: ImportSource, report: Report
) -> tuple[Mapping[str, object], str]:
    match = _FRONT.match(text)
    if match is None or (match[1].strip() and ":" not in match[1]):
        return {}, text
    values = yaml_values(match[1]) if match[1].strip() else {}
    place = Span(source.shown(file.path), 1)
    if values is None:
        report(UNREADABLE, place, hint="write it into the front matter of the chapter")
        return {}, f"```yaml\n{match[1]}```\n\n{text[match.end() :]}"
    left = sorted(key for key in map(str, values) if key not in _KNOWN)
    if left:
        report(KEYS, place, keys=", ".join(left)[:300])
    return values, text[match.end() :]


_KNOWN = (
    "title", "subtitle", "author", "authors", "date", "lang", "language", "description", "abstract", "summary", "keywords",
    "tags", "publisher", "rights", "isbn", "number-sections",
)  # fmt: skip


def _merged(metadata: Metadata, values: Mapping[str, object]) -> Metadata:
    """Return metadata completed by the front matter of the first file."""
    return replace(
        metadata,
        title=metadata.title or text_of(values.get("title")),
        subtitle=metadata.subtitle or text_of(values.get("subtitle")),
        authors=metadata.authors or texts_of(values.get("author", values.get("authors"))),
        language=metadata.language or text_of(values.get("lang", values.get("language"))),
        date=metadata.date or text_of(values.get("date")),
        publisher=metadata.publisher or text_of(values.get("publisher")),
        rights=metadata.rights or text_of(values.get("rights")),
        isbn=metadata.isbn or text_of(values.get("isbn")),
        description=metadata.description or text_of(values.get("description", values.get("abstract"))),
        keywords=metadata.keywords or texts_of(values.get("keywords")),
    )


def _whole(file: TakenFile, lines: list[str], values: Mapping[str, object]) -> _Chapter:
    title = text_of(values.get("title"))
    found = headings(lines)
    first = next((one for one in found if not "".join(lines[: one.line]).strip()), None)
    written = escape_text(printable(title)) if title else ""
    if (
        first is not None
        and first.level == min(one.level for one in found)
        and (not title or title == _bare(first.words))
    ):
        written = first.words
        lines = [*lines[: first.line], *lines[first.line + first.lines :]]
        lines = _with_title_anchor(lines, written)
    chapter = _Chapter(
        file, lines, title=_bare(written) or file.title or posixpath.basename(file.path).rpartition(".")[0]
    )
    numbered = file.numbered and not _UNNUMBERED.search(written)
    written = _ATTRIBUTES.sub("", written) or escape_text(printable(chapter.title))
    chapter.head["title"] = yaml_string(written)
    lang = text_of(values.get("lang"))
    if summary := text_of(values.get("description", values.get("summary"))):
        chapter.head["summary"] = yaml_string(escape_text(printable(summary)))
    if author := ", ".join(texts_of(values.get("author", values.get("authors")))):
        chapter.head["author"] = yaml_string(author)
    if lang and valid_tag(lang):
        chapter.head["lang"] = lang
    if not numbered:
        chapter.head["numbered"] = "false"
    return chapter


def _with_title_anchor(lines: list[str], title: str) -> list[str]:
    """Return lines that begin with the anchor that a title had: `# Title {#id}`."""
    match = re.search(r"\{#([A-Za-z0-9][A-Za-z0-9._-]*)[^{}]*\}\s*$", title)
    return [f"[]{{#{match[1]}}}", "", *lines] if match else lines


def _bare(words: str) -> str:
    """Return a heading without its marks."""
    words = _ATTRIBUTES.sub("", words)
    words = re.sub(r"\[\^[^\]]+\]|!?\[([^\]]*)\]\([^()]*\)", r"\1", words)
    return re.sub(r"[*_`\\]", "", words).strip()


def _divided(
    file: TakenFile, lines: list[str], values: Mapping[str, object], metadata: Metadata
) -> list[_Chapter]:
    """Return a file as chapters that begin at its highest headings; one with a single heading is one chapter."""
    found = headings(lines)
    levels = sorted({one.level for one in found})
    top = levels[0] if levels else 0
    tops = [one for one in found if one.level == top]
    if len(tops) == 1 and len(levels) > 1 and len([one for one in found if one.level == levels[1]]) > 1:
        if not "".join(lines[: tops[0].line]).strip() and (
            not metadata.title or metadata.title == _bare(tops[0].words)
        ):
            lines = [*lines[: tops[0].line], *[""] * tops[0].lines, *lines[tops[0].line + tops[0].lines :]]
            values = {**values, "title": _bare(tops[0].words)}
            tops = [one for one in found if one.level == levels[1]]
    if len(tops) < 2:
        return [
            _whole(
                file,
                lines,
                {key: value for key, value in values.items() if key not in ("author", "authors", "lang")},
            )
        ]
    notes, links, taken = definitions(lines)
    called = set(re.findall(_CALL, "\n".join(lines)))
    chapters: list[_Chapter] = []
    starts = [0, *(one.line for one in tops)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        own = [line for number, line in enumerate(lines[start:end], start) if taken.get(number) not in called]
        if not "".join(own).strip():
            continue
        while own and not own[-1].strip():
            own.pop()
        own = [*own, *_called(own, notes, links)]
        title = "" if start else text_of(values.get("title")) or metadata.title or file.title
        chapters.append(
            _whole(file, own, {"title": title} if not start and start not in [t.line for t in tops] else {})
        )
    return chapters


def _called(lines: list[str], notes: Mapping[str, list[str]], links: Mapping[str, str]) -> list[str]:
    """Return the definitions of notes and links that a chapter needs from the rest of its file."""
    text = "\n".join(lines)
    out: list[str] = []
    seen: set[str] = set()
    waiting = deque(re.findall(_CALL, text))
    while waiting:
        label = waiting.popleft()
        if label in notes and label not in seen:
            seen.add(label)
            out += ["", *notes[label]]
            waiting += re.findall(_CALL, "\n".join(notes[label][1:]) + notes[label][0].partition("]:")[2])
    # Labels of links match in any case (CommonMark, 6.3).
    present = {found.lower() for found in re.findall(r"\[([^\]^][^\]]{0,199})\]", text + "\n".join(out))}
    own = {line.strip() for line in lines}
    more = [line for label, line in links.items() if label in present and line not in own]
    return [*out, *(["", *more] if more else [])]


def _set_levels(chapter: _Chapter, source: ImportSource, report: Report) -> None:
    """Give the headings of a chapter levels from 2 on, none left out. Reports `import.level`."""
    found = headings(chapter.lines)
    if not found:
        return
    shift = 2 - min(one.level for one in found)
    last, levels = 1, {}
    for one in found:
        level = min(max(one.level + shift, 2), 6)
        if level > last + 1:
            place = Span(source.shown(chapter.file.path))
            report(LEVEL, place, level=one.level, before=last, new=last + 1)
            level = last + 1
        levels[one.line] = last = level
    chapter.lines = with_levels(chapter.lines, levels)


def _pictures(
    chapters: Sequence[_Chapter], metadata: Metadata, source: ImportSource, report: Report
) -> PictureFiles:
    """Return the pictures that chapters name; reports missing ones (`import.missing`)."""
    images: dict[str, Image] = {}
    for chapter in chapters:
        for path in filter(is_picture, named_paths(chapter.lines)):
            target = link_target(path, chapter.file.path, source)
            if source.has(target):
                images.setdefault(target, Image(target, source.read(target)))
            else:
                hint = "a placeholder stands there; add the file, and import again"
                report(MISSING, Span(source.shown(chapter.file.path)), path=path[:200], hint=hint)
    if metadata.cover and source.has(metadata.cover):
        images.setdefault(metadata.cover, Image(metadata.cover, source.read(metadata.cover)))
    return picture_files(images, images, source.name, report)


def _with_paths(
    chapter: _Chapter, names: Mapping[str, str], pictures: Mapping[str, str], source: ImportSource
) -> list[str]:
    """Return the lines of a chapter with the paths of the book for pictures and other chapters."""

    def change(match: re.Match[str]) -> str:
        path = match[2].strip("<>")
        if ":" in path.partition("#")[0] or path.startswith("#"):
            return match[0]
        target, (_, sign, anchor) = link_target(path, chapter.file.path, source), path.partition("#")
        if target in pictures:
            return f"{match[1]}{quote(pictures[target])}"
        if target in names:
            return f"{match[1]}{names[target]}.md{sign}{anchor}"
        return match[0]

    lines = list(chapter.lines)
    for number in outside_code(chapter.lines):
        for pattern in PATHS:
            lines[number] = changed_outside_code(pattern, change, lines[number])
    return lines
