"""Parses formulas in TeX, `$x^2$` and `$$…$$`, as pieces that nothing inside is read of; sums of dollars are text."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.attrs.parse import ParseError, parse

LANGUAGE = "math"
"""The language of a block of code that is a formula, as GitHub calls it."""
_DISPLAY = re.compile(r"\$\$(?P<source>(?:[^$\\]|\\.|\$(?!\$))+)\$\$", re.DOTALL)
_INLINE = re.compile(r"\$(?P<source>(?!\s)(?:[^$\\\n]|\\.|\n(?!\n))+(?<!\s))\$(?!\d)")
_WITH_TEXT = re.compile(
    r"\$(?P<source>(?!\s)(?>(?:\\(?:text[a-z]*|mbox)[ ]?\{[^{}\n]*\}|[^$\\\n]|\\.|\n(?!\n))+)(?<!\s))\$(?!\d)"
)
"""The same with words that hold formulas: `\\text{for $x$}`."""
_TEX = re.compile(r"[\\^_={}]")
_LETTERS = re.compile(r"[A-Za-z](?:\d*|'*|(?:\s*[-+*/<>,()|!]\s*[A-Za-z0-9]+)*)[)'!]?")
_TIGHT = re.compile(
    r"(?=[\w(|+-])(?:\d+(?:[.,]\d+)?|[-+*/<>,()|!'\u0370-\u03ff]|(?<![A-Za-z])[A-Za-z]{1,3}(?![A-Za-z]))+(?<=[\w)|'!])"
)
"""Numbers, operators and up to three letters, without a space: `2x+1`, `(a,b)`, `mc`, `10`."""
_BRACES = re.compile(r"[ \t]*(\{[#.a-z](?:[^{}\"\n\\]|\\.|\"(?:[^\"\\]|\\.)*\")*\})", re.DOTALL)


def formulas(md: MarkdownIt) -> None:
    """Add the rules to a parser: tokens `formula`, with the source as written, and blocks of code in the language `math`."""
    md.inline.ruler.before("escape", "formula", _inline_rule)
    md.block.ruler.before("fence", "formula_block", _block_rule)


def _inline_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$":
        return False
    match = _DISPLAY.match(state.src, state.pos, state.posMax)
    display = match is not None
    if match is None:
        match = _with_text(state) or _INLINE.match(state.src, state.pos, state.posMax)
        behind_word = state.pos > 0 and state.src[state.pos - 1].isalnum()
        if match is None or not is_formula(match["source"], behind_word=behind_word):
            return False
    end = match.end()
    attributes, after = _attributes(state.src, end, state.posMax) if display else ({}, end)
    if not silent:
        token = state.push("formula", "code", 0)
        token.content, token.markup = match["source"], "$$" if display else "$"
        token.attrs.update(attributes)
    state.pos = after
    return True


_NO_TEXT = "formula_without_text"
"""The key under which a parse keeps a text, and up to where no formula has words with formulas in them."""


def _with_text(state: StateInline) -> re.Match[str] | None:
    text, end = state.env.get(_NO_TEXT, ("", 0))
    if text is not state.src:
        end = 0 if "\\text" in state.src or "\\mbox" in state.src else len(state.src)
        state.env[_NO_TEXT] = state.src, end
    if state.pos < end:
        return None
    match = _WITH_TEXT.match(state.src, state.pos, state.posMax)
    if match is None:
        last = state.src.find("\n\n", state.pos)
        state.env[_NO_TEXT] = state.src, len(state.src) if last < 0 else last
    return match


def _attributes(text: str, start: int, end: int) -> tuple[dict[str, str], int]:
    """Return the attributes in braces behind a displayed formula, with a space before them or none, and where they end."""
    match = _BRACES.match(text, start, end)
    if match is None:
        return {}, start
    try:
        _, found = parse(match[1])
    except ParseError:
        return {}, start
    return found, match.end(1)


def is_formula(source: str, *, behind_word: bool) -> bool:
    """Whether what stands between two dollar signs is a formula: it has a sign of TeX, or only numbers, single letters
    and operators."""
    return bool(
        _TEX.search(source) or _LETTERS.fullmatch(source) or (not behind_word and _TIGHT.fullmatch(source))
    )


def _block_rule(state: StateBlock, start: int, last: int, silent: bool) -> bool:
    if state.is_code_block(start) or not _line(state, start).startswith("$$"):
        return False
    attributes: dict[str, str] = {}
    for line in range(start, last):
        text = _line(state, line).rstrip()
        if not text or state.sCount[line] < state.blkIndent:
            return False
        close = text.find("$$", 2 if line == start else 0)
        if close >= 0:
            attributes, end = _attributes(text, close + 2, len(text))
            if end < len(text):
                return False  # more stands behind it: a paragraph
            break
    else:
        return False
    if silent:
        return True
    content = state.getLines(start, line + 1, state.blkIndent, keepLastLF=False).lstrip()
    token = state.push("fence", "code", 0)
    token.info, token.markup, token.map = LANGUAGE, "$$", [start, line + 1]
    token.attrs.update(attributes)
    token.content = content[2 : content.index("$$", 2)]
    state.line = line + 1
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
