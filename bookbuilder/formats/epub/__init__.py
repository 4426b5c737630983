"""The e-book: an EPUB 3.3 that old readers open as well, packed by EbookLib from finished documents."""

from functools import partial
from importlib import import_module

from bookbuilder.diagnostics import Progress, Report
from bookbuilder.formats.format import Artifact, Book, Format


def _render(book: Book, report: Report, say: Progress) -> tuple[Artifact, ...]:
    """Load what the format needs only when an edition is made in it."""
    from bookbuilder.formats.epub.render import render

    return render(book, report, say)


FORMAT = Format(
    "epub",
    "An EPUB 3 for e-readers, phones and tablets.",
    _render,
    numbered=True,
    load=partial(import_module, f"{__name__}.render"),
)
