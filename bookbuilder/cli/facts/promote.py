"""`bookbuilder facts promote`: moves values that stand in chapters (`{amount=…}`) into facts.toml, and refers to them."""

from __future__ import annotations

from pathlib import Path

import typer

from bookbuilder.cli.shared.options import Book
from bookbuilder.phrases import Phrase
from bookbuilder.world import World


def command(book: Book = Path()) -> None:
    """Move the values that stand in chapters into facts.toml, in every locale.

    Equal values become one fact. The words in the brackets, and how they are to be printed, stay as they are.
    """
    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.cli.shared.os_error import error_diagnostics
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.markdown.promote_facts import FACTS, promote_facts

    world, findings = World(book), Findings()
    try:
        names = [n for n in world.files("chapters") if n.endswith(".md") and n.count("/") == 2]
        facts = world.text(FACTS) if world.exists(FACTS) else ""
        promotion = promote_facts({name: world.text(name) for name in names}, facts, findings)
        if promotion is not None and promotion.files:
            new = dict(sorted(promotion.files.items(), key=lambda file: file[0] != FACTS))
            world.publish(".", [(name, {"": _bytes(world, name, text)}) for name, text in new.items()])
    except (BookbuilderError, OSError) as error:
        findings.extend(error_diagnostics(error))
        promotion = None
    print_findings.diagnostics(findings.sorted(), print_findings.err(), book)
    if promotion is None:
        print_findings.err().print(Phrase("nothing was written"))
        raise typer.Exit(exit_codes.code(findings.sorted(), strict=False) or exit_codes.BOOK)
    for one in promotion.moved:
        place = (book / str(one.span)).as_posix()
        line: str = f"{place}: {one.words} → {one.fact}"
        print_findings.out().print(line if one.new else Phrase("{line} (was there)", line=line), markup=False)
    if not promotion.moved:
        print_findings.out().print(Phrase("no value stands in a chapter"))


def _bytes(world: World, name: str, text: str) -> bytes:
    """Return a text with the line ends of its file."""
    ends = "\r\n" if world.exists(name) and b"\r\n" in world.read(name) else "\n"
    return text.replace("\n", ends).encode()
