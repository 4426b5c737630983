"""`bookbuilder translate export`: writes XLIFF, PO, TMX or TBX files for translation tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli._options import Chapters
from bookbuilder.cli._translations import BookOption


class Format(StrEnum):
    """A format of files for translation tools."""

    XLIFF = "xliff"
    XLIFF2 = "xliff2"
    PO = "po"
    TMX = "tmx"
    TBX = "tbx"


Locale = Annotated[str, typer.Argument(metavar="LOCALE", help="The translation.")]
As = Annotated[
    Format,
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


def command(
    locale: Locale,
    form: As = Format.XLIFF,
    every: Every = False,
    chapter: Chapters = None,
    split: Split = False,
    into: Into = Path(),
    book: BookOption = Path(),
) -> None:
    """Write what is to be translated into a file for a translation tool: XLIFF 1.2 or 2.1, or PO.

    Without --all, blocks that are outdated or missing. What comes back is taken over by translate import. A translation
    memory (tmx) holds what is translated instead, and tbx the glossary.
    """
    from bookbuilder.cli import _print_findings
    from bookbuilder.cli._translations import chosen_locales, load_project, reporting
    from bookbuilder.diagnostics import Findings
    from bookbuilder.translate.chapter_paths import chapters
    from bookbuilder.translate.exchange import po, tbx, tmx, xliff, xliff2
    from bookbuilder.translate.exchange.exchange_units import exchange_chapter as exchanged
    from bookbuilder.translate.exchange.exchange_units import translated_units
    from bookbuilder.translate.exchange.exchange_units import units_to_export as chosen_units
    from bookbuilder.translate.exchange.exported_units import export_chapter
    from bookbuilder.translate.exchange.fact_printer import fact_printer
    from bookbuilder.translate.glossary_notes import glossary_notes, load_glossary
    from bookbuilder.translate.load_chapter import ChapterReader
    from bookbuilder.translate.select_blocks import source_chapter
    from bookbuilder.world import World

    world, findings, console = World(book), Findings(), _print_findings.out()
    with reporting(book, findings):
        project = load_project(world)
        (name,) = chosen_locales(project, [locale])
        words, tag = load_glossary(world, project), project.locales[name].tag
        if form is Format.TBX:
            text = tbx.write(words, project.locales[project.source].tag, (name, tag))
            World(into.resolve()).publish(".", [(f"{name}{tbx.SUFFIX}", {"": text.encode()})])
            console.print((into / f"{name}{tbx.SUFFIX}").as_posix(), markup=False)
            many = "" if len(words.terms) == 1 else "s"
            console.print(f"{name}: {len(words.terms)} term{many} of the glossary", markup=False)
            return
        sources = [paths for paths in chapters(world, project, name) if paths.source]
        wanted = [source_chapter(one, sources) for one in chapter] if chapter else sources
        reader, printer = ChapterReader(world, findings), fact_printer(world, project, name)
        result = [
            exchanged(reader, paths, printer, lambda blocks: glossary_notes(words, blocks, (name, tag)))
            for paths in wanted
        ]
        memory = form is Format.TMX
        parts = [
            (one, translated_units(one.units) if memory else chosen_units(one.units, every=every))
            for one in result
        ]
        parts = [part for part in parts if part[1]]
        format_ = {Format.XLIFF: xliff, Format.XLIFF2: xliff2, Format.PO: po, Format.TMX: tmx}[form]
        tags = project.locales[project.source].tag, tag
        files = (
            {f"{one.paths.stem}.{name}": [(one, units)] for one, units in parts} if split else {name: parts}
        )
        if not findings.failed:
            made = [
                (
                    f"{stem}{format_.SUFFIX}",
                    {"": format_.write([export_chapter(*part) for part in some], *tags).encode()},
                )
                for stem, some in files.items()
                if some
            ]
            World(into.resolve()).publish(".", made)
            for file, _ in made:
                console.print((into / file).as_posix(), markup=False)
            count = sum(not unit.locked for _, units in parts for unit in units)
            where = f" in {len(parts)} chapter{'' if len(parts) == 1 else 's'}" if parts else ""
            what = "translated" if memory else "to translate"
            console.print(f"{name}: {count} block{'' if count == 1 else 's'} {what}{where}", markup=False)
