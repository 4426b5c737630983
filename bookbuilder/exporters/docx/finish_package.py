"""Finishes the file of Word that pandoc wrote: what its tree cannot say, and the same bytes every time."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from bookbuilder.exporters.convert_inlines import UNCONFIRMED_STYLE
from bookbuilder.exporters.docx import word_styles
from bookbuilder.exporters.docx.comment_parts import comment_parts
from bookbuilder.exporters.docx.word_dialect import BOX, NUMBERED, TABLE, UNCONFIRMED, UNNUMBERED
from bookbuilder.exporters.docx.word_styles import style_id
from bookbuilder.exporters.docx.word_xml import element, insert_in_order, w
from bookbuilder.exporters.proof_comments import ProofComment
from bookbuilder.importers.safe_xml import parse_xml

DOCUMENT, FOOTNOTES, STYLES, NUMBERING = (
    "word/document.xml",
    "word/footnotes.xml",
    "word/styles.xml",
    "word/numbering.xml",
)
CORE, SETTINGS = "docProps/core.xml", "word/settings.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of each file in the archive: the first that ZIP knows."""
RELATIONS, NOTE_RELATIONS = "word/_rels/document.xml.rels", "word/_rels/footnotes.xml.rels"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_DCTERMS = "{http://purl.org/dc/terms/}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"


@dataclass(frozen=True, slots=True)
class PackageDetails:
    """What is to be done: the day of the book (ISO 8601), its language and direction, the words before a chapter's number
    with `%1` for it (empty: no chapter has one) and the first number, the descriptions of tables by their number, the
    comments, and the names of styles in a house's reference file, with the roles that they have there."""

    date: str
    language: str
    direction: str
    chapter: str = ""
    descriptions: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    comments: Sequence[ProofComment] = ()
    house_styles: frozenset[str] = frozenset()
    roles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def finish_package(data: bytes, details: PackageDetails) -> bytes:
    """Return the finished file."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    trees = {
        name: parse_xml(parts[name], name, name)
        for name in (DOCUMENT, FOOTNOTES, STYLES, NUMBERING, CORE, SETTINGS)
        if name in parts
    }
    body, styles = trees[DOCUMENT], trees[STYLES]
    word_styles.define_styles(styles, details.house_styles, details.direction)
    _number_chapters(body, styles, trees[NUMBERING], details)
    _describe_tables(body, details.descriptions)
    if details.direction == "rtl":
        for properties in body.iter(w("tblPr")):
            properties.insert(1, element("bidiVisual"))  # behind the style
    for name in (DOCUMENT, FOOTNOTES):
        if name in trees:
            _style_boxes(trees[name])
            _name_pictures(trees[name])
            _style_pictures(trees[name])
            _mend_formulas(trees[name])
    _unite_bookmarks([trees[name] for name in (DOCUMENT, FOOTNOTES) if name in trees])
    texts = [trees[name] for name in (DOCUMENT, FOOTNOTES) if name in trees]
    if details.house_styles:
        word_styles.use_house_styles(texts, styles, details.roles)
    word_styles.complete_styles(texts, styles)
    _date(trees[CORE], details.date)
    _settings(trees[SETTINGS], details)
    parts |= {
        name: etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        for name, tree in trees.items()
    }
    parts |= comment_parts(parts, details.comments)
    if FOOTNOTES in trees:
        parts |= _relations_of_notes(parts, trees[FOOTNOTES])
    return _packed(parts)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, parts[name])
    return out.getvalue()


_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def _mend_formulas(tree: Any) -> None:
    """Say how many columns of a matrix are alike before how they are set (ECMA-376, part 1, 22.1.2.64), where pandoc 3.9
    says it behind, and nothing of a style where it has words."""
    for properties in tree.iter(f"{_MATH}mcPr"):
        for count in properties.findall(f"{_MATH}count"):
            properties.insert(0, count)
    # Words in a formula have no style of letters beside (22.1.2.92).
    for properties in tree.iter(f"{_MATH}rPr"):
        if properties.find(f"{_MATH}nor") is not None:
            for style in (*properties.findall(f"{_MATH}sty"), *properties.findall(f"{_MATH}scr")):
                properties.remove(style)


# -- chapters --------------------------------------------------------------------------------------------------


def _number_chapters(body: Any, styles: Any, numbering: Any, details: PackageDetails) -> None:
    """Let Word count the chapters that have a number, and no others."""
    number = _chapter_numbering(numbering, details.chapter) if details.chapter else "0"
    counted_by_style = word_styles.is_numbered(styles, "heading 1")
    for start in list(body.iter(w("bookmarkStart"))):
        name = start.get(w("name"))
        if name not in (NUMBERED, UNNUMBERED):
            continue
        paragraph = start.getparent()
        end = next(one for one in paragraph.iter(w("bookmarkEnd")) if one.get(w("id")) == start.get(w("id")))
        paragraph.remove(start)
        paragraph.remove(end)
        if counted_by_style == (name == NUMBERED):
            continue
        chosen = number if name == NUMBERED else "0"
        properties = paragraph.find(w("pPr"))
        insert_in_order(
            properties, element("numPr", element("ilvl", val="0"), element("numId", val=chosen)), "pPr"
        )


def _chapter_numbering(numbering: Any, words: str) -> str:
    """Add a numbering for chapters; return its number."""
    abstract = str(
        1 + max((int(one.get(w("abstractNumId"))) for one in numbering.iter(w("abstractNum"))), default=0)
    )
    number = str(1 + max((int(one.get(w("numId"))) for one in numbering.iter(w("num"))), default=0))
    level = element(
        "lvl",
        element("start", val="1"),
        element("numFmt", val="decimal"),
        element("suff", val="tab"),
        element("lvlText", val=words),
        element("lvlJc", val="left"),
        element("pPr", element("ind", left="0", firstLine="0")),
        ilvl="0",
    )
    kind = element("multiLevelType", val="singleLevel")
    definition = element("abstractNum", kind, level, abstractNumId=abstract)
    # The schema wants all definitions in front of the numbers that use them (ISO/IEC 29500-1, 17.9).
    last = max((i for i, one in enumerate(numbering) if one.tag == w("abstractNum")), default=-1)
    numbering.insert(last + 1, definition)
    last = max(i for i, one in enumerate(numbering) if one.tag in (w("abstractNum"), w("num")))
    numbering.insert(last + 1, element("num", element("abstractNumId", val=abstract), numId=number))
    return number


# -- tables, boxes, pictures -----------------------------------------------------------------------------------


def _describe_tables(body: Any, descriptions: Mapping[int, tuple[str, str]]) -> None:
    """Give tables their title and description for those who cannot see them."""
    for start in list(body.iter(w("bookmarkStart"))):
        name = start.get(w("name"))
        if not name.startswith(TABLE):
            continue
        table = next((one for one in start.itersiblings() if one.tag == w("tbl")), None)
        title, description = descriptions[int(name.removeprefix(TABLE))]
        if table is not None:
            properties = table.find(w("tblPr"))
            # By the schema both stand last in `tblPr`.
            if title and properties.find(w("tblCaption")) is None:
                properties.append(element("tblCaption", val=title))
            properties.append(element("tblDescription", val=description))
        _remove_bookmark(start)


def _style_boxes(root: Any) -> None:
    """Give the paragraphs of lists in a box the style of the box."""
    for start in list(root.iter(w("bookmarkStart"))):
        name = start.get(w("name"))
        if not name.startswith(BOX):
            continue
        style = name.removeprefix(BOX).partition("_")[2]
        number = start.get(w("id"))
        for sibling in start.itersiblings():
            if sibling.tag == w("bookmarkEnd") and sibling.get(w("id")) == number:
                break
            properties = sibling.find(w("pPr")) if sibling.tag == w("p") else None
            if properties is not None and properties.find(w("numPr")) is not None:
                properties.find(w("pStyle")).set(w("val"), style)
        _remove_bookmark(start)


def _remove_bookmark(start: Any) -> None:
    number = start.get(w("id"))
    for sibling in start.itersiblings():
        if sibling.tag == w("bookmarkEnd") and sibling.get(w("id")) == number:
            sibling.getparent().remove(sibling)
            break
    start.getparent().remove(start)


def _name_pictures(root: Any) -> None:
    """Take the bytes of pictures out of their properties, where pandoc writes their address."""
    for drawing in root.iter(f"{_WP}inline"):
        text = drawing.find(f"{_WP}docPr").get("descr", "")
        for properties in drawing.iter(f"{_PIC}cNvPr"):
            properties.set("descr", text)


def _style_pictures(root: Any) -> None:
    """Give the runs of pictures whose alternative text is unconfirmed a style that says so."""
    for start in list(root.iter(w("bookmarkStart"))):
        if start.get(w("name")) != UNCONFIRMED:
            continue
        for run in start.itersiblings(w("r")):
            if run.find(w("drawing")) is not None:
                if run.find(w("rPr")) is None:
                    run.insert(0, element("rPr"))
                run.find(w("rPr")).insert(0, element("rStyle", val=style_id(UNCONFIRMED_STYLE)))
                break
        _remove_bookmark(start)


def _relations_of_notes(parts: Mapping[str, bytes], notes: Any) -> dict[str, bytes]:
    """Return the relationships of the notes with those to their pictures, which pandoc writes for the text alone."""
    used = {one.get(_EMBED) for one in notes.iter(f"{_A}blip")}
    relations, of_text = (parse_xml(parts[name], name, name) for name in (NOTE_RELATIONS, RELATIONS))
    known = {one.get("Id") for one in relations}
    relations.extend(one for one in list(of_text) if one.get("Id") in used - known)
    return {
        NOTE_RELATIONS: etree.tostring(relations, xml_declaration=True, encoding="UTF-8", standalone=True)
    }


def _unite_bookmarks(roots: Sequence[Any]) -> None:
    """Count the bookmarks from 0, so that each has a number of its own."""
    numbers: dict[str, str] = {}
    for root in roots:
        for one in root.iter(w("bookmarkStart"), w("bookmarkEnd")):
            number = numbers.setdefault(one.get(w("id")), str(len(numbers)))
            one.set(w("id"), number)


# -- properties ------------------------------------------------------------------------------------------------


def _date(core: Any, date: str) -> None:
    for name in ("created", "modified"):
        for one in core.iter(f"{_DCTERMS}{name}"):
            one.text = f"{date}T00:00:00Z"


def _settings(settings: Any, details: PackageDetails) -> None:
    """Say in which language the text is proofread."""
    for one in settings.iter(w("themeFontLang")):
        one.set(w("val"), details.language)
