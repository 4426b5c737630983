"""`bookbuilder theme new`: writes the theme.toml of a new theme."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.translations import BookOption
from bookbuilder.phrases import Phrase
from bookbuilder.world import World

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="The name of the theme, such as house.", show_default=False)
]
Extends = Annotated[
    str,
    typer.Option(
        "--extends",
        metavar="THEME",
        help="The theme whose settings and files it has where it has none of its own.",
    ),
]


def command(name: Name, extends: Extends = "dossier", book: BookOption = Path()) -> None:
    """Write styles/NAME/theme.toml, a theme of a few lines that extends another one; nothing is overwritten.

    It has the settings that most houses change, with the values of the other theme, as comments.
    """
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.report_error import report_error
    from bookbuilder.diagnostics import BookbuilderError
    from bookbuilder.html.new_theme import new_theme

    world = World(book.resolve())
    try:
        path, text = new_theme(world, name, extends)
        folder, _, file = path.rpartition("/")
        world.publish(folder, [(file, {"": text.encode()})])
    except (BookbuilderError, OSError) as error:
        raise typer.Exit(report_error(error, book)) from None
    out = print_findings.out()
    out.print(
        Phrase("{path} is a theme that extends {extends}", path=(book / path).as_posix(), extends=extends),
        markup=False,
        soft_wrap=True,
    )
    out.print(
        Phrase('a book has it with `theme = "{name}"` in [book] of book.toml', name=name),
        markup=False,
        soft_wrap=True,
    )
