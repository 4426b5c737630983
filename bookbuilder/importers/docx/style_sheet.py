"""The styles of a file of Word: the role of each, and what a character style says about words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from bookbuilder.importers.docx.package import attribute, child, switched_on
from bookbuilder.importers.manuscript.style_roles import character_role, paragraph_role
from bookbuilder.importers.safe_xml import elements, local

_MONOSPACED = ("courier", "consolas", "menlo", "monaco", "mono", "lucida console")
INHERITED = 20
"""Styles that a style is based on; a circle ends there."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style: `kind` is `paragraph`, `character` or another; `level` its outline level (0: none), `numbering` the id of its
    list and the level in it, `align` how it aligns paragraphs, as the file says it."""

    name: str
    kind: str
    role: str
    styles: frozenset[str] = frozenset()
    level: int = 0
    numbering: tuple[str, int] | None = None
    align: str = ""


@dataclass(frozen=True)
class StyleSheet:
    """The styles of a file by id; `language` is that of its defaults. `used` are the roles of styles by kind and name."""

    styles: Mapping[str, Style]
    default: str = ""
    language: str = ""
    used: dict[str, dict[str, str]] = field(default_factory=lambda: {"paragraphs": {}, "characters": {}})

    def paragraph(self, style_id: str) -> Style:
        """Return the style of a paragraph, and note that it is used."""
        style = self.styles.get(style_id or self.default) or Style(
            style_id or "Normal", "paragraph", "paragraph"
        )
        self.used["paragraphs"][style.name] = style.role
        return style

    def alignment(self, style_id: str) -> str:
        """Return how a paragraph style aligns, as the file says it."""
        style = self.styles.get(style_id or self.default)
        return style.align if style else ""

    def character(self, style_id: str) -> frozenset[str]:
        """Return what a character style says about its words, and note that it is used."""
        style = self.styles.get(style_id)
        if style is None:
            return frozenset()
        if style.name not in _OF_NO_MEANING:
            self.used["characters"][style.name] = style.role or "plain"
        return style.styles


_OF_NO_MEANING = (
    "footnote reference",
    "endnote reference",
    "annotation reference",
    "Hyperlink",
    "page number",
)


def style_sheet(root: etree._Element | None, roles: Mapping[str, Mapping[str, str]]) -> StyleSheet:
    """Return the styles of a file. `roles` are those of an import.toml, by kind and name."""
    if root is None:
        return StyleSheet({})
    raw = {attribute(one, "styleId"): one for one in elements(root) if local(one) == "style"}
    styles, default = {}, ""
    for style_id, element in raw.items():
        kind = attribute(element, "type")
        name = attribute(child(element, "name"), "val") or style_id
        chain = _chain(style_id, raw)
        if kind == "paragraph":
            if attribute(element, "default") in ("1", "true", "on"):
                default = style_id
            styles[style_id] = _paragraph_style(name, chain, roles.get("paragraphs", {}))
        elif kind == "character":
            role = roles.get("characters", {}).get(name) or character_role(name)
            own = _character_styles(chain, role)
            role = role or next(
                (key for key in ("strong", "emphasis", "smallcaps", "underline", "strike") if key in own), ""
            )
            styles[style_id] = Style(name, kind, role, own)
    language = attribute(child(root, "docDefaults", "rPrDefault", "rPr", "lang"), "val")
    language = attribute(child(raw.get(default), "rPr", "lang"), "val") or language
    return StyleSheet(styles, default, language)


def _chain(style_id: str, raw: Mapping[str, etree._Element]) -> list[etree._Element]:
    """Return a style and those that it is based on."""
    chain: list[etree._Element] = []
    while style_id in raw and len(chain) < INHERITED and raw[style_id] not in chain:
        chain.append(raw[style_id])
        style_id = attribute(child(raw[style_id], "basedOn"), "val")
    return chain


def _paragraph_style(name: str, chain: list[etree._Element], roles: Mapping[str, str]) -> Style:
    names = [attribute(child(element, "name"), "val") for element in chain]
    role = roles.get(name, "")
    level = 0
    for element in chain:
        if outline := attribute(child(element, "pPr", "outlineLvl"), "val"):
            level = int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else 0
            break
    if not role:
        guesses = (paragraph_role(one) for one in names)
        role = next((guess for guess in guesses if guess != "paragraph"), "paragraph")
        if role == "paragraph" and level:
            role = f"heading {min(level, 6)}"
    numbering = None
    for element in chain:
        if (properties := child(element, "pPr", "numPr")) is not None:
            number, depth = (
                attribute(child(properties, "numId"), "val"),
                attribute(child(properties, "ilvl"), "val"),
            )
            numbering = (number, int(depth) if depth.isdecimal() else 0)
            break
    aligns = (attribute(child(element, "pPr", "jc"), "val") for element in chain)
    align = next(filter(None, aligns), "")
    return Style(name, "paragraph", role, level=level, numbering=numbering, align=align)


def _character_styles(chain: list[etree._Element], role: str) -> frozenset[str]:
    if role:
        return frozenset() if role == "plain" else frozenset({role})
    return frozenset(key for element in chain for key in run_styles(child(element, "rPr")))


def run_styles(properties: etree._Element | None) -> frozenset[str]:
    """Return what the properties of a run say about its words: kinds of `Styled`, `code` for a fixed-width font."""
    if properties is None:
        return frozenset()
    found = set()
    for one in properties:
        match local(one):
            case "b" if switched_on(one):
                found.add("strong")
            case "i" if switched_on(one):
                found.add("emphasis")
            case "u" if attribute(one, "val") not in ("none", ""):
                found.add("underline")
            case "strike" | "dstrike" if switched_on(one):
                found.add("strike")
            case "smallCaps" if switched_on(one):
                found.add("smallcaps")
            case "vertAlign":
                found |= {{"superscript": "sup", "subscript": "sub"}.get(attribute(one, "val"), "")} - {""}
            case "position":  # as LibreOffice writes some superscripts
                raised = attribute(one, "val")
                found |= (
                    {"sub" if raised.startswith("-") else "sup"} if raised.lstrip("-").strip("0") else set()
                )
            case "rFonts":
                font = attribute(one, "ascii").lower()
                if any(name in font for name in _MONOSPACED):
                    found.add("code")
    return frozenset(found)


def switched_off(properties: etree._Element | None) -> frozenset[str]:
    """Return what the properties of a run take away from its character style."""
    names = {"b": "strong", "i": "emphasis", "strike": "strike", "smallCaps": "smallcaps", "u": "underline"}
    if properties is None:
        return frozenset()
    return frozenset(names[local(one)] for one in properties if local(one) in names and not switched_on(one))
