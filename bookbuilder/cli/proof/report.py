"""`bookbuilder proof report`: reports who marked what in proofs, and what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.options import Book

HtmlTo = Annotated[
    Path | None,
    typer.Option(
        "--html", metavar="FILE", help="Write it as a page for the file.", dir_okay=False, show_default=False
    ),
]


def command(book: Book = Path(), html: HtmlTo = None) -> None:
    """Report by chapter who marked what in the proofs of the book, and what became of it.

    It is printed as Markdown, or written as a page that others can read.
    """
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.translations import reporting
    from bookbuilder.diagnostics import Findings
    from bookbuilder.proof.desk import read_desk
    from bookbuilder.proof.proof_report import html_report, markdown_report
    from bookbuilder.world import World

    findings = Findings()
    with reporting(book, findings):
        desk, said = read_desk(World(book), findings), print_findings.user_language()
        if html is None:
            print(markdown_report(desk, said), end="")
            return
        page = html_report(desk, said, World(Path()))
        World(html.resolve().parent).publish(".", [(html.name, {"": page})])
        print_findings.out().print(str(html), markup=False)
