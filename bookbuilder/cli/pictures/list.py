"""`bookbuilder pictures list`: shows the pictures of a book with their rights, and those without."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.cli.shared.options import Book, Editions, Jail, Jobs, Json, Locales
from bookbuilder.phrases import Phrase, counted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bookbuilder.pipeline.picture_inventory import ListedPicture
    from bookbuilder.program_language.translation import Translation

On = Annotated[
    str,
    typer.Option("--on", metavar="DATE", help="Judge by this day, such as 2027-01-31.", show_default="today"),
]
Warn = Annotated[
    int, typer.Option("--warn", metavar="DAYS", min=0, help="Tell so many days ahead what ends.")
]
Open = Annotated[bool, typer.Option("--open", help="Show only pictures with something to do.")]
Strict = Annotated[bool, typer.Option("--strict", help="Fail if there is something to do.")]


def command(
    book: Book = Path(),
    locale: Locales = None,
    edition: Editions = None,
    on: On = "",
    warn: Warn = 30,
    only_open: Open = False,
    as_json: Json = False,
    strict: Strict = False,
    jobs: Jobs = 0,
    jail: Jail = True,
) -> None:
    """Show the pictures of a book: whose each is, its licence, where it is used, and what speaks against showing it today.

    That is what has no rights, what has ended or will end soon, and what is in an edition that its licence does not cover. A
    build judges by the day of the book, this command by today.
    """
    from bookbuilder import api
    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.cli.shared.run_build import Command, confine_and_start
    from bookbuilder.cli.shared.translations import reporting
    from bookbuilder.diagnostics import Findings
    from bookbuilder.pipeline.build_request import BuildRequest
    from bookbuilder.pipeline.picture_inventory import as_json as exported
    from bookbuilder.printed_text import json_text
    from bookbuilder.world import World

    findings = Findings()
    day = _day(on) if on else World(book).today
    with reporting(book, findings):
        session = confine_and_start(Command(book, jobs=jobs, jail=jail), World(book))
        with session.store or nullcontext():
            diagnostics, found = api.pictures(session, BuildRequest(locale or (), edition or ()))
        findings.extend(diagnostics)
        shown = [one for one in found if not only_open or one.problems(day, warn)]
        if as_json:
            data = {"day": day.isoformat(), "pictures": [exported(one, day, warn) for one in shown]}
            print(json_text(data, indent=2))
        else:
            _tell(shown, found, day, warn, book)
        if strict and not findings.failed and any(one.problems(day, warn) for one in found):
            print_findings.diagnostics(findings.sorted(), print_findings.err(), book)
            raise typer.Exit(exit_codes.BOOK)


def _day(text: str) -> dt.date:
    import datetime

    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            Phrase("{text!r} is no date such as 2027-01-31", text=text), param_hint="--on"
        ) from None


def _tell(
    shown: Sequence[ListedPicture], found: Sequence[ListedPicture], day: dt.date, warn: int, book: Path
) -> None:
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.paths_in_messages import local_place

    console = print_findings.out()
    for one in shown:
        problems = one.problems(day, warn)
        print_findings.print_line(console, (local_place(book, one.path), "bold"))
        for line in map(console.translation.text, _lines(one, console.translation)):
            print_findings.print_line(console, (f"  {line}", ""))
        for problem in problems:
            print_findings.print_line(console, (f"  {console.translation.text(problem)}", "yellow"))
        for place in one.places:
            print_findings.print_line(console, (f"    {local_place(book, str(place))}", "cyan"))
    left = sum(bool(one.problems(day, warn)) for one in found)
    unknown = sum(not one.rights.known for one in found)
    console.print(
        counted(
            len(found),
            "1 picture on {day}: {left:,} with something to do, {unknown:,} without rights",
            "{count:,} pictures on {day}: {left:,} with something to do, {unknown:,} without rights",
            day=day,
            left=left,
            unknown=unknown,
        ),
        markup=False,
    )


def _lines(one: ListedPicture, said: Translation) -> list[str]:
    """Return what is known of the rights in a picture, a line for each kind."""
    rights = one.rights
    bounds = [
        ", ".join(rights.media),
        " ".join(rights.territory),
        Phrase("from {day}", day=rights.starts) if rights.starts else "",
        Phrase("until {day}", day=rights.ends) if rights.ends else "",
    ]
    shown = "; ".join(map(said.text, filter(None, bounds)))
    lines = [
        (Phrase("credit: {text}", text=one.credit), one.credit),
        (Phrase("licence: {text}", text=rights.licence), rights.licence),
        (Phrase("shown: {text}", text=shown), shown),
        (Phrase("made: {text}", text=rights.made), rights.made),
        (Phrase("source: {text}", text=rights.source), rights.source),
    ]
    return [line for line, text in lines if text]
