"""Turns inlines of pandoc's document tree, as its citation processor makes them, into ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from bookbuilder.diagnostics import Span
from bookbuilder.document import nodes
from bookbuilder.document.walk import plain, transform
from bookbuilder.pandoc.pandoc_ast import Element

_STYLES = {
    "Emph": "emphasis", "Strong": "strong", "Superscript": "superscript", "Subscript": "subscript", "Strikeout": "strike",
}  # fmt: skip
_QUOTES = {"SingleQuote": "'", "DoubleQuote": '"'}
"""Straight ones: the typography of the locale makes its own of them."""
UPRIGHT = ("nodecoration", "nodecor")
"""The classes of words that a style, or a title, keeps upright in italics: the `v.` of *Roe v. Wade*."""
TO_SOURCE = "#ref-"
"""How the links begin that pandoc makes from a citation to the entry of its source."""


def own_inlines(
    content: Sequence[Element], span: Span, *, emphasized: bool = False
) -> tuple[nodes.Inline, ...]:
    """Return our nodes; texts that follow one another are one, and a link to the entry of a source is a reference to its
    key, which is not resolved. Inside `emphasized` words upright ones are emphasized again, as a theme sets them."""
    result: list[nodes.Inline] = []
    for element in content:
        for node in _own(element, span, emphasized=emphasized):
            if isinstance(node, nodes.Text) and result and isinstance(result[-1], nodes.Text):
                result[-1] = nodes.Text(result[-1].text + node.text, span=span)
            else:
                result.append(node)
    return tuple(result)


def _own(element: Element, span: Span, *, emphasized: bool) -> tuple[nodes.Inline, ...]:
    kind: str = element["t"]
    value: Any = element.get("c")
    match kind:
        case "Str":
            return (nodes.Text(value, span=span),)
        case "Space" | "SoftBreak" | "LineBreak":
            return (nodes.Text(" ", span=span),)
        case "Emph" | "Strong" | "Superscript" | "Subscript" | "Strikeout":
            inner = own_inlines(value, span, emphasized=emphasized or kind == "Emph")
            return (nodes.Styled(_STYLES[kind], inner, span=span),)
        case "SmallCaps":
            inner = own_inlines(value, span, emphasized=emphasized)
            return (nodes.Styled("span", inner, classes=("smallcaps",), span=span),)
        case "Quoted":
            mark = nodes.Text(_QUOTES[value[0]["t"]], span=span)
            return (mark, *own_inlines(value[1], span, emphasized=emphasized), mark)
        case "Link":
            return _link(value[1], value[2][0], span)
        case "Span" if emphasized and any(name in UPRIGHT for name in value[0][1]):
            return (nodes.Styled("emphasis", own_inlines(value[1], span), span=span),)
        case "Span" | "Cite":
            return own_inlines(value[1], span, emphasized=emphasized)
        case "Underline":
            return own_inlines(value, span, emphasized=emphasized)
        case "Code":
            return (nodes.CodeText(value[1], span=span),)
        case _:
            return ()


def _link(content: Sequence[Element], address: str, span: Span) -> tuple[nodes.Inline, ...]:
    inner = own_inlines(content, span)
    if address.startswith(TO_SOURCE):
        # Links stand side by side: HTML has none inside another.
        ahead = next((place for place, node in enumerate(inner) if isinstance(node, nodes.Link)), len(inner))
        key = address.removeprefix(TO_SOURCE)
        reference = nodes.Reference(key, inner[:ahead], role="doc-biblioref", span=span)
        return (reference, *inner[ahead:]) if ahead else inner
    if address.startswith(("http://", "https://")):
        return (nodes.Link(address, inner, span=span),)
    return inner


def with_square_brackets(content: tuple[nodes.Inline, ...]) -> tuple[nodes.Inline, ...]:
    """Return inlines that stand in round brackets with square ones inside these, as typesetters do."""
    first, last = (content[0], content[-1]) if len(content) > 1 else (None, None)
    if not (isinstance(first, nodes.Text) and first.text.startswith("(")):
        return content
    if not (isinstance(last, nodes.Text) and last.text.endswith(")")):
        return content

    def square(node: nodes.Node) -> nodes.Node:
        return replace(node, text=node.text.translate(_SQUARE)) if isinstance(node, nodes.Text) else node

    inner = (replace(first, text=first.text[1:]), *content[1:-1], replace(last, text=last.text[:-1]))
    head, *middle, tail = transform(inner, square)
    ends = (replace(head, text=f"({head.text}"), *middle, replace(tail, text=f"{tail.text})"))
    return tuple(ends)


_SQUARE = str.maketrans("()", "[]")


def ended(content: tuple[nodes.Inline, ...], ending: str) -> tuple[nodes.Inline, ...]:
    """Return inlines that end as a sentence does: `ending` is added unless it, or another end of a sentence, is there."""
    # A point inside quotation marks ends the sentence, one inside brackets does not: “(Kairo, o. J.).”
    text = plain(content).rstrip("\"'”“»’")
    if not content or not ending or text.endswith((ending, "?", "!", "…")):
        return content
    return (*content, nodes.Text(ending, span=content[-1].span))
