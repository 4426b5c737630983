"""Finds where in a file the expression of `claim=` or `computed=` begins, so that a problem in it is shown there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from markdown_it.token import Token

from bookbuilder.diagnostics import Span
from bookbuilder.document.nodes import WrittenExpression
from bookbuilder.markdown.attributes import braces, keys
from bookbuilder.markdown.inline_context import InlineContext

KEYS = ("claim", "computed")


def written_expressions(
    token: Token, end: int, locate: Callable[[int], Span], context: InlineContext
) -> Mapping[str, WrittenExpression]:
    """Return the expressions in the braces of marked words with their places, by key; the first braces end at offset
    `end`."""
    if token.type != "span_open" or not any(key in token.attrs for key in KEYS):
        return {}
    start, stop = next(braces(context.text, max(context.text.rfind("]{", 0, end), 0)), (0, 0))
    written = {key: str(token.attrs[key]) for key in KEYS if key in token.attrs}
    return {
        key: one
        for key, one in _expressions(start, stop, locate, context)
        if _begins_as_parsed(one, written.get(key))
    }


def picture_expression(
    written: str, start: int, span: Span, locate: Callable[[int], Span], context: InlineContext
) -> WrittenExpression:
    """Return what the braces of a picture claim, with its place; the picture begins at an offset of the text, `span` is its
    place."""
    for begin, end in braces(context.text, start, behind=")"):
        for key, one in _expressions(begin, end, locate, context):
            if key == "claim" and _begins_as_parsed(one, written):
                return one
    return WrittenExpression(written, span)


def _expressions(
    start: int, end: int, locate: Callable[[int], Span], context: InlineContext
) -> Iterator[tuple[str, WrittenExpression]]:
    """Yield the expressions in braces between two offsets, by key. They are read here, since the parser of attributes gives
    a value of two lines without the second one."""
    for offset, key in keys(context.text, start, end):
        value = _VALUE.match(context.text, offset + len(key) + 1, end) if key in KEYS else None
        if value:
            place = context.place_or(locate)(value.start(value.lastgroup or 0))
            yield key, WrittenExpression(value[value.lastgroup or 0], place)


def _begins_as_parsed(one: WrittenExpression, parsed: str | None) -> bool:
    """Whether an expression is the one that the parser has found; one with escapes is not looked for."""
    return parsed is not None and one.text.startswith(parsed)


_VALUE = re.compile(r"\"(?P<quoted>[^\"\\]*)\"|(?P<bare>[^\s\"{}]+)")


def option_expression(
    options: Mapping[str, str], places: Mapping[str, Span], span: Span
) -> WrittenExpression | None:
    """Return what a directive claims by its option, with the place of that; None if it claims nothing."""
    text = options.get("claim", "").strip()
    if not text:
        return None
    place = places.get("claim", span)
    return WrittenExpression(text, Span(place.path, place.line, place.column + len('claim="')))
