"""Parses formulas in TeX, `$x^2$` and `$$…$$`, as pieces that nothing inside is read of; sums of dollars are text."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

LANGUAGE = "math"
"""The language of a block of code that is a formula, as GitHub calls it."""
_DISPLAY = re.compile(r"\$\$(?P<source>(?:[^$\\]|\\.)+)\$\$", re.DOTALL)
_INLINE = re.compile(r"\$(?P<source>(?!\s)(?:[^$\\\n]|\\.|\n(?!\n))+(?<!\s))\$(?!\d)")
_TEX = re.compile(r"[\\^_={}]")
_LETTERS = re.compile(r"[A-Za-z](?:\d*|'*|(?:\s*[-+*/<>,()|!]\s*[A-Za-z0-9]+)*)[)'!]?")


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
        match = _INLINE.match(state.src, state.pos, state.posMax)
        if match is None or not _is_formula(match["source"]):
            return False
    if not silent:
        token = state.push("formula", "code", 0)
        token.content, token.markup = match[0], "$$" if display else "$"
    state.pos = match.end()
    return True


def _is_formula(source: str) -> bool:
    """Whether what stands between two dollar signs is a formula: it has a sign of TeX, or only letters and operators."""
    return bool(_TEX.search(source) or _LETTERS.fullmatch(source))


def _block_rule(state: StateBlock, start: int, last: int, silent: bool) -> bool:
    if state.is_code_block(start) or not _line(state, start).startswith("$$"):
        return False
    for line in range(start, last):
        text = _line(state, line).rstrip()
        if not text or state.sCount[line] < state.blkIndent:
            return False
        if text.endswith("$$") and (line > start or len(text) > 4):
            break
    else:
        return False
    if silent:
        return True
    content = state.getLines(start, line + 1, state.blkIndent, keepLastLF=False).strip()
    if "$$" in content[2:-2]:
        return False  # several formulas in a paragraph
    token = state.push("fence", "code", 0)
    token.info, token.markup, token.map = LANGUAGE, "$$", [start, line + 1]
    token.content = content[2:-2].strip("\n") + "\n"
    state.line = line + 1
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
