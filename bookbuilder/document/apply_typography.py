"""Applies the typography of its language to the text of a document, and that of another language to a passage in it.

The texts of a block are one flow: a quotation may open inside emphasis and close behind it. Code, addresses and values
of facts are seen by the rules and stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, get_args

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.walk import node_fields, plain
from bookbuilder.locales.text_runs import LetterRun
from bookbuilder.locales.typography_rules import Typography

Foreign = Callable[[str], Typography]

PLACEHOLDER = "\ufffc"
"""Stands for what has no words of this language: neither a space nor punctuation."""


def typeset(value: Any, typography: Typography, foreign: Foreign) -> Any:
    """Return nodes, chapters or tuples of them with typography applied; unchanged nodes are returned as they are."""
    if isinstance(value, tuple):
        if value and all(isinstance(part, _INLINES) for part in value):
            return _inlines(value, typography, foreign)
        parts = tuple(typeset(part, typography, foreign) for part in value)
        return value if all(a is b for a, b in zip(parts, value)) else parts
    if not isinstance(value, nodes.Node | nodes.Chapter):
        return value
    own_typography = foreign(value.lang) if value.lang else typography
    updates = {}
    for name in node_fields(type(value)):
        old = getattr(value, name)
        new = typeset(old, own_typography, foreign)
        if new is not old:
            updates[name] = new
    # A credit is a plain text, which the loop above passes over.
    if isinstance(value, nodes.Figure) and value.credit:
        updates["credit"] = own_typography(value.credit)
    return replace(value, **updates) if updates else value


_INLINES = get_args(nodes.Inline)


def _inlines(
    content: tuple[nodes.Inline, ...], typography: Typography, foreign: Foreign
) -> tuple[nodes.Inline, ...]:
    runs = list(text_runs(content, typography, foreign))
    texts = iter(typography.runs(runs))
    return _with_texts(content, texts, typography, foreign)


def text_runs(
    content: tuple[nodes.Inline, ...], typography: Typography, foreign: Foreign
) -> Iterator[LetterRun]:
    """Yield the runs of inlines, in the order in which `_with_texts` puts them back."""
    for node in content:
        match node:
            case nodes.Text(text):
                yield LetterRun(text)
            case nodes.Value(text):
                yield LetterRun(text, fixed=True)
            case nodes.CodeText() | nodes.Formula() | nodes.Image() | nodes.Locators():
                yield LetterRun(PLACEHOLDER, fixed=True)
            case nodes.Break():
                yield LetterRun("\n", fixed=True)
            case nodes.NoteRef():
                pass
            case _ if node.lang and foreign(node.lang) is not typography:
                yield LetterRun(PLACEHOLDER, fixed=True)
            case nodes.Link(address) if plain(node.content) in (address, address.removeprefix("mailto:")):
                yield LetterRun(PLACEHOLDER, fixed=True)
            case _:
                yield from text_runs(node.content, typography, foreign)


def _with_texts(
    content: tuple[nodes.Inline, ...], texts: Iterator[str], typography: Typography, foreign: Foreign
) -> tuple[nodes.Inline, ...]:
    out: list[nodes.Inline] = []
    for node in content:
        match node:
            case nodes.Text(text):
                new = next(texts)
                out.append(node if new == text else replace(node, text=new))
            case (
                nodes.Value()
                | nodes.CodeText()
                | nodes.Formula()
                | nodes.Image()
                | nodes.Locators()
                | nodes.Break()
            ):
                next(texts)
                out.append(node)
            case nodes.NoteRef():
                out.append(node)
            case _ if node.lang and (other := foreign(node.lang)) is not typography:
                next(texts)
                out.append(_with_content(node, _inlines(node.content, other, foreign)))
            case nodes.Link(address) if plain(node.content) in (address, address.removeprefix("mailto:")):
                next(texts)
                out.append(node)
            case _:
                out.append(_with_content(node, _with_texts(node.content, texts, typography, foreign)))
    same = all(a is b for a, b in zip(out, content))
    return content if same else tuple(out)


def _with_content(node: Any, content: tuple[nodes.Inline, ...]) -> Any:
    return node if content is node.content else replace(node, content=content)
