"""Reads the paragraphs and tables of a part of Word into blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.importers.docx.list_numbering import ListLevel
from bookbuilder.importers.docx.package import attribute, child, switched_on
from bookbuilder.importers.docx.paragraph_runs import RunReader, preferred
from bookbuilder.importers.docx.reading import DocxState
from bookbuilder.importers.docx.style_sheet import Style
from bookbuilder.importers.docx.tables import read_table
from bookbuilder.importers.importer import REJECT
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.captions import Caption, with_captions
from bookbuilder.importers.manuscript.document_structure import states_day
from bookbuilder.importers.manuscript.gather_blocks import ListParagraph, LooseBlock, Quoted, gather
from bookbuilder.importers.manuscript.losses import OBJECT
from bookbuilder.importers.manuscript.runs import StyledRun, nested, without_stray_code
from bookbuilder.importers.safe_xml import elements, local

NUMBERS = Rule(
    "import.numbers",
    "a list is numbered as {form} in the manuscript; the book numbers it 1, 2, 3",
    "Lists have one kind of number. Where the text refers to an item by its letter, say it by the number.",
    Severity.NOTICE,
)


_LEVEL = re.compile(r"list (?:bullet|number) ([2-5])")
"""Styles of Word with a list of their own that is set as the second to fifth level; each program writes these names."""


@dataclass(frozen=True, slots=True)
class _Properties:
    """The properties of a paragraph: its style and list; `merged` if the next one goes on with it, an `initial` too."""

    style: Style
    level: ListLevel | None
    number: str
    depth: int
    merged: bool
    initial: bool
    indented: bool


def read_blocks(parent: etree._Element, reading: DocxState) -> tuple[nodes.Block, ...]:
    """Return the blocks of a body, a cell, a note or a text box. Reports `import.*`."""
    return gather(with_captions(_with_set_off_paragraphs(_Body(reading).read(parent))))


_INDENTED = "indented"
_INDENT = 280
"""From how much on a paragraph is set off from the text: half a centimetre, in twentieths of a point."""
_MOST = 0.2
"""The share of paragraphs from which on an indent is the look of the text."""


def _with_set_off_paragraphs(blocks: Sequence[LooseBlock | Caption]) -> list[LooseBlock | Caption]:
    """Return blocks in which paragraphs with a left margin of their own are quotations, if they are few."""
    indented = sum(isinstance(one, Quoted) and one.kind == _INDENTED for one in blocks)
    few = indented <= _MOST * sum(isinstance(one, nodes.Paragraph | Quoted) for one in blocks)
    return [
        (replace(one, kind="quote") if few else one.paragraph)
        if isinstance(one, Quoted) and one.kind == _INDENTED
        else one
        for one in blocks
    ]


class _Body:
    """Reads blocks in a row; `carried` are the runs of a paragraph with which the next one goes on."""

    def __init__(self, reading: DocxState) -> None:
        self.reading = reading
        self.out: list[LooseBlock | Caption] = []
        self.carried: list[StyledRun] = []

    def read(self, parent: etree._Element) -> list[LooseBlock | Caption]:
        """Return the blocks below an element."""
        self._children(parent)
        if self.carried:
            self._emit(nodes.Paragraph(nested(self.carried), span=self.reading.span))
            self.carried = []
        return self.out

    def _children(self, parent: etree._Element) -> None:
        for element in elements(parent):
            match local(element):
                case "p":
                    self._paragraph(element)
                case "tbl":
                    table = read_table(element, self.reading, read_blocks)
                    self.out += [table] if table is not None else []
                case "sdt":
                    content = child(element, "sdtContent")
                    if self.reading.citations.lists_control(attribute(child(element, "sdtPr", "tag"), "val")):
                        self._emit(nodes.SourcesPlace(self.reading.span))
                    elif content is not None and not _contents(element):
                        self._children(content)
                case "AlternateContent":
                    if (best := preferred(element)) is not None:
                        self._children(best)
                case "bookmarkStart":
                    self.carried.append(StyledRun(nodes.Anchor(attribute(element, "name"))))
                case "commentRangeStart" | "commentRangeEnd" as name:
                    key = f"comment-{attribute(element, 'id')}"
                    self.carried.append(
                        StyledRun(nodes.ProofMark(key, name.removeprefix("commentRange").lower()))
                    )
                case "customXml" | "ins" | "moveTo":
                    self._children(element)
                case "del" | "moveFrom" if self.reading.changes == REJECT:
                    self._children(element)
                case "altChunk":
                    what = "a document that is embedded as a whole (altChunk)"
                    self.reading.report(
                        OBJECT, self.reading.span, what=what, hint="open it in Word, and save it anew"
                    )
                case _:
                    pass

    def _paragraph(self, element: etree._Element) -> None:
        self.reading.number += 1
        properties = self._properties(child(element, "pPr"))
        reader = RunReader(self.reading)
        reader.runs = self.carried
        self.carried = []
        if properties.style.role.startswith("heading ") and self.reading.generated:
            self.reading.generated = 0  # contents that nobody ended
            self.reading.fields.clear()
        ruled = any(attribute(rect, "hr") in ("t", "true", "1") for rect in element.iter("{*}rect"))
        reader.read(element)
        reader.end()
        element.clear()  # a long book has millions of elements
        if properties.merged:
            # An initial is lowered as a subscript is.
            self.carried = [
                replace(one, styles=one.styles - {"sub", "sup"}) if properties.initial else one
                for one in reader.runs
            ]
            return
        block = self._block(reader, properties)
        if block is not None:
            self._emit(block)
        elif ruled or properties.style.name.lower() == "horizontal line":
            self._emit(nodes.Divider(self.reading.span))
        for index in self.reading.index_places:
            self._emit(nodes.IndexPlace(re.sub(r"[^A-Za-z0-9-]", "", index), self.reading.span))
        self.reading.index_places.clear()
        if self.reading.sources_place:
            self._emit(nodes.SourcesPlace(self.reading.span))
            self.reading.sources_place = False
        self.out += [nodes.DisplayFormula(text, self.reading.span) for text in self.reading.displays]
        self.reading.displays.clear()
        self.out += self.reading.asides
        self.reading.asides.clear()

    def _emit(self, block: LooseBlock | Caption) -> None:
        self.out.append(block)

    def _properties(self, element: etree._Element | None) -> _Properties:
        style = self.reading.styles.paragraph(attribute(child(element, "pStyle"), "val"))
        outline = attribute(child(element, "outlineLvl"), "val")
        # Level 9 is that of running text (ISO/IEC 29500-1, 17.3.1.20).
        if style.role == "paragraph" and outline.isdecimal() and int(outline) < 9:
            style = replace(style, role=f"heading {min(int(outline) + 1, 6)}")
        number, depth = style.numbering or ("", 0)
        if (list_element := child(element, "numPr")) is not None:
            given = attribute(child(list_element, "ilvl"), "val")
            number = attribute(child(list_element, "numId"), "val") or number
            depth = int(given) if given.isdecimal() and len(given) < 3 else depth
        level = None
        if number not in ("", "0") and style.role in ("paragraph", "list", "quote", "aside"):
            level = self.reading.numbering.get(number, {}).get(depth, ListLevel("bullet"))
            if depth == 0 and (match := _LEVEL.fullmatch(style.name.lower())):
                depth = int(match[1]) - 1
        mark = child(element, "rPr")
        change = "ins" if self.reading.changes == REJECT else "del"
        # The end of the paragraph is deleted, or a style separator (`specVanish`): the next one goes on.
        merged = child(mark, change) is not None or (
            switched_on(child(mark, "vanish")) and child(mark, "specVanish") is not None
        )
        initial = attribute(child(element, "framePr"), "dropCap") in ("drop", "margin")
        set_off = _set_off(child(element, "ind"))
        return _Properties(style, level, number, min(depth, 8), merged or initial, initial, set_off)

    def _block(self, reader: RunReader, properties: _Properties) -> LooseBlock | Caption | None:
        """Return the block for a paragraph; None for one without content."""
        span, role = self.reading.span, properties.style.role
        if role != "code":
            reader.runs = without_stray_code(reader.runs)
        content = nested(reader.runs)
        if not _prints(content):
            marks = tuple(node for node in content if isinstance(node, nodes.Anchor | nodes.ProofMark))
            return nodes.Paragraph(marks, span=span) if marks else None
        if role in ("title", "subtitle", "author") and not self._in_text():
            self.reading.title.setdefault(role, []).append(content)
            return None
        if (
            role == "date"
            and not self._in_text()
            and states_day(nodes.plain_text(content).strip(), self.reading.date)
        ):
            self.reading.title.setdefault(role, []).append(content)
            return None
        if role.startswith("heading "):
            return nodes.Heading(int(role[-1]), content, span)
        if role == "omit":
            return None if self.reading.generated else nodes.Paragraph(content, span=span)
        if role == "caption" or reader.labels:
            label = nested(reader.runs[: reader.labels[0]]) if reader.labels else ()
            rest = nested(reader.runs[reader.labels[0] :]) if reader.labels else content
            self.reading.labels |= {
                node.name: nodes.plain_text(label).strip()
                for node in nodes.walk_inlines(label)
                if isinstance(node, nodes.Anchor)
            }
            return Caption(content, label, rest, span, certain=role == "caption")
        if role == "code":
            return nodes.CodeBlock("".join(_letters(content)), span=span)
        if role == "aside title":
            return Quoted("aside", nodes.Paragraph(content, span=span), title=True)
        if role in ("quote", "aside") and properties.level is not None:
            return Quoted(role, self._item(nodes.Paragraph(content, span=span), properties.level, properties))
        if role in ("quote", "aside", "missing", "term", "definition"):
            return Quoted(role, nodes.Paragraph(content, span=span))
        if role in nodes.PARAGRAPH_KINDS:
            return nodes.Paragraph(content, role, span=span)
        if properties.level is not None:
            return self._item(nodes.Paragraph(content, span=span), properties.level, properties)
        paragraph = nodes.Paragraph(content, span=span)
        return Quoted(_INDENTED, paragraph) if properties.indented and not self.reading.depth else paragraph

    def _in_text(self) -> bool:
        """Whether the text has begun, so that a title is one of its own."""
        return bool(self.out) or self.reading.depth > 0 or self.reading.part != self.reading.package.document

    def _item(self, paragraph: nodes.Paragraph, level: ListLevel, properties: _Properties) -> ListParagraph:
        number, depth = properties.number, properties.depth
        if level.bare:
            return ListParagraph(depth, ordered=False, number=1, paragraph=paragraph, bare=True)
        counters = self.reading.counters
        value = counters.get((number, depth), level.start - 1) + 1
        counters[number, depth] = value
        # Word begins deeper levels anew below each item.
        for deeper in range(depth + 1, 9):
            counters.pop((number, deeper), None)
        if not level.exact:
            self.reading.tell_once(f"numbers {level.form}", NUMBERS, form=level.form)
        return ListParagraph(depth, level.ordered, value, paragraph)


def _set_off(indent: etree._Element | None) -> bool:
    """Whether a paragraph has a left margin of its own, for all its lines."""
    left = attribute(indent, "left") or attribute(indent, "start")
    hanging = attribute(indent, "hanging")
    return left.isdecimal() and int(left[:6]) >= _INDENT and hanging in ("", "0")


def _contents(element: etree._Element) -> bool:
    """Whether a block of Word is a table of contents, which a book makes itself."""
    gallery = child(element, "sdtPr", "docPartObj", "docPartGallery")
    return attribute(gallery, "val") == "Table of Contents"


def _prints(content: tuple[nodes.Inline, ...]) -> bool:
    return bool(nodes.plain_text(content).strip()) or any(
        isinstance(node, nodes.NoteCall | nodes.Picture | nodes.IndexEntry | nodes.Formula)
        for node in nodes.walk_inlines(content)
    )


def _letters(content: tuple[nodes.Inline, ...]) -> list[str]:
    """Return the words of code, with its lines."""
    return [
        node.text if isinstance(node, nodes.Text | nodes.Code) else "\n"
        for node in nodes.walk_inlines(content)
        if isinstance(node, nodes.Text | nodes.Code | nodes.Break)
    ]
