"""Embeds fonts into SVG drawings, since an image cannot use the fonts of its page."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Collection, Iterator
from dataclasses import replace

from lxml import etree

from bookbuilder.html.font_family import Face, Family, Fonts
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
    weights, styles = (400, 700) if heavy else (400,), ("normal", "italic") if slanted else ("normal",)
    rules = []
    for family in families:
        for provider, characters in (family, text), *_others(family, text, fonts):
            for face in nearest_faces(provider, weights, styles):
                # Faces are not restricted by script, since the drawing names its fonts itself.
                subset = Subset.of(fonts, replace(face, without=frozenset()), characters, flavor)
                only = "" if provider is family else characters
                rules.append(_rule(family.name, face, subset_font(subset), flavor, only))
    style = etree.Element(f"{_SVG}style")
    style.text = "\n".join(rules)
    style.tail = "\n"
    # A title should come before all other children (SVG 1.1, 5.4).
    titles = [i for i, child in enumerate(root) if child.tag in (f"{_SVG}title", f"{_SVG}desc")]
    root.insert(max(titles, default=-1) + 1, style)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _others(family: Family, text: str, fonts: Fonts) -> Iterator[tuple[Family, str]]:
    """Yield the families that have characters of a text which a family lacks, those of its own kind first, with these."""

    def characters(one: Family) -> Collection[str]:
        return fonts.characters.get(one.faces[0].file, "") if one.faces else ""

    missing = {character for character in text if not character.isspace()}.difference(characters(family))
    for other in sorted(fonts.families, key=lambda one: one.kind != family.kind):
        if found := missing.intersection(characters(other)):
            yield other, "".join(sorted(found))
            missing -= found


def _rule(name: str, face: Face, data: bytes, flavor: str, only: str) -> str:
    """Return the rule for a face; it gives its family `only` these characters, or all (CSS Fonts 4, 5.3: what is lacking in
    a family may come from another file)."""
    kind = flavor or "ttf"
    source = f"url(data:font/{kind};base64,{b64encode(data).decode()})"
    part = f" unicode-range: {', '.join(f'U+{ord(one):X}' for one in only)};" if only else ""
    return (
        f'@font-face {{ font-family: "{name}"; font-weight: {face.weight}; font-style: {face.style};'
        f" src: {source};{part} }}"
    )


def _values(root: etree._Element, name: str) -> str:
    """Return every value of a property in attributes, `style` attributes and style sheets, one a line."""
    result = [str(value) for value in root.xpath(f"//@{name}")]
    sheets = [str(value) for value in root.xpath("//@style | //*[local-name()='style']/text()")]
    result += [m for sheet in sheets for m in re.findall(rf"{name}\s*:\s*([^;}}]+)", sheet)]
    return "\n".join(result)
