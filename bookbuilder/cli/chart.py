"""`bookbuilder chart`: draws a data file in every kind of chart that can show it, to try which one does so best."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

PAGES = (".html", ".htm")
"""Ends of files that a browser is opened for; a drawing is put somewhere else."""

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="The data: a CSV or XLSX file.", exists=True, dir_okay=False, show_default=False
    ),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--kind", "-k", metavar="NAME", help="Only this kind of chart, such as line; can be given several times.",
        show_default="every kind that can show the data",
    ),
]  # fmt: skip
X = Annotated[
    str, typer.Option("--x", metavar="COLUMN", help="The column with categories or days.", show_default="the first")
]  # fmt: skip
Y = Annotated[
    list[str] | None,
    typer.Option(
        "--y", metavar="COLUMN", help="A column with numbers; can be given several times.", show_default="all others"
    ),
]  # fmt: skip
Values = Annotated[
    str, typer.Option("--values", metavar="WORD", help="What bare numbers are, such as money:EUR.", show_default=False)
]  # fmt: skip
Tag = Annotated[str, typer.Option("--locale", "-l", metavar="TAG", help="The language, such as de.")]
Theme = Annotated[
    str, typer.Option("--theme", metavar="NAME", help="The theme, whose fonts and colours it has.")
]
Into = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Where it is written: a page (.html), or the drawing of one kind (.svg).",
        show_default="aid-charts.html for aid.csv, in this folder",
    ),
]  # fmt: skip
Open = Annotated[
    bool | None,
    typer.Option(
        "--open/--no-open", help="Open the page in the browser.",
        show_default="it is opened from a terminal of a desktop",
    ),
]  # fmt: skip


def ask(**arguments: Any) -> dict[str, Any]:
    """Return the arguments; before the data are read, the browser is asked for: the process that reads them cannot."""
    from bookbuilder.cli.shared.desktop import has_desktop
    from bookbuilder.jail.browser import open_when_done

    place = _place(arguments["file"], arguments["output"])
    wanted = arguments["open_"]
    if place.suffix in PAGES and (has_desktop() if wanted is None else wanted):
        open_when_done(place.resolve().as_uri())
    return arguments


def _place(file: Path, output: Path | None) -> Path:
    return output or Path(f"{file.stem}-charts.html")


def command(
    file: File,
    kind: Kinds = None,
    x: X = "",
    y: Y = None,
    values: Values = "",
    locale: Tag = "de",
    theme: Theme = "dossier",
    output: Into = None,
    open_: Open = None,
) -> None:
    """Draw a data file in every kind of chart that can show it, on a page to look at in a browser.

    Below each drawing stands the directive to copy into a chapter. What is wrong with the data is shown with its row and
    column. The page has its fonts in it, and asks no server for anything. It is opened in the browser if the command is
    typed in a terminal of a desktop.
    """
    del open_  # `ask` has looked at it
    from dataclasses import replace

    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.cli.shared.chart_samples import SampleRequest, chart_samples, written
    from bookbuilder.diagnostics import BookbuilderError, Findings, Span
    from bookbuilder.jail.browser import open_written
    from bookbuilder.jail.supervise import is_worker
    from bookbuilder.world import World

    findings = Findings()
    asked = SampleRequest(file, tuple(kind or ()), x, tuple(y or ()), values, locale, theme)
    place = _place(file, output)
    data = b""
    try:
        data = written(chart_samples(asked, findings), asked, place.suffix, findings)
    except BookbuilderError as error:
        findings.extend(replace(one, span=Span()) for one in error.diagnostics)
    print_findings.diagnostics(findings.sorted(), print_findings.err(), Path())
    if findings.failed or not data:
        raise typer.Exit(exit_codes.code(findings.sorted(), strict=False))
    World(place.resolve().parent).publish(".", [(place.name, {"": data})])
    print_findings.out().print(place.as_posix(), markup=False)
    if not is_worker():  # else the front process does so
        open_written()
