"""Makes the structure of a layout: what each piece of a page is for somebody who does not see it (ISO 32000-1, 14.8).

WeasyPrint makes an element of every box, so a paragraph that goes over a page is two, a loose list has items without a
body, and what is repeated at the head of every page is read out on every page. Here the structure is that of the HTML, and
boxes only say where the pieces of an element are: one paragraph is one element, on however many pages it lies, and a
note stands behind its call, whatever page it is printed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.locales.counter_styles import STYLES

if TYPE_CHECKING:
    from weasyprint.document import Page

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement

_TYPES = {
    "Sect": "section article nav",
    "Div": "div aside figure",
    "Part": "main",
    "BlockQuote": "blockquote",
    "P": "p pre",
    "Caption": "caption figcaption",
    "L": "ul ol dl",
    "LI": "li",
    "Lbl": "dt",
    "LBody": "dd",
    "Table": "table",
    "THead": "thead",
    "TBody": "tbody",
    "TFoot": "tfoot",
    "Code": "code",
    "Quote": "q",
    "Ruby": "ruby",
    "RB": "rb",
    "RT": "rt",
    **{name.upper(): name for name in ["h1", "h2", "h3", "h4", "h5", "h6", "tr", "th", "td"]},
}
TYPES = {name: kind for kind, names in _TYPES.items() for name in names.split()}
"""HTML element → standard structure type (14.8.4); what is missing here is only there for its looks."""
_BY_CLASS = {"citation": "Reference", "bibentry": "BibEntry", "margin-note": "Note", "page-mark": "Span"}
"""A class that the program gives → the inline type (14.8.4.4) that HTML has no element for."""
NUMBERING = (
    {"decimal": "Decimal", "disc": "Disc", "circle": "Circle", "square": "Square"}
    | {
        f"{case}-{kind}": f"{case.title()}{name}"
        for case in ("lower", "upper")
        for kind, name in {"roman": "Roman", "alpha": "Alpha", "latin": "Alpha"}.items()
    }
    | dict.fromkeys(STYLES.values(), "Decimal")
)
"""`list-style-type` → ListNumbering (table 347)."""
SVG = "{http://www.w3.org/2000/svg}"
SLOT = "\x01"
"""As in `compiled_part`, in a text."""
PAGINATION, LOOKS = "Pagination", "Layout"
"""Types of artifacts (14.8.2.2): what only says where in the book a page is, and what only decorates."""


@dataclass(frozen=True, slots=True)
class ContentPiece:
    """A piece of the content of a page: the number of the page, from 0, and that of the piece on it (its MCID)."""

    page: int
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Annotation:
    """A link on a page: the number of its object, and a description for somebody who does not see where it stands.

    Page numbers that are not known yet are the names of their anchors between two `SLOT`s.
    """

    page: int
    number: int
    description: str


@dataclass(slots=True, eq=False)
class StructureElement:
    """An element of the structure.

    `type` is a standard structure type, `page` that of the first piece in it, `attributes` are pairs by their owner
    (`Table`, `List`, `Layout`) with values as PDF writes them. `alt`, `expansion`, `lang` and `id` are empty where it
    has none, and so is `file`, the name of a file in the PDF with the data that it shows.
    """

    type: str
    parent: StructureElement | None = None
    kids: list[StructureElement | ContentPiece | Annotation] = field(default_factory=list)
    page: int = -1
    alt: str = ""
    expansion: str = ""
    lang: str = ""
    id: str = ""
    file: str = ""
    attributes: dict[str, dict[str, object]] = field(default_factory=dict)

    def add(self, kind: str) -> StructureElement:
        """Return a new last child."""
        child = StructureElement(kind, self)
        self.kids.append(child)
        return child


def artifacts(pages: Iterable[Page]) -> Iterator[tuple[boxes.Box, str]]:
    """Yield the boxes with content that is no part of the text, and what kind of artifact they are.

    Running heads and folios, pictures without a description, what the HTML hides (`aria-hidden`), and the head and the
    first columns of a table where they are repeated.
    """
    heads: dict[tuple[HtmlElement | None, int], boxes.Box] = {}

    def walk(box: boxes.Box, kind: str) -> Iterator[tuple[boxes.Box, str]]:
        box = _without_placeholder(box)
        if isinstance(box, boxes.MarginBox):
            kind = PAGINATION
        elif isinstance(box, boxes.TableRowGroupBox) and box.is_header:
            if heads.setdefault((box.element, marks(box).part), box) is not box:
                kind = PAGINATION
        elif marks(box).repeated:
            kind = PAGINATION
        elif not kind and box.element is not None and box.element_tag == box.element.tag:
            kind = LOOKS if _hidden(box.element) else ""
        if kind and isinstance(box, (boxes.TextBox, boxes.ReplacedBox)):
            yield box, kind
        for child in box.children:
            yield from walk(child, kind)

    for page in pages:
        yield from walk(page._page_box, "")


def structure(
    pages: Sequence[Page],
    numbers: Sequence[Mapping[boxes.Box, int]],
    links: Mapping[boxes.Box, int],
    *,
    deferred: bool = False,
) -> StructureElement:
    """Return the structure of laid out pages: the element `Document` with all the others.

    `numbers` has for each page the number (MCID) of each box whose content belongs to the text, `links` the number of the
    annotation of each box that is a link. `deferred` says that page numbers in links are left open.
    """
    tree = _Tree(pages, links, deferred)
    for page, (laid_out, marked) in enumerate(zip(pages, numbers, strict=True)):
        for child in laid_out._page_box.children:
            if not isinstance(child, boxes.MarginBox):
                tree.walk(child, page, marked, laid_out.height)
    tree.put_moved_figures_back()
    return tree.document


def headings(element: StructureElement) -> Iterator[int]:
    """Yield the levels of the headings below an element, in their order."""
    for kind in _types(element):
        if kind[:1] == "H" and kind[1:].isdigit():
            yield int(kind[1:])


def _types(element: StructureElement) -> Iterator[str]:
    yield element.type
    for kid in element.kids:
        if isinstance(kid, StructureElement):
            yield from _types(kid)


class _Tree:
    """The structure while it grows. Elements of the HTML become structure when their first piece is met."""

    def __init__(self, pages: Sequence[Page], links: Mapping[boxes.Box, int], deferred: bool) -> None:
        self.links, self.deferred = links, deferred
        root = next(
            box.element for box in pages[0]._page_box.children if not isinstance(box, boxes.MarginBox)
        )
        assert root is not None
        self.root = root
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.document = StructureElement("Document", lang=root.get("lang", ""))
        self.elements: dict[HtmlElement, StructureElement] = {root: self.document}
        self.calls: dict[HtmlElement, StructureElement] = {}
        self.markers: dict[HtmlElement, StructureElement] = {}
        self.styles: dict[HtmlElement, boxes.Box] = {}
        self.moved: dict[HtmlElement, None] = {}

    def walk(self, box: boxes.Box, page: int, marked: Mapping[boxes.Box, int], height: float) -> None:
        box = _without_placeholder(box)
        element, tag = box.element, str(box.element_tag)
        if element is not None and tag == element.tag and element not in self.styles:
            self.styles[element] = box
        if marks(box).planned.moved:
            assert element is not None
            self.moved[self.parents[element]] = None
        if isinstance(box, (boxes.TextBox, boxes.ReplacedBox)):
            if box in marked:
                holder = self.holder(box)
                if isinstance(box, boxes.ReplacedBox):
                    holder.attributes["Layout"] = {"BBox": _area(box, height)}
                self.put(holder, ContentPiece(page, marked[box]))
        elif tag in ("td", "th") and element is not None and tag == element.tag:
            # An empty cell holds its column; the row that says that a table goes on is none of the table's.
            if not _hidden(self.parents[element]):
                self.cell(element, page)
        if box in self.links:
            assert element is not None
            link = self.link(element)
            self.put(
                self.of(link), Annotation(page, self.links[box], _link_text(link, deferred=self.deferred))
            )
        if tag.endswith("::footnote-call") and element not in self.calls:
            assert element is not None
            self.note(element)
        for child in box.children:
            self.walk(child, page, marked, height)

    def put_moved_figures_back(self) -> None:
        """Put figures that are printed further below where they are written: listeners hear them there."""
        if not self.moved:
            return
        order: dict[int, int] = {}
        for number, element in enumerate(map(self.elements.get, self.root.iter())):
            if element is not None:
                order.setdefault(id(element), number)
        for holder in (self.of(parent) for parent in self.moved):
            # Pieces of text have no place among the elements; with one of them, the order stays.
            if all(id(kid) in order for kid in holder.kids):
                holder.kids.sort(key=lambda kid: order[id(kid)])

    def put(self, holder: StructureElement, kid: ContentPiece | Annotation) -> None:
        holder.kids.append(kid)
        up: StructureElement | None = holder
        while up is not None and up.page < 0:
            up.page, up = kid.page, up.parent

    def holder(self, box: boxes.Box) -> StructureElement:
        element, tag = box.element, str(box.element_tag)
        if tag.endswith(("::marker", "::footnote-marker", "::footnote-call")):
            assert element is not None
            return self.marker(element, tag)
        return self.inner(element)

    def marker(self, element: HtmlElement, tag: str) -> StructureElement:
        if tag.endswith("::footnote-call"):
            return self.calls[element]
        item = self.of(element)
        if item.type not in ("LI", "Note", "TOCI"):
            return self.inner(element)
        if element not in self.markers:
            self.markers[element] = label = StructureElement("Lbl", item)
            item.kids.insert(0, label)
            if item.type == "LI" and item.parent is not None:
                kind = self.styles[element].style["list_style_type"]
                name = NUMBERING.get(kind, "Disc") if isinstance(kind, str) else "Disc"
                item.parent.attributes.setdefault("List", {"ListNumbering": f"/{name}"})
        return self.markers[element]

    def note(self, element: HtmlElement) -> None:
        """Make a call and the note behind it."""
        parent = self.inner(self.parents[element])
        self.calls[element] = parent.add("Reference").add("Lbl")
        self.elements[element] = note = parent.add("Note")
        # PDF/UA-1 asks for an identifier of each note (ISO 14289-1, 7.9).
        note.id = f"note-{len(self.calls)}"
        self.describe(note, element)

    def cell(self, element: HtmlElement, page: int) -> None:
        cell: StructureElement | None = self.of(element)
        while cell is not None and cell.page < 0:
            cell.page, cell = page, cell.parent

    def link(self, element: HtmlElement) -> HtmlElement:
        """Return the HTML element of the link that an element is or is in."""
        while element.tag != "a" and element in self.parents:
            element = self.parents[element]
        return element

    def inner(self, element: HtmlElement | None) -> StructureElement:
        """Return where the content of an HTML element belongs: that of a list item is in its body."""
        holder = self.of(element)
        if holder.type != "LI":
            return holder
        last = holder.kids[-1] if holder.kids else None
        return last if isinstance(last, StructureElement) and last.type == "LBody" else holder.add("LBody")

    def of(self, element: HtmlElement | None) -> StructureElement:
        """Return the structure of an HTML element: its own, or that of one around it."""
        if element is None:  # WeasyPrint's own boxes, such as the area of notes, have none
            return self.document
        if element in self.elements:
            return self.elements[element]
        above = self.parents.get(element)
        if above is None:
            return self.document
        kind = self.kind(element)
        if kind == "LI" or (kind in ("Lbl", "LBody") and element.tag in ("dt", "dd")):
            parent = self.of(above)
            parent = self.entry(parent, kind) if kind != "LI" else parent
        else:
            parent = self.inner(above)
        if not kind:
            self.elements[element] = parent
            return parent
        self.elements[element] = new = parent.add(kind)
        if kind == "Note":
            new.id = f"margin-{len(self.elements)}"
        self.describe(new, element)
        return new

    def entry(self, parent: StructureElement, kind: str) -> StructureElement:
        """Return the item of a definition list for one more term or definition."""
        last = parent.kids[-1] if parent.kids else None
        if isinstance(last, StructureElement) and last.type == "LI":
            has_body = any(isinstance(kid, StructureElement) and kid.type == "LBody" for kid in last.kids)
            if kind == "LBody" or not has_body:
                return last
        return parent.add("LI")

    def kind(self, element: HtmlElement) -> str:
        """Return the structure type of an HTML element; empty if it is only there for its looks."""
        name = element.tag
        if name == "a" and element.get("href"):
            return "Link"
        if name == "img" and element.get("class") == "formula":
            return "Formula"
        if name in ("img", f"{SVG}svg"):
            return "Figure"
        if name == "abbr" and element.get("title"):
            return "Span"
        if name in ("span", "p") and (own := _BY_CLASS.keys() & element.get("class", "").split()):
            return _BY_CLASS[min(own)]
        if name in ("ol", "li") and self.in_contents(element):
            return "TOC" if name == "ol" else "TOCI"
        if name in TYPES:
            return TYPES[name]
        return "Span" if element.get("lang") else ""

    def in_contents(self, element: HtmlElement) -> bool:
        around: HtmlElement | None = element
        while around is not None and around.get("role") != "doc-toc":
            around = self.parents.get(around)
        return around is not None

    def describe(self, structure: StructureElement, element: HtmlElement) -> None:
        structure.lang = element.get("lang", "")
        if structure.type in ("Figure", "Formula"):
            structure.alt = _description(element)
            structure.file = element.get("data-file", "")
        elif element.tag == "abbr":
            structure.expansion = element.get("title", "")
        elif "page-mark" in element.get("class", "").split():
            structure.alt = element.get("aria-label", "")
        elif structure.type == "Table" and element.get("summary"):
            structure.attributes["Table"] = {"Summary": pydyf.String(element.get("summary"))}
        elif structure.type in ("TH", "TD"):
            table: dict[str, object] = {}
            if structure.type == "TH":
                # PDF/UA-1 asks for the scope of each head cell (ISO 14289-1, 7.5).
                table["Scope"] = "/Row" if element.get("scope") in ("row", "rowgroup") else "/Column"
            for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
                if (span := element.get(name, "1")) != "1":
                    table[key] = int(span)
            if table:
                structure.attributes["Table"] = table


def _without_placeholder(box: boxes.Box | AbsolutePlaceholder) -> boxes.Box:
    return box._box if isinstance(box, AbsolutePlaceholder) else box


def _hidden(element: HtmlElement) -> bool:
    """Whether an element is hidden from screen readers."""
    if element.tag in ("img", f"{SVG}svg"):
        return not _description(element)
    return bool(element.get("aria-hidden") == "true")


def _description(element: HtmlElement) -> str:
    if element.tag == "img":
        return str(element.get("alt", ""))
    title = element.find(f"{SVG}title")
    return str(element.get("aria-label") or (title is not None and title.text) or "")


def _link_text(link: HtmlElement, *, deferred: bool) -> str:
    """Return the description of a link: its label, or its text with the descriptions of its pictures."""
    texts = [link.get("aria-label") or ""]
    if not texts[0]:
        texts = [
            "".join(_spoken(link, deferred=deferred)),
            *(_description(picture) for picture in link.iter("img")),
        ]
    return " ".join(" ".join(texts).split())


def _spoken(element: HtmlElement, *, deferred: bool) -> Iterator[str]:
    """Yield the text of an element, abbreviations written out, a page number that is left open as its anchor."""
    if deferred and element.get("data-page"):
        yield f"{SLOT}{element.get('data-page')}{SLOT}"
    elif element.tag == "abbr" and (expansion := element.get("title")):
        yield expansion
    else:
        yield element.text or ""
        for child in element:
            yield from _spoken(child, deferred=deferred)
            yield child.tail or ""


def _area(box: boxes.Box, height: float) -> tuple[float, float, float, float]:
    """Return the rectangle of a picture, in points from the lower left corner of the page (14.8.5.4.3)."""
    left, top = box.content_box_x(), box.content_box_y()
    bottom = height - top - box.height
    left, bottom, right, top = (
        round(0.75 * number, 3) for number in (left, bottom, left + box.width, height - top)
    )
    return left, bottom, right, top
