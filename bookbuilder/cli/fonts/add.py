"""`bookbuilder fonts add`: copies the font for a language from a folder into a book, and declares it there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.options import Book
from bookbuilder.phrases import Phrase
from bookbuilder.world import World


def _known(incomplete: str) -> list[str]:
    from bookbuilder.html.optional_fonts import optional_fonts

    names = [name for offer in optional_fonts(World(Path())) for name in offer.locales]
    return [name for name in names if name.startswith(incomplete)]


Language = Annotated[
    str,
    typer.Argument(
        metavar="LANGUAGE",
        help="The language to set, such as ja or zh; `bookbuilder fonts list` shows all.",
        autocompletion=_known,
        show_default=False,
    ),
]
Source = Annotated[
    Path,
    typer.Option(
        "--from",
        metavar="DIR",
        help="The folder with the files of the family and its licence.",
        exists=True,
        file_okay=False,
        show_default=False,
    ),
]


Licence = Annotated[
    Path | None,
    typer.Option(
        "--licence",
        metavar="FILE",
        help="The text of the licence, if it is not in that folder.",
        exists=True,
        dir_okay=False,
        show_default=False,
    ),
]


def command(language: Language, source: Source, licence: Licence = None, book: Book = Path()) -> None:
    """Copy the font for a language from a folder into fonts/ of the book, and declare it in fonts/fonts.toml.

    The family, its weights, its licence and the characters that the script needs are looked at first. Nothing is
    fetched from anywhere: `bookbuilder fonts list` prints how to get the folder.
    """
    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.cli.shared.os_error import error_diagnostics
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.html.optional_fonts import font_files, offer_for

    world, findings = World(book), Findings()
    offer = offer_for(language, world)
    if offer is None:
        print_findings.err().print(
            Phrase(
                "no font is known for {language}: {advice}",
                language=language,
                advice=_advice(language, world),
            ),
            markup=False,
        )
        raise typer.Exit(exit_codes.USAGE)
    files = None
    try:
        text = World(licence.resolve().parent).read(licence.resolve().name) if licence else None
        files = font_files(offer, World(source.resolve()), text, world, findings)
        if files is not None:
            world.publish("fonts", files.items())
    except (BookbuilderError, OSError) as error:
        findings.extend(error_diagnostics(error))
    print_findings.diagnostics(findings.sorted(), print_findings.err(), book)
    if files is not None and not findings.sorted():
        print_findings.out().print(
            Phrase("{name} is in {folder}", name=offer.name, folder=book / "fonts"), markup=False
        )
    raise typer.Exit(exit_codes.code(findings.sorted(), strict=False))


def _advice(language: str, world: World) -> str:
    """Return what to do about a language for which no font is offered."""
    from bookbuilder.diagnostics import Findings, nearest
    from bookbuilder.html.fonts import fonts
    from bookbuilder.html.optional_fonts import optional_fonts
    from bookbuilder.locales.scripts import script_of

    script = script_of(language)
    included = {one for family in fonts(world, Findings()).families for one in family.scripts}
    if script in included | {"Grek", "Cyrl"}:
        return Phrase("the fonts of the book have its letters")
    if script != "Latn":
        return Phrase(
            "put a font for its script ({script}) into fonts/ and name it in fonts/fonts.toml", script=script
        )
    known = [name for offer in optional_fonts(world) for name in offer.locales]
    return nearest(language, known) or Phrase("there are {names}", names=", ".join(known))
