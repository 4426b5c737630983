"""Turns a part that is laid out into a compiled part: objects of a PDF with slots for what the linker knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pydyf
from weasyprint import pdf as pdfs

from bookbuilder.formats.pdf.compile.compiled_part import (
    DOCUMENT,
    MAIN,
    CompiledPart,
    EmbeddedPicture,
    PlacedLink,
    encode_faces,
    local_reference,
)
from bookbuilder.formats.pdf.engine.drawing import structure_tags
from bookbuilder.formats.pdf.engine.drawing.drawn_pages import DrawnPages, drawn_pages
from bookbuilder.formats.pdf.engine.drawing.page_drawing import Drawing, ObjectNumbers
from bookbuilder.formats.pdf.engine.drawing.picture_slots import paths_by_id, take_pictures
from bookbuilder.formats.pdf.engine.numbers.deferred_numbers import DeferredNumbers
from bookbuilder.formats.pdf.engine.numbers.margin_boxes import FurnitureMaker
from bookbuilder.formats.pdf.engine.read import (
    anchors,
    faces,
    page_boxes,
    paragraph_counts,
    print_metrics,
    structure,
)
from bookbuilder.formats.pdf.engine.read.layout_findings import layout_findings
from bookbuilder.formats.pdf.engine.read.planned_sides import planned_for_sides

if TYPE_CHECKING:
    from weasyprint.document import Document

    from bookbuilder.formats.pdf.compile.job import Job


def emit(
    document: Document, job: Job, maker: FurnitureMaker, numbers: DeferredNumbers, messages: Sequence[str]
) -> CompiledPart:
    """Return a laid out part as objects."""
    # Before anything is drawn: artifacts get no number while their content is marked.
    structure_tags.prepare(document)
    drawing, objects = Drawing(document, numbers, job.pseudo), ObjectNumbers()
    drawn = drawn_pages(document, drawing, maker, objects)
    written = _written_structure(document, job, drawn, objects)
    pictures: dict[str, EmbeddedPicture] = {}
    take_pictures(drawing.resources, drawing.images, pictures, paths_by_id(job.resources))
    objects.add_object(drawing.resources)
    pdfs._use_references(objects, drawing.resources, drawing.images, drawing.profiles)
    streams, items = drawn.streams, written.items
    for item in objects.objects:
        if isinstance(item, pydyf.Stream):
            streams.append((int(item.number), *_split_stream(item.data)))
        else:
            items.append((int(item.number), item.data))
    return CompiledPart(
        start=maker.start,
        pages=tuple(drawn.pages),
        object_count=objects.next,
        streams=tuple(streams),
        items=tuple(items),
        resources=int(drawing.resources.number),
        depends_on_side=maker.depends_on_side or planned_for_sides(document),
        depends_on_number=numbers.depends_on_number,
        prints_page_count=numbers.prints_page_count,
        furniture=tuple(drawn.furniture),
        backgrounds=tuple(data for data in drawn.backgrounds if data),
        blank=drawn.blank,
        faces=encode_faces(faces.used_faces(document.fonts)),
        pictures=pictures,
        anchors=tuple(anchors.anchors(document)),
        outline=tuple(anchors.outline(document)),
        links=written.links,
        root_elements=written.root_elements,
        parent_tree=written.parent_tree,
        ids=written.ids,
        headings=written.headings,
        messages=tuple(dict.fromkeys(messages)),
        texts=tuple(page_boxes.texts(page._page_box for page in document.pages)) if job.pseudo else (),
        inherited_strings=tuple(sorted(maker.inherited_strings)),
        last_strings=maker.last_strings,
        placed_pictures=tuple(print_metrics.placed_pictures(document)),
        hairlines=print_metrics.hairlines(document),
        transparent=print_metrics.is_transparent(item for _, item in items),
        paragraphs=paragraph_counts.paragraphs(document),
        findings=tuple(layout_findings(document)),
    )


@dataclass(frozen=True, slots=True)
class _WrittenStructure:
    """The structure elements of a part as objects (`items`), and its links; see `CompiledPart` for the others."""

    items: list[tuple[int, bytes]]
    links: tuple[PlacedLink, ...]
    root_elements: tuple[int, ...]
    parent_tree: tuple[tuple[int, bytes], ...]
    ids: tuple[tuple[str, int], ...]
    headings: tuple[int, ...]


def _written_structure(
    document: Document, job: Job, drawn: DrawnPages, objects: ObjectNumbers
) -> _WrittenStructure:
    links, link_numbers = anchors.links(document, objects.take)
    root = structure.structure(document.pages, drawn.marked, link_numbers, deferred=True)
    numbers = [page.number for page in drawn.pages]
    counts = [len(marked) for marked in drawn.marked]
    writer = structure_tags.Writer(
        objects.take, local_reference, numbers, counts, f"{job.name}-", attached=True
    )
    parent = b"%d 0 R" % (MAIN if job.main else DOCUMENT)
    root_elements = tuple(writer.write(kid, parent) for kid in _root_elements(root, job.main))
    descriptions = {annotation.number: annotation.description for _, annotation in writer.annotations}
    parent_tree = [
        (number, b"[%b]" % b" ".join(owners)) for number, owners in zip(numbers, writer.owners, strict=True)
    ]
    parent_tree += [(annotation.number, local_reference(owner)) for owner, annotation in writer.annotations]
    return _WrittenStructure(
        writer.objects,
        tuple(replace(link, description=descriptions.get(link.number, "")) for link in links),
        root_elements,
        tuple(sorted(parent_tree)),
        tuple(writer.ids),
        tuple(structure.headings(root)),
    )


def _root_elements(document: structure.StructureElement, main: bool) -> Iterator[structure.StructureElement]:
    """Yield the elements of a part that stand at the top of the book, or of its main matter."""
    for kid in document.kids:
        if isinstance(kid, structure.StructureElement) and main and kid.type == "Part":
            yield from _root_elements(kid, main=False)
        elif isinstance(kid, structure.StructureElement):
            yield kid
        else:
            yield structure.StructureElement("Div", document, [kid], kid.page)


def _split_stream(data: bytes) -> tuple[bytes, bytes]:
    """Return the dictionary of a stream and its content."""
    head, _, content = data.partition(b"\nstream\n")
    return head, content.removesuffix(b"\nendstream")
