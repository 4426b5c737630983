"""Reports paragraphs that cannot be set in as many lines as their author asks for."""

from __future__ import annotations

from collections.abc import Iterable

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.formats.pdf.compile.layout_findings import UnmetLines

UNMET = Rule(
    "paragraph.lines",
    "lines={asked} is not followed: {problem}",
    "`{lines=+1}` and `{lines=-1}` above a paragraph ask for a line more or less than it takes at its best. A paragraph can"
    " be set so if its last line is nearly full, or holds a word or two, and more easily the longer it is. Otherwise it is"
    " set at its best.",
    Severity.NOTICE,
)


def report_unmet(paragraphs: Iterable[UnmetLines], report: Report) -> None:
    """Report each paragraph that is not set as asked (`paragraph.lines`)."""
    for unmet in paragraphs:
        report(
            UNMET,
            span(unmet.source),
            asked=f"{unmet.asked:+d}",
            problem=_problem(unmet),
            hint=_hint(unmet),
        )


def span(written: str) -> Span:
    """Return the place that `str` of a `Span` has written.

    >>> span("chapters/de/03-mittwoch.md:14:7")
    Span(path='chapters/de/03-mittwoch.md', line=14, column=7)
    """
    path, line, column = written.rsplit(":", 2)
    return Span(path, int(line), int(column))


def _problem(unmet: UnmetLines) -> str:
    if not unmet.best:
        return "the paragraph is broken line by line"
    count = unmet.best + unmet.asked
    if not count:
        return "the paragraph has only one line"
    return f"the paragraph cannot be set in {count} {'line' if count == 1 else 'lines'}"


def _hint(unmet: UnmetLines) -> str:
    if not unmet.best:
        return "take it out, or change the text"
    lines = "line" if unmet.best == 1 else "lines"
    return f"it takes {unmet.best} {lines} at its best; a word more or less may help, or take the wish out"
