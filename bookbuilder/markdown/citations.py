"""Parses what pandoc and Quarto add inside a line: citations, notes written where they are called, numbered examples, and
cross-references of Quarto."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from bookbuilder.markdown.citation_syntax import KEY_PATTERN, UNSPACED
from bookbuilder.project.flavour import Flavour

EXAMPLES = "examples"
"""The key of a parse's environment under which the numbers of examples are, by their labels."""
_CROSS = r"(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|def|exm|exr)-\w[\w-]*"
_REFERENCE = re.compile(rf"\[?-?@({_CROSS})\]?")
_BRACKETS = re.compile(rf"\[(?:[^\[\]@]*[\s;؛\-{UNSPACED}])?@\{{?\w[^\[\]]*\]")
_KEY = re.compile(rf"-?@(?:{KEY_PATTERN}|\{{[^{{}}\s]+\}})(?:[ ]\[[^\[\]]*\])?")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_EXAMPLE = re.compile(r"\(@([\w-]+)\)")
_ITEM = re.compile(r"^[ ]{0,3}\(@([\w-]*)\)[ \t]+\S", re.MULTILINE)


def citations(md: MarkdownIt, flavour: Flavour) -> None:
    """Add the rules to a parser: tokens `citation`, `reference` and `example`."""
    cross = flavour is Flavour.QUARTO
    md.inline.ruler.before("link", "citation", partial(_citation, cross=cross))
    if flavour.citations:
        md.inline.ruler.push("example", _example)


def inline_notes(md: MarkdownIt) -> None:
    """Add the rule for notes that are written where they are called: tokens `inline_note`, with their tokens inside."""
    md.inline.ruler.before("inline_marks", "inline_note", _inline_note)


def example_numbers(text: str) -> Mapping[str, int]:
    """Return the numbers of the examples of a chapter that have labels; all are counted."""
    return {match[1]: number for number, match in enumerate(_ITEM.finditer(text), 1) if match[1]}


def _citation(state: StateInline, silent: bool, *, cross: bool) -> bool:
    src, start = state.src, state.pos
    if src[start] not in "[@-" or (src[start] != "[" and start and _is_word(src[start - 1])):
        return False
    match = _REFERENCE.match(src, start, state.posMax) if cross else None
    kind = "reference"
    if match is None or (src[start] == "[") != match[0].endswith("]"):
        kind = "citation"
        match = (_BRACKETS if src[start] == "[" else _KEY).match(src, start, state.posMax)
    if match is None or (src[start] == "[" and src.startswith(("(", "{", "["), match.end())):
        return False
    if src[start - 1 : start] == "(" and (example := _EXAMPLE.match(src, start - 1)):
        if example[1] in state.env.get(EXAMPLES, {}):
            return False
    if not silent:
        token = state.push(kind, "", 0)
        token.content, token.info = match[0], match[1] if kind == "reference" else ""
    state.pos = match.end()
    return True


def _is_word(character: str) -> bool:
    """Whether an @ behind a character belongs to a word, as in an address."""
    return character.isalnum() and not _UNSPACED.match(character)


def _example(state: StateInline, silent: bool) -> bool:
    """Parse `(@label)` from its @ on; the bracket before it was taken for text."""
    start = state.pos - 1
    if state.src[state.pos] != "@" or silent or start < 0 or not state.pending.endswith("("):
        return False
    match = _EXAMPLE.match(state.src, start, state.posMax)
    number = state.env.get(EXAMPLES, {}).get(match[1]) if match else None
    if match is None or number is None:
        return False
    state.pending = state.pending[:-1]
    if words := len(state.pending):
        state.pushPending().meta["pos"] = start - words
    token = state.push("text", "", 0)
    token.content, token.meta = f"({number})", {"pos": start}
    state.pos = match.end()
    return True


def _inline_note(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("^[", state.pos) or state.env.get("in_note"):
        return False
    start = state.pos + 1
    end = state.md.helpers.parseLinkLabel(state, start)
    if end < 0 or not state.src[start + 1 : end].strip():
        return False
    if not silent:
        token = state.push("inline_note", "", 0)
        token.content, token.children = state.src[start + 1 : end], []
        state.env["in_note"] = True
        state.md.inline.parse(token.content, state.md, state.env, token.children)
        state.env["in_note"] = False
    state.pos = end + 1
    return True
