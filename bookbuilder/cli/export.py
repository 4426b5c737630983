"""`bookbuilder export`: writes the book as an editable file: Word, LibreOffice, InDesign, Markdown, HTML or JATS."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.options import Everything, Jail, Jobs
from bookbuilder.cli.shared.translations import BookOption
from bookbuilder.phrases import Phrase


def _complete(incomplete: str) -> list[str]:
    from bookbuilder import discovery
    from bookbuilder.exporters.exporter import Exporter

    found = discovery.values("bookbuilder.exporters", "EXPORTER", Exporter)
    return [exporter.name for exporter in found if exporter.name.startswith(incomplete)]


Form = Annotated[
    str,
    typer.Argument(
        metavar="FORMAT", help="docx, odt, icml, markdown, html or jats.", autocompletion=_complete
    ),
]
Locale = Annotated[
    str,
    typer.Option(
        "--locale", "-l", metavar="NAME", help="The locale to export.", show_default="the source language"
    ),
]
Edition = Annotated[
    str,
    typer.Option(
        "--edition",
        "-e",
        metavar="NAME",
        help="The edition to export, where their texts differ; a bilingual one has both languages.",
        show_default="the first one in one language",
    ),
]
Flavour = Annotated[
    str,
    typer.Option(
        metavar="NAME", help="The flavour of Markdown: commonmark or pandoc.", show_default="commonmark"
    ),
]
Reference = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="A document of the same format whose styles are used (the house style).",
    ),
]
Map = Annotated[
    Path | None,
    typer.Option(
        "--map",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="TOML file with the roles of the styles of the reference document.",
        show_default="import.toml of the book",
    ),
]
For = Annotated[
    str,
    typer.Option(
        "--for",
        metavar="PURPOSE",
        help="review: what is changed in the file can be merged into the chapters again (docx and odt).",
        show_default="nothing comes back",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Where to write.",
        show_default="output/export, by the book's name",
    ),
]
REVIEW = "review"


def command(  # typer reads the options from the parameters
    form: Form,
    book: BookOption = Path(),
    locale: Locale = "",
    edition: Edition = "",
    flavour: Flavour = "",
    reference: Reference = None,
    styles: Map = None,
    output: Output = None,
    purpose: For = "",
    everything: Everything = False,
    jobs: Jobs = 0,
    jail: Jail = True,
) -> None:
    """Write the book as a file to go on editing: for Word, LibreOffice, InDesign, or as Markdown, HTML or JATS.

    The text is that of the edition: with its facts, references and typography. Needs pandoc.
    """
    from bookbuilder.cli.shared import outcome
    from bookbuilder.cli.shared.run_build import Command, run_export
    from bookbuilder.exporters.exporter import exporters
    from bookbuilder.pipeline.export_request import ExportRequest

    known = exporters()
    if form not in known:
        raise typer.BadParameter(Phrase("write one of {names}", names=", ".join(known)), param_hint="FORMAT")
    if flavour and flavour not in known[form].flavours:
        values = ", ".join(known[form].flavours) or "nothing"
        raise typer.BadParameter(
            Phrase("for {form} it can be {values}", form=form, values=values), param_hint="--flavour"
        )
    if reference and not known[form].reference:
        able = ", ".join(name for name, exporter in known.items() if exporter.reference)
        raise typer.BadParameter(
            Phrase("{form} takes no reference document; {able} do", form=form, able=able),
            param_hint="--reference",
        )
    if purpose not in ("", REVIEW):
        raise typer.BadParameter(Phrase("write one of {names}", names=REVIEW), param_hint="--for")
    if purpose and not known[form].review:
        able = ", ".join(name for name, exporter in known.items() if exporter.review)
        raise typer.BadParameter(
            Phrase("nothing comes back from {form}; {able} can", form=form, able=able), param_hint="--for"
        )
    request = ExportRequest(known[form], locale, edition, flavour, output=output, review=bool(purpose))
    asked = Command(book, outcome.Output(everything=everything), jobs, jail)
    raise typer.Exit(run_export(asked, request, reference, styles))
