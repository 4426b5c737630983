"""Reads a file of LibreOffice that came back, with all recorded changes made (OpenDocument 1.3, part 3, 5.5)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from bookbuilder.exporters.review import PREFIX, PROPERTY
from bookbuilder.importers.clean_text import printable
from bookbuilder.importers.docx.package import attribute, child
from bookbuilder.importers.safe_xml import elements, local, parse_xml
from bookbuilder.importers.source import ImportSource
from bookbuilder.proof.returned_text import (
    FIELD,
    OBJECT,
    CommentAnchor,
    ReturnedComment,
    ReturnedDocument,
    ReturnedParagraph,
    TrackedChange,
    valid_date,
)

_FIELDS = frozenset(
    (
        "bookmark-ref",
        "reference-ref",
        "sequence",
        "sequence-ref",
        "note-ref",
        "page-number",
        "page-count",
        "chapter",
        "date",
        "time",
        "title",
        "subject",
    )
)
_SKIPPED = frozenset(("tracked-changes", "sequence-decls", "forms", "soft-page-break", "note-citation"))
_INDEXES = frozenset(
    ("table-of-content", "alphabetical-index", "user-index", "illustration-index", "table-index")
)


@dataclass(slots=True)
class _Reading:
    """The state: the formats of automatic styles, who made the changes, the paragraphs so far, and where we are."""

    styles: dict[str, frozenset[str]]
    regions: dict[str, tuple[str, str, str]]
    story: str = ""
    cells: int = 0
    notes: int = 0
    result: list[ReturnedParagraph] = field(default_factory=list)
    of_notes: list[ReturnedParagraph] = field(default_factory=list)
    insertions: dict[str, tuple[ReturnedParagraph, int]] = field(default_factory=dict)
    comments: dict[str, tuple[ReturnedParagraph, int]] = field(default_factory=dict)
    said: list[ReturnedComment] = field(default_factory=list)


def read_odt(source: ImportSource) -> ReturnedDocument:
    """Return what an OpenDocument text says. Raises `BookbuilderError` (`xml.*`, `archive.*`)."""
    root = parse_xml(source.read("content.xml"), source.name, "content.xml")
    styles = dict(
        _style(one) for one in root.iter() if local(one) == "style" and attribute(one, "family") == "text"
    )
    if source.has("styles.xml"):
        shared = parse_xml(source.read("styles.xml"), source.name, "styles.xml")
        for one in shared.iter():
            if local(one) == "style" and attribute(one, "family") == "text":
                name, formats = _style(one)
                styles.setdefault(name, formats)
    regions = {}
    for region in root.iter():
        if local(region) == "changed-region":
            identifier = attribute(region, "id")
            for kind in elements(region):
                info = child(kind, "change-info")
                regions[identifier] = (
                    local(kind),
                    _said(child(info, "creator")),
                    valid_date(_said(child(info, "date")).partition(".")[0]),
                )
    reading = _Reading(styles, regions)
    text = child(root, "body", "text")
    if text is not None:
        _blocks(text, reading)
    proof, person = _meta(source)
    paragraphs = (*reading.result, *reading.of_notes)
    return ReturnedDocument(source.name, proof, person, paragraphs, tuple(reading.said))


def _said(element: etree._Element | None) -> str:
    return printable(element.text or "").strip() if element is not None else ""


def _style(style: etree._Element) -> tuple[str, frozenset[str]]:
    properties = child(style, "text-properties")
    formats = set()
    if attribute(properties, "font-weight") in ("bold", "600", "700", "800", "900"):
        formats.add("strong")
    if attribute(properties, "font-style") in ("italic", "oblique"):
        formats.add("emphasis")
    if attribute(properties, "text-underline-style") not in ("", "none"):
        formats.add("underline")
    if attribute(properties, "text-line-through-style") not in ("", "none"):
        formats.add("strike")
    if attribute(properties, "font-variant") == "small-caps":
        formats.add("smallcaps")
    position = attribute(properties, "text-position")
    if position.startswith(("super", "sub")) or (position and not position.startswith("0")):
        formats.add("subscript" if position.startswith(("sub", "-")) else "superscript")
    name = attribute(style, "name")
    named = {"Strong_20_Emphasis": "strong", "Emphasis": "emphasis"}.get(name)
    return name, frozenset({*formats, *([named] if named else [])})


def _blocks(parent: etree._Element, reading: _Reading) -> None:
    for one in elements(parent):
        name = local(one)
        if name in _SKIPPED or name in _INDEXES:
            continue
        if name in ("p", "h"):
            paragraph = ReturnedParagraph(reading.story, cell=reading.cells > 0)
            (reading.of_notes if reading.story else reading.result).append(paragraph)
            _inlines(one, paragraph, reading, frozenset())
        elif name == "table-cell":
            reading.cells += 1
            _blocks(one, reading)
            reading.cells -= 1
        elif name in ("change", "change-start", "change-end"):
            last = (reading.of_notes if reading.story else reading.result)[-1:]
            if last:
                _inline(one, last[0], reading, frozenset())
        else:
            _blocks(one, reading)


def _inlines(
    parent: etree._Element, paragraph: ReturnedParagraph, reading: _Reading, formats: frozenset[str]
) -> None:
    if parent.text:
        _add(paragraph, parent.text, formats)
    for one in parent:
        if isinstance(one.tag, str):
            _inline(one, paragraph, reading, formats)
        if one.tail:
            _add(paragraph, one.tail, formats)


def _add(paragraph: ReturnedParagraph, text: str, formats: frozenset[str]) -> None:
    """Add characters; white space of the file is one space, none at the beginning (6.1.2)."""
    parts = []
    last = paragraph.text[-1:] or " "
    for letter in text:
        shown = " " if letter in " \t\r\n" else letter
        if shown == " " and last == " ":
            continue
        parts.append(shown)
        last = shown
    paragraph.add("".join(parts), formats)


def _inline(
    one: etree._Element, paragraph: ReturnedParagraph, reading: _Reading, formats: frozenset[str]
) -> None:
    name = local(one)
    match name:
        case "span":
            own = reading.styles.get(attribute(one, "style-name"), frozenset())
            _inlines(one, paragraph, reading, formats | own)
        case "a" | "meta" | "ruby" | "ruby-base" | "content-control":
            _inlines(one, paragraph, reading, formats)
        case "s":
            count = attribute(one, "c")
            paragraph.add(" " * min(int(count) if count.isdecimal() else 1, 100), formats)
        case "tab":
            paragraph.add("\t", formats)
        case "line-break":
            paragraph.add("\n", formats)
        case "bookmark" | "bookmark-start":
            label = attribute(one, "name")
            if label.startswith(PREFIX) and label.removeprefix(PREFIX).isdecimal():
                paragraph.names.append((int(label.removeprefix(PREFIX)[:9]), len(paragraph.text)))
        case "note":
            paragraph.add(OBJECT)
            _note(one, reading)
        case "frame" | "object" | "image" | "custom-shape" | "g":
            paragraph.add(OBJECT)
        case "annotation":
            _comment(one, paragraph, reading)
        case "annotation-end":
            _comment_end(attribute(one, "name"), paragraph, reading)
        case "change":
            _, author, date = reading.regions.get(attribute(one, "change-id"), ("", "", ""))
            paragraph.changes.append(TrackedChange(len(paragraph.text), len(paragraph.text), author, date))
        case "change-start":
            reading.insertions[attribute(one, "change-id")] = paragraph, len(paragraph.text)
        case "change-end":
            identifier = attribute(one, "change-id")
            _, author, date = reading.regions.get(identifier, ("", "", ""))
            begun, start = reading.insertions.get(identifier, (paragraph, 0))
            if begun is not paragraph:
                begun.changes.append(TrackedChange(start, len(begun.text), author, date))
                start = 0
            paragraph.changes.append(TrackedChange(start, len(paragraph.text), author, date))
        case _ if name in _FIELDS:
            paragraph.add(FIELD)
        case _:
            pass


def _note(note: etree._Element, reading: _Reading) -> None:
    body = child(note, "note-body")
    if body is None:
        return
    outer, cells = reading.story, reading.cells
    reading.notes += 1
    reading.story, reading.cells = f"note {reading.notes}", 0
    _blocks(body, reading)
    reading.story, reading.cells = outer, cells


def _comment(one: etree._Element, paragraph: ReturnedParagraph, reading: _Reading) -> None:
    name = attribute(one, "name") or f"at {len(reading.said)}"
    lines = [
        "".join(str(part) for part in line.itertext())
        for line in elements(one)
        if local(line) in ("p", "list")
    ]
    parent = attribute(one, "parent-name")
    reading.said.append(
        ReturnedComment(
            name,
            _said(child(one, "creator")),
            valid_date(_said(child(one, "date")).partition(".")[0]),
            "\n".join(lines).strip(),
            parent,
            attribute(one, "resolved") == "true",
        )
    )
    reading.comments[name] = paragraph, len(paragraph.text)
    if not attribute(one, "name"):
        _comment_end(name, paragraph, reading)


def _comment_end(name: str, paragraph: ReturnedParagraph, reading: _Reading) -> None:
    begun, start = reading.comments.get(name, (paragraph, len(paragraph.text)))
    end = len(paragraph.text) if begun is paragraph else len(begun.text)
    begun.comments.append(CommentAnchor(name, start, max(start, end)))


def _meta(source: ImportSource) -> tuple[str, str]:
    """Return the id of what went out, and who saved the file last."""
    if not source.has("meta.xml"):
        return "", ""
    root = parse_xml(source.read("meta.xml"), source.name, "meta.xml")
    proof, people = "", {}
    for one in root.iter():
        if local(one) == "user-defined" and attribute(one, "name") == PROPERTY:
            proof = "".join(str(part) for part in one.itertext()).strip()[:40]
        elif local(one) in ("creator", "initial-creator"):
            people[local(one)] = _said(one)
    return proof, people.get("creator") or people.get("initial-creator", "")
