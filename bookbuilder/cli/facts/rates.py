"""`bookbuilder facts rates`: writes the rates of equivalents into facts.toml."""

from __future__ import annotations

from pathlib import Path

import typer

from bookbuilder.cli._options import Book


def command(book: Book = Path()) -> None:
    """Write the rate of its day behind every equivalent in facts.toml that has none yet.

    The rates are those of the European Central Bank and ship with the program. A build never looks a rate up.
    """
    from bookbuilder.cli import _exit, _show
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.facts.freeze import freeze
    from bookbuilder.project.places import places
    from bookbuilder.world import World

    world, findings, name = World(book), Findings(), "facts.toml"
    try:
        frozen = freeze(world.text(name), name, findings, places)
        if frozen is not None and frozen.rates:
            world.publish(".", [(name, {"": frozen.text.encode()})])
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        frozen = None
    _show.diagnostics(findings.sorted(), _show.err(), book)
    if frozen is None:
        raise typer.Exit(_exit.BOOK)
    for fact, found in frozen.rates.items():
        _show.out().print(f"{fact}: {found.rate} ({found.day})", markup=False)
    if not frozen.rates:
        _show.out().print("no rate was missing" if not findings.sorted() else "no rate was written")
    raise typer.Exit(_exit.code(findings.sorted(), strict=False))
