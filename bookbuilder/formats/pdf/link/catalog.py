"""Writes what describes a file: catalog, metadata, output intents, attachments, and the root of its structure."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
from bookbuilder.formats.pdf.link.link_input import FileSettings, Linked
from bookbuilder.formats.pdf.link.navigation import page_labels, write_destinations, write_outline
from bookbuilder.formats.pdf.link.pdf_file import PdfFile
from bookbuilder.formats.pdf.link.syntax import escaped, references, text

_NOT_IN_NAMES = re.compile(rb"[^!-~]|[#%()/<>\[\]{}]")  # ISO 32000-1, 7.3.5


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


def write_catalog(pdf: PdfFile, linked: Linked) -> None:
    """Write the catalog and all that it names (ISO 32000-1, 7.7.2)."""
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
    if settings.attachments:
        files, listed = _write_attachments(pdf, settings)
        names += b"/EmbeddedFiles<</Names[%b]>>" % listed
        entries.append(b"/AF[%b]" % references(files))
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
    date = _date(about)
    yield b"/CreationDate" + date + b"/ModDate" + date
    if about.authors:
        yield b"/Author" + text(", ".join(about.authors))
    if about.description:
        yield b"/Subject" + text(about.description)
    if about.keywords:
        yield b"/Keywords" + text(", ".join(about.keywords))


def _date(about: xmp.About) -> bytes:
    return text("D:" + re.sub(r"[-:T]", "", about.moment))


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


def _write_attachments(pdf: PdfFile, settings: FileSettings) -> tuple[list[int], bytes]:
    """Write the files that travel in the PDF; return the numbers of their specifications, and the tree of their names."""
    files, listed = [], b""
    # Some readers sort the tree of names by bytes, some by letters: where all names are in UTF-16, that is the same.
    wide = not all(one.name.isascii() for one in settings.attachments)
    for one in sorted(settings.attachments, key=lambda one: one.name.encode("utf-16-be")):
        kind = _NOT_IN_NAMES.sub(lambda sign: b"#%02X" % ord(sign[0]), one.media_type.encode())
        params = b"/Params<</Size %d/ModDate%b>>" % (len(one.data), _date(settings.about))
        stream = pdf.stream(one.data, b"/Type/EmbeddedFile/Subtype/%b%b" % (kind, params))
        description = b"/Desc" + text(one.description) if one.description else b""
        spec = b"<</Type/Filespec/F%b/UF%b%b/AFRelationship/%b/EF<</F %d 0 R/UF %d 0 R>>>>" % (
            text(one.name), text(one.name), description, one.relationship.encode(), stream, stream,
        )  # fmt: skip
        files.append(pdf.pack(pdf.take(), spec))
        listed += text(one.name, wide=wide) + b"%d 0 R" % files[-1]
    return files, listed
