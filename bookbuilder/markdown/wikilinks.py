"""Parses what Obsidian adds: `[[Note#Heading|words]]`, `![[picture.png]]` and `%%comments%%`."""

from __future__ import annotations

import re
from bisect import bisect_right

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from bookbuilder.diagnostics import Span
from bookbuilder.document.heading_slugs import github
from bookbuilder.document.nodes import Inline, Reference, Text
from bookbuilder.markdown.attributes import valid_id
from bookbuilder.markdown.convert_picture import picture
from bookbuilder.markdown.file_anchor import file_anchor
from bookbuilder.markdown.foreign_syntax import FOREIGN
from bookbuilder.markdown.inline_context import InlineContext
from bookbuilder.phrases import Phrase

_LINK = re.compile(r"(!?)\[\[([^\[\]|#\n]*)(?:#([^\[\]|\n]*))?(?:\\?\|([^\[\]\n]*))?\]\]")
_COMMENT = re.compile(r"%%[^%]*(?:%[^%]+)*%%")
_ENDS = "comment_ends"
"""The key of a parse's environment under which the lines are that end with the signs of a comment."""
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg)", re.IGNORECASE)
_SIZE = re.compile(r"\d+(?:x\d+)?")


def wikilinks(md: MarkdownIt) -> None:
    """Add the rules to a parser: tokens `wikilink` with what the brackets hold in `meta["parts"]`, and `comment`."""
    md.inline.ruler.before("link", "wikilink", _link_rule)
    md.inline.ruler.before("link", "comment", _comment_rule)
    md.block.ruler.before("fence", "comment_block", _block_rule, {"alt": ["paragraph"]})


def _link_rule(state: StateInline, silent: bool) -> bool:
    match = _LINK.match(state.src, state.pos, state.posMax) if state.src[state.pos] in "![" else None
    if match is None or not (match[2] or match[3]):
        return False
    if not silent:
        token = state.push("wikilink", "", 0)
        token.content, token.meta = match[0], {"parts": match.groups(""), "words": match.start(4)}
    state.pos = match.end()
    return True


def _comment_rule(state: StateInline, silent: bool) -> bool:
    match = _COMMENT.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "%" else None
    if match is None:
        return False
    if not silent:
        state.push("comment", "", 0)
    state.pos = match.end()
    return True


def _block_rule(state: StateBlock, start: int, last: int, silent: bool) -> bool:
    """Parse a comment of several blocks: from a line that begins with the signs to the next line that ends with them."""
    if state.is_code_block(start) or not (first := _line(state, start)).startswith("%%"):
        return False
    if first.count("%%") > 1:
        return False
    ends: list[int] = state.env.setdefault(_ENDS, [])
    if not ends:  # found once, for every line may begin a comment
        lines = range(len(state.bMarks) - 1)
        ends += [line for line in lines if _line(state, line).rstrip().endswith("%%")] or [-1]
    index = bisect_right(ends, start)
    if index == len(ends) or ends[index] >= last:
        return False
    if not silent:
        token = state.push("html_block", "", 0)
        token.map = [start, ends[index] + 1]
        state.line = ends[index] + 1
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def wikilink(token: Token, span: Span, context: InlineContext) -> Inline:
    """Return the reference or the picture that a wikilink is. Another note cannot be embedded: that is counted."""
    embeds, file, heading, words = token.meta["parts"]
    file, heading, words = file.strip(), heading.strip(), words.strip()
    if embeds and (_PICTURE.search(file[-5:]) is not None):
        alt = "" if _SIZE.fullmatch(words) else words
        stem = file.rpartition("/")[2].rpartition(".")[0]
        node = {"id": "", "classes": (), "lang": "", "translate": True}
        return picture(file, alt or stem, "", span, node, context)
    if embeds:
        hint = "write a link, without the exclamation mark, or copy the words"
        context.tally.add(FOREIGN, span, token.content, what=Phrase("an embed of Obsidian"), hint=hint)
        return Text(token.content, span=span)
    chapter = file_anchor(file.rpartition("/")[2].removesuffix(".md")) if file else ""
    place = heading.rpartition("#")[2].removeprefix("^")
    target = place if place and valid_id(place) and heading.startswith("^") else github(place)
    shown = words or (f"{file} > {place}" if file and place else file or place)
    offset = token.meta["words"] if words else len(embeds) + 2
    start = Span(span.path, span.line, span.column + offset - (token.meta.get("pos", 0) if words else 0))
    return Reference(target or chapter, (Text(shown, span=start),), chapter=chapter, span=span)
