"""`bookbuilder sources list`: shows the sources of a book, who cites them, and what they lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.cli.shared.options import Book
from bookbuilder.phrases import Phrase, counted
from bookbuilder.world import World

if TYPE_CHECKING:
    from bookbuilder.project import Project

CLOSES_JAIL = "pandoc reads sources.bib; then no program may be started any more"


def command(
    book: Book = Path(),
    unused: Annotated[bool, typer.Option("--unused", help="Only those that no chapter cites.")] = False,
) -> None:
    """Show the sources of a book: how often each is cited, which facts it stands behind, what it lacks, and which are there
    twice.

    Citations of all languages count. The exit code is 1 if a source cannot be read.
    """
    from bookbuilder.cli.shared import command_jail, exit_codes, print_findings
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.pipeline.book_sources import read_book_sources
    from bookbuilder.pipeline.context import Context
    from bookbuilder.pipeline.fact_sources import find_fact_sources
    from bookbuilder.project.book_file import load
    from bookbuilder.project.shared_facts import read_shared_facts
    from bookbuilder.sources.review_sources import review

    world, findings, out = World(book), Findings(), print_findings.out()
    try:
        project = load(world, Findings(), ())
        sources = read_book_sources(
            Context(world, findings), project.locales[project.source].tag if project else ""
        )
        command_jail.close_jail()
        facts = find_fact_sources(read_shared_facts(world, Findings(), rated=False), sources.keys)
        uses = _uses(world, project, facts.citations) if project else Counter[str]()
    except BookbuilderError as error:
        print_findings.diagnostics(error.diagnostics, print_findings.err(), book)
        raise typer.Exit(exit_codes.code(error.diagnostics, strict=False)) from None
    print_findings.diagnostics(findings.sorted(), print_findings.err(), book)
    if not sources.files:
        out.print(Phrase("this book has no sources.toml, sources.json or sources.bib"))
    for one in review(sources.by_key, uses):
        behind = [name for name, keys in facts.keys.items() if one.source.key in keys]
        if unused and (one.cited or behind):
            continue
        cited = (
            counted(one.cited, "cited once", "cited {count:,} times") if one.cited else Phrase("not cited")
        )
        notes = [cited] if one.cited or not behind else []
        notes += [Phrase("behind the fact {fact}", fact=behind[0])] if len(behind) == 1 else []
        notes += [Phrase("behind {count:,} facts", count=len(behind))] if len(behind) > 1 else []
        notes += [*(Phrase("lacks {field}", field=name) for name in one.lacking)]
        notes += [Phrase("the same as {key}", key=one.twin)] if one.twin else []
        title = str(one.source.variables.get("title", ""))
        out.print(
            f"{one.source.key}: {title} ({'; '.join(map(out.translation.text, notes))})",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    for key in sorted(uses.keys() - sources.by_key.keys()):
        out.print(Phrase("{key}: cited, but no source has this key", key=key), markup=False, highlight=False)
    raise typer.Exit(exit_codes.code(findings.sorted(), strict=False))


def _uses(world: World, project: Project, fact_sources: Mapping[str, str]) -> Counter[str]:
    """Return how often each key is cited in the chapters of all locales."""
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.document.nodes import Citation
    from bookbuilder.document.walk import walk
    from bookbuilder.markdown.dialect import Citing, Dialect
    from bookbuilder.markdown.directive import directives
    from bookbuilder.markdown.parse_chapter import parse_chapter

    dialect = Dialect(project.flavour, citing=Citing.TEXT, fact_sources=fact_sources)
    uses = Counter[str]()
    for name in world.files("chapters"):
        if not name.endswith(".md"):
            continue
        try:
            chapter = parse_chapter(world.text(name), name, directives(), Findings(), "", dialect)
        except BookbuilderError:
            continue  # a build says what is wrong with it
        for node in walk(chapter):
            if isinstance(node, Citation):
                uses.update(source.key for source in node.sources)
    return uses
