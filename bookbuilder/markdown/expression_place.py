"""Finds where in a file the expression of `claim=` or `computed=` begins, so that a problem in it is shown there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markdown_it.token import Token

from bookbuilder.diagnostics import Span
from bookbuilder.document.nodes import WrittenExpression
from bookbuilder.markdown.attributes import braces, keys
from bookbuilder.markdown.inline_context import InlineContext

KEYS = ("claim", "computed")


def expression_places(
    token: Token, end: int, locate: Callable[[int], Span], context: InlineContext
) -> Mapping[str, Span]:
    """Return where the expressions in the braces of marked words begin, by key; the first braces end at offset `end`."""
    if token.type != "span_open" or not any(key in token.attrs for key in KEYS):
        return {}
    start, stop = next(braces(context.text, max(context.text.rfind("]{", 0, end), 0)), (0, 0))
    places: dict[str, Span] = {}
    for offset, key in keys(context.text, start, stop):
        if key in KEYS:
            begin = offset + len(key) + 1
            begin += context.text[begin : begin + 1] in ('"', "'")
            written = str(token.attrs.get(key, ""))
            if context.text.startswith(written, begin):
                places[key] = context.place_or(locate)(begin)
    return places


def option_expression(
    options: Mapping[str, str], places: Mapping[str, Span], span: Span
) -> WrittenExpression | None:
    """Return what a directive claims by its option, with the place of that; None if it claims nothing."""
    text = options.get("claim", "").strip()
    if not text:
        return None
    place = places.get("claim", span)
    return WrittenExpression(text, Span(place.path, place.line, place.column + len('claim="')))
