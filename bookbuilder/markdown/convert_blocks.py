"""Converts the block tokens of markdown-it to block nodes with source positions, and runs directives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from markdown_it.token import Token
from msgspec.structs import replace

from bookbuilder import renamed
from bookbuilder.diagnostics import Fix, Report, Rule, Span, nearest
from bookbuilder.document import nodes
from bookbuilder.document.nodes import (
    Block,
    Code,
    Definition,
    Definitions,
    Heading,
    Inline,
    Item,
    List,
    Note,
    Paragraph,
    Quote,
    Table,
)
from bookbuilder.document.walk import walk
from bookbuilder.markdown.attributes import (
    BLOCK_KEYS,
    LINE_COUNTS,
    LINES,
    PARAGRAPH_KEYS,
    UNKNOWN,
    Attributes,
    attributes,
    keys,
    split_trailing_braces,
    token_attributes,
)
from bookbuilder.markdown.convert_inlines import LEFTOVER, RAW_HTML, InlineContext, inlines
from bookbuilder.markdown.convert_table import convert_table
from bookbuilder.markdown.directive import Call, Directive
from bookbuilder.markdown.markdown_parser import parser
from bookbuilder.markdown.merged_cells import MERGE_MARKS
from bookbuilder.markdown.token_pairs import closing_index
from bookbuilder.markdown.token_positions import Source

NO_TABLE = Rule(
    "table.broken",
    "this looks like a table but is not one",
    "A table is a line of cells, a line of hyphens with just as many cells, and lines of cells below. Anything else is"
    " printed as it stands, bars and all.",
)
UNKNOWN_DIRECTIVE = Rule(
    "directive.unknown",
    "there is no directive {name!r}",
    "`::: name` opens a directive. `docs/markdown.md` lists them; a new one is a folder in markdown/directives/.",
)
UNCLOSED = Rule(
    "directive.unclosed",
    "the directive {name} is not closed",
    "A directive ends with a line of as many colons as it began with. One that stands inside another needs fewer"
    " colons than the outer one.",
)
STRAY = Rule(
    "directive.stray",
    "these colons close nothing",
    "A line of three or more colons closes a directive. Either the opening line is missing its name, or an inner"
    " directive has as many colons as the outer one and closed it.",
)
NO_TITLE = Rule(
    "directive.title",
    "the directive {name} takes no title",
    "What stands behind the name of a directive"
    " is its title; this one has none. Options stand in braces: {key=value}.",
)
UNKNOWN_OPTION = Rule(
    "directive.option",
    "the directive {name} has no option {key!r}",
    "The manual lists the options of each directive.",
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
NOTE_BLOCK = Rule(
    "note.block",
    "a note holds no {what}",
    "In print a note stands at the foot of the page. It may hold paragraphs, quotations, lists, tables without a caption and"
    " code; headings, figures, boxes and numbered tables belong to the text.",
)
DEPTH = 24
"""Levels of nested quotes, lists and directives that are accepted."""


@dataclass(slots=True)
class Converter:
    """Converts the tokens of one chapter. `notes` collects its footnotes."""

    source: Source
    report: Report
    directives: Mapping[str, Directive]
    notes: list[Note] = field(default_factory=list)
    level: int = 1
    depth: int = 0
    closers: set[int] = field(default_factory=set)
    signs: dict[Span, str] = field(default_factory=dict)

    # -- texts ---------------------------------------------------------------------------------------------

    def inline(self, token: Token) -> tuple[Inline, ...]:
        """Return the nodes of an inline token."""
        context = InlineContext(self.source.path, self.report, token.content)
        return inlines(token.children or (), self.source.locator(token), context)

    def text(
        self, text: str, span: Span, place: Callable[[int], Span | None] | None = None
    ) -> tuple[Inline, ...]:
        """Return the nodes of a text outside the body: a title, a value of the front matter.

        A text with a `place` is written differently in the file (quotes doubled, lines joined): its problems are reported at
        `span`, and `place` gives the position of each of its letters, None if it is unknown.
        """
        context = InlineContext(self.source.path, self.report, text, place)
        (token,) = parser().parseInline(text)

        def locate(position: int) -> Span:
            return span if place else Span(span.path, span.line, span.column + position)

        return inlines(token.children or (), locate, context)

    # -- blocks --------------------------------------------------------------------------------------------

    def blocks(self, tokens: Sequence[Token]) -> tuple[Block, ...]:
        """Return the nodes of a balanced run of block tokens."""
        out: list[Block] = []
        index = 0
        while index < len(tokens):
            end = closing_index(tokens, index)
            out.extend(self._block(tokens[index], tokens[index + 1 : end]))
            index = end + 1 if tokens[index].nesting == 1 else index + 1
        return tuple(out)

    def _block(self, token: Token, inner: Sequence[Token]) -> tuple[Block, ...]:
        span = self.source.block(token)
        if self.depth > DEPTH:
            self.report(TOO_DEEP, span, limit=DEPTH)
            return ()
        self.depth += 1
        try:
            return self._convert(token, inner, span)
        finally:
            self.depth -= 1

    def _convert(self, token: Token, inner: Sequence[Token], span: Span) -> tuple[Block, ...]:
        match token.type:
            case "paragraph_open":
                return self._paragraph(token, inner, span)
            case "heading_open":
                return self._heading(token, inner, span)
            case "bullet_list_open" | "ordered_list_open":
                return (self._list(token, inner, span),)
            case "blockquote_open":
                return (Quote(self.blocks(inner), span=span, **self._own(token, span)),)
            case "dl_open":
                return (self._definitions(token, inner, span),)
            case "table_open":
                return (convert_table(token, inner, span, self.source, self.report),)
            case "fence" | "code_block":
                language = token.info.split()[0] if token.info.strip() else ""
                return (Code(token.content, language, span=span, **self._own(token, span)),)
            case "hr":
                return (nodes.Rule(span=span, **self._own(token, span)),)
            case "footnote_reference_open":
                level = self.level
                note, self.level = self.blocks(inner), level
                _check_note(note, self.report)
                self.notes.append(Note(str(token.meta["label"]), note, span=span))
                return ()
            case "attributes_lost":
                text = self.source.lines[token.map[0]].strip() if token.map else ""
                self.report(LEFTOVER, span, text=text, hint="they stand on the line before a block")
                return ()
            case "container_directive_open":
                return self._directive(token, inner, span)
            case "html_block":
                _report_html(token, span, self.report)
                return ()
            case _:
                raise ValueError(f"no node for the token {token.type}")

    def _own(self, token: Token, span: Span) -> dict[str, Any]:
        start = ("start",) if token.type == "ordered_list_open" else ()
        return attributes(token_attributes(token), BLOCK_KEYS, span, self.report, parser_keys=start).node()

    def _lines(self, token: Token, value: str, span: Span) -> int:
        """Return how many lines more a paragraph is to take; reports a `value` that asks for anything else."""
        if value and value not in LINE_COUNTS:
            place = self.source.key_above(token, "lines") or span
            self.report(LINES, place, value=value, hint="write {lines=+1} or {lines=-1}, or take it out")
        return LINE_COUNTS.get(value, 0)

    def _paragraph(self, token: Token, inner: Sequence[Token], span: Span) -> tuple[Block, ...]:
        content = self.inline(inner[0])
        place = self.source.locator(inner[0])
        for line in _COLONS.finditer(inner[0].content):
            hint = "give the outer directive more colons than the inner one"
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
        return (Paragraph(content, lines, span=span, **given.node()),) if content else ()

    def _heading(self, token: Token, inner: Sequence[Token], span: Span) -> tuple[Block, ...]:
        level = int(token.tag[1])
        if level == 1:
            self.report(SECOND_TITLE, span, hint="write ## here")
        elif level > self.level + 1:
            hint = f"write {'#' * (self.level + 1)} here"
            self.report(SKIPPED_LEVEL, span, level=level, before=self.level, hint=hint)
        self.level = max(level, 2)
        return (Heading(max(level, 2), self.inline(inner[0]), span=span, **self._own(token, span)),)

    def _list(self, token: Token, inner: Sequence[Token], span: Span) -> List:
        items, index = [], 0
        tight = True
        while index < len(inner):
            end = closing_index(inner, index)
            place = self.source.block(inner[index])
            items.append(Item(self.blocks(inner[index + 1 : end]), span=place))
            children = (t for t in inner[index + 1 : end] if t.level == inner[index].level + 1)
            tight = tight and all(t.hidden for t in children if t.type == "paragraph_open")
            index = end + 1
        start = _first_number(token, span, self.report)
        ordered = token.type == "ordered_list_open"
        return List(ordered, tuple(items), start, tight, span=span, **self._own(token, span))

    def _definitions(self, token: Token, inner: Sequence[Token], span: Span) -> Definitions:
        items: list[Definition] = []
        index = 0
        while index < len(inner):
            end = closing_index(inner, index)
            if inner[index].type == "dt_open":
                place = self.source.block(inner[index])
                items.append(Definition(self.inline(inner[index + 1]), (), span=place))
            elif items:
                blocks = self.blocks(inner[index + 1 : end])
                items[-1] = replace(items[-1], blocks=items[-1].blocks + blocks)
            index = end + 1
        return Definitions(tuple(items), span=span, **self._own(token, span))

    # -- directives ----------------------------------------------------------------------------------------

    def _directive(self, token: Token, inner: Sequence[Token], span: Span) -> tuple[Block, ...]:
        words = token.info.strip()
        written_name = words.split()[0].partition("{")[0]
        rest, braces = split_trailing_braces(words[len(written_name) :])
        name = _current_name(written_name, token, span, self.source, self.report)
        start, end = token.map or (0, 0)
        last = _CLOSER.fullmatch(self.source.lines[end]) if end < len(self.source.lines) else None
        if last is None or len(last[1]) < len(token.markup) or end in self.closers:
            self.report(UNCLOSED, span, name=name, hint=f"end it with a line {token.markup}")
        self.closers.add(end)
        level = self.level
        blocks = self.blocks(inner)
        directive = self.directives.get(name)
        if directive is None:
            hint = (
                _known_directives(name, self.directives)
                if name
                else "its name stands directly behind the colons"
            )
            self.report(UNKNOWN_DIRECTIVE, span, name=name, hint=hint)
            return blocks
        given = _known_attributes(
            name, directive, {**token_attributes(token), **(braces or {})}, span, self.report
        )
        title = self._title(directive, name, rest.strip(), span, self.source.lines[start])
        options = {key: value for key, value in given.options.items() if key not in BLOCK_KEYS}
        line = self.source.lines[start]
        places = {key: self.source.span(start, at + 1) for at, key in keys(line, 0, len(line))}
        call = Call(
            name, span, title, given.id, given.classes, given.lang, options, blocks, level, self.signs, places
        )
        lowered = directive.run(call, self.report)
        return lowered if given.translate else tuple(replace(block, translate=False) for block in lowered)

    def _title(self, directive: Directive, name: str, text: str, span: Span, line: str) -> tuple[Inline, ...]:
        """Return the title of a directive, whose `text` stands in the `line` that opens it."""
        if not text:
            return ()
        place = Span(span.path, span.line, line.find(text) + 1)
        if directive.title:
            return self.text(text, place)
        self.report(NO_TITLE, place, name=name)
        return ()


def _report_html(token: Token, span: Span, report: Report) -> None:
    """Report a block of HTML, unless it is only a comment."""
    text = token.content
    while (before := text.partition("<!--"))[1] and not before[0].strip() and "-->" in before[2]:
        text = before[2].partition("-->")[2]
    if rest := text.strip():
        hint = "use a directive or Markdown instead"
        if rest.startswith("<!--"):
            hint = "close the comment with -->; what stands below it would not be printed"
        elif rest != token.content.strip():
            hint = "end the line behind the comment"
        report(RAW_HTML, span, text=rest.split("\n")[0][:40], hint=hint)


def _first_number(token: Token, span: Span, report: Report) -> int:
    """Return the number with which a list begins; reports one that stands in its attributes (`attribute.unknown`)."""
    start = token.attrs.get("start", 1)
    if isinstance(start, int):
        return start
    report(UNKNOWN, span, key="start", hint="the first number of a list is that of its first item")
    return 1


def _check_note(note: Sequence[Block], report: Report) -> None:
    """Report the blocks that have no place in a note: `note.block`."""
    for block in walk(note):
        if what := _unfit_for_note(block):
            report(NOTE_BLOCK, block.span, what=what, hint="put it into the text, or into an aside")


def _known_attributes(
    name: str, directive: Directive, given: Mapping[str, str], span: Span, report: Report
) -> Attributes:
    """Return the attributes of a directive that it knows; reports `directive.option` for the others."""
    allowed = {*directive.options, *BLOCK_KEYS}
    for key in given:
        if key not in allowed and key not in ("id", "class"):
            report(UNKNOWN_OPTION, span, name=name, key=key, hint=nearest(key, allowed))
    known = {key: value for key, value in given.items() if key in allowed or key in ("id", "class")}
    return attributes(known, allowed, span, report)


def _current_name(written: str, token: Token, span: Span, source: Source, report: Report) -> str:
    """Return the current name of a directive whose head is at `span`; reports an old one (`spelling.old`)."""
    name = renamed.DIRECTIVES.get(written, written)
    if name != written:
        line = source.lines[token.map[0] if token.map else 0]
        column = line.find(written, line.find(token.markup) + len(token.markup)) + 1
        place = Span(span.path, span.line, column)
        fix = Fix(place, written, name)
        renamed.tell(report, place, f"{token.markup} {written}", f"{token.markup} {name}", fix)
    return name


def _known_directives(name: str, directives: Iterable[str]) -> str:
    """Return a hint that lists the directives, the most similar first; by meaning for names from other programs."""
    meant = _OTHER_NAMES.get(name.casefold(), name)
    near = sorted(
        directives, key=lambda directive: (-SequenceMatcher(None, meant, directive).ratio(), directive)
    )
    return f"there are {', '.join(near[:-1])} and {near[-1]}"


_OTHER_NAMES = {
    **dict.fromkeys(
        ("note", "tip", "warning", "important", "caution", "info", "danger", "box", "sidebar"), "aside"
    ),
    **dict.fromkeys(("admonition", "callout"), "aside"),
    **dict.fromkeys(("image", "img"), "figure"),
    **dict.fromkeys(("csv-table", "list-table"), "table"),
    "timeline": "chronology",
    "quote": "pullquote",
    "motto": "epigraph",
    "newpage": "pagebreak",
}
"""What other programs call a directive, and the closest directive here."""


def _unfit_for_note(node: nodes.Node) -> str:
    """Return what a node that is not allowed in a note is called; empty if it is allowed."""
    match node:
        case Heading():
            return "heading"
        case nodes.Figure():
            return "figure"
        case nodes.Box() | nodes.Pending():
            return "box"
        case Table(caption=caption) if caption:
            return "table with a caption"
        case nodes.Rule() | nodes.PageBreak():
            return "break"
        case _:
            return ""


_COLONS = re.compile(r"^[ \t]*(:{3,}[ \t]*)$", re.MULTILINE)
_CLOSER = re.compile(r"[ \t>]*(:{3,})[ \t]*")

_RULED = re.compile(r":?-*:?")


def _looks_like_table(text: str) -> bool:
    """Whether a text begins with a line with a bar, and a line of bars, hyphens and colons."""
    first, _, rest = text.partition("\n")
    if "|" not in first or not rest:
        return False
    second = rest.partition("\n")[0].strip(" \t").removeprefix("|")
    cells = [cell.strip(" \t") for cell in second.split("|")]
    return "-" in cells[0] and all(map(_RULED.fullmatch, cells))
