"""Embeds fonts into SVG drawings, since an image cannot use the fonts of its page."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace

from lxml import etree

from bookbuilder.html.font_family import Face, Fonts
from bookbuilder.html.nearest_faces import nearest_faces
from bookbuilder.html.subset_job import Subset
from bookbuilder.html.subsetter import subset_font
from bookbuilder.xml_parser import xml_root

_SVG = "{http://www.w3.org/2000/svg}"
_HEAVY = re.compile(r"(?:^|[\s;:])(?:bold|bolder|[6-9]00)(?:$|[\s;])")


def embed_fonts(data: bytes, fonts: Fonts, flavor: str = "woff") -> bytes:
    """Return an SVG with the book's `fonts` that it names embedded, subset to its own characters.

    An SVG without text, or without a font of the book, is returned unchanged. `flavor` is that of `subset_font`.
    """
    root = xml_root(data)
    text = "".join("".join(str(t) for t in e.itertext()) for e in root.iter(f"{_SVG}text"))
    named = {name.strip(" '\"").lower() for name in re.split(r"[,;\n]", _values(root, "font-family"))}
    families = [family for family in fonts.families if family.name.lower() in named]
    if not text.strip() or not families:
        return data
    heavy = bool(_HEAVY.search(_values(root, "font-weight")))
    slanted = "italic" in _values(root, "font-style")
    rules = [
        # Faces are not restricted by script, since the drawing names its fonts itself.
        _rule(
            family.name,
            face,
            subset_font(Subset.of(fonts, replace(face, without=frozenset()), text, flavor)),
            flavor,
        )
        for family in families
        for face in nearest_faces(
            family, (400, 700) if heavy else (400,), ("normal", "italic") if slanted else ("normal",)
        )
    ]
    style = etree.Element(f"{_SVG}style")
    style.text = "\n".join(rules)
    style.tail = "\n"
    # A title should come before all other children (SVG 1.1, 5.4).
    titles = [i for i, child in enumerate(root) if child.tag in (f"{_SVG}title", f"{_SVG}desc")]
    root.insert(max(titles, default=-1) + 1, style)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _rule(name: str, face: Face, data: bytes, flavor: str) -> str:
    kind = flavor or "ttf"
    source = f"url(data:font/{kind};base64,{b64encode(data).decode()})"
    return (
        f'@font-face {{ font-family: "{name}"; font-weight: {face.weight}; font-style: {face.style};'
        f" src: {source}; }}"
    )


def _values(root: etree._Element, name: str) -> str:
    """Return every value of a property in attributes, `style` attributes and style sheets, one a line."""
    result = [str(value) for value in root.xpath(f"//@{name}")]
    sheets = [str(value) for value in root.xpath("//@style | //*[local-name()='style']/text()")]
    result += [m for sheet in sheets for m in re.findall(rf"{name}\s*:\s*([^;}}]+)", sheet)]
    return "\n".join(result)
