"""Writes the blocks of a chapter as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from bookbuilder.diagnostics import Rule, Severity, Span
from bookbuilder.importers.clean_text import printable
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.write_formulas import formula_markdown
from bookbuilder.importers.manuscript.write_inlines import (
    CELL,
    HEADING,
    NOTE,
    TEXT,
    WritingContext,
    inline_markdown,
    lifted_paragraph,
)
from bookbuilder.importers.manuscript.write_tables import table_markdown
from bookbuilder.limits import TITLE
from bookbuilder.markdown.attributes import valid_tag
from bookbuilder.markdown.escape_markdown import escape_start, escape_text, escape_value

LEVEL = Rule(
    "import.level",
    "a heading of level {level} follows one of level {before}; it became level {new}",
    "Readers who listen move by headings, so no level may be left out.",
    Severity.NOTICE,
)
LONG_HEADING = Rule(
    "import.heading",
    "a heading of {count} characters became a paragraph",
    "Headings stand in the contents and at the head of pages. So long a one is a paragraph with the look of a heading.",
    Severity.WARNING,
)
DEPTH = 12
"""Levels of lists and quotations within one another that are written; deeper ones are continued at this level."""


class BlockWriter:
    """Writes blocks; it knows the level of the last heading."""

    def __init__(self, context: WritingContext, *, level: int = 1) -> None:
        """Begin below a heading of some level; the title of a chapter has level 1."""
        self.context = context
        self.level = level

    def blocks(self, blocks: Sequence[nodes.Block], depth: int = 0) -> list[str]:
        """Return the Markdown of each block, without empty lines around it."""
        out: list[str] = []
        marker = ""
        for index, block in enumerate(blocks):
            if isinstance(block, nodes.List):
                before = blocks[index - 1] if index else None
                marker = (
                    _other_marker(block, marker) if isinstance(before, nodes.List) else _marker(block, "-")
                )
                text = self._list(block, marker, depth)
            else:
                text = self._block(block, depth)
            if text:
                out.append(text)
            if after := lifted_paragraph(self.context.lifted, block.span, self.context.report):
                out.append(self._paragraph(after))
        return out

    def _block(self, block: nodes.Block, depth: int) -> str:
        match block:
            case nodes.Heading():
                return self._heading(block)
            case nodes.Paragraph():
                return self._paragraph(block)
            case nodes.Quote():
                return self._quote(block, depth)
            case nodes.List():
                return self._list(block, "-", depth)
            case nodes.Definitions():
                return self._definitions(block, depth)
            case nodes.Table():
                return self._table(block)
            case nodes.Figure():
                return self._figure(block)
            case nodes.CodeBlock():
                return _fenced(block.text, block.language)
            case nodes.DisplayFormula():
                written = formula_markdown(block.latex, self.context.report, block.span, display=True)
                return _fenced(block.latex, "text") if written is None else written
            case nodes.Aside():
                return self._aside(block, depth)
            case nodes.Placeholder():
                return self._missing(block, depth)
            case nodes.Divider():
                return "***" if self.context.place == TEXT else r"\* \* \*"
            case nodes.IndexPlace():
                of = f" {{of={block.index}}}" if block.index else ""
                return f"::: index{of}\n:::"
            case nodes.SourcesPlace():
                return "::: sources\n:::"
            case _:
                assert_never(block)

    def _inline(self, content: tuple[nodes.Inline, ...], span: Span, place: str = "") -> str:
        return inline_markdown(content, self.context.at(span, place or self.context.place))

    def _heading(self, block: nodes.Heading) -> str:
        anchors = [
            anchor
            for node in block.content
            if isinstance(node, nodes.Anchor) and (anchor := self.context.new_anchor(node.name))
        ]
        words = tuple(node for node in block.content if not isinstance(node, nodes.Anchor))
        text = self._inline(words, block.span, HEADING)
        if not text:
            return "".join(f"[]{{#{anchor}}}" for anchor in anchors)
        if len(text) > TITLE:
            self.context.report(LONG_HEADING, block.span, count=len(text))
            return escape_start(text)
        level = max(block.level, 2)
        if level > self.level + 1:
            level = self.level + 1
            self.context.report(LEVEL, block.span, level=block.level, before=self.level, new=level)
        level = min(level, 6)
        self.level = level
        more = "".join(f"[]{{#{anchor}}}" for anchor in anchors[1:])
        return f"{'#' * level} {more}{text}" + (f" {{#{anchors[0]}}}" if anchors else "")

    def _paragraph(self, block: nodes.Paragraph) -> str:
        content = block.content
        lang = block.lang if valid_tag(block.lang) and block.role not in _DIRECTIVES else ""
        text = self._inline(content, block.span)
        if not text:
            return self._placeholder(content)
        text = "\n".join(escape_start(line) for line in text.split("\n"))
        if block.role in _DIRECTIVES and self.context.place == TEXT:
            return f"::: {block.role}\n{text}\n:::"
        return f"{{lang={lang}}}\n{text}" if lang else text

    def _placeholder(self, content: tuple[nodes.Inline, ...]) -> str:
        """Return what stands where a paragraph is only pictures that cannot be printed."""
        pictures = [node for node in nodes.walk_inlines(content) if isinstance(node, nodes.Picture)]
        unprinted = self.context.unprinted if self.context.place == TEXT else {}
        return "\n\n".join(
            _missing(unprinted[node.key], escape_start(escape_text(printable(node.alt).strip())))
            for node in pictures
            if unprinted.get(node.key)
        )

    def _quote(self, block: nodes.Quote, depth: int) -> str:
        inner = "\n\n".join(self._inner(block.blocks, depth))
        return _prefixed(inner, "> ", "> ") if inner and depth < DEPTH else inner

    def _list(self, block: nodes.List, marker: str, depth: int) -> str:
        texts = []
        for number, item in enumerate(block.items):
            sign = f"{block.start + number}{marker}" if block.ordered else marker
            parts = self._inner(item, depth)
            if not parts:
                continue
            last = item[-1]
            sublist = (
                len(parts) == 2 and isinstance(last, nodes.List) and (not last.ordered or last.start == 1)
            )
            loose = len(parts) > 1 and not sublist
            text = _TASK.sub(
                lambda sign: "[ ] " if sign[1] == "☐" else "[x] ", ("\n\n" if loose else "\n").join(parts)
            )
            if text.startswith(("#", "    ", "|", "{", "```", ":::", "> ")) or depth >= DEPTH:
                text = f"\n{text}" if depth < DEPTH else text
            texts.append(text if depth >= DEPTH else _prefixed(text, f"{sign} ", " " * (len(sign) + 1)))
        loose = any("\n\n" in text for text in texts)
        return ("\n\n" if loose or depth >= DEPTH else "\n").join(texts)

    def _inner(self, blocks: Sequence[nodes.Block], depth: int) -> list[str]:
        """Return what stands within a list or a quotation; a heading there is a paragraph in bold type."""
        return self.blocks(tuple(_plain_block(block) for block in blocks), depth + 1)

    def _definitions(self, block: nodes.Definitions, depth: int) -> str:
        items = []
        for term, meaning in block.items:
            words = self._inline(term, block.span, HEADING) or "&nbsp;"
            parts = self._inner(meaning, depth)
            texts = [_prefixed(part, ": " if index == 0 else "  ", "  ") for index, part in enumerate(parts)]
            items.append("\n".join([escape_start(words), "\n\n".join(texts) or ": &nbsp;"]))
        return "\n\n".join(items)

    def _table(self, block: nodes.Table) -> str:
        place = self.context.place
        drawn = table_markdown(block, self.context.at(block.span, CELL))
        caption = inline_markdown(
            block.caption, self.context.at(block.span, HEADING if place != TEXT else place)
        )
        anchor = self.context.new_anchor(block.anchor)
        if place != TEXT or not caption:
            mark = f"[]{{#{anchor}}}" if anchor else ""
            return "\n\n".join(part for part in (f"{mark}{escape_start(caption)}", drawn) if part)
        options = " ".join(
            filter(None, (f"#{anchor}" if anchor else "", "headers=both" if block.row_heads else ""))
        )
        return f"::: table{f' {{{options}}}' if options else ''}\n{drawn}\n\n{escape_start(caption)}\n:::"

    def _figure(self, block: nodes.Figure) -> str:
        picture = self._inline((block.picture,), block.span)
        caption = self._inline(block.caption, block.span)
        anchor = self.context.new_anchor(block.anchor)
        caption = "\n".join(escape_start(line) for line in caption.split("\n"))
        if not picture or not caption or self.context.place != TEXT:
            mark = f"[]{{#{anchor}}}" if anchor else ""
            return "\n\n".join(part for part in (f"{mark}{picture}", caption) if part)
        return f"::: figure{f' {{#{anchor}}}' if anchor else ''}\n{picture}\n\n{caption}\n:::"

    def _aside(self, block: nodes.Aside, depth: int) -> str:
        title = self._inline(block.title, block.span, HEADING)
        inner = self._inner(block.blocks, depth)
        if self.context.place != TEXT or depth >= DEPTH:
            return "\n\n".join(filter(None, (escape_start(title), *inner)))
        text = "\n\n".join(inner)
        colons = ":" * max((len(run) + 1 for run in re.findall(r":{3,}", text)), default=3)
        return f"{colons} aside{f' {title}' if title else ''}\n{text}\n{colons}"

    def _missing(self, block: nodes.Placeholder, depth: int) -> str:
        inner = self._inner(block.blocks, depth)
        if self.context.place == TEXT and depth < DEPTH:
            return _missing(printable(block.source), "\n\n".join(inner))
        source = self._inline((nodes.Code(block.source),), block.span) if block.source else ""
        return "\n\n".join(filter(None, (*inner, source)))


_DIRECTIVES = ("epigraph", "pullquote")


def _missing(source: str, words: str) -> str:
    """Return a placeholder for a part that is missing, with its words in Markdown."""
    colons = ":" * max((len(run) + 1 for run in re.findall(r":{3,}", words)), default=3)
    options = f" {{source={escape_value(source)}}}" if source else ""
    return f"{colons} missing{options}\n{words}{chr(10) if words else ''}{colons}"


def note_markdown(label: str, blocks: Sequence[nodes.Block], context: WritingContext) -> str:
    """Return the text of a note, `[^1]: …`; what a note cannot hold is turned into paragraphs."""
    plain = tuple(_plain_block(block) for block in blocks)
    parts = BlockWriter(replace(context, place=NOTE)).blocks(plain) or ["&nbsp;"]
    if not (plain and isinstance(plain[0], nodes.Paragraph)) or parts[0].startswith(("{", ":::")):
        return f"[^{label}]:\n\n" + _prefixed("\n\n".join(parts), "    ", "    ")
    return _prefixed("\n\n".join(parts), f"[^{label}]: ", "    ")


def _plain_block(block: nodes.Block) -> nodes.Block:
    """Return a block as it can stand in a list, a quotation or a note."""
    if isinstance(block, nodes.Heading):
        return nodes.Paragraph(
            (nodes.Styled("strong", block.content),) if block.content else (), span=block.span
        )
    return block


_TASK = re.compile(r"\A([☐☑☒])[  ]")
"""A box at the beginning of an item: word processors have no other tasks."""


def _marker(block: nodes.List, bullet: str) -> str:
    return "." if block.ordered else bullet


def _other_marker(block: nodes.List, before: str) -> str:
    """Return a marker with which a list does not continue the one before it."""
    if block.ordered:
        return ")" if before == "." else "."
    return "*" if before == "-" else "-"


def _prefixed(text: str, first: str, others: str) -> str:
    """Return lines with a prefix; empty lines of a quotation keep the sign, others stay empty."""
    lines = text.split("\n")
    out = [f"{first}{lines[0]}".rstrip(" ") if not lines[0] else f"{first}{lines[0]}"]
    out += [f"{others}{line}" if line else others.rstrip(" ") for line in lines[1:]]
    return "\n".join(out)


def _fenced(text: str, language: str) -> str:
    lines = [printable(line.replace("\t", "    ")) for line in text.split("\n")]
    text = "\n".join(lines).strip("\n")
    longest = max((len(run) for run in re.findall(r"^\s*(`{3,})", text, re.MULTILINE)), default=2)
    name = re.sub(r"[^\w+.#-]", "", language)
    fence = "`" * (longest + 1)
    return f"{fence}{name}\n{text}\n{fence}"


def title_markdown(content: tuple[nodes.Inline, ...], context: WritingContext) -> str:
    """Return a title as the front matter holds it."""
    text = inline_markdown(content, context.at(context.span, HEADING))
    return text if len(text) <= TITLE else f"{text[: TITLE - 1]}…"


def has_words(content: tuple[nodes.Inline, ...]) -> bool:
    """Whether inlines print anything."""
    return any(not isinstance(node, nodes.Text) or node.text.strip() for node in content)
