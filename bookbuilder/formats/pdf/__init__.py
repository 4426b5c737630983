"""The print edition: a PDF by WeasyPrint."""

from functools import partial
from importlib import import_module

from bookbuilder.diagnostics import Progress, Report
from bookbuilder.formats.format import Artifact, Book, Format


def _render(book: Book, report: Report, say: Progress) -> tuple[Artifact, ...]:
    """Load what the format needs only when an edition is made in it."""
    from bookbuilder.formats.pdf.render import render

    return render(book, report, say)


def _paginate(book: Book, report: Report, say: Progress) -> None:
    from bookbuilder.formats.pdf.render import paginate

    paginate(book, report, say)


FORMAT = Format(
    "pdf",
    "A PDF for print and screen.",
    _render,
    paginate=_paginate,
    load=partial(import_module, f"{__name__}.render"),
)
