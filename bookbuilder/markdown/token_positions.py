"""Gives markdown-it tokens their line and column in the file; the library knows lines of blocks only."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from bookbuilder.diagnostics import Span
from bookbuilder.limits import INLINES
from bookbuilder.markdown.attributes import keys
from bookbuilder.markdown.linear_brackets import BracketState

InlineRule = Callable[[StateInline, bool], bool]

_SIGNS = {
    "newline": "\n", "escape": "\\", "backticks": "`", "strikethrough": "~", "emphasis": "*_", "link": "[", "span": "[",
    "footnote_ref": "[", "image": "!", "autolink": "<", "html_inline": "<", "entity": "&", "attr": "{",
    "inline_marks": "~^=", "literal_link": ":", "formula": "$",
    "wikilink": "![", "comment": "%", "citation": "[@-", "inline_note": "^", "example": "@", "role": "{",
    "layout_braces": "{",
    "picture_braces": "{",
}  # fmt: skip
"""The characters at which a rule can match, by its name; other rules are called everywhere."""
CUT = "cut_text"
"""The key under which a parse notes where there were too many inline tokens: the tokens of the block, the text, which may be
a part of the block, and the place in it."""
_BLOCK = "block_tokens"
"""The key under which a parse holds the inline tokens of the block that it is in: blocks may have the same text."""
_PARSED = "inline_tokens"
"""The key under which a parse counts its inline tokens."""
_MARKERS = " \t>-*+.)0123456789"
"""What stands before a block on its line in quotations and lists."""


def track_positions(md: MarkdownIt) -> None:
    """Make the inline parser note where each token starts, `token.meta["pos"]`, an offset into the inline's text, and where
    the rule that made it ended, `token.meta["end"]`.

    Call it after all plugins are loaded: it wraps their rules. Rules are called only where they can match.
    """
    rules = md.inline.ruler.__rules__
    signs = {sign for rule_signs in _SIGNS.values() for sign in rule_signs}
    rules_by_sign = {
        sign: tuple(
            rule.fn
            for rule in rules
            if rule.enabled and rule.name != "text" and sign in _SIGNS.get(rule.name, sign)
        )
        for sign in signs
    }
    others = tuple(rule.fn for rule in rules if rule.enabled and rule.name not in _SIGNS)
    for last in md.inline.ruler2.__rules__:
        if last.name == "fragments_join":
            last.fn = _joining(last.fn)
    md.inline.parse = partial(_parse, md.inline)  # type: ignore[method-assign]
    md.inline.tokenize = partial(_tokenize, rules_by_sign, others)  # type: ignore[method-assign]
    md.inline.skipToken = partial(_skip, rules_by_sign, others)  # type: ignore[method-assign]


class _State(BracketState):
    """Notes where text starts that no rule matches: it is written out when its end is reached. Stops
    at `most` tokens."""

    most: int

    def pushPending(self) -> Token:  # noqa: N802 (the library's name)
        start = self.pos - len(self.pending)
        token = super().pushPending()
        token.meta["pos"] = max(start, 0)
        return token


def _parse(inline: ParserInline, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
    """Do what `ParserInline.parse` does, with a state that notes positions."""
    state = _State(src, md, env, tokens)
    state.most = INLINES - env.get(_PARSED, 0)
    of_block = env.setdefault(_BLOCK, tokens)
    inline.tokenize(state)
    for rule in inline.ruler2.getRules(""):
        rule(state)
    if of_block is tokens:  # and not the words of a picture, which are parsed apart
        del env[_BLOCK]
    env[_PARSED] = env.get(_PARSED, 0) + len(state.tokens)
    return state.tokens


def _joining(rule: Callable[[StateInline], None]) -> Callable[[StateInline], None]:
    """Make joined texts keep the position of the first; the library keeps the last token."""

    def joined(state: StateInline) -> None:
        for before, after in pairwise(state.tokens):
            if before.type == after.type == "text" and "pos" in before.meta:
                after.meta["pos"] = before.meta["pos"]
        rule(state)

    return joined


RulesBySign = Mapping[str, tuple[InlineRule, ...]]
_MAKING, _LOOKING = False, True
"""What the library calls `silent`: whether a rule makes tokens, or only says how far it would reach."""


def _tokenize(rules_by_sign: RulesBySign, others: tuple[InlineRule, ...], state: _State) -> None:
    """Do what `ParserInline.tokenize` does, and note where tokens start."""
    src, end, deepest = state.src, state.posMax, state.md.options["maxNesting"]
    while state.pos < end:
        start, before = state.pos, len(state.tokens)
        if before > state.most:
            state.env.setdefault(CUT, (state.env[_BLOCK], state.src, start))
            state.pos = end
            break
        rules = rules_by_sign.get(src[start], others)
        pending = len(state.pending) if rules is not others else 0
        if state.level < deepest and any(rule(state, _MAKING) for rule in rules):
            for token in state.tokens[before:]:
                token.meta.setdefault("end", state.pos)
                # The rule writes out the pending text first, ahead of its own tokens.
                if token.type == "text" and pending:
                    token.meta["pos"] = max(start - pending, 0)
                    pending = 0
                else:
                    token.meta.setdefault("pos", start)
        else:
            state.append_pending(src[start])
            state.pos += 1
    if state.pending:
        state.pushPending()


def _skip(rules_by_sign: RulesBySign, others: tuple[InlineRule, ...], state: StateInline) -> None:
    """Do what `ParserInline.skipToken` does."""
    start = state.pos
    cached_end = state.cache.get(start)
    if cached_end is not None:
        state.pos = cached_end
        return
    if state.level < state.md.options["maxNesting"]:
        state.level += 1
        if not any(rule(state, _LOOKING) for rule in rules_by_sign.get(state.src[start], others)):
            state.pos += 1
        state.level -= 1
    else:
        # The library goes to the end, and one further, as behind any sign that no rule takes.
        state.pos = state.posMax + 1
    state.cache[start] = state.pos


@dataclass(slots=True)
class PositionedSource:
    """The lines of a file, and how far the cells of each table row have been found."""

    path: str
    lines: list[str]
    first: int = 0
    _cells: dict[int, int] = field(default_factory=dict)

    def span(self, line: int, column: int = 1) -> Span:
        """Return the span of a line, counted from 0 in the parsed text."""
        return Span(self.path, self.first + line + 1, column)

    def block(self, token: Token) -> Span:
        """Return the start of a block: its first non-blank character."""
        if token.map is None:
            return Span(self.path, self.first + 1, 1)
        line = token.map[0]
        text = self.lines[line] if line < len(self.lines) else ""
        return self.span(line, len(text) - len(text.lstrip()) + 1)

    def key_above(self, token: Token, key: str) -> Span | None:
        """Return the place of a key in the lines of braces above a block; None if it is not there."""
        for line in range((token.map or (0, 0))[0] - 1, -1, -1):
            text = self.lines[line].lstrip(_MARKERS)
            if not text.startswith("{"):
                return None
            start = len(self.lines[line]) - len(text)
            for at, word in keys(self.lines[line], start, len(self.lines[line])):
                if word == key:
                    return self.span(line, at + 1)
        return None

    def locator(self, token: Token, *, cell: bool = False) -> Callable[[int], Span]:
        """Return the function from an offset in an inline token's text to its span in the file.

        Markdown-it strips what precedes the text of a block (quote marks, indents, list bullets), so each line of the
        text is searched in its line of the file; cells of a row are searched one behind the other. A backslash before a
        bar is not in the text of a cell, so it is counted.
        """
        top = token.map[0] if token.map else 0
        starts: list[tuple[int, int, int]] = []
        offset = 0
        for number, text in enumerate(token.content.split("\n")):
            line = min(top + number, len(self.lines) - 1)
            source = self.lines[line] if self.lines else ""
            begin = self._cells.get(line, 0) if cell else 0
            if cell:
                text = text.replace("|", "\\|")  # as it is written; the parser has taken the backslash away
            whole, end = source.rstrip(), text.rstrip()
            if not cell and end and whole.endswith(end):
                column = len(whole) - len(end)  # not the `1` of the bullet in `1. 1`
            else:
                column = source.find(text, begin)
            if column < 0:
                column = max(len(source) - len(source.lstrip()), begin)
            elif cell:
                self._cells[line] = column + max(len(text), 1)
            starts.append((offset, line, column))
            offset += len(text) + 1

        offsets = [start[0] for start in starts]

        def locate(position: int) -> Span:
            begin, line, column = starts[max(bisect_right(offsets, position) - 1, 0)]
            escapes = token.content.count("|", 0, position) if cell else 0
            return self.span(line, column + position - begin + escapes + 1)

        return locate


def position(token: Token, otherwise: int) -> int:
    """Return where an inline token starts in its text, or `otherwise` if unknown."""
    result: Any = token.meta.get("pos", otherwise)
    return int(result)
