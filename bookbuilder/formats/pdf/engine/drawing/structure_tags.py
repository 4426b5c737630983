"""Marks the pieces of a page while it is drawn, and writes the structure of a book into its PDF.

`marked` and `add_tags` replace functions of WeasyPrint: how a piece of content is marked, and what
a document that is laid out in one piece makes of the marks at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pydyf

from bookbuilder.formats.pdf.compile.file_slots import file_slot
from bookbuilder.formats.pdf.engine.marks import NAME, DocumentMarks, mark, marks
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch
from bookbuilder.formats.pdf.engine.read.structure import (
    Annotation,
    ContentPiece,
    StructureElement,
    artifacts,
    headings,
    structure,
)

if TYPE_CHECKING:
    from weasyprint.document import Document
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.pdf.stream import Stream


def prepare(document: Document) -> None:
    """Find the artifacts of a laid out document, and leave one link where WeasyPrint lays several over one another.

    It gives every inline box inside a link a link of its own.
    """
    for box, kind in artifacts(document.pages):
        mark(box).artifact = kind
    for page in document.pages:
        page.links = [link for link in page.links if link[3].link or not hasattr(link[3], "children")]


@contextmanager
def artifact(stream: Stream, kind: str) -> Iterator[None]:
    """Mark what is drawn as an artifact of a kind; nothing in it is marked by itself."""
    stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": f"/{kind}"}))
    stream._tags, tags = None, stream._tags
    yield
    stream._tags = tags
    stream.end_marked_content()


@contextmanager
def marked(stream: Stream, box: Box, tag: str) -> Iterator[None]:
    """Mark a piece of content; an artifact has no number, so that the numbers of the others have no gaps."""
    tags = stream._tags
    kind = marks(box).artifact
    if tags is None:
        yield
    elif kind:
        with artifact(stream, kind):
            yield
    else:
        tags[box] = number = len(tags)
        stream.begin_marked_content(tag, pydyf.Dictionary({"MCID": number}))
        yield
        stream.end_marked_content()


class Writer:
    """Writes elements as objects of a PDF, and keeps which element owns each piece and each annotation.

    `take` gives the number of a new object, `refer` the reference to one. `pages` are the numbers of the page objects,
    `pieces` how many pieces each has. `attached` writes the place where the linker names the file of an element. `objects`
    are the elements that were written, `owners` the element of each piece of each page, `annotations` that of each
    annotation.
    """

    def __init__(
        self,
        take: Callable[[], int],
        refer: Callable[[int], bytes],
        pages: Sequence[int],
        pieces: Sequence[int],
        prefix: str = "",
        *,
        attached: bool = False,
    ) -> None:
        self.take, self.refer, self.pages, self.prefix = take, refer, pages, prefix
        self.attached = attached
        self.owners: list[list[bytes]] = [[b"null"] * number for number in pieces]
        self.annotations: list[tuple[int, Annotation]] = []
        self.ids: list[tuple[str, int]] = []
        self.objects: list[tuple[int, bytes]] = []

    def write(self, element: StructureElement, parent: bytes) -> int:
        """Write an element with all below it, and return its number; `parent` is the reference to the one above."""
        number = self.take()
        parts = [b"<</Type/StructElem/S/%b/P %b" % (element.type.encode(), parent)]
        if element.page >= 0:
            parts.append(b"/Pg " + self.refer(self.pages[element.page]))
        for key, words in ((b"/Alt", element.alt), (b"/E", element.expansion), (b"/Lang", element.lang)):
            if words:
                parts.append(key + string(words))
        if element.id:
            name = self.prefix + element.id
            parts.append(b"/ID" + string(name))
            self.ids.append((name, number))
        if element.file and self.attached:
            parts.append(file_slot(element.file))
        if element.attributes:
            owned = (
                b"<</O/%b%b>>"
                % (
                    owner.encode(),
                    b"".join(b"/%b %b" % (key.encode(), _value(v)) for key, v in values.items()),
                )
                for owner, values in element.attributes.items()
            )
            parts.append(b"/A[%b]" % b"".join(owned))
        kids = b" ".join(self._kid(kid, element, number) for kid in element.kids)
        self.objects.append((number, b"%b/K[%b]>>" % (b"".join(parts), kids)))
        return number

    def _kid(
        self, kid: StructureElement | ContentPiece | Annotation, parent: StructureElement, parent_number: int
    ) -> bytes:
        match kid:
            case StructureElement():
                return self.refer(self.write(kid, self.refer(parent_number)))
            case ContentPiece(page, number):
                self.owners[page][number] = self.refer(parent_number)
                if page == parent.page:
                    return b"%d" % number
                return b"<</Type/MCR/Pg %b/MCID %d>>" % (self.refer(self.pages[page]), number)
            case Annotation(page, number):
                self.annotations.append((parent_number, kid))
                return b"<</Type/OBJR/Obj %b/Pg %b>>" % (self.refer(number), self.refer(self.pages[page]))


def string(text: str) -> bytes:
    """Return a text string of a PDF."""
    return pydyf.String(text).data


def _value(value: object) -> bytes:
    return pydyf._to_bytes(pydyf.Array(value) if isinstance(value, tuple) else value)


# -- the structure of a single document ------------------------------------------------------------------------


class _Raw(pydyf.Object):
    """An object whose bytes are made elsewhere."""

    data = b""


def add_tags(pdf: pydyf.PDF, document: Document, _: object, page_streams: list[Stream]) -> None:
    """Add the structure tree, and what a tagged PDF says about itself (ISO 32000-1, 14.7)."""
    pages = [int(number) for number in pdf.pages["Kids"][::3]]  # each is a number, 0 and R
    boxes = {link[3]: link[3].link_annotation for page in document.pages for link in page.links}
    links = {box: annotation.number for box, annotation in boxes.items() if annotation is not None}
    marked_boxes = [stream._tags or {} for stream in page_streams]  # never None: tags are asked for
    top = structure(document.pages, marked_boxes, links)
    setattr(document, NAME, DocumentMarks(tuple(headings(top))))

    def take() -> int:
        pdf.add_object(_Raw())
        return int(pdf.objects[-1].number)

    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    writer = Writer(take, lambda number: b"%d 0 R" % number, pages, [len(tags) for tags in marked_boxes])
    root["K"] = pydyf.Array([b"%d 0 R" % writer.write(top, root.reference)])
    for number, data in writer.objects:
        pdf.objects[number].data = data
    nums = pydyf.Array()
    for key, owners in enumerate(writer.owners):
        nums.extend((key, pydyf.Array(owners)))
    for key, (owner, annotation) in enumerate(writer.annotations, len(pages)):
        nums.extend((key, b"%d 0 R" % owner))
        link = pdf.objects[annotation.number]
        link["StructParent"] = key
        if annotation.description:
            link["Contents"] = pydyf.String(annotation.description)
    tree = pydyf.Dictionary({"Nums": nums})
    pdf.add_object(tree)
    root["ParentTree"] = tree.reference
    root["ParentTreeNextKey"] = len(pages) + len(writer.annotations)
    if writer.ids:
        names = [
            part for name, owner in sorted(writer.ids) for part in (pydyf.String(name), b"%d 0 R" % owner)
        ]
        named = pydyf.Dictionary({"Names": pydyf.Array(names)})
        pdf.add_object(named)
        root["IDTree"] = named.reference
    pdf.catalog["StructTreeRoot"] = root.reference
    # PDF/UA-1 asks for it (ISO 14289-1, 7.1).
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


PATCH = Patch(
    "The structure of a PDF is that of its HTML, where WeasyPrint makes it from boxes, which lines and pages split.",
    Kind.HOOK,
    (
        Change("weasyprint.pdf.stream:Stream.marked", "3fa3acacbbf66422", lambda theirs: marked),
        Change("weasyprint.pdf.tags:add_tags", "f0e74575b0bafaf3", lambda theirs: add_tags),
    ),
)
