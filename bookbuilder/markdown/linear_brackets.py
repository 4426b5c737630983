"""Makes markdown-it parse brackets in linear time.

The library searches the end of a label anew at every bracket, for every rule. Here each end is found once: an inner
bracket that is plain text is skipped with its partner, and one without a partner leaves none to those around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

InlineRule = Callable[[StateInline, bool], bool]

BRACES = 8
"""Pairs of braces behind one span, link, picture or code; further ones are text, and reported."""
_STOP = re.compile(r"[\] \n]").search


class BracketState(StateInline):
    """The state of an inline parse, with the brackets found so far."""

    labels: dict[tuple[int, int], tuple[int, bool]]
    """Start of a label and end of what is parsed → end of the label (-1: none), and whether a link or a note is in it."""
    stop: tuple[int, int] = (0, -1)
    """Between these two places, none can end the label of a note but the second."""
    braces: tuple[int, int] = (-1, 0)
    """Where braces ended, and how many there were one behind the other."""


def use_linear_brackets(md: MarkdownIt) -> None:
    """Make a parser's rules for brackets take linear time. Call it after all plugins are loaded."""
    # A copy: `md.helpers` is a module, which all parsers share.
    md.helpers = SimpleNamespace(**{**vars(md.helpers), "parseLinkLabel": label_end})  # type: ignore[assignment]
    around = {"span": _span, "footnote_ref": _note, "attr": _braces}
    for rule in md.inline.ruler.__rules__:
        if rule.name in around:
            rule.fn = around[rule.name](rule.fn)


def label_end(state: BracketState, start: int, plain: bool = False) -> int:
    """Return where the label ends whose bracket opens at `start`, -1 if nowhere; `plain` labels hold no link or note."""
    if "labels" not in state.__dict__:
        state.labels = {}
    result = state.labels.get((start, state.posMax)) or _read(state, start)
    return -1 if plain and result[1] else result[0]


def _read(state: BracketState, start: int) -> tuple[int, bool]:
    """Find the ends of the label at a position and of those inside it; return the first."""
    labels, limit, src = state.labels, state.posMax, state.src
    saved_position, state.pos = state.pos, start + 1
    skip = state.md.inline.skipToken
    opened, has_inner_stack = [start], [False]
    while opened and state.pos < limit:
        place, sign = state.pos, src[state.pos]
        if sign == "]":
            has_inner = has_inner_stack.pop()
            labels[opened.pop(), limit] = (place, has_inner)
            if has_inner_stack:
                has_inner_stack[-1] |= has_inner
            state.pos += 1
            continue
        skip(state)
        if sign != "[":
            continue
        if state.pos != place + 1:
            has_inner_stack[-1] = True
        elif (inner := labels.get((place, limit))) is None:
            opened.append(place)
            has_inner_stack.append(False)
        elif inner[0] < 0:
            break
        else:
            has_inner_stack[-1] |= inner[1]
            state.pos = inner[0] + 1
    for place in opened:
        labels[place, limit] = (-1, False)
    state.pos = saved_position
    return labels[start, limit]


def _span(rule: InlineRule) -> InlineRule:
    """Return the rule for `[words]{…}`, called only if braces follow, since it copies the rest of the text."""

    def span(state: BracketState, silent: bool) -> bool:
        if state.src[state.pos] != "[":
            return False
        end = label_end(state, state.pos)
        return end >= 0 and state.src.startswith("{", end + 1) and rule(state, silent)

    return span  # type: ignore[return-value]


def _note(rule: InlineRule) -> InlineRule:
    """Return the rule for `[^label]`, called only if the label ends, since it searches letter by letter."""

    def note(state: BracketState, silent: bool) -> bool:
        if not state.src.startswith("[^", state.pos):
            return False
        begin, (first, last) = state.pos + 2, state.stop
        if not first <= begin <= last:
            stop = _STOP(state.src, begin)
            last = stop.start() if stop else len(state.src)
            state.stop = begin, last
        return begin < last < state.posMax and state.src[last] == "]" and rule(state, silent)

    return note  # type: ignore[return-value]


def _braces(rule: InlineRule) -> InlineRule:
    """Return the rule for braces behind a link, a picture or code."""

    def braces(state: BracketState, silent: bool) -> bool:
        if state.src[state.pos] != "{":
            return False
        start, (end, count) = state.pos, state.braces
        count = count + 1 if start == end else 1
        if count > BRACES or not rule(state, silent):
            return False
        if not silent:
            state.braces = state.pos, count
        return True

    return braces  # type: ignore[return-value]
