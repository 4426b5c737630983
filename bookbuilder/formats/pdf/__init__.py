"""The print edition: a PDF by WeasyPrint."""

from bookbuilder.formats.format import Format
from bookbuilder.formats.pdf.render import render

FORMAT = Format("pdf", "A PDF for print and screen.", render)
