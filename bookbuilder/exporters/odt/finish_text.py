"""Finishes the OpenDocument text that pandoc wrote: names of styles, alternative texts, joined cells, changes, the date."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from lxml import etree

from bookbuilder.exporters.odt.odt_dialect import PICTURE, TABLE
from bookbuilder.exporters.proof_comments import ProofComment
from bookbuilder.exporters.review import FACT_STYLE, NAME_STYLE
from bookbuilder.importers.safe_xml import parse_xml
from bookbuilder.xml_parser import xml_root

CONTENT, STYLES, META = "content.xml", "styles.xml", "meta.xml"
MANIFEST = "META-INF/manifest.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of each file in the archive: the first that ZIP knows."""
_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_INDENTED = 'fo:margin-left="0.7cm" fo:padding-left="0.3cm" fo:border-left="2pt solid #b0b0b0"'
_PARAGRAPHS = {
    "Title": ('fo:text-align="center" fo:margin-bottom="0.3cm"', 'fo:font-size="24pt" fo:font-weight="bold"'),
    "Subtitle": ('fo:text-align="center"', 'fo:font-size="14pt"'),
    "Kicker": ("", 'fo:font-weight="bold"'),
    "Chapter Subtitle": ("", 'fo:font-style="italic"'),
    "Dateline": ("", 'fo:color="#595959"'),
    "Summary": ("", 'fo:font-weight="bold"'),
    "Byline": ("", 'fo:font-style="italic"'),
    **dict.fromkeys(("Aside", "Callout", "Details", "Missing", "Chronology"), (_INDENTED, "")),
    **{
        f"{name} Title": (f'fo:keep-with-next="always" {_INDENTED}', 'fo:font-weight="bold"')
        for name in ("Aside", "Callout", "Details", "Chronology")
    },
    "Epigraph": ('fo:margin-left="2.5cm"', 'fo:font-style="italic"'),
    "Pullquote": ('fo:margin-left="1.2cm" fo:margin-right="1.2cm"', 'fo:font-size="14pt"'),
    FACT_STYLE: ("", 'fo:background-color="#e2efd9"'),
    NAME_STYLE: ("", 'fo:background-color="#deeaf6"'),
    "Page Break": ('fo:break-before="page"', ""),
}
"""Name → properties of the paragraph, and of its words; of two names, styles of words."""


def finish_text(
    data: bytes, date: str, descriptions: Mapping[int, tuple[str, str]], comments: Sequence[ProofComment]
) -> bytes:
    """Return the finished file. `date` is the day of the book (ISO 8601), `descriptions` are captions and long descriptions
    of tables by their number."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    trees = {name: parse_xml(parts[name], name, name) for name in (CONTENT, STYLES, META)}
    content = trees[CONTENT]
    _describe_pictures(content)
    _describe_tables(content, descriptions)
    for table in content.iter(_name("table", "table")):
        _cover_cells(table)
    _declare(content, comments)
    _name_styles(content, trees[STYLES])
    _drop_formula_styles(content)
    for one in content.iter(_name("draw", "object")):
        # As LibreOffice writes it; the folder itself is no file of the package.
        address = next(name for name in one.attrib if str(name).endswith("}href"))
        one.set(address, f"./{str(one.attrib[address]).strip('/')}")
    for one in trees[META].iter(_name("meta", "creation-date"), _name("dc", "date")):
        one.text = f"{date}T00:00:00Z"
    parts |= {
        name: etree.tostring(tree, xml_declaration=True, encoding="UTF-8") for name, tree in trees.items()
    }
    parts[MANIFEST] = _without_repetitions(parts[MANIFEST].replace(b'"application/xml"', b'"text/xml"'))
    return _packed(parts)


def _without_repetitions(manifest: bytes) -> bytes:
    """Return the list of files with each of them once: pandoc 3.9 lists the folder of a formula twice."""
    tree = parse_xml(manifest, MANIFEST, MANIFEST)
    seen: set[str] = set()
    for entry in list(tree):
        path = next((value for name, value in entry.attrib.items() if str(name).endswith("full-path")), "")
        if path in seen:
            tree.remove(entry)
        seen.add(str(path))
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8"))


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the archive: the type of the file stands first in it, uncompressed (OpenDocument 1.3, part 2, 3.3)."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "mimetype", name)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, parts[name])
    return out.getvalue()


def _name(space: str, name: str) -> str:
    return f"{{{_SPACES[space]}}}{name}"


def _element(space: str, name: str, /, text: str = "", **attributes: str) -> Any:
    """Return an element; `text_name` is the attribute `text:name`."""
    made = etree.Element(_name(space, name), nsmap={space: _SPACES[space]})
    for key, value in attributes.items():
        prefix, _, local = key.partition("_")
        made.set(_name(prefix, local.replace("_", "-")), value)
    if text:
        made.text = text
    return made


def _remove(element: Any) -> None:
    """Remove an element, but not the words behind it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _describe_pictures(content: Any) -> None:
    """Give pictures the alternative texts that stand before them."""
    waiting = ""
    for one in list(content.iter(_name("text", "bookmark"), _name("draw", "frame"))):
        if one.tag == _name("draw", "frame"):
            if waiting:
                one.append(_element("svg", "desc", waiting))
            waiting = ""
        elif one.get(_name("text", "name"), "").startswith(PICTURE):
            waiting = one.get(_name("text", "name")).removeprefix(PICTURE)
            _remove(one)


def _describe_tables(content: Any, descriptions: Mapping[int, tuple[str, str]]) -> None:
    for mark in list(content.iter(_name("text", "p"))):
        style = mark.get(_name("text", "style-name"), "")
        if not style.startswith(TABLE):
            continue
        title, description = descriptions[int(style.removeprefix(TABLE))]
        table = next((one for one in mark.itersiblings() if one.tag == _name("table", "table")), None)
        if table is not None:
            table.insert(0, _element("table", "desc", description))
            if title:
                table.insert(0, _element("table", "title", title))
        _remove(mark)


def _cover_cells(table: Any) -> None:
    """Add the cells that joined ones cover, which every row must have (OpenDocument 1.3, part 3, 9.1.5)."""
    rows = [
        row
        for part in table
        for row in ([part] if part.tag == _name("table", "table-row") else part)
        if row.tag == _name("table", "table-row")
    ]
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column, cells = 0, list(row)
        for cell in cells:
            while (number, column) in covered:
                cell.addprevious(_element("table", "covered-table-cell"))
                column += 1
            height = int(cell.get(_name("table", "number-rows-spanned"), "1"))
            width = int(cell.get(_name("table", "number-columns-spanned"), "1"))
            covered |= {(number + down, column + right) for down in range(height) for right in range(width)}
            for _ in range(width - 1):
                cell.addnext(_element("table", "covered-table-cell"))
            column += width
        while (number, column) in covered:
            row.append(_element("table", "covered-table-cell"))
            column += 1


def _declare(content: Any, comments: Sequence[ProofComment]) -> None:
    """Declare the sequences and the tracked changes of the text at its beginning."""
    text = content.find(f"{_name('office', 'body')}/{_name('office', 'text')}")
    names = dict.fromkeys(one.get(_name("text", "name")) for one in content.iter(_name("text", "sequence")))
    if names:
        declared = _element("text", "sequence-decls")
        for name in names:
            declared.append(_element("text", "sequence-decl", text_display_outline_level="0", text_name=name))
        text.insert(0, declared)
    used = {
        one.get(_name("text", "change-id"))
        for one in content.iter(_name("text", "change"), _name("text", "change-start"))
    }
    changes = _element("text", "tracked-changes")
    for comment in comments:
        if (number := f"ct{comment.number}") in used:
            changes.append(_change(comment, number))
    if len(changes):
        text.insert(0, changes)


def _change(comment: ProofComment, number: str) -> Any:
    region = _element("text", "changed-region", text_id=number, xml_id=number)
    kind = _element("text", "deletion" if comment.text else "insertion")
    info = _element("office", "change-info")
    info.append(_element("dc", "creator", comment.author))
    # Every change needs a date (OpenDocument 1.3, part 3).
    info.append(_element("dc", "date", (comment.date or "1970-01-01T00:00:00Z").removesuffix("Z")))
    kind.append(info)
    if comment.text:
        kind.append(_element("text", "p", comment.text))
    region.append(kind)
    return region


def _name_styles(content: Any, styles: Any) -> None:
    """Give the styles that pandoc only names an encoded name (OpenDocument 1.3, part 3, 19.502) and a definition."""
    defined = {
        one.get(_name("style", "name"))
        for root in (content, styles)
        for one in root.iter(_name("style", "style"))
    }
    shelf = styles.find(_name("office", "styles"))
    for one in content.iter():
        style = one.get(_name("text", "style-name")) if isinstance(one.tag, str) else None
        if style is None or style in defined:
            continue
        encoded = style.replace(" ", "_20_")
        one.set(_name("text", "style-name"), encoded)
        if encoded not in defined and one.tag in (
            _name("text", "p"),
            _name("text", "h"),
            _name("text", "span"),
        ):
            defined.add(encoded)
            family = "text" if one.tag == _name("text", "span") else "paragraph"
            shelf.append(_style(encoded, style.replace("_20_", " "), family))


def _drop_formula_styles(content: Any) -> None:
    """Remove the styles of pandoc for formulas, which name a parent that the file lacks, and their names."""
    dropped = set[str | None]()
    for one in list(content.iter(_name("style", "style"))):
        if one.get(_name("style", "parent-style-name")) == "Formula":
            dropped.add(one.get(_name("style", "name")))
            one.getparent().remove(one)
    for frame in content.iter(_name("draw", "frame")):
        if frame.get(_name("draw", "style-name")) in dropped:
            del frame.attrib[_name("draw", "style-name")]


def _style(encoded: str, name: str, family: str) -> Any:
    style = _element("style", "style", style_name=encoded, style_display_name=name, style_family=family)
    if family == "paragraph":
        style.set(_name("style", "parent-style-name"), "Text_20_body")
    for kind, text in zip(("paragraph", "text"), _PARAGRAPHS.get(name, ("", "")), strict=True):
        if text:
            source = f'<style:{kind}-properties xmlns:style="{_SPACES["style"]}" xmlns:fo="{_SPACES["fo"]}" {text}/>'
            style.append(xml_root(source))
    return style
