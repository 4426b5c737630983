"""Imports texts of LibreOffice (.odt)."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from bookbuilder.diagnostics import Report, Span
from bookbuilder.importers.importer import KEEP, NOT_MINE, Importer, ImportRequest, Recognition
from bookbuilder.importers.manuscript.book_files import book_of
from bookbuilder.importers.manuscript.document_structure import (
    in_language_of_book,
    main_language,
    with_title,
    with_typed_headings,
)
from bookbuilder.importers.manuscript.losses import CHANGES, OBJECT
from bookbuilder.importers.manuscript.nodes import Manuscript, Metadata, Text, plain_text
from bookbuilder.importers.manuscript.renumbered import renumbered
from bookbuilder.importers.manuscript.split_chapters import chapters_by_heading
from bookbuilder.importers.odt.body import OdtBody, read_blocks
from bookbuilder.importers.odt.citation_marks import CitationMarks
from bookbuilder.importers.odt.reading import OdtReading
from bookbuilder.importers.odt.style_sheet import attribute, odt_styles
from bookbuilder.importers.safe_xml import elements, local, parse_xml
from bookbuilder.importers.source import ARCHIVE, ImportSource
from bookbuilder.locales.calendar import parse_iso_date
from bookbuilder.world import Reader


def recognize(request: ImportRequest, _: Reader) -> Recognition:
    """Return how sure it is that a source is a text of LibreOffice."""
    source = request.source
    if source.kind != ARCHIVE or not source.has("content.xml"):
        return NOT_MINE
    return (
        Recognition(0.95, "it is an OpenDocument")
        if source.has("META-INF/manifest.xml")
        else Recognition(0.7, "it has a content.xml")
    )


def read_manuscript(request: ImportRequest, report: Report) -> Manuscript:
    """Return a text of LibreOffice as a manuscript. Reports `import.*`; raises `BookbuilderError` (`archive.*`, `xml.*`)."""
    source = request.source
    content = parse_xml(source.read("content.xml"), source.name, "content.xml")
    others = (
        [parse_xml(source.read("styles.xml"), source.name, "styles.xml")] if source.has("styles.xml") else []
    )
    reading = OdtReading(
        source,
        odt_styles([*others, content], request.styles),
        report,
        CitationMarks(content),
        request.changes,
        read_blocks,
    )
    if any(name.startswith(("Basic/", "Scripts/")) for name in source.names):
        report(OBJECT, Span(source.name), what="the macros of the file")
    text = next(
        (one for one in content.iter() if local(one) == "text" and _name(one.getparent()) == "body"), None
    )
    if text is not None:
        _read_changes(text, reading)
    metadata = _metadata(source)
    body = OdtBody(reading, front=True, date=metadata.date)
    blocks = body.blocks(text) if text is not None else ()
    changes = sum(note.kind != "comment" for note in reading.proof.values())
    if changes and request.changes == KEEP:
        report(CHANGES, Span(source.name), count=changes, hint="bookbuilder import … --accept")
    language = main_language(reading.letters, reading.styles.language, metadata.language)
    blocks = in_language_of_book(with_typed_headings(blocks, report), language)
    blocks = renumbered(blocks, reading.labels, report, source.name)
    notes = {
        key: renumbered(in_language_of_book(note, language), reading.labels, report, source.name)
        for key, note in reading.notes.items()
    }
    title = " ".join(plain_text(one).strip() for one in body.title.get("title", ()))
    metadata, blocks = with_title(title, metadata, blocks)
    typed = (plain_text(one).strip() for one in body.title.get("date", ()))
    metadata = replace(
        metadata,
        subtitle=" ".join(plain_text(one).strip() for one in body.title.get("subtitle", ()))
        or metadata.subtitle,
        authors=tuple(plain_text(one).strip() for one in body.title.get("author", ())) or metadata.authors,
        language=language,
        date=next(filter(parse_iso_date, typed), metadata.date),
    )
    sections = chapters_by_heading(blocks, (Text(metadata.title or source.name.rpartition(".")[0]),))
    return Manuscript(
        metadata,
        sections,
        notes,
        reading.images,
        tuple(reading.proof.values()),
        reading.styles.used,
        reading.citations.sources,
    )


def _name(element: etree._Element | None) -> str:
    return "" if element is None else local(element)


def _read_changes(text: etree._Element, reading: OdtReading) -> None:
    for tracked in elements(text):
        if local(tracked) != "tracked-changes":
            continue
        for region in elements(tracked):
            for change in elements(region):
                values = {local(one): one.text or "" for one in change.iter() if isinstance(one.tag, str)}
                kind = local(change)
                name = attribute(region, "id")
                reading.changes[name] = (kind, values.get("creator", ""), values.get("date", ""), change)


def _metadata(source: ImportSource) -> Metadata:
    """Return what meta.xml says."""
    if not source.has("meta.xml"):
        return Metadata()
    values: dict[str, list[str]] = {}
    for one in parse_xml(source.read("meta.xml"), source.name, "meta.xml").iter():
        if isinstance(one.tag, str):
            values.setdefault(local(one), []).append(" ".join((one.text or "").split()))
    first = {name: next(filter(None, texts), "") for name, texts in values.items()}
    author = first.get("initial-creator", "") or first.get("creator", "")
    return Metadata(
        title=first.get("title", ""),
        authors=(author,) if author else (),
        language=first.get("language", ""),
        date=first.get("creation-date", "") or first.get("date", ""),
        description=first.get("description", ""),
        keywords=tuple(filter(None, values.get("keyword", ()))),
    )


IMPORTER = Importer("odt", "A text of LibreOffice (.odt).", recognize, book_of(read_manuscript))
