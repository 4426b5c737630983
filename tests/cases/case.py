"""Reads, runs and writes cases: a title, the files of a book, and what comes out of them.

    A link
    .
    # A

    [Words](https://example.org) and [](#b).
    === facts.toml
    [troops]
    number = 100000
    .
    <p id="01-a-p1">…</p>
    . print
    <p id="01-a-p1">…</p>
    . says
    chapters/de/01-a.md:3:38: error: … [reference.unknown]
      hint: …
    .

The first file is `chapters/de/01-a.md`, unless a line `=== path` names it; further files follow such lines. What is
not given (book.toml) is made up by `book.py`. What comes out is the XHTML of the body of the first chapter: for the web
(a bare point), for `print`, `epub`, or `whole`, which is the web with the opening of the chapter, or the table of
`contents`. `says` is what is reported; a case without it has nothing to report. In print a chapter has one page. A book
with conditions is read for each medium.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.document.anchors import note_anchor
from bookbuilder.document.nodes import Figure, Table, Target
from bookbuilder.document.walk import walk
from bookbuilder.formats.format import formats
from bookbuilder.html import book_parts
from bookbuilder.html.block import blocks, notes, renderer
from bookbuilder.html.environment import environment
from bookbuilder.html.medium import Medium
from bookbuilder.html.template_sandbox import Sandbox
from bookbuilder.html.theme import Theme
from bookbuilder.locales import Locale
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.edition_variants import with_variants
from bookbuilder.pipeline.locale_reading import LocaleReading
from bookbuilder.pipeline.locale_version import LocaleVersion
from bookbuilder.pipeline.plan import make_plan
from bookbuilder.pipeline.read_locale import read_locale
from bookbuilder.pipeline.read_locales import read_locales
from bookbuilder.project import load
from bookbuilder.world import World
from tests.cases import book

ROOT = Path(__file__).parents[2]
FIRST = "chapters/de/01-a.md"
FORMATS = ("pdf", "epub", "web")
NO_THEME = Theme("none", {}, {}, {}, {})

_SECTION = re.compile(r"\.(?: (print|epub|whole|contents|says))?")
_FILE = re.compile(r"^=== (.+)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """A case: its title, its source as written, and what comes out by section (`web`, `print` … `says`)."""

    title: str
    source: str
    expected: Mapping[str, str]

    @property
    def files(self) -> dict[str, str]:
        """The files of the book, the first chapter first."""
        first, *others = _FILE.split(self.source)
        files = {FIRST: first} if first or not others else {}
        return files | dict(zip(others[::2], others[1::2], strict=True))

    def __str__(self) -> str:
        """Return the case as it stands in its file."""
        sections = dict(self.expected)
        said = sections.pop("says", "")
        text = f"{self.title}\n.\n{self.source}"
        for name, content in sections.items():
            text += f".\n{content}" if name == "web" else f". {name}\n{content}"
        return text + (f". says\n{said}" if said or not sections else "") + ".\n"


def cases(text: str) -> Iterator[Case]:
    """Yield the cases of a file. What stands before the first title (a heading, a sentence) is left out."""
    lines = text.split("\n")
    index = 0
    while index < len(lines):
        if lines[index] != "." or index == 0:
            index += 1
            continue
        title, source = lines[index - 1], []
        index += 1
        while not _SECTION.fullmatch(lines[index]):
            source.append(lines[index])
            index += 1
        expected: dict[str, str] = {}
        while (match := _SECTION.fullmatch(lines[index])) and not (expected and lines[index] == "."):
            section: list[str] = []
            index += 1
            while not _SECTION.fullmatch(lines[index]):
                section.append(lines[index])
                index += 1
            expected[match[1] or "web"] = "".join(f"{line}\n" for line in section)
        index += 1
        yield Case(title, "".join(f"{line}\n" for line in source), expected)


def outcome(case: Case, folder: Path) -> Case:
    """Return the case with what really comes out; `folder` is an empty one for its book."""
    return Case(
        case.title, case.source, run(book.write(folder, case.files), next(iter(case.files)), case.expected)
    )


def run(root: Path, first: str, sections: Mapping[str, str]) -> dict[str, str]:
    """Return what comes out of the book in a folder: the wanted sections of its first chapter, and what is said."""
    findings, world = Findings(), World(root)
    readings: dict[str, LocaleReading] = {}
    variants: dict[str, LocaleReading] = {}
    name = first.split("/")[1] if first.startswith("chapters/") else "de"
    try:
        project = load(world, findings, FORMATS)
        if (
            project is not None
            and (plan := with_variants(make_plan(project, BuildRequest(), formats()), world, formats())).all
            != make_plan(project, BuildRequest(), formats()).all
        ):
            context = Context(world, findings)
            read = read_locales(context, plan, formats())
            for _, edition in plan.wanted:
                if edition.locale.name == name:
                    variants[edition.format] = read[LocaleVersion.of(edition.locale)]
        elif project is not None:
            for each in sorted(project.locales, key=lambda each: each != project.source):
                readings[each] = read_locale(
                    Context(world, findings), project, project.locales[each], readings.get(project.source)
                )
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
    shown = {}
    for section in sections:
        if section != "says":
            medium = {"print": "pdf", "epub": "epub"}.get(section, "web")
            reading = variants[medium] if variants else readings[name]
            shown[section] = _counted(_visible(_shown(section, reading, first)), reading)
    return shown | {"says": book.told(findings.sorted())}


def _visible(text: str) -> str:
    """Return XHTML in which spaces that a reader of the cases could not tell apart are written out."""
    return re.sub("[\u00a0\u2002-\u200f\u202f\u2060]", lambda match: f"&#{ord(match[0])};", text)


def _counted(text: str, reading: LocaleReading) -> str:
    """Return XHTML in which the anchors that are made of words (`document.anchors`) count, so that cases can be read and
    written: `01-a-p2`, `figure-1`."""
    numbers: dict[tuple[str, str], Iterator[int]] = {}
    for chapter in reading.document.chapters:
        made = re.compile(rf"{re.escape(chapter.id)}-([fpst])[0-9a-f]{{8}}(?:-\d+)?")
        for node in walk(chapter):
            if not (match := made.fullmatch(node.id)):
                continue
            if isinstance(node, Figure | Table):
                name = f"{'figure' if match[1] == 'f' else 'table'}-{node.number}"
            else:
                number = next(numbers.setdefault((chapter.id, match[1]), count(1)))
                name = f"{chapter.id}-{match[1]}{number}"
            text = re.sub(rf'(["#]){re.escape(node.id)}"', rf'\g<1>{name}"', text)
        for note in chapter.notes:
            anchor = re.escape(note_anchor(chapter.id, note.label))
            text = re.sub(rf'(["#]){anchor}(-ref(?:-\d+)?)?"', rf'\g<1>{chapter.id}-n{note.number}\2"', text)
    return text


def _shown(section: str, reading: LocaleReading, path: str) -> str:
    """Return one section of what comes out."""
    document, locale = reading.document, reading.locale
    order = [chapter.id for chapter in document.chapters]

    def page(target: Target) -> str:
        return str(order.index(target.chapter))

    def href(target: Target) -> str:
        return f"#{target.anchor}"

    if section == "print":
        medium = Medium(locale, href, str, page, footnotes=True, links="note")
    else:
        medium = Medium(locale, href, str, epub=section == "epub")
    if section == "contents":
        return f"{book_parts.contents(document.contents, medium, _environment(locale))}\n"
    (chapter,) = [c for c in document.chapters if c.span.path == path]
    if section == "whole":
        return f"{book_parts.chapter(chapter, medium, _environment(locale))}\n"
    r = renderer(medium, chapter)
    out = [blocks(chapter.blocks, r), notes(r)]
    return "".join(f"{part}\n" for part in out if part)


def _environment(locale: Locale) -> Sandbox:
    return environment(World(ROOT), NO_THEME, "none", locale)
