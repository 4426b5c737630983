"""Reads what an e-book says of its accessibility: the metadata of its package document, and its pages."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from bookbuilder.formats.format import Artifact
from bookbuilder.xml_parser import xml_root

if TYPE_CHECKING:
    from lxml.etree import _Element

PROPERTIES = (
    "schema:accessMode",
    "schema:accessModeSufficient",
    "schema:accessibilityFeature",
    "schema:accessibilityHazard",
    "schema:accessibilitySummary",
    "dcterms:conformsTo",
    "a11y:certifiedBy",
    "a11y:exemption",
)
"""What EPUB Accessibility 1.1 has publishers say (2.2, 3.5, 3.6.2, 3.8)."""


def read_package(data: bytes) -> tuple[_Element, Mapping[str, bytes]]:
    """Return the root of an e-book's package document, and its XML files by their path, that document among them."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        pages = {name: archive.read(name) for name in archive.namelist() if name.endswith((".opf", ".xhtml"))}
    (package,) = (xml_root(page) for name, page in pages.items() if name.endswith(".opf"))
    return package, pages


def declared_accessibility(artifact: Artifact) -> dict[str, list[str]]:
    """Return the values of `PROPERTIES` in an e-book by their names without prefix; nothing for other files."""
    if not artifact.name.endswith(".epub"):
        return {}
    package, _ = read_package(artifact.files[""])
    found: dict[str, list[str]] = {}
    for element in package.iter("{*}meta"):
        name, value = element.get("property", ""), (element.text or "").strip()
        if name in PROPERTIES and value:
            found.setdefault(name.partition(":")[2], []).append(value)
    return found
