"""Reads the roles of MyST: `` {sub}`2` ``, `` {ref}`words <target>` ``."""

from __future__ import annotations

import re
from bisect import bisect_left

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from bookbuilder.diagnostics import Span
from bookbuilder.document import nodes
from bookbuilder.markdown.convert_formula import formula
from bookbuilder.markdown.foreign_syntax import FOREIGN
from bookbuilder.markdown.inline_context import InlineContext
from bookbuilder.markdown.tally import short

_ROLE = re.compile(r"\{([a-z][a-z0-9:+-]*)\}(`+)(?!`)")
_TITLED = re.compile(r"(?P<words>[^<]*[^<\s])\s*<(?P<target>[^<>]+)>", re.DOTALL)
_EXPANDED = re.compile(r"(?P<words>[^()]*[^()\s])\s*\((?P<expansion>[^()]+)\)", re.DOTALL)
_MARKS = {
    **dict.fromkeys(("sub", "subscript"), "subscript"),
    **dict.fromkeys(("sup", "superscript"), "superscript"),
    "kbd": "keyboard",
}
_REFERENCES = frozenset(("ref", "numref", "doc", "any", "eq", "std:ref", "std:doc"))


def roles(md: MarkdownIt) -> None:
    """Add the rule to a parser: tokens `role`, with its name in `info` and its text in `content`."""
    md.inline.ruler.before("backticks", "role", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    match = _ROLE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "{" else None
    if match is None:
        return False
    end = _closing(state, match.end(), len(match[2]))
    if end < 0:
        return False
    if not silent:
        token = state.push("role", "", 0)
        token.info, token.content = match[1], state.src[match.end() : end]
        token.meta = {"words": match.end(), "source": state.src[match.start() : end + len(match[2])]}
    state.pos = end + len(match[2])
    return True


_TICKS = "role_ticks"
"""The key under which a parse keeps a text and where backticks begin in it, by how many they are."""


def _closing(state: StateInline, start: int, length: int) -> int:
    """Return where backticks of a length begin behind a position; -1 if nowhere. The text is searched once."""
    text, ticks = state.env.get(_TICKS, ("", {}))
    if text is not state.src:
        ticks = {}
        for found in re.finditer(r"`+", state.src):
            ticks.setdefault(len(found[0]), []).append(found.start())
        state.env[_TICKS] = state.src, ticks
    places: list[int] = ticks.get(length, [])
    index = bisect_left(places, start)
    return places[index] if index < len(places) and places[index] < state.posMax else -1


def role_node(token: Token, span: Span, context: InlineContext) -> nodes.Inline:
    """Return the node of a role; one that is not known is code, and counted."""
    content = token.content
    offset = token.meta["words"] - int(token.meta.get("pos", 0))
    place = Span(span.path, span.line, span.column + offset)
    if token.info in _MARKS:
        return nodes.Styled(_MARKS[token.info], (nodes.Text(content, span=place),), span=span)
    if token.info in ("abbr", "abbreviation") and (match := _EXPANDED.fullmatch(content)):
        return nodes.Abbreviation(match["expansion"], (nodes.Text(match["words"], span=place),), span=span)
    if token.info == "math":
        return formula(
            content,
            {},
            span,
            lambda at: Span(place.path, place.line, place.column + at),
            context.report,
            display=False,
        )
    if token.info in _REFERENCES:
        titled = _TITLED.fullmatch(content)
        target = (titled["target"] if titled else content).strip().lstrip("/")
        words = (nodes.Text(titled["words"], span=place),) if titled else ()
        if token.info.endswith("doc"):
            chapter = target.rpartition("/")[2].removesuffix(".md")
            return nodes.Reference(chapter, words, chapter=chapter, span=span)
        return nodes.Reference(target, words, span=span)
    hint = "write in Markdown what it stands for"
    context.tally.add(FOREIGN, span, short(token.meta["source"]), what="a role of MyST", hint=hint)
    return nodes.CodeText(token.meta["source"], span=span)
