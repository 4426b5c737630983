"""Renders tables as XHTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bookbuilder.document import nodes
from bookbuilder.document.phone_table import PhoneTable, phone_table
from bookbuilder.document.table_notes import calls_table_note
from bookbuilder.document.table_spans import column_count, columns, keep_with_next
from bookbuilder.document.walk import plain, spoken_text
from bookbuilder.html import repeated_rows
from bookbuilder.html.caption import caption, described, numbered_label, spoken_description
from bookbuilder.html.chapter_renderer import Renderer, element
from bookbuilder.html.inline import inlines
from bookbuilder.html.number_columns import with_aligned_numbers

EMPTY = Markup("")
LEAST_ROWS, LONG, LETTERS = 4, 10, 60
"""Print may end a page inside a table of so many rows, if these and its letters, so many a line, make so many lines."""
_FEWEST_PARTED = 3
"""Print parts tables of so many columns or more, each part with the first one."""


def table(node: nodes.Table, r: Renderer) -> Markup:
    """Return the markup of a table."""
    label = numbered_label(node, r)
    parts = []
    phone = None if r.medium.footnotes else phone_table(node)
    if node.caption:
        parts.append(element("caption", EMPTY, caption(label, node.caption, r)))
    setting = node.setting
    # Parted by its columns, or by its rows.
    long = r.medium.footnotes and (is_long(node) or (setting.split == "columns" and not node.place))
    turned = r.medium.footnotes and setting.turned
    written, node = node, with_aligned_numbers(node, r.medium.locale, padded=r.medium.footnotes)
    above, below_head = repeated_rows.head_rows(written, node, label, r) if long or turned else (EMPTY, EMPTY)
    if (
        r.medium.footnotes
        and not above
        and column_count(node.head) >= _FEWEST_PARTED
        and setting.split != "no"
    ):
        above = repeated_rows.continued_row(written, label, r)  # for it may be parted by its columns
    if node.head or below_head:
        kind = Markup(' class="going-on"') if below_head else EMPTY
        parts.append(element("thead", kind, above + _rows(node.head, r, phone) + below_head))
    parts.append(element("tbody", EMPTY, _rows(node.body, r, phone)))
    if (long or turned) and (foot := repeated_rows.foot_row(written, node, r)):
        parts.append(element("tfoot", EMPTY, foot))
    attributes, behind, below = EMPTY, EMPTY, ""
    notes = element("div", Markup(' class="table-notes"'), r.blocks(node.notes, r)) if node.notes else EMPTY
    if node.description and r.medium.footnotes:
        attributes = Markup(' summary="{}"').format(
            spoken_description(node.description)
        )  # only for the PDF structure
    elif node.description:
        # After the table: screen readers read a whole caption as its name, and the scroll frame of the web surrounds it.
        place, below = Markup(' class="description below"'), "described"
        if node.id:
            attributes += Markup(' aria-details="{}-description"').format(node.id)
            place = Markup(' id="{}-description"').format(node.id) + place
        behind = "\n" + described(node.description, r.say("Description of the table"), r, place)
    if r.medium.footnotes:
        attributes, parts = attributes + _width(setting), [*_columns(setting), *parts]
    made = element("table", attributes, Markup("\n").join(parts))
    if r.medium.footnotes:
        made += notes
    else:  # outside of the box in which the web scrolls a wide table
        behind = ("\n" + notes if notes else EMPTY) + behind
    classes = phone.classes if phone else _classes(node, long=long or turned)
    if r.medium.footnotes:
        attributes = r.attributes(node, "table", *classes, below, **r.place(node), **_for_layout(setting))
        return element("div", attributes, made) + behind
    if phone and not (
        r.medium.web or phone.scrolls
    ):  # in an e-book only what scrolls is reached with the keyboard
        return element("div", r.attributes(node, "table", *classes, below, **r.place(node)), made) + behind
    # Translators: what a table without a caption is called for those who hear the page: rows and columns, no furniture
    words = spoken_text(tuple(part for part in node.caption if not calls_table_note(part)))
    name = " ".join(part for part in (label, words) if part) or r.say("Table")
    role = "region" if node.caption else "group"  # landmarks need a distinct name
    frame = r.attributes(node, "table", *classes, below, role=role, aria_label=name, tabindex="0")
    return element("div", frame, made) + behind


def _classes(node: nodes.Table, *, long: bool) -> tuple[str, ...]:
    """Return the classes of a table in print."""
    setting = node.setting
    return (
        "long" if long else "",
        "small" if setting.small else "",
        "over-margins" if setting.width == "page" else "",
        "turned" if setting.turned else "",
    )


def _for_layout(setting: nodes.TableSetting) -> dict[str, str]:
    """Return what the layout of a page is to know of how a table may be set."""
    return {"data_split": setting.split, "data_rotate": "" if setting.may_turn else "no"}


def _width(setting: nodes.TableSetting) -> Markup:
    share = setting.width if setting.width.endswith("%") else ""
    return Markup(' style="width: {}"').format(share) if share else EMPTY


def _columns(setting: nodes.TableSetting) -> Sequence[Markup]:
    """Return the columns of a table with their shares of the width, if the author gives them."""
    if not setting.columns:
        return ()
    total = sum(setting.columns)
    each = (Markup('<col style="width: {:.2f}%"/>').format(100 * share / total) for share in setting.columns)
    return (element("colgroup", EMPTY, Markup("").join(each)),)


def is_long(node: nodes.Table) -> bool:
    """Whether print may end a page between the rows of a table: it has about ten lines or more, so that none of its rows
    is left alone. One that is asked to stand somewhere stays whole."""
    rows = node.body
    letters = sum(len(plain(cell.content)) for row in rows for cell in row.cells)
    return not node.place and len(rows) >= LEAST_ROWS and len(rows) + letters // LETTERS >= LONG


def _rows(rows: Sequence[nodes.Row], r: Renderer, phone: PhoneTable | None) -> Markup:
    """Return rows; one that a cell spans out of is `joined` with the next one, to prevent a page break."""
    places = tuple(columns(rows))
    width = column_count(rows)
    lines = []
    for row, begins, joined in zip(rows, places, keep_with_next(rows), strict=True):
        cells = [
            # Themes drop the padding after the last cell of a row, unless it is not in the last column.
            _cell(
                cell,
                "" if cell is not row.cells[-1] or index + cell.columns == width else "inner",
                _stacked(cell, index, phone),
                r,
            )
            for cell, index in zip(row.cells, begins, strict=True)
        ]
        attributes = Markup(' class="joined"') if joined else EMPTY
        lines.append(element("tr", attributes, Markup("\n").join(cells)))
    return Markup("\n").join(lines)


def _stacked(cell: nodes.Cell, column: int, phone: PhoneTable | None) -> dict[str, str]:
    """Return the attribute of a cell that is shown in a list: the head of its column as its label."""
    if not phone or not phone.stacked or cell.scope:
        return {}
    return {"data_label": phone.labels[column]}


def _cell(cell: nodes.Cell, place: str, stacked: Mapping[str, str], r: Renderer) -> Markup:
    # A screen reader would call every cell of a column by an empty head.
    empty = not (r.medium.footnotes or cell.blocks or any(map(_is_seen, cell.content)))
    attributes = r.attributes(
        cell,
        f"align-{cell.align}" if cell.align else "",
        place,
        colspan="" if cell.columns == 1 else str(cell.columns),
        rowspan="" if cell.rows == 1 else str(cell.rows),
        scope="" if empty else cell.scope,
        **stacked,
    )
    inner = r.blocks(cell.blocks, r) if cell.blocks else inlines(cell.content, r)
    return element("td" if empty or not cell.scope else "th", attributes, inner)


def _is_seen(node: nodes.Inline) -> bool:
    return not isinstance(node, nodes.Text) or bool(node.text.strip())
