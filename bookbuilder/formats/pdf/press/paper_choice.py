"""Checks the paper that an edition chooses: it is one of its printer."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule, nearest
from bookbuilder.formats.pdf.press.profile import PrinterProfile
from bookbuilder.phrases import Phrase
from bookbuilder.project.project import Edition

PAPER = Rule(
    "press.paper",
    "{printer} has no paper {paper!r}",
    "The spine is as wide as the paper is thick. The profile of a printer lists its papers ([papers.…]), and an edition"
    " chooses one of them by its key: paper = …. A book's own printers/ adds others.",
)


def has_paper(printer: PrinterProfile, edition: Edition, report: Report) -> bool:
    """Whether a printer has the paper that an edition chooses, if it chooses one. Reports `press.paper`."""
    if not edition.paper or edition.paper in printer.papers:
        return True
    hint = nearest(edition.paper, printer.papers) or Phrase(
        "there are {papers}", papers=", ".join(printer.papers) or "none"
    )
    report(PAPER, edition.paper_span, hint=hint, printer=printer.name, paper=edition.paper)
    return False
