"""Writes what describes a file: catalog, metadata, output intents, attachments, and the root of its structure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bookbuilder.formats.pdf.compile.compiled_part import (
    CATALOG,
    DOCUMENT,
    IDS,
    INFO,
    INTENT,
    MAIN,
    METADATA,
    OUTLINE,
    PAGES,
    PARENTS,
    PROFILE,
    STRUCTURE,
)
from bookbuilder.formats.pdf.link import xmp
from bookbuilder.formats.pdf.link.attached_files import name_tree
from bookbuilder.formats.pdf.link.link_input import FileSettings, Linked
from bookbuilder.formats.pdf.link.navigation import page_labels, write_destinations, write_outline
from bookbuilder.formats.pdf.link.pdf_file import PdfFile
from bookbuilder.formats.pdf.link.syntax import date, escaped, references, text


def write_structure(pdf: PdfFile, linked: Linked) -> None:
    """Write the root of the structure, of which the parts have their own elements (ISO 32000-1, 14.7.2)."""
    kids: list[int] = []
    main: list[int] = []
    for one in linked.parts:
        if one.main and not main:
            kids.append(MAIN)
        (main if one.main else kids).extend(one.start + number for number in one.part.root_elements)
    pdf.pack(
        STRUCTURE,
        # Keys of the parent tree are numbers of objects, so the next key is beyond all of them.
        b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d/IDTree %d 0 R>>"
        % (DOCUMENT, PARENTS, pdf.next + 1, IDS),
    )
    pdf.pack(
        DOCUMENT,
        b"<</Type/StructElem/S/Document/P %d 0 R/Lang%b/K[%b]>>"
        % (STRUCTURE, text(linked.settings.about.lang), references(kids)),
    )
    if main:
        pdf.pack(MAIN, b"<</Type/StructElem/S/Part/P %d 0 R/K[%b]>>" % (DOCUMENT, references(main)))
    # In one piece: some programs that judge a file look no deeper.
    pdf.pack(PARENTS, b"<</Nums[%b]>>" % b" ".join(one.relocated.parent_tree for one in linked.parts))
    names = sorted(
        (name.encode(), one.start + number) for one in linked.parts for name, number in one.part.ids
    )
    pdf.pack(
        IDS,
        b"<</Names[%b]>>" % b"".join(b"(%b)%d 0 R" % (escaped(name), number) for name, number in names),
    )


def write_catalog(pdf: PdfFile, linked: Linked, files: Mapping[str, int]) -> None:
    """Write the catalog and all that it names (ISO 32000-1, 7.7.2), among that the attached files."""
    settings = linked.settings
    about, press = settings.about, "GTS_PDFX" in settings.intent.standards
    entries = [
        b"<</Type/Catalog/Pages %d 0 R/Lang%b/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>"
        % (PAGES, text(about.lang), STRUCTURE),
        b"/ViewerPreferences<</DisplayDocTitle true%b>>"
        % (b"/Direction/R2L" if settings.right_to_left else b""),
        b"/Metadata %d 0 R/PageLabels<</Nums[%b]>>" % (METADATA, b"".join(page_labels(linked.order.pages))),
        b"/OutputIntents[%b]" % b"".join(_write_intents(pdf, settings)),
    ]
    names = b""
    dests = write_destinations(pdf, linked)
    if dests:
        names += b"/Dests %d 0 R" % dests
    if files:
        names += b"/EmbeddedFiles<</Names[%b]>>" % name_tree(files)
        entries.append(b"/AF[%b]" % references(files.values()))
    entries.append(b"/Names<<%b>>" % names)
    if settings.outline and write_outline(pdf, linked):
        entries.append(b"/Outlines %d 0 R/PageMode/UseOutlines" % OUTLINE)
    if not settings.facing:
        entries.append(b"/PageLayout/SinglePage")
    identity = xmp.managed(settings.identifier, about.moment) if press else ()
    packet = xmp.packet(xmp.rdf(about, settings.schemas, identity))
    head = b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n" % len(packet)
    pdf.put(METADATA, head + packet + b"\nendstream")
    pdf.pack(INFO, b"<<%b>>" % b"".join(_info(about, press=press)))
    pdf.pack(CATALOG, b"".join(entries) + b">>")


def _info(about: xmp.About, *, press: bool) -> Iterator[bytes]:
    """Yield the entries of the document information dictionary (ISO 32000-1, 14.3.3)."""
    yield b"/Title" + text(about.title)
    yield b"/Producer" + text(about.producer)
    yield b"/Creator" + text(about.creator)
    if press:
        yield b"/Trapped/False"
    moment = date(about.moment)
    yield b"/CreationDate" + moment + b"/ModDate" + moment
    if about.authors:
        yield b"/Author" + text(", ".join(about.authors))
    if about.description:
        yield b"/Subject" + text(about.description)
    if about.keywords:
        yield b"/Keywords" + text(", ".join(about.keywords))


def _write_intents(pdf: PdfFile, settings: FileSettings) -> Iterator[bytes]:
    """Yield the output intents, which name one profile of colours."""
    intent, number = settings.intent, PROFILE
    if intent.icc:
        number = pdf.stream(intent.icc, b"/N 4", INTENT)
    condition = b"/OutputConditionIdentifier%b/Info%b" % (text(intent.condition), text(intent.info))
    condition += b"/RegistryName" + text(intent.registry) if intent.registry else b""
    for standard in intent.standards:
        yield b"<</Type/OutputIntent/S/%b%b/DestOutputProfile %d 0 R>>" % (
            standard.encode(),
            condition,
            number,
        )
