"""Imports files of Word (.docx): text, structure, notes, tables, pictures, fields, comments and tracked changes."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from bookbuilder.diagnostics import Report, Span
from bookbuilder.importers.docx.body import read_blocks
from bookbuilder.importers.docx.citation_fields import CitationFields, citation_style
from bookbuilder.importers.docx.comments import read_comments
from bookbuilder.importers.docx.list_numbering import list_numbering
from bookbuilder.importers.docx.package import (
    CORE,
    ENDNOTES,
    FOOTNOTES,
    NUMBERING,
    STYLES,
    DocxPackage,
    attribute,
    child,
)
from bookbuilder.importers.docx.reading import DocxState
from bookbuilder.importers.docx.style_sheet import style_sheet
from bookbuilder.importers.importer import KEEP, NOT_MINE, Importer, ImportRequest, Recognition
from bookbuilder.importers.manuscript.book_files import book_of
from bookbuilder.importers.manuscript.document_structure import (
    in_language_of_book,
    main_language,
    with_title,
    with_typed_headings,
)
from bookbuilder.importers.manuscript.losses import CHANGES, EXTERNAL, OBJECT
from bookbuilder.importers.manuscript.nodes import Manuscript, Metadata, Text, plain_text
from bookbuilder.importers.manuscript.renumbered import renumbered
from bookbuilder.importers.manuscript.split_chapters import chapters_by_heading
from bookbuilder.importers.safe_xml import elements, local
from bookbuilder.importers.source import ARCHIVE
from bookbuilder.locales.calendar import parse_iso_date
from bookbuilder.phrases import Phrase
from bookbuilder.world import Reader


def recognize(request: ImportRequest, _: Reader) -> Recognition:
    """Return how sure it is that a source is a file of Word."""
    source = request.source
    if source.kind == ARCHIVE and source.has("[Content_Types].xml") and source.has("word/document.xml"):
        return Recognition(1, "it is a file of Word")
    if source.kind == ARCHIVE and source.has("[Content_Types].xml") and "word/" in "".join(source.names):
        return Recognition(0.8, "it looks like a file of Word")
    return NOT_MINE


def read_manuscript(request: ImportRequest, report: Report) -> Manuscript:
    """Return a file of Word as a manuscript. Reports `import.*`; raises `BookbuilderError` (`archive.*`, `xml.*`)."""
    package = DocxPackage(request.source)
    part = package.document
    document = package.xml(part)
    reading = DocxState(
        package,
        style_sheet(package.related_xml(STYLES), request.styles),
        list_numbering(package.related_xml(NUMBERING)),
        report,
        CitationFields(package, document),
        request.changes,
        part=part,
        read_blocks=read_blocks,
    )
    _report_foreign(reading)
    read_comments(reading)
    metadata = _metadata(reading)
    reading.date = metadata.date
    body = child(document, "body")
    blocks = read_blocks(body, reading) if body is not None else ()
    for kind, prefix in ((FOOTNOTES, "foot"), (ENDNOTES, "endn")):
        _read_notes(reading, kind, prefix)
    changes = sum(note.kind != "comment" for note in reading.proof.values())
    if changes and request.changes == KEEP:
        report(CHANGES, Span(request.source.name), count=changes, hint="bookbuilder import … --accept")
    language = main_language(reading.letters, reading.styles.language, metadata.language)
    blocks = in_language_of_book(with_typed_headings(blocks, report), language)
    blocks = renumbered(blocks, reading.labels, report, request.source.name)
    notes = {
        key: in_language_of_book(renumbered(note, reading.labels, report, request.source.name), language)
        for key, note in reading.notes.items()
    }
    title = " ".join(plain_text(one).strip() for one in reading.title.get("title", ()))
    metadata, blocks = with_title(title, metadata, blocks)
    authors = tuple(plain_text(one).strip() for one in reading.title.get("author", ())) or metadata.authors
    typed = (plain_text(one).strip() for one in reading.title.get("date", ()))
    date = next(filter(parse_iso_date, typed), metadata.date)
    subtitle = (
        " ".join(plain_text(one).strip() for one in reading.title.get("subtitle", ())) or metadata.subtitle
    )
    metadata = replace(
        metadata,
        subtitle=subtitle,
        date=date,
        authors=authors,
        language=request.locale or language,
    )
    sections = chapters_by_heading(blocks, (Text(metadata.title or request.source.name.rpartition(".")[0]),))
    return Manuscript(
        metadata,
        sections,
        notes,
        reading.images,
        tuple(reading.proof.values()),
        reading.styles.used,
        reading.citations.sources,
        citation_style(package),
    )


def _read_notes(reading: DocxState, kind: str, prefix: str) -> None:
    part = reading.package.related(kind)
    if not part:
        return
    reading.part, reading.fields, reading.generated = part, [], 0
    for note in elements(reading.package.xml(part)):
        # The lines that Word draws above notes are stored as notes.
        if attribute(note, "type") in ("separator", "continuationSeparator", "continuationNotice"):
            continue
        reading.number = int(number) if (number := attribute(note, "id")).isdecimal() else 0
        # A field that one note does not end must not hide the next.
        reading.fields.clear()
        reading.generated = 0
        reading.notes[f"{prefix}-{attribute(note, 'id')}"] = read_blocks(note, reading)


def _report_foreign(reading: DocxState) -> None:
    """Report what a file of Word brings along that does not come into a book: programs, templates elsewhere."""
    for name in reading.package.source.names:
        if name.endswith(("vbaProject.bin", "vbaData.xml")):
            reading.tell_once("macros", OBJECT, what="the macros of the file")
        elif "/activeX/" in name:
            reading.tell_once("activeX", OBJECT, what="a control (ActiveX)")
    settings = reading.package.related("settings")
    for one in reading.package.relationships(settings).values() if settings else ():
        if one.external:
            what = (
                "the template of the file"
                if one.kind == "attachedTemplate"
                else Phrase("what the settings name ({kind})", kind=one.kind)
            )
            reading.report(EXTERNAL, reading.span, what=what, address=one.target[:200])


def _metadata(reading: DocxState) -> Metadata:
    found = next(
        (one.target for one in reading.package.relationships("").values() if one.kind == CORE),
        "docProps/core.xml",
    )
    if not reading.package.source.has(found):
        return Metadata()
    values = {local(one): _words(one) for one in elements(reading.package.xml(found))}
    authors = tuple(part.strip() for part in values.get("creator", "").split(";") if part.strip())
    keywords = tuple(
        part.strip() for part in values.get("keywords", "").replace(";", ",").split(",") if part.strip()
    )
    if (
        values.get("description") == "generated by python-docx"
    ):  # its template says so, with a date of its own
        authors = tuple(author for author in authors if author != "python-docx")
        values |= {
            "description": "",
            "created": values.get("created", "").replace("2013-12-23T23:15:00Z", ""),
        }
    return Metadata(
        title=values.get("title", ""),
        authors=authors,
        language=values.get("language", ""),
        date=values.get("created", ""),
        description=values.get("description", ""),
        keywords=keywords,
    )


def _words(element: etree._Element) -> str:
    return " ".join("".join(str(text) for text in element.itertext()).split())


IMPORTER = Importer("docx", "A file of Word (.docx).", recognize, book_of(read_manuscript))
