"""Describes the accessibility of a finished file in ONIX codes (EDItEUR, code list 196)."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.formats.format import Artifact
from bookbuilder.validators.epub_accessibility import read_package

FEATURES = {
    "tableOfContents": "11",
    "index": "12",
    "readingOrder": "13",
    "alternativeText": "14",
    "longDescription": "15",
    "MathML": "17",
    "pageNavigation": "19",
    "structuralNavigation": "29",
    "ARIA": "30",
    "displayTransformability": "36",
}
"""schema.org features, and the equivalent codes."""
EXEMPTIONS = {
    "eaa-microenterprise": "75",
    "eaa-disproportionate-burden": "76",
    "eaa-fundamental-alteration": "77",
}
SUMMARY, EPUB_1_1, PDF_UA, LANGUAGES, LANDMARKS, WITHOUT_SIGHT = "00", "04", "05", "22", "32", "52"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def codes(artifact: Artifact, *, accessible_pdf: bool) -> tuple[tuple[str, str], ...]:
    """Return an artifact's codes of list 196 with their texts, in order.

    Those of an e-book come from its package metadata and navigation. A PDF is accessible if a validator said so.
    """
    if artifact.name.endswith(".epub"):
        return tuple(sorted(set(_of_epub(artifact.files[""]))))
    return ((PDF_UA, ""),) if artifact.name.endswith(".pdf") and accessible_pdf else ()


def _of_epub(data: bytes) -> Iterator[tuple[str, str]]:
    package, pages = read_package(data)
    if package.get(_LANG) and all(b"xml:lang=" in page for page in pages.values()):
        yield LANGUAGES, ""
    if any(b'epub:type="landmarks"' in page for page in pages.values()):
        yield LANDMARKS, ""
    for element in package.iter("{*}meta", "{*}link"):
        name, value = element.get("property", ""), (element.text or "").strip()
        if name == "schema:accessibilityFeature" and value in FEATURES:
            yield FEATURES[value], ""
        elif name == "schema:accessibilitySummary":
            yield SUMMARY, value
        elif name == "schema:accessModeSufficient" and value == "textual":
            yield WITHOUT_SIGHT, ""
        elif name == "a11y:exemption" and value in EXEMPTIONS:
            yield EXEMPTIONS[value], ""
        elif name == "dcterms:conformsTo" and "EPUB Accessibility 1.1" in value:
            yield EPUB_1_1, value
