"""Parses `H~2~O`, `x^2^` and `==words==`: subscript, superscript and marked words, in one pass over the tokens of a text."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

LENGTHS = {"~": 1, "^": 1, "=": 2}
"""How many signs in a row are a mark; other rows are text."""
NAMES = {"~": "sub", "^": "sup", "=": "mark"}
_STICKY = frozenset(")]}*_^~\"'”’»")
"""Signs that a subscript may follow, beside letters and digits."""
_WIDE = 0x2E80
"""Scripts from here on (Chinese, Japanese …) have no spaces between words."""


def inline_marks(md: MarkdownIt, *, strike: bool = False) -> None:
    """Add the marks to a parser; with `strike` single tildes strike out, and the other signs are text."""
    signs = "~" if strike else "~^="

    def rule(state: StateInline, silent: bool) -> bool:
        sign = state.src[state.pos]
        if silent or sign not in signs:
            return False
        end = state.pos + 1
        while end < state.posMax and state.src[end] == sign:
            end += 1
        if end - state.pos != LENGTHS[sign]:
            state.append_pending(state.src[state.pos : end])
        else:
            before = state.src[state.pos - 1] if state.pos else " "
            behind = state.src[end] if end < state.posMax else " "
            token = state.push("text", "", 0)
            token.content = state.src[state.pos : end]
            token.meta = {"mark": sign, "strike": strike, **_ability(sign, before, behind, strike=strike)}
        state.pos = end
        return True

    md.inline.ruler.after("strikethrough", "inline_marks", rule)
    md.inline.ruler2.before("fragments_join", "inline_marks", pair_marks)


def _ability(sign: str, before: str, behind: str, *, strike: bool) -> dict[str, bool]:
    """Return whether a sign can open and close a mark, by the characters around it."""
    opens, closes = not behind.isspace(), not before.isspace()
    if sign == "=" or strike:
        # `a==b` compares; between words of a script without spaces the signs do mark.
        inside = before.isalnum() and behind.isalnum() and min(ord(before), ord(behind)) < _WIDE
        return {"opens": opens and not inside, "closes": closes and not inside}
    if sign == "~":
        return {"opens": opens and (before.isalnum() or before in _STICKY), "closes": closes}
    return {"opens": opens, "closes": closes}


def pair_marks(state: StateInline) -> None:
    """Turn pairs of signs into tokens that open and close. A pair has the same tokens open at both ends, and holds a letter
    or a digit; sub- and superscripts hold no space."""
    openers: dict[str, tuple[int, int, int]] = {}  # sign → index, depth, count of worded tokens before
    depth = worded = 0
    for index, token in enumerate(state.tokens):
        depth -= token.nesting == -1
        sign = token.meta.get("mark", "")
        if openers and token.nesting == -1:
            openers = {key: found for key, found in openers.items() if found[1] <= depth}
        if sign:
            first, level, words = openers.get(sign, (0, -1, 0))
            if token.meta["closes"] and level == depth and worded > words:
                _pair(state.tokens[first], token)
                openers = {key: found for key, found in openers.items() if found[0] < first}
            elif token.meta["opens"]:
                openers[sign] = (index, depth, worded)
        elif token.nesting == 0:
            if openers and (token.type.endswith("break") or any(map(str.isspace, token.content))):
                openers = {
                    key: found for key, found in openers.items() if key == "=" or _strikes(state, found)
                }
            worded += token.type == "image" or any(map(str.isalnum, token.content))
        depth += token.nesting == 1


def _strikes(state: StateInline, opener: tuple[int, int, int]) -> bool:
    return bool(state.tokens[opener[0]].meta["strike"])


def _pair(opening: Token, closing: Token) -> None:
    name = "s" if opening.meta["strike"] else NAMES[opening.meta["mark"]]
    opening.type, opening.nesting = f"{name}_open", 1
    closing.type, closing.nesting = f"{name}_close", -1
    for token in (opening, closing):
        token.tag = name
        token.markup, token.content = token.content, ""
        del token.meta["mark"]
