"""`bookbuilder theme show`: prints a style sheet or template of a theme, to be copied and changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.translations import BookOption
from bookbuilder.phrases import Phrase

File = Annotated[
    str | None,
    typer.Argument(
        metavar="[FILE]",
        help="A file of the theme, such as print.css or cover.html.j2; without one, all are listed.",
        show_default=False,
    ),
]
Name = Annotated[
    str,
    typer.Option("--theme", metavar="NAME", help="The theme; that of the book if it is not said."),
]


def command(file: File = None, theme: Name = "", book: BookOption = Path()) -> None:
    """Print a style sheet or a template of a theme; without FILE, list them and where each comes from.

    Copy one into styles/ of your book under the same name, and change it there: bookbuilder theme show cover.html.j2 >
    styles/dossier/templates/cover.html.j2
    """
    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.cli.shared.report_error import report_error
    from bookbuilder.diagnostics import BookbuilderError, nearest
    from bookbuilder.html.theme_files import find_theme_file, list_theme_files
    from bookbuilder.world import World

    try:
        found = list_theme_files(World(book.resolve()), theme)
        text = find_theme_file(found, file) if file is not None else None
    except (BookbuilderError, OSError) as error:
        raise typer.Exit(report_error(error, book)) from None
    if file is None:
        width = max(map(len, found))
        for name, original in found.items():
            print_findings.out().print(
                f"{name:<{width}}  {original.home}", markup=False, highlight=False, soft_wrap=True
            )
    elif text is None:
        hint = nearest(file, [*found, *(name.rpartition("/")[2] for name in found)])
        hint = hint or Phrase("`bookbuilder theme show` lists all files")
        print_findings.refusal(Phrase("the theme has no file {file!r}", file=file), hint)
        raise typer.Exit(exit_codes.USAGE)
    else:
        typer.echo(text, nl=False)
