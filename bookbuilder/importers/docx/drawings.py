"""Reads the pictures and text boxes of a file of Word; reports what programs draw, and what lies outside the file."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bookbuilder.importers.docx.package import attribute
from bookbuilder.importers.docx.reading import DocxState
from bookbuilder.importers.manuscript.losses import EXTERNAL, OBJECT
from bookbuilder.importers.manuscript.nodes import Aside, Image, Picture
from bookbuilder.importers.safe_xml import local
from bookbuilder.phrases import Phrase

_DRAWN = {"chart": "a chart", "relIds": "a SmartArt graphic", "contentPart": "a drawing by hand"}


def read_drawing(element: etree._Element, reading: DocxState) -> Iterator[Picture]:
    """Yield the pictures of a drawing; its text boxes are added to `DocxState.asides`. Reports `import.object`,
    `import.external`."""
    alt, decorative, in_box = "", False, 0
    for event, one in etree.iterwalk(element, events=("start", "end")):
        name = local(one)
        # A Fallback behind a Choice shows the same once more, for old programs.
        if name == "txbxContent" or (name == "Fallback" and one.getprevious() is not None):
            in_box += 1 if event == "start" else -1
            if event == "start" and in_box == 1 and name == "txbxContent":
                _text_box(one, reading)
            continue
        if in_box or event == "end":
            continue
        if name == "docPr":
            alt = attribute(one, "descr") or attribute(one, "title")
        elif name == "shape" and not alt:
            alt = attribute(one, "alt")
        elif name == "decorative":
            decorative = attribute(one, "val") in ("1", "true")
        elif name in ("blip", "imagedata"):
            picture = _picture(one, alt or attribute(one, "title"), decorative, reading)
            if picture is not None:
                yield picture
        elif name in _DRAWN:
            reading.report(
                OBJECT, reading.span, what=_DRAWN[name], hint="save it as a picture, and insert that"
            )
        elif name == "OLEObject":
            what = Phrase(
                "an embedded object ({attribute})", attribute=attribute(one, "ProgID") or "unknown program"
            )
            reading.report(OBJECT, reading.span, what=what, hint="its preview picture is kept, if it has one")


def _text_box(element: etree._Element, reading: DocxState) -> None:
    # The fields that are open in the paragraph around a text box do not go on in it.
    fields, reading.fields = reading.fields, []
    blocks = reading.read_blocks(element, reading)
    reading.fields = fields
    if blocks and not reading.generated:
        reading.asides.append(Aside((), blocks, reading.span))


def _picture(element: etree._Element, alt: str, decorative: bool, reading: DocxState) -> Picture | None:
    relationships = reading.package.relationships(reading.part)
    linked = relationships.get(attribute(element, "link"))
    relationship = relationships.get(attribute(element, "embed") or attribute(element, "id")) or linked
    if relationship is None:
        reading.report(OBJECT, reading.span, what="a picture without a file", hint="insert the picture anew")
        return None
    if relationship.external:
        address = relationship.target[:200]
        hint = "insert the picture into the manuscript instead of a link to it"
        reading.report(EXTERNAL, reading.span, what="a picture", address=address, hint=hint)
        return None
    target = relationship.target
    if not reading.package.source.has(target):
        reading.report(
            OBJECT, reading.span, what=Phrase("the picture {target}, which the file lacks,", target=target)
        )
        return None
    if target not in reading.images:
        reading.images[target] = Image(target, reading.package.source.read(target))
    return Picture(target, alt.strip(), decorative)
