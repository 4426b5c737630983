"""Checks that the style sheets and style attributes that templates make can be read (`document/style_limits`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

from bookbuilder.diagnostics import BookbuilderError, Findings, Span, diagnostic
from bookbuilder.document.style_limits import EXCESSIVE, excess, without_template
from bookbuilder.html.theme import Theme
from bookbuilder.html.theme_position import position_in, theme_position

_INLINE = re.compile(
    r"""\sstyle\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s>"']++))"""
    r"""|<style\b[^>]*+>(?P<sheet>(?s:.*?))(?:</style|\Z)""",
    re.IGNORECASE,
)


def require_bounded(css: str, source: str, path: str) -> str:
    """Return a style sheet that a template has made; `source` is the template, with this path. Raises `BookbuilderError`
    (`style.excessive`) if it is too much."""
    findings = Findings()
    lines = css.split("\n")
    for problem, line, column in excess(css):
        shown = lines[line - 1] if line <= len(lines) else ""
        words = shown.strip()[:200]
        span = position_in(path, source, words) if words else Span(path)
        if span.line and words in source:
            span = Span(path, span.line, span.column + column - 1 - (len(shown) - len(shown.lstrip())))
        findings(EXCESSIVE, span, problem=problem)
    if findings.failed:
        raise BookbuilderError(*findings.sorted())
    return css


def require_bounded_together(css: str, theme: Theme) -> str:
    """Return the style sheet of a medium, in which sheets use the variables of others. Raises `BookbuilderError`
    (`style.excessive`) if it is too much."""
    for problem, line, _ in excess(css)[:1]:
        words = css.split("\n")[line - 1].strip()
        raise BookbuilderError(diagnostic(EXCESSIVE, theme_position(theme, words[:200]), problem=problem))
    return css


def require_bounded_page(page: str, sheets: Mapping[str, str], template: Span) -> None:
    """Raise `BookbuilderError` (`style.excessive`) if the style attributes and style elements of a page that a `template`
    made are too much. They may use the variables of the theme's style sheets."""
    inline = list(_inline_styles(page))
    joined = "\n".join(inline)
    if not joined:
        return
    together = "\n".join([*map(without_template, sheets.values()), joined]) if "--" in joined else ""
    for style in (*inline, together):
        for problem, _, _ in excess(style)[:1]:
            raise BookbuilderError(diagnostic(EXCESSIVE, template, problem=problem))


def _inline_styles(page: str) -> Iterator[str]:
    """Yield the style attributes of a page, each as a rule, and its style elements."""
    for match in _INLINE.finditer(page):
        value = match["double"] or match["single"] or match["bare"] or ""
        yield match["sheet"] if match["sheet"] is not None else f"*{{{unescape(value)}}}"
