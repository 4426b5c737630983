"""Writes the structure of a book into its PDF, in place of the tags that WeasyPrint 70.0 makes of its boxes.

Two parts of WeasyPrint are replaced for this process: how a piece of content is marked while a page is drawn
(`Stream.marked`) and what is made of the marks at the end (`pdf.add_tags`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.pdf.stream import Stream

from bookbuilder.formats.pdf import xmp
from bookbuilder.formats.pdf.structure import Annotation, Element, Piece, artifacts, steady, structure

ARTIFACT = "bookbuilder_artifact"
"""The attribute of a box that says what kind of artifact its content is."""


def ours() -> None:
    """Change WeasyPrint for this process; a second call does nothing."""
    Stream.marked = _marked
    weasyprint.pdf.add_tags = _add_tags


def write(document: Any, schemas: Sequence[xmp.Schema], **options: Any) -> bytes:
    """Return the PDF of a laid out document, with what it says about itself beside the usual.

    It claims to be accessible (PDF/UA-1) where nothing that only its author can know stands against it.
    """
    _prepare(document)

    def said() -> list[xmp.Schema]:
        return [*([xmp.ACCESSIBLE] if document.bookbuilder_steady else []), *schemas]

    xmp.extend(document.metadata, said)
    data: bytes = document.write_pdf(**options)
    return data


def _prepare(document: Any) -> None:
    """Find the artifacts of a laid out document, and leave one link where WeasyPrint lays several over one another.

    It gives every inline box inside a link a link of its own. Words say where a link leads, not its address.
    """
    for box, kind in artifacts(document.pages):
        setattr(box, ARTIFACT, kind)
    for page in document.pages:
        page.links = [link for link in page.links if link[3].link or not hasattr(link[3], "children")]


@contextmanager
def _marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
    """Mark a piece of content; an artifact has no number, so that the numbers of the others have no gaps."""
    tags = stream._tags
    kind = getattr(box, ARTIFACT, "")
    if tags is None:
        yield
        return
    if kind:
        stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": f"/{kind}"}))
    else:
        tags[box] = number = len(tags)
        stream.begin_marked_content(tag, pydyf.Dictionary({"MCID": number}))
    yield
    stream.end_marked_content()


def _add_tags(pdf: Any, document: Any, _: object, page_streams: list[Any]) -> None:
    """Add the structure tree, and what a tagged PDF says about itself (ISO 32000-1, 14.7)."""
    pages = [pdf.objects[number].reference for number in pdf.pages["Kids"][::3]]
    top = structure(document.pages, [stream._tags for stream in page_streams])
    document.bookbuilder_steady = steady(top)
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    writer = _Writer(pdf, pages, [len(stream._tags) for stream in page_streams])
    root["K"] = pydyf.Array([writer.write(top, root.reference)])
    root["ParentTree"] = writer.parent_tree()
    root["ParentTreeNextKey"] = len(pages) + len(writer.annotations)
    if writer.ids:
        names = [part for name, owner in sorted(writer.ids) for part in (pydyf.String(name), owner)]
        tree = pydyf.Dictionary({"Names": pydyf.Array(names)})
        pdf.add_object(tree)
        root["IDTree"] = tree.reference
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Writer:
    """Writes elements as objects of a PDF, and keeps which element owns each piece and each annotation."""

    def __init__(self, pdf: Any, pages: list[bytes], pieces: list[int]) -> None:
        self.pdf, self.pages = pdf, pages
        self.owners: list[list[bytes]] = [[b"null"] * number for number in pieces]
        self.annotations: list[tuple[bytes, Any]] = []
        self.ids: list[tuple[str, bytes]] = []

    def write(self, element: Element, parent: bytes) -> bytes:
        """Add an element with all below it, and return the reference to it."""
        out = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{element.type}", "P": parent})
        self.pdf.add_object(out)
        own: bytes = out.reference
        if element.page >= 0:
            out["Pg"] = self.pages[element.page]
        for key, words in (("Alt", element.alt), ("E", element.expansion), ("Lang", element.lang)):
            if words:
                out[key] = pydyf.String(words)
        if element.id:
            out["ID"] = pydyf.String(element.id)
            self.ids.append((element.id, own))
        if element.attributes:
            out["A"] = pydyf.Array(
                pydyf.Dictionary({"O": f"/{owner}", **{key: _value(v) for key, v in values.items()}})
                for owner, values in element.attributes.items()
            )
        out["K"] = pydyf.Array([self.kid(kid, element, own) for kid in element.kids])
        return own

    def kid(self, kid: Element | Piece | Annotation, parent: Element, own: bytes) -> Any:
        match kid:
            case Element():
                return self.write(kid, own)
            case Piece(page, number):
                self.owners[page][number] = own
                if page == parent.page:
                    return number
                return pydyf.Dictionary({"Type": "/MCR", "Pg": self.pages[page], "MCID": number})
            case Annotation(page, data, words):
                data["StructParent"] = len(self.pages) + len(self.annotations)
                if words:
                    data["Contents"] = pydyf.String(words)
                self.annotations.append((own, data))
                return pydyf.Dictionary({"Type": "/OBJR", "Obj": data.reference, "Pg": self.pages[page]})

    def parent_tree(self) -> bytes:
        """Add the number tree from pages and annotations to elements (14.7.4.4), and return the reference to it."""
        nums = pydyf.Array()
        for page, owners in enumerate(self.owners):
            nums.extend((page, pydyf.Array(owners)))
        for number, (owner, _) in enumerate(self.annotations, len(self.pages)):
            nums.extend((number, owner))
        tree = pydyf.Dictionary({"Nums": nums})
        self.pdf.add_object(tree)
        reference: bytes = tree.reference
        return reference


def _value(value: object) -> Any:
    return pydyf.Array(value) if isinstance(value, tuple) else value
