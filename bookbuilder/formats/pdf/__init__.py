"""The print edition: a PDF by WeasyPrint."""

from bookbuilder.formats.format import Format

FORMAT = Format.of("pdf", "A PDF for print and screen.", f"{__name__}.render", paged=True, numbered=True)
