"""`bookbuilder fonts list`: shows the fonts of a book, those of the house, and others that can be added."""

from __future__ import annotations

from pathlib import Path

from bookbuilder.cli.shared.house_fonts import house_font_lines
from bookbuilder.cli.shared.options import Book
from bookbuilder.phrases import Phrase
from bookbuilder.world import World


def command(book: Book = Path()) -> None:
    """Show the fonts of a book with their scripts, those of the house, and how to get those for further scripts."""
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.diagnostics import Findings
    from bookbuilder.html.fonts import fonts
    from bookbuilder.html.optional_fonts import optional_fonts

    world, findings, out = World(book), Findings(), print_findings.out()
    found = fonts(world, findings)
    print_findings.diagnostics(findings.sorted(), print_findings.err(), book)
    for family in found.families:
        scripts = ", ".join(family.scripts) or "Latn, Grek, Cyrl"
        line: str = f"{family.name} ({scripts})"
        if family.absent:
            line = Phrase("{font}: a font of the house that is not on this machine", font=line)
        out.print(line, markup=False)
    if world.house_font_folder:
        out.print(
            Phrase("\nFonts of the house, in {folder}:", folder=world.house_font_folder),
            markup=False,
            soft_wrap=True,
        )
        for line in house_font_lines(world):
            out.print(f"  {line}", markup=False, soft_wrap=True)
    there = {family.name for family in found.families}
    for offer in optional_fonts(world):
        if offer.name not in there:
            out.print(
                Phrase(
                    "\n{name} ({names}) is not here yet. Get it with",
                    name=offer.name,
                    names=", ".join(offer.scripts),
                ),
                markup=False,
            )
            for number, way in enumerate(offer.get):
                line = Phrase("  or {command}", command=way) if number else f"     {way}"
                out.print(line, markup=False, soft_wrap=True)
