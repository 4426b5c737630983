"""Closes the gaps in a line where words were left out, so that no two spaces follow one another."""

from __future__ import annotations

from msgspec.structs import replace

from bookbuilder.diagnostics import Span
from bookbuilder.document.nodes import Break, Inline, Text

_CLOSING = frozenset(",.;:!?)]}»”’…、。，．；：！？）」』】》،؛؟")
"""Signs that stand directly behind a word."""


def join_text(out: list[Inline], text: Text, *, first: bool) -> None:
    """Add the text behind a gap to the inlines before it: with one space where there were two, and none where no word
    precedes it, or a sign follows. `first`: this is the content of a block."""
    last = out[-1] if out else None
    spaced = last.text[-1:].isspace() if isinstance(last, Text) else isinstance(last, Break)
    rest = text.text.lstrip() if spaced or (first and last is None) else text.text
    if isinstance(last, Text) and spaced and rest[:1] in _CLOSING and rest == text.text and rest:
        out.pop()
        if words := last.text.rstrip():
            out.append(replace(last, text=words))
    if rest:
        span, cut = text.span, len(text.text) - len(rest)
        out.append(replace(text, text=rest, span=Span(span.path, span.line, span.column + cut)))


def strip_end(out: list[Inline]) -> None:
    """Take the spaces and line breaks from the end of a block, behind which words were left out."""
    while out and isinstance(last := out[-1], Break | Text):
        words = last.text.rstrip() if isinstance(last, Text) else ""
        if isinstance(last, Text) and words == last.text:
            return
        out.pop()
        if isinstance(last, Text) and words:
            out.append(replace(last, text=words))
            return
