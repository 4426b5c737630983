"""HTML: the whole book as one accessible page, without scripts, with its pictures inside."""

from __future__ import annotations

from bookbuilder.diagnostics import Report
from bookbuilder.exporters.exporter import Exporter, ExportInput
from bookbuilder.exporters.html.html_dialect import HtmlDialect
from bookbuilder.exporters.pandoc_document import pandoc_document
from bookbuilder.exporters.pictures import exported_pictures
from bookbuilder.pandoc.run_pandoc import run_pandoc

_STYLE = b"""\
<style>
.label, .aside-title, .callout-title, .chronology-title, .summary { font-weight: bold }
.dateline, .byline, .credit { opacity: .8 }
.chapter-number { font-weight: normal; margin-inline-end: .5em }
.aside, .callout, .chronology, .details { border-inline-start: .25em solid; padding-inline-start: 1em }
.epigraph, .pullquote { font-style: italic; margin-inline: 2em }
.smallcaps { font-variant: small-caps }
nav li, .index li, .numbered-list li, .imprint { line-height: 2 }
img { max-width: 100%; height: auto }
</style>
"""
_INCLUDED = {"in-header": _STYLE, "before-body": b"<main>\n", "after-body": b"</main>\n"}
"""Our additions to pandoc's page, by their place: a landmark around the text, and styles for boxes and labels."""


def export(given: ExportInput, report: Report) -> dict[str, bytes]:
    """Return the page."""
    pictures = exported_pictures(given.book, report, embedded=True, drawings=True)
    document, _ = pandoc_document(given, HtmlDialect(), pictures)
    options = [
        "--standalone",
        "--toc",
        "--section-divs",
        *(f"--include-{where}={where}" for where in _INCLUDED),
    ]
    return {"": run_pandoc(given.world, document, "html5", options, _INCLUDED)}


EXPORTER = Exporter("html", ".html", "one accessible page of HTML", export)
