"""Checks that the style sheets and style attributes that templates make can be read (`document/css_complexity`)."""

from __future__ import annotations

from collections.abc import Callable

from bookbuilder.diagnostics import BookbuilderError, Findings, Span, diagnostic
from bookbuilder.document.css_complexity import EXCESSIVE, excess, excess_of_attribute, excess_together
from bookbuilder.html.css_value_limits import MEASURE, excessive, excessive_in_attribute
from bookbuilder.html.page_markup import PageMarkup
from bookbuilder.html.theme import Theme
from bookbuilder.html.theme_position import position_in, theme_position


def require_bounded(css: str, source: str, path: str) -> str:
    """Return a style sheet that a template has made; `source` is the template, with this path. Raises `BookbuilderError`
    (`style.excessive`) if it is too much."""
    findings = Findings()
    for problem, line, column in excess(css):
        findings(EXCESSIVE, _position(css, line, column, source, path), problem=problem)
    if findings.failed:
        raise BookbuilderError(*findings.sorted())
    return css


def require_measured(css: str, source: str, path: str) -> str:
    """Return a style sheet of print that a template has made and that is not too much. Raises `BookbuilderError`
    (`theme.measure`) if it has measures that cannot be laid out."""
    findings = Findings()
    for name, value, limit, line, column in excessive(css):
        span = _position(css, line, column, source, path)
        findings(MEASURE, span, name=name, value=value, limit=limit)
    if findings.failed:
        raise BookbuilderError(*findings.sorted())
    return css


def _position(css: str, line: int, column: int, source: str, path: str) -> Span:
    """Return the position in a template, with this path, that made a position in its style sheet; only the file if that is
    not known."""
    lines = css.split("\n")
    shown = lines[line - 1] if line <= len(lines) else ""
    words = shown.strip()[:200]
    span = position_in(path, source, words) if words else Span(path)
    if span.line and words in source:
        return Span(path, span.line, span.column + column - 1 - (len(shown) - len(shown.lstrip())))
    return span


def require_bounded_together(css: str, theme: Theme) -> str:
    """Return the style sheet of a medium, in which sheets use the variables of others. Raises `BookbuilderError`
    (`style.excessive`) if it is too much."""
    for problem, line, _ in excess(css)[:1]:
        words = css.split("\n")[line - 1].strip()
        raise BookbuilderError(diagnostic(EXCESSIVE, theme_position(theme, words[:200]), problem=problem))
    return css


def require_measured_page(markup: PageMarkup, template: Span) -> None:
    """Raise `BookbuilderError` (`theme.measure`) if the style attributes and style elements of a page for print, which are
    not too much, have measures that cannot be laid out."""
    found = [problem for style in markup.sheets for problem in excessive(style)]
    found += [problem for style in markup.attributes for problem in excessive_in_attribute(style)]
    for name, value, limit, _, _ in found[:1]:
        raise BookbuilderError(diagnostic(MEASURE, template, name=name, value=value, limit=limit))


def require_bounded_page(markup: PageMarkup, sheet: Callable[[], str], template: Span) -> None:
    """Raise `BookbuilderError` (`style.excessive`) if the style attributes and style elements of a page that a `template`
    made are too much. They may use the variables of the style `sheet` of the medium."""
    problems = [problem for style in markup.sheets for problem in excess(style)[:1]]
    problems += [problem for style in markup.attributes for problem in excess_of_attribute(style)[:1]]
    if not problems and any("--" in style or "\\" in style for style in (*markup.sheets, *markup.attributes)):
        problems += excess_together([sheet(), *markup.sheets], markup.attributes)
    for problem, _, _ in problems[:1]:
        raise BookbuilderError(diagnostic(EXCESSIVE, template, problem=problem))
