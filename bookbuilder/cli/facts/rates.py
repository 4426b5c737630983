"""`bookbuilder facts rates`: writes exchange rates for equivalents into facts.toml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bookbuilder.cli.shared.options import Book
from bookbuilder.phrases import Phrase
from bookbuilder.world import World

if TYPE_CHECKING:
    from bookbuilder.diagnostics import Findings
    from bookbuilder.facts import FactValue


def command(book: Book = Path()) -> None:
    """Write the rate of its day behind every equivalent in facts.toml that has none yet.

    The rates are those of the European Central Bank and ship with the program. A build never looks a rate up. Figures
    that stand in brackets in the chapters are compared with them, and the day that would explain a difference is told.
    """
    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.cli.shared.os_error import error_diagnostics
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.facts.facts_file import read_facts
    from bookbuilder.facts.freeze_rates import freeze_rates

    world, findings, name = World(book), Findings(), "facts.toml"
    try:
        frozen = freeze_rates(world.text(name), name, findings)
        if frozen is not None:  # an unreadable file ends this before anything is written
            _compare(world, read_facts(frozen.text, name, Findings()), findings)
        if frozen is not None and frozen.rates:
            world.publish(".", [(name, {"": frozen.text.encode()})])
    except (BookbuilderError, OSError) as error:
        findings.extend(error_diagnostics(error))
        frozen = None
    print_findings.diagnostics(findings.sorted(), print_findings.err(), book)
    if frozen is None:
        raise typer.Exit(exit_codes.code(findings.sorted(), strict=False) or exit_codes.BOOK)
    for fact, found in frozen.rates.items():
        print_findings.out().print(f"{fact}: {found.rate} ({found.day})", markup=False)
    if not frozen.rates:
        print_findings.out().print(
            Phrase("no rate was written") if findings.sorted() else Phrase("no rate was missing")
        )
    raise typer.Exit(exit_codes.code(findings.sorted(), strict=False))


def _compare(world: World, facts: Mapping[str, FactValue], findings: Findings) -> None:
    """Compare the figures in the chapters of every locale with the rates; a build reports other problems."""
    from bookbuilder import diagnostics, locales, project
    from bookbuilder.locales.value_lexicon import lexicon
    from bookbuilder.markdown.converted_sums import check_converted_sums

    found = project.load(world, diagnostics.Findings(), ())
    for locale in found.locales.values() if found else ():
        words = lexicon(locales.load(locale.tag, world), world)
        for name in world.files(f"chapters/{locale.name}"):
            if name.endswith(".md") and name.count("/") == 2:
                check_converted_sums(world.text(name), name, facts, words, findings)
