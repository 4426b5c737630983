"""`bookbuilder sources add`: writes sources of another file, or of a line, into sources.toml."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookbuilder.cli.shared.translations import BookOption
from bookbuilder.phrases import Phrase
from bookbuilder.world import World

if TYPE_CHECKING:
    from bookbuilder.diagnostics import Findings
    from bookbuilder.sources.source import Source

CLOSES_JAIL = "pandoc reads files of reference managers; then no program may be started any more"
FORMATS = {".bib": "biblatex", ".ris": "ris", ".enw": "endnotexml", ".xml": "endnotexml"}
"""Suffixes of files → their names in pandoc."""
FILE = "sources.toml"


def command(
    what: Annotated[
        str, typer.Argument(metavar="FILE|TEXT", help="A .bib, .ris, .json or .xml file, or a reference.")
    ],
    book: BookOption = Path(),
) -> None:
    """Write sources into sources.toml: those of a file of a reference manager, or one that you paste in quotes.

    Each gets a key, which is told. What the book has already is left out. A line is read as well as can be: look at it.
    """
    from bookbuilder.cli.shared import command_jail, exit_codes, print_findings
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.pipeline.book_sources import read_book_sources
    from bookbuilder.pipeline.context import Context
    from bookbuilder.project.book_file import load

    world, findings, out = World(book), Findings(), print_findings.out()
    try:
        known = read_book_sources(Context(world, findings))
        if findings.failed:
            print_findings.diagnostics(findings.sorted(), print_findings.err(), book)
            raise typer.Exit(exit_codes.code(findings.sorted(), strict=False))
        project = load(world, Findings(), ())
        language = project.locales[project.source].tag if project else ""
        found = _read(what, world, language, findings)
        command_jail.close_jail()
        added, there = _new(found, dict(known.by_key))
        if added:
            text = world.text(FILE) if world.exists(FILE) else ""
            world.publish(".", [(FILE, {"": _joined(text, added).encode()})])
    except BookbuilderError as error:
        print_findings.diagnostics(error.diagnostics, print_findings.err(), book)
        raise typer.Exit(exit_codes.code(error.diagnostics, strict=False)) from None
    print_findings.diagnostics(findings.sorted(), print_findings.err(), book)
    for source in added:
        title = str(source.variables.get("title", ""))
        out.print(f"[@{source.key}]: {title}", markup=False, highlight=False, soft_wrap=True)
    for key, twin in there:
        out.print(
            Phrase("{key} is there already, as {twin}", key=key, twin=twin),
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    if not found and not findings.sorted():
        print_findings.err().print(
            Phrase("this looks like no reference: it has neither a year nor an address")
        )
        raise typer.Exit(exit_codes.USAGE)
    raise typer.Exit(exit_codes.code(findings.sorted(), strict=False))


def files_beside(**arguments: Any) -> list[Path]:
    """Return the file that is to be read, if it is one (`command_jail`)."""
    what = str(arguments["what"])
    return [Path(what).resolve()] if Path(what).suffix.lower() in (*FORMATS, ".json") else []


def _read(what: str, world: World, language: str, findings: Findings) -> list[Source]:
    """Return the sources of a file, or of a line."""
    from bookbuilder.diagnostics import Span
    from bookbuilder.pandoc.read_bibliography import bibliography_items
    from bookbuilder.pandoc.run_pandoc import convert_with_pandoc
    from bookbuilder.pipeline.book_sources import require_pandoc
    from bookbuilder.sources.bibtex_file import bibtex_problem
    from bookbuilder.sources.json_file import read_json_sources, source_of
    from bookbuilder.sources.new_sources import source_of_line
    from bookbuilder.sources.rules import SYNTAX

    place = Path(what)
    suffix = place.suffix.lower()
    if suffix not in (*FORMATS, ".json") or "\n" in what:
        item = source_of_line(what)
        source = source_of("new", item, Span(), findings) if item else None
        return [source] if source else []
    data = World(place.resolve().parent).read(place.name)
    if suffix == ".json":
        return read_json_sources(data.decode(errors="replace"), place.name, findings)
    require_pandoc(world)
    if suffix == ".bib":
        converted, message = bibliography_items(world, data.decode(errors="replace"), language)
    else:
        made, message = convert_with_pandoc(
            world, {"book.in": data}, [f"--from={FORMATS[suffix]}", "--to=csljson", "book.in"]
        )
        converted = None if made is None else made.decode()
    if converted is None:
        problem, span = bibtex_problem(message, place.name)
        findings(SYNTAX, span, problem=problem)
        return []
    return read_json_sources(converted, place.name, findings)


def _new(found: list[Source], known: dict[str, Source]) -> tuple[list[Source], list[tuple[str, str]]]:
    """Return the sources that a book has not yet, with keys of their own, and which of its own the others are."""
    from dataclasses import replace

    from bookbuilder.sources.new_sources import key_of
    from bookbuilder.sources.review_sources import review

    added, there = [], []
    for source in found:
        usable = source.key not in known and source.key != "new" and not source.key.startswith("http")
        new = source if usable else replace(source, key=key_of(source, known))
        twin = review(known | {new.key: new}, {})[-1].twin
        if twin:
            there.append((source.key if source.key != "new" else "this", twin))
            continue
        known[new.key] = new
        added.append(new)
    return added, there


def _joined(text: str, added: list[Source]) -> str:
    from bookbuilder.sources.new_sources import toml_entry

    entries = "\n".join(toml_entry(source) for source in added)
    return f"{text.rstrip()}\n\n{entries}" if text.strip() else entries
