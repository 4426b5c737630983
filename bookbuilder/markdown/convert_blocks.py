"""Converts the block tokens of markdown-it to block nodes with source positions, and runs directives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token
from msgspec.structs import replace

from bookbuilder.diagnostics import Rule, Span
from bookbuilder.document import nodes
from bookbuilder.markdown.attributes import (
    LINE_COUNTS,
    LINES,
    PARAGRAPH_KEYS,
    Attributes,
    attributes,
    token_attributes,
)
from bookbuilder.markdown.callouts import quoted_callout
from bookbuilder.markdown.conditions import includes_token
from bookbuilder.markdown.conversion import Conversion
from bookbuilder.markdown.convert_code import convert_code
from bookbuilder.markdown.convert_directive import convert_directive
from bookbuilder.markdown.convert_inlines import LEFTOVER
from bookbuilder.markdown.convert_list import convert_definitions, convert_list
from bookbuilder.markdown.convert_table import convert_table
from bookbuilder.markdown.example_lists import example_list
from bookbuilder.markdown.footnote_content import check_note
from bookbuilder.markdown.foreign_syntax import FOREIGN, TABLE, flavour_hint
from bookbuilder.markdown.html_blocks import html_nodes
from bookbuilder.markdown.html_tree import HtmlTree
from bookbuilder.markdown.implicit_figure import implicit_figure
from bookbuilder.markdown.includes import included_blocks
from bookbuilder.markdown.line_blocks import VERSE, verse
from bookbuilder.markdown.merged_cells import MERGE_MARKS
from bookbuilder.markdown.myst_directives import is_comment, target
from bookbuilder.markdown.table_captions import table_caption
from bookbuilder.markdown.tally import short
from bookbuilder.markdown.token_pairs import closing_index
from bookbuilder.phrases import Phrase
from bookbuilder.project.flavour import Flavour

NO_TABLE = Rule(
    "table.broken",
    "this looks like a table but is not one",
    "A table is a line of cells, a line of hyphens with just as many cells, and lines of cells below. Anything else is"
    " printed as it stands, bars and all.",
)
STRAY = Rule(
    "directive.stray",
    "these colons close nothing",
    "A line of three or more colons closes the directive that was opened last. Here none is open: the opening line may be"
    " missing its name.",
)
TOO_DEEP = Rule(
    "block.deep",
    "this text is nested more than {limit} levels deep",
    "So deep a nesting is no text for a reader, and it could exhaust the memory of the machine that builds the book.",
)
SKIPPED_LEVEL = Rule(
    "heading.level",
    "a heading of level {level} follows one of level {before}",
    "Readers who listen move by headings, so no level may be left out. The title of a chapter is level 1; sections"
    " begin with two hashes.",
)
SECOND_TITLE = Rule(
    "heading.title",
    "a heading with one hash stands inside the chapter",
    "One hash is the title of the chapter, and it has one already. Sections begin with two hashes.",
)
DEPTH = 24
"""Levels of nested quotes, lists and directives that are accepted."""


@dataclass(slots=True)
class Converter(Conversion):
    """Converts the blocks of one chapter."""

    # -- blocks --------------------------------------------------------------------------------------------

    def blocks(self, tokens: Sequence[Token]) -> tuple[nodes.Block, ...]:
        """Return the nodes of a balanced run of block tokens. Raw HTML is one tree with the blocks between its tags."""
        tree, html, flavour = HtmlTree(), False, self.dialect.flavour
        index = 0
        while index < len(tokens):
            token = tokens[index]
            end = closing_index(tokens, index)
            if token.type == "html_block":
                html = True
                tree.feed(token.content, self.source.locator(token))
            elif flavour.citations and (caption := table_caption(self, tree.last, tokens[index:end])):
                tree.replace_last(caption)
            else:
                label, self.label = self.label, ""
                made = self._block(token, tokens[index + 1 : end])
                tree.add(_labelled(made, label))
            index = end + 1 if token.nesting == 1 else index + 1
        return html_nodes(tree.children, self.context("")) if html else tree.blocks()

    def _block(self, token: Token, inner: Sequence[Token]) -> tuple[nodes.Block, ...]:
        span = self.source.block(token)
        if self.depth > DEPTH:
            self.report(TOO_DEEP, span, limit=DEPTH)
            return ()
        before = len(self.notes), self.level
        included = includes_token(token, self.dialect, span, self.report)
        self.depth += 1
        try:
            made = self._convert(token, inner, span)
        finally:
            self.depth -= 1
        if not included:
            self.leave_out(made, before)
            return ()
        return made

    def _convert(self, token: Token, inner: Sequence[Token], span: Span) -> tuple[nodes.Block, ...]:
        match token.type:
            case "paragraph_open":
                return self._paragraph(token, inner, span)
            case "heading_open":
                return self._heading(token, inner, span)
            case "bullet_list_open" | "ordered_list_open":
                before = self.conditions.count
                made_list = convert_list(self, token, inner, span)
                return () if self.emptied(made_list.items, before) else (made_list,)
            case "blockquote_open":
                before = self.conditions.count
                made = quoted_callout(self, token, inner, span) or nodes.Quote(
                    self._plain(inner), span=span, **self.own(token, span)
                )
                return () if self.emptied(made.blocks, before) else (made,)
            case "dl_open":
                before = self.conditions.count
                definitions = convert_definitions(self, token, inner, span)
                return () if self.emptied(definitions.items, before) else (definitions,)
            case "table_open":
                before = self.conditions.count
                table = convert_table(self, token, inner, span)
                return () if self.emptied(table.body, before) else (table,)
            case "fence" | "code_block":
                return convert_code(self, token, span)
            case "hr":
                line = self.source.lines[token.map[0]] if token.map else ""
                if _COLUMNS.fullmatch(line.strip()):
                    hint = flavour_hint((), self.dialect.flavour)
                    self.tally.add(FOREIGN, span, short(line), what=TABLE, hint=hint)
                return (nodes.Rule(span=span, **self.own(token, span)),)
            case "footnote_reference_open":
                level = self.level
                note, self.level = self._plain(inner), level
                check_note(note, self.report)
                self.notes.append(nodes.Note(str(token.meta["label"]), note, span=span))
                return ()
            case "attributes_lost":
                text = self.source.lines[token.map[0]].strip() if token.map else ""
                self.report(LEFTOVER, span, text=text, hint="they stand on the line before a block")
                return ()
            case "container_directive_open":
                return convert_directive(self, token, inner, span)
            case _:
                raise ValueError(f"no node for the token {token.type}")

    def _plain(self, tokens: Sequence[Token]) -> tuple[nodes.Block, ...]:
        """Return blocks among which a picture that stands alone is no figure."""
        figures, self.figures = self.figures, False
        blocks = self.blocks(tokens)
        self.figures = figures
        return blocks

    def _lines(self, token: Token, value: str, span: Span) -> int:
        """Return how many lines more a paragraph is to take; reports a `value` that asks for anything else."""
        if value and value not in LINE_COUNTS:
            place = self.source.key_above(token, "lines") or span
            self.report(LINES, place, value=value, hint="write {lines=+1} or {lines=-1}, or take it out")
        return LINE_COUNTS.get(value, 0)

    def _paragraph(self, token: Token, inner: Sequence[Token], span: Span) -> tuple[nodes.Block, ...]:
        foreign = self._foreign(inner[0], span)
        return self._text(token, inner, span) if foreign is None else foreign

    def _foreign(self, line: Token, span: Span) -> tuple[nodes.Block, ...] | None:
        """Return the blocks of a paragraph that is something else in the book's flavour; None for a real paragraph."""
        flavour = self.dialect.flavour
        if flavour is Flavour.MYST:
            label = target(line)
            self.label = label or self.label
            return () if label or is_comment(line) else None
        if flavour.citations and (examples := example_list(self, line, span)):
            return (examples,)
        return included_blocks(self, line, span)

    def _text(self, token: Token, inner: Sequence[Token], span: Span) -> tuple[nodes.Block, ...]:
        lines_of_verse = verse(inner[0]) if self.dialect.flavour.extended else None
        content = self.inline(inner[0], lines_of_verse)
        place = self.source.locator(inner[0])
        for line in _COLONS.finditer(inner[0].content):
            hint = "take the line out, or open a directive above"
            self.report(STRAY, place(line.start(1)), hint=hint)
        if _looks_like_table(inner[0].content):
            self.report(
                NO_TABLE,
                span,
                hint="the line of hyphens needs as many cells as the line above it: | --- | --- |",
            )
        if inner[0].content in MERGE_MARKS:
            self.signs[span] = inner[0].content
        given = attributes(token_attributes(token), PARAGRAPH_KEYS, span, self.report)
        lines = self._lines(token, given.options.get("lines", ""), span)
        if figure := implicit_figure(self, inner[0], content):
            return (replace(figure, **_over(given, figure)),)
        if lines_of_verse:
            given = _with_class(given, VERSE)
        return (nodes.Paragraph(content, lines, span=span, **given.node()),) if content else ()

    def _heading(self, token: Token, inner: Sequence[Token], span: Span) -> tuple[nodes.Block, ...]:
        level = int(token.tag[1])
        if level == 1:
            self.report(SECOND_TITLE, span, hint="write ## here")
        elif level > self.level + 1:
            hint = Phrase("write {value} here", value="#" * (self.level + 1))
            self.report(SKIPPED_LEVEL, span, level=level, before=self.level, hint=hint)
        before, above, self.level = self.conditions.count, self.level, max(level, 2)
        content = self.inline(inner[0])
        if self.emptied(content, before):
            self.level = above
            return ()
        return (nodes.Heading(max(level, 2), content, span=span, **self.own(token, span)),)


def _labelled(blocks: tuple[nodes.Block, ...], label: str) -> tuple[nodes.Block, ...]:
    """Return blocks; the first gets a label as its id, unless it has an id."""
    if not label or not blocks or blocks[0].id:
        return blocks
    return (replace(blocks[0], id=label), *blocks[1:])


def _over(given: Attributes, figure: nodes.Figure) -> dict[str, Any]:
    """Return the attributes above a paragraph that became a figure, with those of its picture."""
    return {
        "id": given.id or figure.id,
        "classes": (*given.classes, *figure.classes),
        "lang": given.lang or figure.lang,
        "translate": given.translate,
    }


def _with_class(given: Attributes, name: str) -> Attributes:
    return Attributes(given.id, (name, *given.classes), given.options)


_COLUMNS = re.compile(r"-{2,}(?: +-{2,})+")
"""The line below the head of a simple table of pandoc, which is a thematic break."""
_COLONS = re.compile(r"^[ \t]*(:{3,}[ \t]*)$", re.MULTILINE)

_RULED = re.compile(r":?-*:?")


def _looks_like_table(text: str) -> bool:
    """Whether a text begins with a line with a bar, and a line of bars, hyphens and colons."""
    first, _, rest = text.partition("\n")
    if "|" not in first or not rest:
        return False
    second = rest.partition("\n")[0].strip(" \t").removeprefix("|")
    cells = [cell.strip(" \t") for cell in second.split("|")]
    return "-" in cells[0] and all(map(_RULED.fullmatch, cells))
