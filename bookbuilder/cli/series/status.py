"""`bookbuilder series status`: shows what each book of a series lacks, in each locale."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookbuilder.cli.shared.series_folder import SeriesOption, find_series
from bookbuilder.phrases import Phrase

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bookbuilder.series_desk.series_status import BookStatus

AsJson = Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")]
Html = Annotated[
    Path | None,
    typer.Option(
        "--html", metavar="FILE", dir_okay=False, help="Write a page for the desk.", show_default=False
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Fail unless nothing is missing.")]
HEAD = (
    Phrase("book"),
    Phrase("locale"),
    Phrase("translation"),
    Phrase("checks"),
    Phrase("signature"),
    Phrase("built"),
    Phrase("to do"),
)


def command(
    series: SeriesOption = Path(), as_json: AsJson = False, html: Html = None, strict: Strict = False
) -> None:
    """Show what each book of a series lacks in each locale: translation, checks, signature, a build.

    Nothing is built or checked for that. Checks count if the book has not changed since.
    """
    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.cli.shared.translations import reporting
    from bookbuilder.diagnostics import Findings, Severity
    from bookbuilder.series_desk.series_books import read_series_books
    from bookbuilder.series_desk.series_status import series_problems, series_status
    from bookbuilder.series_desk.status_report import as_json as exported
    from bookbuilder.series_desk.status_report import html_page
    from bookbuilder.world import World

    findings = Findings()
    with reporting(series, findings):
        found = read_series_books(World(series.resolve()))
        books, today = series_status(found), found.world.today
        findings.extend(series_problems(found))
        findings.extend(one for book in books for one in book.problems if one.severity == Severity.ERROR)
        if as_json:
            print(exported(books, today))
        elif html is not None:
            name = html.resolve()
            page = html_page(found.world, books, found.about.id or found.world.root.name, today)
            World(name.parent).publish(".", [(name.name, {"": page.encode()})])
            print_findings.out().print(str(html), markup=False)
        else:
            _tell(books, today)
        open_work = any(any(locale.missing()) for book in books for locale in book.locales)
        if strict and open_work and not findings.failed:
            print_findings.diagnostics(findings.sorted(), print_findings.err(), series)
            raise typer.Exit(exit_codes.BOOK)


def _tell(books: Sequence[BookStatus], today: dt.date) -> None:
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.series_desk.status_report import cells

    console = print_findings.out()
    say = console.translation.text
    rows = [tuple(map(say, HEAD))]
    for book in books:
        name = f"{book.folder} · {book.issue}" if book.issue else book.folder
        for number, locale in enumerate(book.locales):
            missing = ", ".join(map(say, locale.missing())) or say(Phrase("nothing"))
            shown = map(say, cells(locale, today))
            rows.append((name if number == 0 else "", locale.name, *shown, missing))
        if not book.locales:
            rows.append((name, "", "", "", "", "", say(Phrase("mend book.toml"))))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for number, row in enumerate(rows):
        line = "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        console.print(
            line, markup=False, highlight=False, soft_wrap=True, style="bold" if number == 0 else None
        )


def ask(**arguments: Any) -> dict[str, Any]:
    """Add the folder of the series to the arguments (`command_jail`): the command may write the caches of its books."""
    return {**arguments, "series": find_series(arguments["series"])}
