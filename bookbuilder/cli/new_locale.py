"""`bookbuilder new-locale`: starts a translation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.translations import BookOption
from bookbuilder.phrases import Phrase, counted

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="The locale, such as en or de-AT.", show_default=False)
]
Tag = Annotated[
    str,
    typer.Option("--tag", metavar="TAG", help="The tag of the language (BCP 47).", show_default="the name"),
]


Inherits = Annotated[
    str,
    typer.Option(
        "--inherits",
        metavar="LOCALE",
        help="The locale of the same language whose chapters it has; its own hold only what differs.",
        show_default=False,
    ),
]


def command(name: Name, tag: Tag = "", inherits: Inherits = "", book: BookOption = Path()) -> None:
    """Begin a translation: a table in book.toml, a folder of chapters, a state for each of them.

    The chapters are copies of the source, to be written over. `bookbuilder status` says how far you are.
    """
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.report_error import report_error
    from bookbuilder.cli.shared.translations import load_project
    from bookbuilder.diagnostics import BookbuilderError
    from bookbuilder.translate.create_locale import BOOK, create_locale, create_regional_locale
    from bookbuilder.translate.state import state_artifacts
    from bookbuilder.world import World

    world, console = World(book), print_findings.out()
    try:
        project = load_project(world)
        ends = "\r\n" if b"\r\n" in world.read(BOOK) else "\n"
        if inherits:
            text = create_regional_locale(world, project, name, tag or name, inherits)
            world.publish(".", [(BOOK, {"": text.replace("\n", ends).encode()})])
            console.print(
                Phrase(
                    "{name} has the chapters of {inherits}: its table stands in book.toml, [locales.{name}].\n"
                    "What differs goes into chapters/{name}: a whole chapter, or blocks by their ids.",
                    name=name,
                    inherits=inherits,
                ),
                markup=False,
            )
            return
        begun = create_locale(world, project, name, tag or name)
        book_toml = begun.book.replace("\n", ends).encode()
        files = [
            (f"chapters/{name}", begun.chapters),
            *state_artifacts(name, begun.states),
            (BOOK, {"": book_toml}),
        ]
        world.publish(".", files)
    except (BookbuilderError, OSError) as error:
        raise typer.Exit(report_error(error, book)) from None
    count = len(begun.states)
    console.print(
        counted(
            count,
            "chapters/{name}: 1 chapter to be translated, copied from the source.\n"
            "Its title stands in book.toml: [locales.{name}].",
            "chapters/{name}: {count} chapters to be translated, copied from the source.\n"
            "Its title stands in book.toml: [locales.{name}].",
            name=name,
        ),
        markup=False,
    )
    if begun.missing_words:
        console.print(
            Phrase(
                "The program has no words in this language for {count:,} of the things it says: translate them in"
                " [locales.{name}.words].",
                count=begun.missing_words,
                name=name,
            ),
            markup=False,
        )
    console.print(Phrase("\nThen: bookbuilder status --locale {name}", name=name), markup=False)
