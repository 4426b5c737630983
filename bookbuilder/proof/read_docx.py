"""Reads a file of Word that came back, with all recorded changes made (ECMA-376, part 1, 17.13)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from bookbuilder.exporters.review import PREFIX, PROPERTY
from bookbuilder.importers.clean_text import printable
from bookbuilder.importers.docx.package import (
    COMMENTS,
    COMMENTS_EXTENDED,
    CORE,
    ENDNOTES,
    FOOTNOTES,
    DocxPackage,
    attribute,
    child,
    switched_on,
)
from bookbuilder.importers.safe_xml import elements, local
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

CUSTOM = "custom-properties"
_FORMATS = {
    "b": "strong",
    "i": "emphasis",
    "strike": "strike",
    "smallCaps": "smallcaps",
    "u": "underline",
}
_STYLES = {"Strong": "strong", "Emphasis": "emphasis"}
_SIGNS = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
    "ptab": "\t",
}
_OBJECTS = frozenset(
    ("footnoteReference", "endnoteReference", "drawing", "pict", "object", "oMath", "oMathPara", "sym")
)
_THROUGH = frozenset(("hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo"))


@dataclass(slots=True)
class _Field:
    """A field: its instruction, whether its result has begun, and whether it was taken out."""

    instruction: str = ""
    result: bool = False
    deleted: bool = False


@dataclass(slots=True)
class _Reading:
    """The state: the paragraphs so far, the one that is being read (its end was taken out, so that the next one goes on with
    it), the fields around this place, where comments begin, and how many deletions are around."""

    story: str = ""
    cells: int = 0
    result: list[ReturnedParagraph] = field(default_factory=list)
    open: ReturnedParagraph | None = None
    fields: list[_Field] = field(default_factory=list)
    comments: dict[str, tuple[ReturnedParagraph, int]] = field(default_factory=dict)
    anchored: set[str] = field(default_factory=set)
    deleted: int = 0


def read_docx(source: ImportSource) -> ReturnedDocument:
    """Return what a file of Word says. Raises `BookbuilderError` (`xml.*`, `archive.*`)."""
    package = DocxPackage(source)
    reading = _Reading()
    _blocks(package.xml(package.document), reading)
    _close(reading)
    for kind in (FOOTNOTES, ENDNOTES):
        root = package.related_xml(kind)
        for note in elements(root) if root is not None else ():
            if attribute(note, "type") not in ("", "normal"):
                continue
            reading.story = f"{kind} {attribute(note, 'id')}"
            reading.fields = []
            _blocks(note, reading)
            _close(reading)
    paragraphs = tuple(reading.result)
    return ReturnedDocument(source.name, _proof(package), _person(package), paragraphs, _comments(package))


def _close(reading: _Reading) -> None:
    if reading.open is not None:
        reading.result.append(reading.open)
        reading.open = None


def _blocks(parent: etree._Element, reading: _Reading) -> None:
    for one in elements(parent):
        match local(one):
            case "p":
                _paragraph(one, reading)
            case "tc":
                reading.cells += 1
                _blocks(one, reading)
                reading.cells -= 1
            case "AlternateContent":
                choice = child(one, "Choice")
                if choice is not None:
                    _blocks(choice, reading)
            case "bookmarkStart" | "commentRangeStart" | "commentRangeEnd" if reading.open is not None:
                _inline(one, reading.open, reading, None)
            case "sectPr" | "tblPr" | "tblGrid" | "trPr" | "tcPr" | "sdtPr" | "pPr":
                pass
            case _:
                _blocks(one, reading)


def _paragraph(element: etree._Element, reading: _Reading) -> None:
    paragraph = reading.open or ReturnedParagraph(reading.story, cell=reading.cells > 0)
    reading.open = paragraph
    _inlines(element, paragraph, reading, None)
    mark = child(element, "pPr", "rPr")
    removed = next((one for one in (child(mark, "del"), child(mark, "moveFrom")) if one is not None), None)
    if removed is not None:
        paragraph.changes.append(_change(removed, len(paragraph.text), len(paragraph.text)))
        return
    added = next((one for one in (child(mark, "ins"), child(mark, "moveTo")) if one is not None), None)
    if added is not None:
        paragraph.changes.append(_change(added, len(paragraph.text), len(paragraph.text)))
    _close(reading)


def _change(element: etree._Element, start: int, end: int) -> TrackedChange:
    return TrackedChange(start, end, attribute(element, "author"), valid_date(attribute(element, "date")))


def _inlines(
    parent: etree._Element, paragraph: ReturnedParagraph, reading: _Reading, inserted: etree._Element | None
) -> None:
    for one in elements(parent):
        _inline(one, paragraph, reading, inserted)


def _inline(
    one: etree._Element, paragraph: ReturnedParagraph, reading: _Reading, inserted: etree._Element | None
) -> None:
    match local(one):
        case "r":
            _run(one, paragraph, reading)
        case "ins" | "moveTo":
            start = len(paragraph.text)
            _inlines(one, paragraph, reading, one)
            paragraph.changes.append(_change(one, start, len(paragraph.text)))
        case "del" | "moveFrom":
            paragraph.changes.append(_change(one, len(paragraph.text), len(paragraph.text)))
            # What names texts, and edges of comments, stay where they are.
            reading.deleted += 1
            for inner in one.iter():
                if local(inner) in ("bookmarkStart", "commentRangeStart", "commentRangeEnd", "fldChar"):
                    _inline(inner, paragraph, reading, inserted)
            reading.deleted -= 1
        case "bookmarkStart":
            name = attribute(one, "name")
            if name.startswith(PREFIX) and name.removeprefix(PREFIX).isdecimal():
                paragraph.names.append((int(name.removeprefix(PREFIX)[:9]), len(paragraph.text)))
        case "commentRangeStart":
            reading.comments[attribute(one, "id")] = paragraph, len(paragraph.text)
        case "commentRangeEnd":
            _comment_end(attribute(one, "id"), paragraph, reading)
        case "fldChar":
            _field(one, paragraph, reading)
        case "fldSimple":
            if not reading.fields:
                paragraph.add(FIELD)
        case "oMath" | "oMathPara":
            if not reading.fields:
                paragraph.add(OBJECT)
        case "AlternateContent":
            choice = child(one, "Choice")
            if choice is not None:
                _inlines(choice, paragraph, reading, inserted)
        case name if name in _THROUGH:
            _inlines(one, paragraph, reading, inserted)
        case _:
            pass


def _field(one: etree._Element, paragraph: ReturnedParagraph, reading: _Reading) -> None:
    kind = attribute(one, "fldCharType")
    if kind == "begin":
        reading.fields.append(_Field(deleted=reading.deleted > 0))
    elif kind == "separate" and reading.fields:
        # An entry of an index (XE, TC) prints nothing.
        hidden = reading.fields[0].instruction.split()[:1] in (["XE"], ["TC"])
        if not hidden and not any(one.result or one.deleted for one in reading.fields):
            paragraph.add(FIELD)
        reading.fields[-1].result = True
    elif kind == "end" and reading.fields:
        reading.fields.pop()


def _run(run: etree._Element, paragraph: ReturnedParagraph, reading: _Reading) -> None:
    formats = _formats(child(run, "rPr"))
    for one in elements(run):
        name = local(one)
        if name == "fldChar":
            _field(one, paragraph, reading)
        elif name == "commentReference":
            number = attribute(one, "id")
            if number not in reading.anchored:
                reading.comments.setdefault(number, (paragraph, len(paragraph.text)))
                _comment_end(number, paragraph, reading)
        elif name == "instrText" and reading.fields:
            reading.fields[-1].instruction += one.text or ""
        elif reading.fields or name in ("rPr", "delText", "instrText"):
            continue
        elif name == "t":
            paragraph.add(one.text or "", formats)
        elif name in _SIGNS:
            if not (name == "br" and attribute(one, "type") in ("page", "column")):
                paragraph.add(_SIGNS[name], formats)
        elif name in _OBJECTS or name == "AlternateContent":
            paragraph.add(OBJECT)


def _comment_end(number: str, paragraph: ReturnedParagraph, reading: _Reading) -> None:
    if number in reading.anchored:
        return
    begun, start = reading.comments.get(number, (paragraph, len(paragraph.text)))
    reading.anchored.add(number)
    end = len(paragraph.text) if begun is paragraph else len(begun.text)
    begun.comments.append(CommentAnchor(number, start, max(start, end)))


def _formats(properties: etree._Element | None) -> frozenset[str]:
    result = set()
    for one in elements(properties) if properties is not None else ():
        name = local(one)
        if name in _FORMATS and switched_on(one):
            result.add(_FORMATS[name])
        elif name == "vertAlign" and attribute(one, "val") in ("superscript", "subscript"):
            result.add(attribute(one, "val"))
        elif name == "rStyle" and attribute(one, "val") in _STYLES:
            result.add(_STYLES[attribute(one, "val")])
    return frozenset(result)


# -- the file --------------------------------------------------------------------------------------------------


def _proof(package: DocxPackage) -> str:
    """Return the id of what went out."""
    for one in package.relationships("").values():
        if one.kind == CUSTOM and not one.external and package.source.has(one.target):
            for entry in elements(package.xml(one.target)):
                if attribute(entry, "name") == PROPERTY:
                    return "".join(str(part) for part in entry.itertext()).strip()[:40]
    return ""


def _person(package: DocxPackage) -> str:
    """Return who saved the file last, else who began it."""
    for one in package.relationships("").values():
        if one.kind == CORE and not one.external and package.source.has(one.target):
            said: dict[str, Any] = {local(entry): entry.text for entry in elements(package.xml(one.target))}
            return printable(str(said.get("lastModifiedBy") or said.get("creator") or "")).strip()
    return ""


def _comments(package: DocxPackage) -> tuple[ReturnedComment, ...]:
    root = package.related_xml(COMMENTS)
    if root is None:
        return ()
    parents, done = _threads(package.related_xml(COMMENTS_EXTENDED))
    found = [one for one in elements(root) if local(one) == "comment"]
    by_paragraph = {number: attribute(one, "id") for one in found for number in _paragraph_ids(one)}
    result = []
    for one in found:
        ids = _paragraph_ids(one)
        last = ids[-1] if ids else ""
        result.append(
            ReturnedComment(
                attribute(one, "id"),
                attribute(one, "author"),
                valid_date(attribute(one, "date")),
                _words(one),
                by_paragraph.get(parents.get(last, ""), ""),
                last in done,
            )
        )
    return tuple(result)


def _paragraph_ids(comment: etree._Element) -> list[str]:
    return [attribute(one, "paraId") for one in elements(comment) if attribute(one, "paraId")]


def _threads(root: etree._Element | None) -> tuple[dict[str, str], set[str]]:
    """Return the paragraph that each comment answers, and those that are done ([MS-DOCX] 2.5.4)."""
    parents, done = {}, set()
    for one in elements(root) if root is not None else ():
        if parent := attribute(one, "paraIdParent"):
            parents[attribute(one, "paraId")] = parent
        if attribute(one, "done") in ("1", "true"):
            done.add(attribute(one, "paraId"))
    return parents, done


def _words(comment: etree._Element) -> str:
    lines = []
    for paragraph in comment.iter():
        if local(paragraph) == "p":
            words = (one for one in paragraph.iter() if local(one) in ("t", "tab", "br"))
            lines += ["".join(one.text or "" if local(one) == "t" else " " for one in words)]
    return "\n".join(lines).strip()
