"""`bookbuilder fonts add`: copies the font for a language from a folder into a book, and declares it there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.options import Book
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
    from bookbuilder.diagnostics import BookbuilderError, Findings, nearest
    from bookbuilder.html.optional_fonts import font_files, optional_fonts

    world, findings = World(book), Findings()
    fonts_by_locale = {name: offer for offer in optional_fonts(world) for name in offer.locales}
    if language not in fonts_by_locale:
        hint = nearest(language, fonts_by_locale) or f"there are {', '.join(fonts_by_locale)}"
        print_findings.err().print(f"no font is known for {language}: {hint}", markup=False)
        raise typer.Exit(exit_codes.USAGE)
    files = None
    try:
        text = World(licence.resolve().parent).read(licence.resolve().name) if licence else None
        files = font_files(fonts_by_locale[language], World(source.resolve()), text, world, findings)
        if files is not None:
            world.publish("fonts", files.items())
    except (BookbuilderError, OSError) as error:
        findings.extend(error_diagnostics(error))
    print_findings.diagnostics(findings.sorted(), print_findings.err(), book)
    if files is not None and not findings.sorted():
        print_findings.out().print(f"{fonts_by_locale[language].name} is in {book / 'fonts'}", markup=False)
    raise typer.Exit(exit_codes.code(findings.sorted(), strict=False))
