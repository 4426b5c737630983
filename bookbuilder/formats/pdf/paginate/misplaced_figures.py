"""Reports figures and tables that could not stand where their authors ask for them."""

from __future__ import annotations

from collections.abc import Iterable

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.formats.pdf.compile.layout_findings import MisplacedFigure
from bookbuilder.formats.pdf.paginate.unmet_lines import span

PLACE = Rule(
    "figure.place",
    "float={asked} is not followed: {problem}",
    "`float` asks for the head or the foot of a page, or for a page of its own. A figure or a table moves there past the"
    " text that follows it, between the paragraphs of its chapter: not out of a list or a box, nor past a page break of"
    " yours or a figure that stays where it is written. It stands elsewhere if no page begins before that, or if pages"
    " would be left with holes of several lines. Where it stands is measured on the finished pages.",
    Severity.NOTICE,
)
_INSIDE = "take it out, and put it between two paragraphs of the chapter"
_ABOVE = "put it further above"
_REASONS = {
    "list": ("it stands inside a list", _INSIDE),
    "quotation": ("it stands inside a quotation", _INSIDE),
    "box": ("it stands inside a box", _INSIDE),
    "table": ("it stands inside a table", _INSIDE),
    "columns": (
        "it stands in one of two columns",
        "in a bilingual edition, it stands beside its translation",
    ),
    "high": ("it is higher than a page", "make it smaller, or two of it"),
    "break": (
        "no page begins between it and your page break",
        f"{_ABOVE}, or the page break further below",
    ),
    "order": (
        "no page begins between it and the next one, which is not moved",
        f"figures and tables keep their order: {_ABOVE}, or let the next one move as well",
    ),
    "barrier": (
        "no page begins between it and text that is broken line by line, or a table that is parted",
        f"none is moved behind such: {_ABOVE}",
    ),
    "end": ("no page begins between it and the chapter's end", _ABOVE),
    "kept": ("what follows it stays with it", "put it elsewhere"),
    "unplanned": (
        "its page is not planned, behind a table that is parted or text that is broken line by line",
        "put it elsewhere, or take the wish out",
    ),
    "": ("a page would be left with a hole", "add or cut some lines before it, or put it elsewhere"),
}


def report_misplaced(figures: Iterable[MisplacedFigure], report: Report) -> None:
    """Report each figure that stands elsewhere than asked for (`figure.place`)."""
    for figure in figures:
        problem, hint = _REASONS[figure.reason]
        report(PLACE, span(figure.source), asked=figure.asked, problem=problem, hint=hint)
