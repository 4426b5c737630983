"""Finds what a chapter claims of facts, and takes the marks of claims out of what is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bookbuilder.diagnostics import Span
from bookbuilder.document import nodes
from bookbuilder.document.walk import node_fields, plain, transform, walk


@dataclass(frozen=True, slots=True)
class ClaimInText:
    """A claim: its expression, the words that it stands behind, where they begin, and whether these are the alternative text
    of a picture."""

    expression: nodes.WrittenExpression
    words: str
    span: Span
    picture: bool = False


def without_claims(chapter: nodes.Chapter) -> nodes.Chapter:
    """Return a chapter with the words of its claims alone."""
    if not any(isinstance(node, nodes.Claim) for node in walk(chapter)):
        return chapter

    def words(node: nodes.Node) -> nodes.Node | tuple[nodes.Node, ...]:
        return node.content if isinstance(node, nodes.Claim) else node

    result: nodes.Chapter = transform(chapter, words)
    return result


def claims_in(value: object, language: str) -> Iterator[ClaimInText]:
    """Yield the claims of a chapter as it was written, in reading order; passages in other languages are passed over."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, tuple):
            waiting.extend(current[::-1])
            continue
        if not isinstance(current, nodes.Node | nodes.Chapter):
            continue
        if current.lang and current.lang.split("-")[0].casefold() != language:
            continue
        match current:
            case nodes.Claim(expression, content):
                yield ClaimInText(expression, plain(content), current.span)
            case nodes.Image(alt=alt, claim=nodes.WrittenExpression() as expression):
                yield ClaimInText(expression, alt, current.span, picture=True)
            case _:
                pass
        waiting.extend(getattr(current, name) for name in node_fields(type(current))[::-1])
