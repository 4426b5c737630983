"""The web edition: a folder that works without a server, and the whole book in one file."""

from functools import partial
from importlib import import_module

from bookbuilder.diagnostics import Progress, Report
from bookbuilder.formats.format import Artifact, Book, Format


def _render(book: Book, report: Report, say: Progress) -> tuple[Artifact, ...]:
    """Load what the format needs only when an edition is made in it."""
    from bookbuilder.formats.web.render import render

    return render(book, report, say)


FORMAT = Format(
    "web",
    "A site of static pages, and the whole book as one file for a browser.",
    _render,
    load=partial(import_module, f"{__name__}.render"),
)
