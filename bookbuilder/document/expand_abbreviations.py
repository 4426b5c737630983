"""Marks the abbreviations of a chapter with the words that a screen reader says, in the language of each passage.

This runs last, since it splits texts. Code and addresses are left alone, and so is an abbreviation across the border of
two nodes. The alternative text of a picture is only heard, so its abbreviations are spelled out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.apply_typography import Foreign, text_runs
from bookbuilder.document.walk import node_fields, plain, spelled_out
from bookbuilder.locales import Locale
from bookbuilder.locales.spoken_abbreviations import Expansion
from bookbuilder.locales.text_runs import Flow
from bookbuilder.locales.typography_rules import Typography

_INLINES = get_args(nodes.Inline)


def expand_abbreviations(chapter: nodes.Chapter, locale: Locale) -> nodes.Chapter:
    """Return a chapter with its abbreviations marked; marked ones are left alone."""
    result: nodes.Chapter = with_abbreviations(chapter, locale.typography, locale.foreign)
    return result


def with_abbreviations(value: Any, typography: Typography, foreign: Foreign) -> Any:
    """Return nodes, chapters or tuples of them with abbreviations marked; unchanged ones are returned as they are."""
    if isinstance(value, tuple):
        if value and all(isinstance(part, _INLINES) for part in value):
            return _inlines(value, typography, foreign)
        parts = tuple(with_abbreviations(part, typography, foreign) for part in value)
        return value if all(a is b for a, b in zip(parts, value)) else parts
    if not isinstance(value, nodes.Node | nodes.Chapter):
        return value
    own_typography = foreign(value.lang) if value.lang else typography
    if isinstance(value, nodes.Image):
        return _with_spoken_alt(value, own_typography)
    updates = {}
    for name in node_fields(type(value)):
        old = getattr(value, name)
        new = with_abbreviations(old, own_typography, foreign)
        if new is not old:
            updates[name] = new
    return replace(value, **updates) if updates else value


def _inlines(
    content: tuple[nodes.Inline, ...], typography: Typography, foreign: Foreign
) -> tuple[nodes.Inline, ...]:
    flow = Flow.of(text_runs(content, typography, foreign))
    result = typography.abbreviations.find(flow.text)
    return _mark_inlines(content, _by_run(flow, result), typography, foreign)


def _by_run(flow: Flow, expansions: list[Expansion]) -> Iterator[list[Expansion]]:
    """Yield for each run the abbreviations inside it, with offsets in its own text; none for fixed runs."""
    pieces: dict[int, tuple[int, list[Expansion]]] = {}
    start = index = 0
    for end, fixed, owner in zip(flow.ends, flow.fixed, flow.owners):
        begin, in_run = pieces.setdefault(owner, (start, []))
        while index < len(expansions) and expansions[index][0] < end:
            first, last, words = expansions[index]
            if first >= start and last <= end and not fixed:
                in_run.append((first - begin, last - begin, words))
            index += 1
        start = end
    return (in_run for _, in_run in pieces.values())


def _mark_inlines(
    content: tuple[nodes.Inline, ...],
    expansions: Iterator[list[Expansion]],
    typography: Typography,
    foreign: Foreign,
) -> tuple[nodes.Inline, ...]:
    """Return inlines with abbreviations marked; takes one item of `expansions` for each run of `text_runs`."""
    out: list[nodes.Inline] = []
    for node in content:
        match node:
            case nodes.Text():
                out.extend(_split_text(node, next(expansions)))
            case nodes.Value(text):
                next(expansions)
                value_expansions = node.expansions or tuple(typography.abbreviations.find(text))
                out.append(
                    node
                    if value_expansions == node.expansions
                    else replace(node, expansions=value_expansions)
                )
            case nodes.Image():
                next(expansions)
                out.append(_with_spoken_alt(node, foreign(node.lang) if node.lang else typography))
            case nodes.CodeText() | nodes.Formula() | nodes.Locators() | nodes.Break():
                next(expansions)
                out.append(node)
            case nodes.NoteRef():
                out.append(node)
            case _ if node.lang and (other := foreign(node.lang)) is not typography:
                next(expansions)
                out.append(_with_content(node, _inlines(node.content, other, foreign)))
            case nodes.Link(address) if plain(node.content) in (address, address.removeprefix("mailto:")):
                next(expansions)
                out.append(node)
            case nodes.Abbreviation():
                for _ in text_runs(node.content, typography, foreign):
                    next(expansions)
                out.append(node)
            case _:
                out.append(_with_content(node, _mark_inlines(node.content, expansions, typography, foreign)))
    same = len(out) == len(content) and all(a is b for a, b in zip(out, content))
    return content if same else tuple(out)


def _with_spoken_alt(node: nodes.Image, typography: Typography) -> nodes.Image:
    alt = spelled_out(node.alt, typography.abbreviations.find(node.alt)) if node.alt else ""
    return node if alt == node.alt else replace(node, alt=alt)


def _split_text(node: nodes.Text, expansions: list[Expansion]) -> Iterator[nodes.Inline]:
    """Yield a text split at its abbreviations, which become nodes."""
    if not expansions:
        yield node
        return
    last = 0
    for start, end, words in expansions:
        if last < start:
            yield replace(node, text=node.text[last:start])
        short = nodes.Text(node.text[start:end], span=node.span)
        yield nodes.Abbreviation(words, (short,), span=node.span)
        last = end
    if last < len(node.text):
        yield replace(node, text=node.text[last:])


def _with_content(node: Any, content: tuple[nodes.Inline, ...]) -> Any:
    return node if content is node.content else replace(node, content=content)
