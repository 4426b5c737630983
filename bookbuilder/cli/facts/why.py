"""`bookbuilder facts why`: says what hangs on a fact, in all languages of the book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.cli.shared.options import Book
from bookbuilder.phrases import Phrase
from bookbuilder.printed_text import json_text
from bookbuilder.world import World

if TYPE_CHECKING:
    from bookbuilder.chapter_index.fact_uses import FactUse

Name = Annotated[
    str, typer.Argument(metavar="FACT", help="The name of a fact, such as us-aid.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the same as JSON.")]


KINDS = {
    "printed": Phrase("printed"),
    "computed": Phrase("computed"),
    "claimed": Phrase("claimed"),
    "drawn": Phrase("drawn"),
}
"""What a kind of use (`UseKind`) is called."""


def command(name: Name, book: Book = Path(), as_json: AsJson = False) -> None:
    """Say what hangs on a fact: where chapters print it, compute with it, draw it, or claim something of it."""
    from bookbuilder import locales
    from bookbuilder.chapter_index.fact_uses import fact_uses
    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.cli.shared.translations import load_project
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.facts.format_fact import machine_value
    from bookbuilder.project.shared_facts import read_shared_facts

    world, findings, out = World(book), Findings(), print_findings.out()
    uses: list[FactUse] = []
    value = ""
    try:
        project = load_project(world)
        facts = read_shared_facts(world, findings, rated=False).facts
        languages = {key: locales.load(one.tag, world) for key, one in project.locales.items()}
        uses = list(fact_uses(world, project, facts, languages, name))
        value = machine_value(facts[name]) if name in facts else ""
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
    diagnostics = findings.sorted()
    print_findings.diagnostics(diagnostics, print_findings.err(), book)
    if exit_codes.code(diagnostics, strict=False):
        raise typer.Exit(exit_codes.code(diagnostics, strict=False))
    if as_json:
        print(json_text([_row(use) for use in uses], indent=2))
        return
    out.print(f"{name}: {value}" if value else name, markup=False, highlight=False)
    said = out.translation
    for use in uses:
        place = (book / str(use.span)).as_posix()
        value = use.outcome or said.phrase("cannot be evaluated")
        outcome = f" {use.expression}: {value}" if use.expression else ""
        words = f" {said.phrase('“{words}”', words=use.words)}" if use.words else ""
        kind = said.text(KINDS[use.kind])
        out.print(f"{place}: {kind}{outcome}{words}", markup=False, highlight=False, soft_wrap=True)
    if not uses:
        out.print(Phrase("no chapter uses it"), markup=False, highlight=False)


def _row(use: FactUse) -> dict[str, object]:
    return {
        "locale": use.locale,
        "kind": use.kind.value,
        "path": use.span.path,
        "line": use.span.line,
        "column": use.span.column,
        "words": use.words,
        "expression": use.expression,
        "outcome": use.outcome,
    }
