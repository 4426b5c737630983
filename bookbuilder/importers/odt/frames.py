"""Reads the frames of LibreOffice: pictures, text boxes, formulas; other objects are reported."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import Protocol

from lxml import etree

from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.losses import EXTERNAL, OBJECT
from bookbuilder.importers.markup.mathml import mathml_latex
from bookbuilder.importers.odt.reading import OdtReading
from bookbuilder.importers.odt.style_sheet import attribute
from bookbuilder.importers.safe_xml import elements, local, parse_xml
from bookbuilder.phrases import Phrase


class Runs(Protocol):
    """The paragraph that a frame stands in."""

    reading: OdtReading

    def add(self, node: nodes.Inline) -> None:
        """Add an inline."""


def read_frame(reader: Runs, element: etree._Element, *, unconfirmed: bool = False) -> None:
    """Read a frame: its picture, whose alternative text may be `unconfirmed`, or its formula; a text box is added to
    `OdtReading.asides`. Reports `import.*`."""
    title, words = "", ""
    for one in elements(element):
        if local(one) == "title":
            title = "".join(str(text) for text in one.itertext())
        elif local(one) == "desc":
            words = "".join(str(text) for text in one.itertext())
    decorative = attribute(element, "decorative") == "true"
    images = [one for one in elements(element) if local(one) == "image"]
    objects = [one for one in elements(element) if local(one) == "object"]
    # Objects first: the picture beside a formula is only its preview.
    for one in (*objects, *(one for one in elements(element) if one not in objects)):
        match local(one):
            case "image" if one is images[0]:  # others are the same in another form
                _picture(reader, one, nodes.Picture("", words or title, decorative, unconfirmed))
            case "text-box" | "p" | "list":
                parent = element if local(one) != "text-box" else one
                blocks = reader.reading.read_blocks(parent, reader.reading)
                if blocks:
                    whole = len(blocks) == 1 and isinstance(blocks[0], nodes.Figure)
                    reader.reading.asides.append(
                        blocks[0] if whole else nodes.Aside((), blocks, reader.reading.span)
                    )
                if parent is element:
                    return
            case "object" if _formula(reader, one):
                return
            case "object" | "object-ole" | "plugin" | "applet" | "floating-frame":
                what = "an embedded object (a formula, a chart or a table of another program)"
                reader.reading.report(
                    OBJECT,
                    reader.reading.span,
                    what=what,
                    hint="its preview picture is kept, if it has one",
                )
            case _:
                pass


def _formula(reader: Runs, element: etree._Element) -> bool:
    """Add the formula that an object is; return whether it is one."""
    part = posixpath.join(posixpath.normpath(attribute(element, "href")), "content.xml")
    if not reader.reading.source.has(part):
        return False
    root = parse_xml(reader.reading.source.read(part), reader.reading.source.name, part)
    if local(root) != "math":
        return False
    reader.add(nodes.Formula(mathml_latex(root)))
    return True


def _picture(reader: Runs, element: etree._Element, picture: nodes.Picture) -> None:
    """Add a picture with the file that an element names."""
    target = attribute(element, "href")
    if "://" in target or target.startswith(("/", "..", "file:")):
        reader.reading.report(
            EXTERNAL, reader.reading.span, what="a picture", address=target[:200], hint="embed it"
        )
        return
    target = posixpath.normpath(target)
    if not reader.reading.source.has(target):
        if target not in (".", ""):
            reader.reading.report(
                OBJECT,
                reader.reading.span,
                what=Phrase("the picture {target}, which the file lacks,", target=target[:200]),
            )
        return
    if "ObjectReplacements" in target and "." not in target:
        reader.reading.images.setdefault(
            target, nodes.Image(f"{target}.emf", reader.reading.source.read(target))
        )
    else:
        reader.reading.images.setdefault(target, nodes.Image(target, reader.reading.source.read(target)))
    reader.add(replace(picture, key=target, alt=" ".join(picture.alt.split())))
