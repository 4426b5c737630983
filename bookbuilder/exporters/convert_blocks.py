"""Block nodes into blocks of pandoc."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_never

from bookbuilder.document import nodes
from bookbuilder.document.figure_groups import CAPTION, GROUP, group_number, part_label
from bookbuilder.document.numbered_kinds import FIGURE, LISTING, TABLE
from bookbuilder.document.table_heads import without_empty_head
from bookbuilder.document.table_spans import column_count, columns
from bookbuilder.document.walk import plain, spoken_text, walk
from bookbuilder.exporters.conversion import ExportConversion
from bookbuilder.exporters.convert_inlines import image, inlines, style_name
from bookbuilder.html.callout import CALLOUT, callout_label, default_title
from bookbuilder.pandoc import pandoc_ast as ast
from bookbuilder.pandoc.pandoc_ast import Blocks, Inlines

_ALIGN = {
    nodes.Align.NONE: "AlignDefault",
    nodes.Align.START: "AlignLeft",
    nodes.Align.CENTER: "AlignCenter",
    nodes.Align.END: "AlignRight",
}


def blocks(content: Sequence[nodes.Block], state: ExportConversion) -> Blocks:
    """Return the blocks of nodes."""
    result: Blocks = []
    for node in content:
        state.foreign += bool(node.lang)
        result += _block(node, state)
        state.foreign -= bool(node.lang)
    return result


def _block(node: nodes.Block, state: ExportConversion) -> Blocks:
    match node:
        case nodes.Heading():
            return _heading(node, state)
        case nodes.Paragraph(content):
            return _attributed(node, [ast.para(_anchored(node, inlines(content, state), state))], state)
        case nodes.List():
            return _attributed(node, _list(node, state), state)
        case nodes.Definitions(items):
            terms = [
                (_anchored(item, inlines(item.term, state), state), blocks(item.blocks, state))
                for item in items
            ]
            return _attributed(node, [ast.definition_list(terms)], state)
        case nodes.Quote(content):
            return _attributed(node, [ast.quote(blocks(content, state))], state)
        case nodes.Box():
            return _attributed(node, _box(node, state), state)
        case nodes.Figure():
            return _attributed(node, _figure(node, state), state)
        case nodes.Table():
            return _attributed(node, _table(node, state), state)
        case nodes.Code():
            return _code(node, state)
        case nodes.Rule():
            return [ast.RULE]
        case nodes.PageBreak():
            return state.dialect.page_break()
        case nodes.Endnotes(notes=notes):
            return [block for note in notes for block in blocks(note.blocks, state)]
        case nodes.Parallel():
            return _parallel(node, state)
        case nodes.Pending():
            return []
        case _:
            assert_never(node)


def _attributed(node: nodes.Node, content: Blocks, state: ExportConversion) -> Blocks:
    if not node.lang or not state.dialect.attributes:
        return content
    return [ast.div(ast.attributes("", (), {"lang": node.lang}), content)]


def _anchored(node: nodes.Node, content: Inlines, state: ExportConversion) -> Inlines:
    anchor = state.anchor(node)
    return state.dialect.anchored(anchor, content) if anchor else content


def _heading(node: nodes.Heading, state: ExportConversion) -> Blocks:
    """Return a heading; it is at most one level below the last one."""
    state.level = min(node.level, state.level + 1)
    content = inlines(node.content, state)
    anchor = node.id if state.dialect.contents else state.anchor(node)
    own = state.dialect.heading(state.level, anchor, node.classes, content)
    return _attributed(node, own, state)


def styled_paragraph(content: Inlines, style: str, state: ExportConversion) -> Blocks:
    """Return a paragraph in a style; a class where the format knows no styles. Nothing without content."""
    if not content:
        return []
    return state.dialect.styled_paragraph(style, content)


# -- lists -----------------------------------------------------------------------------------------------------


def _list(node: nodes.List, state: ExportConversion) -> Blocks:
    items = [_item(item, node.tight, state) for item in node.items]
    return [ast.ordered_list(node.start, items) if node.ordered else ast.bullet_list(items)]


def _item(item: nodes.Item, tight: bool, state: ExportConversion) -> Blocks:
    result: Blocks = []
    for block in item.blocks:
        if tight and isinstance(block, nodes.Paragraph):
            result += _attributed(
                block, [ast.plain(_anchored(block, inlines(block.content, state), state))], state
            )
        else:
            result += _block(block, state)
    if item.done is not None:
        sign = ast.words("☑ " if item.done else "☐ ")
        if result and result[0]["t"] in ("Plain", "Para"):
            result[0] = {**result[0], "c": [*sign, *result[0]["c"]]}
        else:
            result.insert(0, ast.plain(sign[:1]))
    return _attributed(item, result, state)


# -- boxes -----------------------------------------------------------------------------------------------------


def _box(node: nodes.Box, state: ExportConversion) -> Blocks:
    if node.kind == nodes.TITLE_PLACE:
        anchor = state.anchor(node)
        place = state.dialect.anchored(anchor, []) if anchor else []
        return [ast.para(place)] if place else []
    if node.kind == "index":
        return state.dialect.index(next(iter(node.classes), ""), blocks(node.blocks, state))
    if node.kind == GROUP:
        return [part for block in node.blocks for part in _of_group(block, node, state)]
    headed = not node.title and bool(node.blocks) and isinstance(node.blocks[0], nodes.Heading)
    if headed and not state.dialect.headed_boxes:
        return blocks(node.blocks, state)
    style, number = style_name(node.kind), state.book.count("box")
    title = inlines(node.title, state) or ast.words(default_title(node, state.locale))
    if node.kind == CALLOUT:
        word = ast.words(callout_label(next(iter(node.classes), ""), state.locale))
        title = [*word, *([ast.SPACE, *title] if title else [])]
    head = styled_paragraph(_anchored(node, title, state), f"{style} Title", state) if title else []
    content = [*head, *state.dialect.box(number, style, blocks(node.blocks, state))]
    if state.dialect.styles or not state.dialect.attributes:
        return content
    anchor = "" if title else state.anchor(node)
    return [ast.div(ast.attributes(anchor, ["box", node.kind, *node.classes]), content)]


# -- figures ---------------------------------------------------------------------------------------------------


def _figure(node: nodes.Figure, state: ExportConversion) -> Blocks:
    words: Inlines = []
    if node.part:
        words, anchor = ast.words(part_label(node.part)), state.anchor(node)
        words = state.dialect.anchored(anchor, words) if anchor else words
    elif node.number:
        words = state.dialect.label(state.label(FIGURE, node.number), state.anchor(node))
    words = _after_label(words, inlines(node.caption, state))
    if node.credit:
        words = _after_label(words, styled_words(ast.words(node.credit), "Credit", state))
    if node.drawn:  # its data can be edited, and a drawing of them cannot
        said = [] if node.description or not node.image.alt else [ast.para(ast.words(node.image.alt))]
        return [*said, *([ast.para(words)] if words else []), *blocks(node.description, state)]
    picture = image(node.image, state, spoken(node.description))
    if state.dialect.figures:
        result = [ast.figure(ast.attributes(), [ast.plain(words)] if words else [], [ast.plain(picture)])]
    else:
        result = [ast.para(picture), *([ast.para(words)] if words else [])]
    return result + _description(node.description, state.locale.say("Description of the picture"), state)


def _of_group(block: nodes.Block, group: nodes.Box, state: ExportConversion) -> Blocks:
    """Return a block of figures side by side; their caption begins with their number."""
    if not isinstance(block, nodes.Paragraph) or CAPTION not in block.classes:
        return blocks((block,), state)
    number = group_number(group)
    label = state.dialect.label(state.label(FIGURE, number), state.anchor(group)) if number else []
    return [ast.para(_after_label(label, inlines(block.content, state)))]


def _after_label(label: Inlines, words: Inlines) -> Inlines:
    return [*label, ast.SPACE, *words] if label and words else [*label, *words]


def styled_words(content: Inlines, style: str, state: ExportConversion) -> Inlines:
    """Return words in a style of characters."""
    if not content or not state.dialect.attributes:
        return content
    pairs = {"custom-style": style} if state.dialect.styles else {}
    return [ast.span(ast.attributes("", [style.lower()], pairs), content)]


def spoken(description: Sequence[nodes.Block]) -> str:
    """Return a long description as plain text."""
    return " ".join(
        spoken_text(part.content)
        for part in walk(description)
        if isinstance(part, nodes.Paragraph | nodes.Heading | nodes.Cell)
    )


def _description(description: Sequence[nodes.Block], title: str, state: ExportConversion) -> Blocks:
    """Return a long description as text, under its title, where the format has no other place for it."""
    if not description or not state.dialect.descriptions:
        return []
    inner = [ast.para([ast.inline("Strong", ast.words(title))]), *blocks(description, state)]
    return [ast.div(ast.attributes("", ["description"]), inner)] if state.dialect.attributes else inner


# -- code ------------------------------------------------------------------------------------------------------


def _code(node: nodes.Code, state: ExportConversion) -> Blocks:
    """Return code, below its caption if it has one."""
    classes = [] if state.dialect.styles else [node.language]  # nothing colours what is to be edited
    if not node.caption:
        return [ast.code_block(node.text, ast.attributes(state.anchor(node), classes))]
    label = state.dialect.label(state.label(LISTING, node.number), state.anchor(node)) if node.number else []
    caption = _after_label(label, inlines(node.caption, state))
    block = ast.code_block(node.text, ast.attributes("", classes))
    return [*state.dialect.styled_paragraph("Listing Caption", caption), block]


# -- tables ----------------------------------------------------------------------------------------------------


def _table(node: nodes.Table, state: ExportConversion) -> Blocks:
    node = without_empty_head(node)
    words: Inlines = []
    before: Blocks = []
    if node.caption:
        if node.number:
            words = state.dialect.label(state.label(TABLE, node.number), state.anchor(node))
        words = _after_label(words, inlines(node.caption, state))
        if not state.dialect.table_captions:
            before, words = state.dialect.styled_paragraph("Table Caption", words), []
    rows = (*node.head, *node.body)
    width = column_count(rows)
    shares = _shares(rows, width) if state.dialect.styles else [0.0] * width
    table = ast.table(
        ast.attributes(),
        [ast.plain(words)] if words else [],
        list(zip(_alignments(rows, width), shares, strict=True)),
        _rows(node.head, shares, state),
        _rows(node.body, shares, state),
        int(bool(node.body) and all(row.cells and row.cells[0].scope == "row" for row in node.body)),
    )
    number, description = state.book.count("table"), spoken(node.description)
    state.book.descriptions[number] = (plain(node.caption), description)
    result = state.dialect.table(number, [table], described=bool(description))
    return [
        *before,
        *result,
        *blocks(node.notes, state),
        *_description(node.description, state.locale.say("Description of the table"), state),
    ]


def _alignments(rows: Sequence[nodes.Row], width: int) -> list[str]:
    """Return the alignment of each column, that of the last row without joined cells."""
    plain_rows = [row for row in rows if len(row.cells) == width]
    cells = plain_rows[-1].cells if plain_rows else ()
    return [_ALIGN[cell.align] for cell in cells] or ["AlignDefault"] * width


def _shares(rows: Sequence[nodes.Row], width: int) -> list[float]:
    """Return the share of the width that each column gets, by the length of its longest word and cell; zeros for a table
    that is narrower than a line."""
    words, cells = [1] * width, [1] * width
    for row, begins in zip(rows, columns(rows), strict=True):
        for cell, column in zip(row.cells, begins, strict=True):
            pictures = any(isinstance(one, nodes.Image) for one in walk((cell.content, cell.blocks)))
            text = (plain(cell.content) or spoken(cell.blocks)) + (" x" * CELL if pictures else "")
            if cell.columns == 1 and column < width:
                words[column] = max([words[column], *map(len, text.split())])
                cells[column] = max(cells[column], len(text))
    if sum(cells) <= LINE:
        return [0.0] * width
    weights = [max(word + PADDING, min(cell, CELL)) for word, cell in zip(words, cells, strict=True)]
    return [round(weight / sum(weights), 4) for weight in weights]


LINE, CELL, PADDING = 70, 30, 6
"""Letters in a line of a page; a cell with more than `CELL` gets no more room; the space around a word in a cell."""


def _rows(rows: Sequence[nodes.Row], shares: Sequence[float], state: ExportConversion) -> list[list[Any]]:
    """Return the cells of rows; a picture is at most as wide as its cell."""
    result: list[list[Any]] = []
    room = state.room
    for row, begins in zip(rows, columns(rows), strict=True):
        cells = []
        for cell, column in zip(row.cells, begins, strict=True):
            own = shares[column : column + cell.columns]
            state.room = room * (sum(own) or cell.columns / max(len(shares), 1))
            cells.append(_cell(cell, state))
        result.append(cells)
    state.room = room
    return result


def _cell(cell: nodes.Cell, state: ExportConversion) -> list[Any]:
    content = (
        blocks(cell.blocks, state)
        if cell.blocks
        else [ast.plain(_anchored(cell, inlines(cell.content, state), state))]
    )
    content = _attributed(cell, content, state)
    return ast.cell(ast.attributes(), _ALIGN[cell.align], cell.rows, cell.columns, content)


# -- two languages ---------------------------------------------------------------------------------------------


def _parallel(node: nodes.Parallel, state: ExportConversion) -> Blocks:
    """Return a row of a bilingual chapter: the first language, and below it the second."""
    first, level = blocks(node.first.blocks, state), state.level
    other = state.second or state
    content = blocks(node.second.blocks, other)
    state.level = level
    if not content:
        return first
    if not state.dialect.attributes:
        return [*first, *content]
    return [*first, ast.div(ast.attributes("", (), {"lang": node.second.lang}), content)]
