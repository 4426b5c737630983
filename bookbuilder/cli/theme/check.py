"""`bookbuilder theme check`: says what is wrong with a theme."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.check import Form
from bookbuilder.cli.shared.options import Json, Strict
from bookbuilder.cli.shared.translations import BookOption
from bookbuilder.phrases import Phrase
from bookbuilder.world import World

Name = Annotated[
    str,
    typer.Argument(metavar="[NAME]", help="A theme; that of the book if it is not said.", show_default=False),
]


def command(
    name: Name = "",
    book: BookOption = Path(),
    strict: Strict = False,
    as_json: Json = False,
    form: Form = "text",
) -> None:
    """Say what is wrong with a theme, without building the book: settings that are none, colours that are too near to one
    another, fonts that lack letters of the languages of the book, or what the style sheets ask for.

    A build says only what it meets; this looks at all of it, for every language of the book and every kind of readers.
    """
    from bookbuilder.cli.check import report_forms
    from bookbuilder.cli.shared.os_error import error_diagnostics
    from bookbuilder.cli.shared.outcome import Outcome, Output
    from bookbuilder.cli.shared.print_outcome import print_outcome
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.formats.format import formats
    from bookbuilder.html.theme_checks.check_theme import check_theme
    from bookbuilder.html.theme_files import theme_of_book
    from bookbuilder.project import load

    if form not in report_forms():
        raise typer.BadParameter(
            Phrase("{form} is none of {names}", form=form, names=", ".join(report_forms())),
            param_hint="--format",
        )
    if as_json and form not in ("text", "json"):
        raise typer.BadParameter(Phrase("--json is --format json; ask for one form"), param_hint="--json")
    world, findings = World(book.resolve()), Findings()
    try:
        project = load(world, Findings(), tuple(formats()))
        tags = dict.fromkeys(locale.tag for locale in project.locales.values()) if project else ()
        check_theme(world, name or theme_of_book(world), tuple(tags), findings)
    except (BookbuilderError, OSError) as error:
        findings.extend(error_diagnostics(error))
    shown = form if form != "json" else "text"
    output = Output(as_json or form == "json", shown, everything=True, strict=strict)
    raise typer.Exit(print_outcome(book, Outcome(findings.sorted()), output))
