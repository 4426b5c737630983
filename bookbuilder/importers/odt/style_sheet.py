"""The styles of a text of LibreOffice (ODF 1.3, part 3, section 16): roles of paragraphs, styles of words, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from bookbuilder.importers.manuscript.style_roles import character_role, paragraph_role
from bookbuilder.importers.safe_xml import elements, local

INHERITED = 20
"""Styles that a style is based on; a circle ends there."""
_ALIGN = {"center": "center", "right": "end", "end": "end"}
_MONOSPACED = ("courier", "mono", "consolas", "menlo")


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its name without namespace; empty if there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


@dataclass(frozen=True, slots=True)
class _Style:
    """A style as it is written: its shown name, the style that it is based on, whether it is the program's own. `align` is
    how its paragraphs are aligned, as the file says it."""

    name: str
    parent: str
    automatic: bool
    styles: frozenset[str]
    off: frozenset[str]
    lang: str
    align: str = ""


@dataclass(frozen=True)
class OdtStyles:
    """The styles of a text by kind and name. `used` are the roles of those that were used; `lists` says for each list style
    and level whether it has numbers."""

    styles: Mapping[tuple[str, str], _Style]
    lists: Mapping[tuple[str, int], bool]
    roles: Mapping[str, Mapping[str, str]]
    language: str = ""
    used: dict[str, dict[str, str]] = field(default_factory=lambda: {"paragraphs": {}, "characters": {}})

    def paragraph(self, name: str) -> str:
        """Return the role of a paragraph with a style."""
        named = [style for style in self._chain("paragraph", name) if not style.automatic]
        if not named:  # a style that the file does not describe
            chain = self._chain("paragraph", name)
            return paragraph_role(_shown(chain[-1].parent if chain else name))
        role = self.roles.get("paragraphs", {}).get(named[0].name, "")
        guesses = (paragraph_role(style.name) for style in named)
        role = role or next((guess for guess in guesses if guess != "paragraph"), "paragraph")
        self.used["paragraphs"][named[0].name] = role
        return role

    def alignment(self, name: str) -> str:
        """Return how a paragraph with a style is aligned: `center`, `end`, or empty for the beginning of lines."""
        found = (style.align for style in self._chain("paragraph", name) if style.align)
        return _ALIGN.get(next(found, ""), "")

    def words(self, name: str) -> tuple[frozenset[str], frozenset[str], str]:
        """Return what a style of words adds, what it takes away, and its language."""
        added: set[str] = set()
        off: set[str] = set()
        lang = ""
        for style in self._chain("text", name):
            role = ""
            if not style.automatic:
                role = self.roles.get("characters", {}).get(style.name, "") or character_role(style.name)
                self.used["characters"][style.name] = role or "plain"
            added |= ({role} - {"plain"}) if role else style.styles - off
            off |= style.off
            lang = lang or style.lang
            if role:
                break
        return frozenset(added), frozenset(off), lang

    def _chain(self, kind: str, name: str) -> list[_Style]:
        chain: list[_Style] = []
        while (kind, name) in self.styles and len(chain) < INHERITED:
            chain.append(self.styles[kind, name])
            name = chain[-1].parent
        return chain


def odt_styles(roots: Iterable[etree._Element], roles: Mapping[str, Mapping[str, str]]) -> OdtStyles:
    """Return the styles of the parts of a text. `roles` are those of an import.toml."""
    styles: dict[tuple[str, str], _Style] = {}
    lists: dict[tuple[str, int], bool] = {}
    language = ""
    for root in roots:
        for group in elements(root):
            automatic = local(group) == "automatic-styles"
            if local(group) not in ("styles", "automatic-styles"):
                continue
            for one in elements(group):
                if local(one) == "style":
                    styles[attribute(one, "family"), attribute(one, "name")] = _style(
                        one, automatic=automatic
                    )
                elif local(one) == "default-style" and attribute(one, "family") == "paragraph":
                    language = _properties(one)[2] or language
                elif local(one) == "list-style":
                    for level in elements(one):
                        depth = attribute(level, "level")
                        if depth.isdecimal():
                            lists[attribute(one, "name"), int(depth)] = (
                                local(level) == "list-level-style-number"
                            )
    return OdtStyles(styles, lists, roles, language)


def _shown(name: str) -> str:
    """Return a name as a person wrote it: `_20_` is a space."""
    return re.sub(r"_([0-9a-f]{2,4})_", lambda code: chr(int(code[1], 16)), name)


def _style(element: etree._Element, *, automatic: bool) -> _Style:
    name = attribute(element, "name")
    shown = attribute(element, "display-name") or _shown(name)
    added, off, lang = _properties(element)
    align = next(
        (attribute(one, "text-align") for one in elements(element) if local(one) == "paragraph-properties"),
        "",
    )
    return _Style(shown, attribute(element, "parent-style-name"), automatic, added, off, lang, align)


def _properties(element: etree._Element) -> tuple[frozenset[str], frozenset[str], str]:
    """Return what the text properties of a style add and take away, and their language."""
    added: set[str] = set()
    off: set[str] = set()
    lang = ""
    for one in elements(element):
        if local(one) != "text-properties":
            continue
        values = {str(key).rpartition("}")[2]: str(value) for key, value in one.attrib.items()}
        for key, name in (
            ("font-weight", "strong"),
            ("font-style", "emphasis"),
            ("text-underline-style", "underline"),
            ("text-line-through-style", "strike"),
            ("font-variant", "smallcaps"),
        ):
            if key in values:
                (off if values[key] in ("normal", "none") else added).add(name)
        position = values.get("text-position", "")
        if position.startswith(("super", "sub")):
            added.add("sup" if position.startswith("super") else "sub")
        if any(
            name in (values.get("font-name", "") + values.get("font-family", "")).lower()
            for name in _MONOSPACED
        ):
            added.add("code")
        if values.get("language", "none") not in ("none", "zxx"):
            country = values.get("country", "none")
            lang = values["language"] + (f"-{country}" if country not in ("none", "") else "")
    return frozenset(added), frozenset(off), lang
