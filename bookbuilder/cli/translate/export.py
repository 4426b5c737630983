"""`bookbuilder translate export`: writes XLIFF, PO, TMX or TBX files for translation tools."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.cli.shared.options import Chapters
from bookbuilder.cli.shared.translations import BookOption
from bookbuilder.phrases import Phrase, counted

if TYPE_CHECKING:
    from bookbuilder.diagnostics import Findings
    from bookbuilder.project import Project
    from bookbuilder.world import World


class FormatOption(StrEnum):
    """A format of files for translation tools."""

    XLIFF = "xliff"
    XLIFF2 = "xliff2"
    PO = "po"
    TMX = "tmx"
    TBX = "tbx"


@dataclass(frozen=True, slots=True)
class Choice:
    """What to export: the format, all blocks or open ones, the named chapters (none: all), and whether each has a file."""

    form: FormatOption
    every: bool
    chapters: tuple[str, ...]
    split: bool


Locale = Annotated[str, typer.Argument(metavar="LOCALE", help="The translation.")]
As = Annotated[
    FormatOption,
    typer.Option(
        "--format",
        "-f",
        help="XLIFF 1.2, XLIFF 2.1, PO, a translation memory (TMX 1.4), or the glossary (TBX).",
    ),
]
Every = Annotated[bool, typer.Option("--all", help="Also what is done, edited or moved.")]
Split = Annotated[bool, typer.Option("--split", help="Write a file for each chapter, not one for the book.")]
Into = Annotated[
    Path,
    typer.Option(
        "--into", metavar="DIR", file_okay=False, help="Where to write.", show_default="this folder"
    ),
]


Force = Annotated[
    bool,
    typer.Option("--force", help="Overwrite files, even if they hold translations that are not imported."),
]


def command(
    locale: Locale,
    form: As = FormatOption.XLIFF,
    every: Every = False,
    chapter: Chapters = None,
    split: Split = False,
    into: Into = Path(),
    force: Force = False,
    book: BookOption = Path(),
) -> None:
    """Write what is to be translated into a file for a translation tool: XLIFF 1.2 or 2.1, or PO.

    Without --all, blocks that are outdated or missing. What comes back is taken over by translate import. A translation
    memory (tmx) holds what is translated instead, and tbx the glossary. A file with translations that nobody has imported
    is not overwritten: on a terminal you are asked.
    """
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.translations import chosen_locales, load_project, reporting
    from bookbuilder.diagnostics import Findings
    from bookbuilder.world import World

    world, findings, console = World(book), Findings(), print_findings.out()
    with reporting(book, findings):
        project = load_project(world)
        (name,) = chosen_locales(project, [locale])
        if form is FormatOption.TBX:
            files, summary = _glossary(world, project, name)
        else:
            choice = Choice(form, every, tuple(chapter or ()), split)
            files, summary = _units(world, project, name, choice, findings)
        out = World(into.resolve())
        if findings.failed or not (force or _may_overwrite(world, project, out, into, files, findings)):
            return
        out.publish(".", [(file, {"": data}) for file, data in files.items()])
        for file in files:
            console.print((into / file).as_posix(), markup=False)
        console.print(summary, markup=False)


def _glossary(world: World, project: Project, name: str) -> tuple[dict[str, bytes], str]:
    """Return the file with the glossary of a locale, and a line about it."""
    from bookbuilder.translate.exchange import tbx
    from bookbuilder.translate.glossary_notes import load_glossary

    words = load_glossary(world, project)
    text = tbx.write(words, project.locales[project.source].tag, (name, project.locales[name].tag))
    line = counted(
        len(words.terms),
        "{name}: 1 term of the glossary",
        "{name}: {count:,} terms of the glossary",
        name=name,
    )
    return {f"{name}{tbx.SUFFIX}": text.encode()}, line


def _units(
    world: World, project: Project, name: str, choice: Choice, findings: Findings
) -> tuple[dict[str, bytes], str]:
    """Return the files with the units of a locale, and a line about them."""
    from bookbuilder.translate.chapter_paths import chapters
    from bookbuilder.translate.exchange import po, tmx, xliff, xliff2
    from bookbuilder.translate.exchange.data_units import data_chapters
    from bookbuilder.translate.exchange.exchange_units import exchange_chapter as exchanged
    from bookbuilder.translate.exchange.exchange_units import translated_units
    from bookbuilder.translate.exchange.exchange_units import units_to_export as chosen_units
    from bookbuilder.translate.exchange.exported_units import export_chapter
    from bookbuilder.translate.exchange.fact_printer import fact_printer
    from bookbuilder.translate.exchange.settings_units import settings_chapters
    from bookbuilder.translate.glossary_notes import glossary_notes, load_glossary
    from bookbuilder.translate.load_chapter import ChapterReader
    from bookbuilder.translate.select_blocks import source_chapter

    words, tag = load_glossary(world, project), project.locales[name].tag
    sources = [paths for paths in chapters(world, project, name) if paths.source]
    wanted = [source_chapter(one, sources) for one in choice.chapters] if choice.chapters else sources
    reader, printer = ChapterReader(world, findings), fact_printer(world, project, name)
    memory = choice.form is FormatOption.TMX
    parts = []
    for paths in wanted:
        one = exchanged(reader, paths, printer, lambda blocks: glossary_notes(words, blocks, (name, tag)))
        units = translated_units(one.units) if memory else chosen_units(one.units, every=choice.every)
        if units:
            parts.append((one, units))
    if not memory and not choice.chapters:
        others = (*data_chapters(world, project, name, printer), *settings_chapters(world, project, name))
        for other in others:
            parts += [(other, units)] if (units := chosen_units(other.units, every=choice.every)) else []
    format_ = {
        FormatOption.XLIFF: xliff,
        FormatOption.XLIFF2: xliff2,
        FormatOption.PO: po,
        FormatOption.TMX: tmx,
    }[choice.form]
    tags = project.locales[project.source].tag, tag
    grouped = (
        {f"{one.paths.stem.replace('#', '.')}.{name}": [(one, units)] for one, units in parts}
        if choice.split
        else {name: parts}
    )
    files = {
        f"{stem}{format_.SUFFIX}": format_.write([export_chapter(*part) for part in some], *tags).encode()
        for stem, some in grouped.items()
        if some
    }
    count = sum(not unit.locked for _, units in parts for unit in units)
    return files, (
        counted(count, "{name}: 1 translated block", "{name}: {count:,} translated blocks", name=name)
        if memory
        else counted(
            count, "{name}: 1 block to translate", "{name}: {count:,} blocks to translate", name=name
        )
    )


def _may_overwrite(
    world: World, project: Project, out: World, into: Path, files: Mapping[str, bytes], findings: Findings
) -> bool:
    """Return whether no file with work that nobody has imported would be overwritten, or the user wants it. Reports
    `exchange.unimported`."""
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.ask import confirmed
    from bookbuilder.diagnostics import Span, diagnostic
    from bookbuilder.translate.exchange.unimported_work import UNIMPORTED, unimported_work

    held = {
        file: work
        for file, data in files.items()
        if out.exists(file) and (work := unimported_work(world, project, file, out.read(file), data))
    }
    if held and sys.stdin.isatty():
        for file, work in held.items():
            print_findings.out().print(
                Phrase("{path} holds {work}.", path=(into / file).as_posix(), work=work), markup=False
            )
        return confirmed(counted(len(held), "Overwrite it?", "Overwrite them?"))
    for file, work in held.items():
        place = (into / file).as_posix()
        hint = Phrase(
            "`bookbuilder translate import {place}` first, or export --into another folder, or with --force",
            place=place,
        )
        findings.extend([diagnostic(UNIMPORTED, Span(place), hint=hint, work=work)])
    return not held
