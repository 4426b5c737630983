"""Parses a text of a TOML file that may hold what a line of a chapter holds."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Span
from bookbuilder.document.nodes import Inline
from bookbuilder.markdown.convert_blocks import Converter
from bookbuilder.markdown.dialect import Dialect
from bookbuilder.markdown.token_positions import PositionedSource


def parse_text(
    text: str, span: Span, dialect: Dialect, report: Report, *, exact: bool = False
) -> tuple[Inline, ...]:
    """Return the nodes of a text. It begins at `span` if it stands in its file letter by letter (`exact`); if not, its
    problems are reported there."""
    convert = Converter(PositionedSource(span.path, [], 0), report, {}, dialect)
    result = convert.text(text, span, None if exact else lambda _: None)
    convert.tally.report(report)
    return result
