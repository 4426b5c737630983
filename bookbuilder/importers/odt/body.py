"""Reads the paragraphs, lists and tables of LibreOffice into blocks."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.captions import Caption, with_captions
from bookbuilder.importers.manuscript.document_structure import states_day
from bookbuilder.importers.manuscript.gather_blocks import LooseBlock, Quoted, gather
from bookbuilder.importers.odt.continued_lists import Counts, next_number
from bookbuilder.importers.odt.paragraph_runs import OdtRuns
from bookbuilder.importers.odt.reading import OdtReading
from bookbuilder.importers.odt.style_sheet import attribute
from bookbuilder.importers.safe_xml import elements, local

SPAN = 200
"""Columns or rows that a cell extends over, and empty rows that are repeated."""


def read_blocks(parent: etree._Element, reading: OdtReading) -> tuple[nodes.Block, ...]:
    """Return the blocks of a body, a cell, a note or a text box. Reports `import.*`."""
    return OdtBody(reading).blocks(parent)


class OdtBody:
    """Reads blocks in a row. With `front`, titles before the text are gathered in `title`, and a line with the `date` of the
    file."""

    def __init__(self, reading: OdtReading, *, front: bool = False, date: str = "") -> None:
        """Begin a run of blocks."""
        self.reading, self.front, self.date = reading, front, date
        self.out: list[LooseBlock | Caption] = []
        self.title: dict[str, list[tuple[nodes.Inline, ...]]] = {}
        self.last_list: tuple[nodes.List | None, Counts | None] = (None, None)

    def blocks(self, parent: etree._Element) -> tuple[nodes.Block, ...]:
        """Return the blocks below an element."""
        self._children(parent)
        return gather(with_captions(self.out))

    def block(self, element: etree._Element) -> tuple[nodes.Block, ...]:
        """Return the blocks that one element makes."""
        self._element(element)
        return gather(with_captions(self.out))

    def _children(self, parent: etree._Element) -> None:
        for element in elements(parent):
            self._element(element)

    def _element(self, element: etree._Element) -> None:
        match local(element):
            case "p" | "h":
                self._paragraph(element)
            case "list":
                style = attribute(element, "style-name")
                counts = self.reading.lists.counts(element, style)
                self._add_lists(self._list(element, style, 1, counts), counts)
            case "table":
                table = self._table(element)
                self.out += [table] if table is not None else []
            case "section" | "bibliography" if self.reading.citations.is_list(element):
                self.out.append(nodes.SourcesPlace(self.reading.span))
            case "bibliography" if self.reading.citations.makes_list:
                title = next((one for one in element.iter("{*}index-title")), None)
                words = " ".join("".join(map(str, title.itertext())).split()) if title is not None else ""
                if words:
                    self.out.append(nodes.Heading(1, (nodes.Text(words),), self.reading.span))
                self.out.append(nodes.SourcesPlace(self.reading.span))
            case "section" | "index-body" | "numbered-paragraph" | "deletion":
                self._children(element)
            case "bibliography":
                for one in elements(element):
                    if local(one) == "index-body":
                        self._children(one)
            case "alphabetical-index":
                self.out.append(nodes.IndexPlace("", self.reading.span))
            case "change" | "change-start" | "change-end":
                OdtRuns(self.reading).element(element, frozenset(), "")
            case "frame" | "custom-shape":
                OdtRuns(self.reading).element(element, frozenset(), "")
                self._flush()
            case _:
                pass

    def _flush(self) -> None:
        self.out += self.reading.asides
        self.reading.asides.clear()

    def _paragraph(self, element: etree._Element) -> None:
        self.reading.number += 1
        reader = OdtRuns(self.reading)
        reader.read(element)
        reader.trim()
        role = self.reading.styles.paragraph(attribute(element, "style-name"))
        level = attribute(element, "outline-level")
        if local(element) == "h" and not role.startswith("heading "):
            role = f"heading {min(max(int(level), 1), 6) if level.isdecimal() else 1}"
        block = self._block(reader, role)
        self.out += [block] if block is not None else []
        self._flush()

    def _block(self, reader: OdtRuns, role: str) -> LooseBlock | Caption | None:
        content, span = reader.content(), self.reading.span
        if not _prints(content):
            marks = tuple(node for node in content if isinstance(node, nodes.Anchor | nodes.ProofMark))
            return nodes.Paragraph(marks, span=span) if marks else None
        if role in ("title", "subtitle", "author") and self.front and not self.out:
            self.title.setdefault(role, []).append(content)
            return None
        if (
            role == "date"
            and self.front
            and not self.out
            and states_day(nodes.plain_text(content).strip(), self.date)
        ):
            self.title.setdefault(role, []).append(content)
            return None
        if role.startswith("heading "):
            return nodes.Heading(int(role[-1]), content, span)
        if role == "caption" and not nodes.plain_text(content).strip():
            return nodes.Paragraph(content, span=span)  # the picture, in a style for pictures with captions
        if role == "caption" or reader.labels:
            return self._caption(reader, content, certain=role == "caption")
        if role == "code":
            letters = (
                node.text if isinstance(node, nodes.Text | nodes.Code) else "\n"
                for node in nodes.walk_inlines(content)
                if isinstance(node, nodes.Text | nodes.Code | nodes.Break)
            )
            return nodes.CodeBlock("".join(letters), span=span)
        if role == "aside title":
            return Quoted("aside", nodes.Paragraph(content, span=span), title=True)
        if role in ("quote", "aside", "missing", "term", "definition"):
            return Quoted(role, nodes.Paragraph(content, span=span))
        return nodes.Paragraph(content, role if role in nodes.PARAGRAPH_KINDS else "", span=span)

    def _caption(self, reader: OdtRuns, content: tuple[nodes.Inline, ...], *, certain: bool) -> Caption:
        runs = reader.runs
        picture = next((run for run in runs if isinstance(run.node, nodes.Picture)), None)
        at = reader.labels[0] if reader.labels else 0
        if picture is not None and certain:  # a frame with a picture and its caption in one paragraph
            self.out.append(nodes.Paragraph((picture.node,), span=self.reading.span))
            index = runs.index(picture)
            at -= index < at
            reader.runs = [run for run in runs if run is not picture]
            content = reader.content()
        label, rest = reader.content(0, at), reader.content(at)
        words = nodes.plain_text(label).strip()
        self.reading.labels |= {
            node.name: words for node in nodes.walk_inlines(label) if isinstance(node, nodes.Anchor)
        }
        return Caption(content, label if reader.labels else (), rest, self.reading.span, certain=certain)

    def _add_lists(self, lists: list[nodes.Block], counts: Counts) -> None:
        """Add lists; one that only holds a deeper list belongs to the last item of the list before it, and one that goes on
        with the list before it, by its `counts`, is a part of that."""
        for block in lists:
            before = self.out[-1] if self.out else None
            last, last_counts = self.last_list
            if (
                isinstance(block, nodes.List)
                and isinstance(before, nodes.List)
                and before is last
                and counts is last_counts
                and block.ordered == before.ordered
                and block.start == (before.start + len(before.items) if before.ordered else 1)
            ):
                self._put_list(replace(before, items=before.items + block.items), counts)
                continue
            if not isinstance(block, nodes.List) or not all(
                isinstance(inner, nodes.List) for inner in block.items[0]
            ):
                self.out.append(block)
                self.last_list = (block if isinstance(block, nodes.List) else None, counts)
                continue
            deeper, rest = block.items[0], block.items[1:]
            if isinstance(before, nodes.List):
                self._put_list(
                    replace(before, items=(*before.items[:-1], (*before.items[-1], *deeper))), last_counts
                )
            else:
                self.out += deeper
            self.out += [replace(block, items=rest)] if rest else []

    def _put_list(self, block: nodes.List, counts: Counts | None) -> None:
        self.out[-1] = block
        self.last_list = (block, counts)

    def _list(self, element: etree._Element, style: str, depth: int, counts: Counts) -> list[nodes.Block]:
        items: list[tuple[nodes.Block, ...]] = []
        start = 1
        for one in elements(element):
            if local(one) not in ("list-item", "list-header"):
                continue
            own: list[nodes.Block] = []
            counted = False  # an item that holds a list alone has no number
            for part in elements(one):
                if local(part) == "list":
                    own += self._list(part, attribute(part, "style-name") or style, depth + 1, counts)
                else:
                    if not own and not counted and local(one) == "list-item":
                        number, counted = next_number(counts, depth, attribute(one, "start-value")), True
                        start = start if items else number
                    own += OdtBody(self.reading).block(part)
            if any(isinstance(block, nodes.Heading) for block in own) and not items:
                return own  # a heading with a number is a list to LibreOffice
            if items and not counted and own:
                items[-1] += tuple(own)
            elif own:
                items.append(tuple(own))
        ordered = self.reading.styles.lists.get(
            (style, depth), self.reading.styles.lists.get((style, 1), False)
        )
        return (
            [nodes.List(ordered, tuple(items), start if ordered else 1, self.reading.span)] if items else []
        )

    def _table(self, element: etree._Element) -> nodes.Table | None:
        rows: list[tuple[nodes.Cell, ...]] = []
        span, head = self.reading.span, 0
        for row, heads in _rows(element, heads=False):
            cells: list[nodes.Cell] = []
            for cell in elements(row):
                if local(cell) != "table-cell":
                    continue
                wide, high = (
                    _number(attribute(cell, f"number-{name}-spanned")) for name in ("columns", "rows")
                )
                repeated = _number(attribute(cell, "number-columns-repeated"))
                align = self._alignment(cell)
                cells += [
                    nodes.Cell(read_blocks(cell, self.reading), high, wide, align) for _ in range(repeated)
                ]
            rows.append(tuple(cells))
            head += heads and head == len(rows) - 1
        return (
            nodes.Table(tuple(rows), head, span=span)
            if any(cell.blocks for row in rows for cell in row)
            else None
        )

    def _alignment(self, cell: etree._Element) -> str:
        """Return how the first paragraph of a cell is aligned."""
        first = next(cell.iter("{*}p", "{*}h"), None)
        return "" if first is None else self.reading.styles.alignment(attribute(first, "style-name"))


def _rows(element: etree._Element, *, heads: bool) -> list[tuple[etree._Element, bool]]:
    found: list[tuple[etree._Element, bool]] = []
    for one in elements(element):
        match local(one):
            case "table-row":
                found.append((one, heads))
            case "table-header-rows":
                found += _rows(one, heads=True)
            case "table-rows" | "table-row-group":
                found += _rows(one, heads=heads)
            case _:
                pass
    return found


def _number(text: str) -> int:
    return max(min(int(text), SPAN), 1) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def _prints(content: tuple[nodes.Inline, ...]) -> bool:
    return bool(nodes.plain_text(content).strip()) or any(
        isinstance(node, nodes.NoteCall | nodes.Picture | nodes.IndexEntry | nodes.Formula)
        for node in nodes.walk_inlines(content)
    )
