"""Inserts the page breaks of the printed book into the documents of an e-book (EPUB 3.3, 7.4 and E.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from bookbuilder.formats.epub.anchors_and_ids import HOLDERS, XHTML, anchor_holder
from bookbuilder.formats.pagemap import PageStart
from bookbuilder.formats.text_places import SourceRun, counted, read
from bookbuilder.locales import Locale

_TYPE = "{http://www.idpf.org/2007/ops}type"


@dataclass(frozen=True, slots=True)
class PageListEntry:
    """An entry of the page list: the page's label, its localized form, and its address."""

    label: str
    shown: str
    href: str

    @property
    def id(self) -> str:
        """The id of the page break."""
        return f"page-{self.label}"

    @property
    def front(self) -> bool:
        """Whether it is a front matter page (NCX: `front`)."""
        return not self.label.isdecimal()


@dataclass(slots=True)
class PrintedPages:
    """The pages of a printed book, in order, and those already inserted; `source` is the book's identifier."""

    pages: Sequence[PageStart]
    locale: Locale
    source: str = ""
    _set: dict[str, PageListEntry] = field(default_factory=dict)

    @property
    def marks(self) -> tuple[PageListEntry, ...]:
        """The inserted pages, in print order."""
        return tuple(self._set[page.label] for page in self.pages if page.label in self._set)

    def set(self, root: etree._Element, file: str) -> None:
        """Insert the page breaks of a document, before any other change to it."""
        body = root.find(f"{XHTML}body")
        if body is None:
            return
        ids = {str(element.get("id")): element for element in body.iter(etree.Element) if element.get("id")}
        runs: dict[str, list[SourceRun]] = {}
        for run in read(body).runs:
            runs.setdefault(run.block, []).append(run)
        for start in reversed(self.pages):  # backwards, so that offsets before an insertion stay valid
            if start.block in ids and start.label not in self._set:
                _put(self._mark(start.label, file), start.offset, ids[start.block], runs.get(start.block, ()))

    def _mark(self, label: str, file: str) -> etree._Element:
        shown = self.locale.figures(int(label)) if label.isdecimal() else label
        made = self._set[label] = PageListEntry(label, shown, f"{file}#page-{label}")
        mark = etree.Element(f"{XHTML}span", {"id": made.id, _TYPE: "pagebreak"})
        mark.set("role", "doc-pagebreak")
        mark.set("aria-label", shown)
        mark.text = ""  # forces an end tag
        return mark


def _put(mark: etree._Element, offset: int, block: etree._Element, runs: Sequence[SourceRun]) -> None:
    """Insert a page break into a block, after so many characters that count."""
    if not offset or not runs:
        _begin(mark, block)
        return
    run = next((run for run in runs if offset < run.before + len(run.text)), runs[-1])
    left, text = offset - run.before, (run.holder.tail if run.tail else run.holder.text) or ""
    position = 0
    # Behind spaces and soft hyphens, which belong to the page before.
    while position < len(text) and (left > 0 or not counted(text[position])):
        left -= len(counted(text[position]))
        position += 1
    mark.tail = text[position:]
    if run.tail:
        run.holder.tail = None
        run.holder.addnext(mark)  # moves its tail as well
        run.holder.tail = text[:position]
    else:
        run.holder.text = text[:position]
        run.holder.insert(0, mark)


def _begin(mark: etree._Element, block: etree._Element) -> None:
    """Insert a page break at the start of an element, or before it if it cannot contain one."""
    if etree.QName(block).localname in HOLDERS:
        holder = anchor_holder(block)
        mark.tail, holder.text = holder.text, None
        holder.insert(0, mark)
    else:
        block.addprevious(mark)
