"""Configures markdown-it for the Markdown of authors: CommonMark with the extensions of the manual."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.attrs.parse import ParseError, parse
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from bookbuilder.limits import BLOCKS, INLINES, NOTES
from bookbuilder.markdown.attributes import split_trailing_braces
from bookbuilder.markdown.citations import citations, inline_notes
from bookbuilder.markdown.emphasis_beside_cjk import emphasis_beside_cjk
from bookbuilder.markdown.fenced_containers import fenced_containers
from bookbuilder.markdown.formulas import formulas
from bookbuilder.markdown.inline_marks import inline_marks
from bookbuilder.markdown.layout_attributes import layout_attributes
from bookbuilder.markdown.linear_brackets import use_linear_brackets
from bookbuilder.markdown.literal_links import literal_links
from bookbuilder.markdown.myst_roles import roles
from bookbuilder.markdown.picture_setting import picture_braces
from bookbuilder.markdown.token_positions import CUT, track_positions
from bookbuilder.markdown.wikilinks import wikilinks
from bookbuilder.project.flavour import Flavour

BlockRule = Callable[[StateBlock, int, int, bool], bool]
CROWDED = "crowded"
"""The key under which a parse notes that a text has too many parts: which, the limit, and the line."""
NESTING = 100
"""Levels of tokens that are parsed; convert_blocks.py refuses nested text long before."""


@cache
def parser(flavour: Flavour = Flavour.BOOKBUILDER, *, cites: bool = False) -> MarkdownIt:
    """Return the parser of a flavour, in a book that `cites` sources; it keeps no state between texts. Its blocks are the
    same for all flavours."""
    md = library_parser(flavour)
    if cites and not flavour.citations:
        md.use(citations, flavour)
    use_linear_brackets(md)
    track_positions(md)
    md.core.ruler.after("inline", "crowded_lines", _crowded_lines)
    return md


def library_parser(flavour: Flavour = Flavour.BOOKBUILDER) -> MarkdownIt:
    """Return an equivalent parser without positions, whose brackets take more than linear time."""
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": NESTING})
    md.enable(["table", "strikethrough"])
    md.use(emphasis_beside_cjk)
    # A call of a note that is nowhere must be a token as well, to be reported (`note.missing`).
    md.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    md.use(deflist_plugin)
    md.use(attrs_plugin, after=("image", "code_inline", "formula", "link_close", "span_close"), spans=True)
    md.use(attrs_block_plugin)
    for rule in md.block.ruler.__rules__:
        if rule.name == "attr":
            rule.fn = _without_tags(rule.fn)
    md.block.ruler.before("attr", "signed_attributes", _signed_attributes)
    md.use(fenced_containers)
    if flavour.extended:
        md.use(inline_marks, strike=not flavour.marks)
        md.use(literal_links)
    md.use(formulas)
    if flavour.layout:
        md.use(layout_attributes)
    md.use(picture_braces)
    match flavour:
        case Flavour.OBSIDIAN:
            md.use(wikilinks)
            md.use(inline_notes)
        case Flavour.PANDOC | Flavour.QUARTO:
            md.use(citations, flavour)
            md.use(inline_notes)
        case Flavour.MYST:
            md.use(roles)
        case _:
            pass
    md.core.ruler.after("block", "crowded", _crowded)
    md.core.ruler.before("attr", "lost_attributes", _lost_attributes)
    md.core.ruler.before("inline", "heading_attributes", _heading_attributes)
    md.core.ruler.disable("text_join")  # it would lose the positions of the texts it joins
    # Addresses are checked where they become nodes, with a diagnostic. Raw HTML is parsed so that it can be reported; it is
    # never written out.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    return md


def _without_tags(rule: BlockRule) -> BlockRule:
    """Return the rule for a line of braces, but for tags of templates, `{% hint %}`: it would take them for remarks and drop
    them silently."""

    def attributes(state: StateBlock, line: int, last: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        return not state.src.startswith("{%", start) and rule(state, line, last, silent)

    return attributes


def _signed_attributes(state: StateBlock, line: int, _: int, silent: bool) -> bool:
    """Parse a line of braces above a block with a value that has a plus sign: `{lines=+1}`. The plugin wants quotes."""
    if state.is_code_block(line):
        return False
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip(" \t")
    if not (text.startswith("{") and text.endswith("}") and _SIGNED.search(text)):
        return False
    try:
        _, attributes = parse(_quoted(text))
    except ParseError:
        return False
    if not silent:
        token = state.push("attrs_block", "", 0)
        token.attrs = dict(attributes)
        token.map = [line, line + 1]
        state.line = line + 1
    return True


def _quoted(text: str) -> str:
    """Return braces with quotes around the values that have a plus sign."""
    return _SIGNED.sub(r'="\1"', text)


_SIGNED = re.compile(r"(?<=[\w:-])=(\+[\w.:-]*)(?=[\s}])")


def _crowded(state: StateCore) -> None:
    """Note which limit a text exceeds, and on what line; then none of it is parsed."""
    blocks = notes = 0
    for index, token in enumerate(state.tokens):
        blocks += token.nesting >= 0 and token.type != "inline"
        notes += token.type == "footnote_reference_open"
        if blocks > BLOCKS or notes > NOTES:
            what, limit = ("blocks", BLOCKS) if blocks > BLOCKS else ("notes", NOTES)
            line = next(
                (
                    earlier_token.map[0]
                    for earlier_token in reversed(state.tokens[: index + 1])
                    if earlier_token.map
                ),
                0,
            )
            state.env[CROWDED] = what, limit, line
            state.tokens = []
            return


def _crowded_lines(state: StateCore) -> None:
    """Note on what line there are too many inline tokens, behind which none were parsed; then the text has no blocks."""
    if CUT not in state.env:
        return
    inlines, text, place = state.env[CUT]
    block = next((token for token in state.tokens if token.children is inlines), None)
    before = max(0, block.content.find(text)) + place if block else 0
    line = (block.map[0] + block.content.count("\n", 0, before)) if block and block.map else 0
    state.env[CROWDED] = "marks and lines of text", INLINES, line
    if not state.inlineMode:
        state.tokens = []


def _lost_attributes(state: StateCore) -> None:
    """Keep a line of braces that precedes nothing, or also holds words; the plugin would drop it silently."""
    following = ""
    lines = state.src.split("\n")
    for token in reversed(state.tokens):
        if token.type == "attrs_block" and (
            following in ("", "html_block", "footnote_reference_open")
            or (token.map and not _all_braces(lines[token.map[0]].lstrip(" \t>")))
        ):
            token.type = "attributes_lost"
        elif token.type != "attrs_block":
            following = token.type if token.nesting >= 0 else ""


def _all_braces(line: str) -> bool:
    """Whether a line is only a pair of braces; the plugin checks its first and last character only."""
    try:
        end, _ = parse(_quoted(line))
    except ParseError:
        return True  # in a list or nested quotation: its braces were parsed there
    return end == len(_quoted(line).rstrip()) - 1


def _heading_attributes(state: StateCore) -> None:
    """Move `{#id}` at the end of a heading to the heading, and that of a term (a question of an interview) to the term."""
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if inline.type != "inline":
            continue
        if opening.type == "heading_open":
            inline.content, braces = split_trailing_braces(_UNNUMBERED.sub("", inline.content))
            opening.attrs.update(braces or {})
        elif opening.type == "dt_open":
            content, braces = split_trailing_braces(inline.content)
            if braces and braces.keys() == {"id"}:
                inline.content = content
                opening.attrs.update(braces)


_UNNUMBERED = re.compile(r"[ \t]\{-\}[ \t]*\Z")
"""How pandoc says that a heading has no number; none has one here."""
