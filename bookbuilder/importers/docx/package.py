"""A file of Word as parts and the relationships between them (ECMA-376, part 2)."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from bookbuilder.importers.safe_xml import elements, local, parse_xml
from bookbuilder.importers.source import ImportSource

DOCUMENT, STYLES, NUMBERING, FOOTNOTES, ENDNOTES = (
    "officeDocument",
    "styles",
    "numbering",
    "footnotes",
    "endnotes",
)
COMMENTS, COMMENTS_EXTENDED, SETTINGS, CORE = "comments", "commentsExtended", "settings", "core-properties"


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part refers to: `kind` is the last word of its type, `target` a part, or an address outside."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class DocxPackage:
    """The parts of a file of Word. Strict and transitional files differ in namespaces only, which are not looked at."""

    source: ImportSource
    _relationships: dict[str, Mapping[str, Relationship]] = field(default_factory=dict)

    @cached_property
    def document(self) -> str:
        """The name of the main part; `word/document.xml` if none is named."""
        found = (
            one.target for one in self.relationships("").values() if one.kind == DOCUMENT and not one.external
        )
        return next((name for name in found if self.source.has(name)), "word/document.xml")

    def relationships(self, part: str) -> Mapping[str, Relationship]:
        """Return the relationships of a part (empty: of the package) by id. Raises `BookbuilderError`."""
        if part not in self._relationships:
            folder, name = posixpath.split(part)
            path = posixpath.join(folder, "_rels", f"{name}.rels")
            found = {}
            if self.source.has(path):
                for one in elements(self.xml(path)):
                    external = one.get("TargetMode") == "External"
                    target = one.get("Target", "")
                    if not external:
                        # From the root, so that no number of `..` leads out of the package.
                        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                    found[one.get("Id", "")] = Relationship(
                        one.get("Type", "").rpartition("/")[2], target, external
                    )
            self._relationships[part] = found
        return self._relationships[part]

    def related(self, kind: str) -> str:
        """Return the name of the part that the document relates to by a kind; empty if there is none."""
        for one in self.relationships(self.document).values():
            if one.kind == kind and not one.external and self.source.has(one.target):
                return one.target
        return ""

    def xml(self, part: str) -> etree._Element:
        """Return the root element of a part. Raises `BookbuilderError` (`xml.*`, `archive.*`)."""
        return parse_xml(self.source.read(part), self.source.name, part)

    def related_xml(self, kind: str) -> etree._Element | None:
        """Return the root element of a part that the document relates to, or None."""
        part = self.related(kind)
        return self.xml(part) if part else None


def attribute(element: etree._Element | None, name: str) -> str:
    """Return an attribute by its name without namespace; empty if there is none."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """Return the first descendant along a path of names, or None."""
    for name in names:
        if element is None:
            return None
        for one in element:
            if local(one) == name:
                element = one
                break
        else:
            return None
    return element


def switched_on(element: etree._Element | None) -> bool:
    """Whether a property that can be on or off is there and on (ECMA-376, part 1, section 17.17.4)."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off", "none")
