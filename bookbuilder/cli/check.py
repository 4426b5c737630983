"""`bookbuilder check`: shows everything that is wrong with the book."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.options import Book, Editions, Everything, Jail, Jobs, Json, Locales, Strict
from bookbuilder.phrases import Phrase

Fix = Annotated[
    bool,
    typer.Option(
        "--fix", help="Mend in the chapters what can be mended without a question; leaves the validators out."
    ),
]


Form = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORM",
        help="text, json, sarif (SARIF 2.1.0) or junit (JUnit XML).",
        autocompletion=lambda incomplete: [name for name in report_forms() if name.startswith(incomplete)],
    ),
]
Quick = Annotated[
    bool, typer.Option("--quick", "-q", help="Leave the validators out: only what bookbuilder itself sees.")
]
ReportTo = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Write what was checked, by whom and with which result, as a page to file and as JSON beside it.",
        dir_okay=False,
    ),
]
StatementTo = Annotated[
    Path | None,
    typer.Option(
        "--statement",
        metavar="FILE",
        help="Write what the book offers to readers with disabilities, as a page to publish.",
        dir_okay=False,
    ),
]
ReportLanguage = Annotated[
    str,
    typer.Option(
        "--report-language",
        metavar="LANGUAGE",
        help="The language of the report and the statement: de, en, es, fr or it.  [default: that of the book]",
        show_default=False,
        autocompletion=lambda incomplete: [name for name in _languages() if name.startswith(incomplete)],
    ),
]
Pictures = Annotated[
    Path | None,
    typer.Option(
        "--pictures",
        metavar="DIR",
        help="Draw what is told of pages into a folder, with a page that lists the pictures.",
        file_okay=False,
    ),
]
Sign = Annotated[
    bool,
    typer.Option(
        "--sign",
        help="After that, ask what no validator can judge, and keep the answers, a name and the date for this text.",
    ),
]


def report_forms() -> tuple[str, ...]:
    """Return the forms in which findings can be printed."""
    from bookbuilder import discovery

    return (
        "text",
        "json",
        *(
            name
            for name in discovery.names("bookbuilder.cli.shared.report_formats")
            if name != "report_format"
        ),
    )


def _languages() -> tuple[str, ...]:
    from bookbuilder.program_language.translation import languages
    from bookbuilder.world import World

    return languages(World(Path()))


def command(  # typer reads the options from the parameters
    book: Book = Path(),
    locale: Locales = None,
    edition: Editions = None,
    strict: Strict = False,
    as_json: Json = False,
    form: Form = "text",
    quick: Quick = False,
    report: ReportTo = None,
    statement: StatementTo = None,
    report_language: ReportLanguage = "",
    pictures: Pictures = None,
    sign: Sign = False,
    fix: Fix = False,
    jobs: Jobs = 0,
    everything: Everything = False,
    jail: Jail = True,
) -> None:
    """Show everything that is wrong with the book, and write nothing.

    The book is made as build makes it, pages included, but no file of it changes. Then every validator that is installed
    judges what was made: EPUBCheck, Ace, axe, veraPDF, the Nu Html Checker, and three of bookbuilder itself, one of which
    compares all words with the chapters.

    With --sign it then asks some ten questions that only a person can answer, and keeps the answers in signatures.toml:
    only with them the e-book says that it conforms to EPUB Accessibility 1.1.

    With --fix, slips of typing that are certain are mended in the chapters: spaces in a row, hyphens in ranges, straight
    quotation marks; and words of the program that have been renamed are written as they are called now.
    """
    from bookbuilder.cli.shared.outcome import Output
    from bookbuilder.cli.shared.run_build import CheckOptions, Command, run_check
    from bookbuilder.pipeline.build_request import BuildRequest

    if form not in report_forms():
        raise typer.BadParameter(
            Phrase("{form} is none of {names}", form=form, names=", ".join(report_forms())),
            param_hint="--format",
        )
    if as_json and form not in ("text", "json"):
        raise typer.BadParameter(Phrase("--json is --format json; ask for one form"), param_hint="--json")
    for option, place in (("--report", report), ("--statement", statement)):
        if place and (quick or fix):
            raise typer.BadParameter(
                Phrase("a report tells what validators said; --quick and --fix leave them out"),
                param_hint=option,
            )
    if report_language and report_language not in _languages():
        raise typer.BadParameter(
            Phrase("{form} is none of {names}", form=report_language, names=", ".join(_languages())),
            param_hint="--report-language",
        )
    if report_language and not (report or statement):
        raise typer.BadParameter(
            Phrase("it is the language of a report: add --report or --statement"),
            param_hint="--report-language",
        )
    if report and statement and report.with_suffix("") == statement.with_suffix(""):
        raise typer.BadParameter(
            Phrase("the report has this name; choose another one"), param_hint="--statement"
        )
    if sign and (quick or fix or as_json or form != "text"):
        raise typer.BadParameter(Phrase("who signs has seen the whole check, as text"), param_hint="--sign")
    request = BuildRequest(locale or (), edition or (), strict)
    output = Output(as_json or form == "json", form if form != "json" else "text", everything, strict)
    checking = CheckOptions(
        fix, not (quick or fix), report, statement, report_language, sign=sign, pictures=pictures
    )
    raise typer.Exit(run_check(Command(book, output, jobs, jail), request, checking))
