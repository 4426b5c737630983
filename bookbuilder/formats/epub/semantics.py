"""Maps kinds of chapters to EPUB structural semantics and DPUB-ARIA 1.1 roles."""

from __future__ import annotations

from markupsafe import Markup

ROLES = {
    "afterword": "doc-afterword",
    "appendix": "doc-appendix",
    "bibliography": "doc-bibliography",
    "conclusion": "doc-conclusion",
    "dedication": "doc-dedication",
    "endnotes": "doc-endnotes",
    "epilogue": "doc-epilogue",
    "foreword": "doc-foreword",
    "glossary": "doc-glossary",
    "index": "doc-index",
    "introduction": "doc-introduction",
    "preface": "doc-preface",
    "prologue": "doc-prologue",
    "copyright-page": "",
    "chapter": "doc-chapter",
}
"""EPUB term → ARIA role; empty if there is none."""
KINDS = {
    "imprint": "copyright-page",
    "index": "index",
    "notes": "endnotes",
    "sources": "bibliography",
    "outlook": "conclusion",
}
"""Our kinds of chapters with other names in EPUB; authors may also use EPUB's names."""


def term(kind: str) -> str:
    """Return the EPUB term for a kind of chapter; unknown kinds are chapters."""
    mapped = KINDS.get(kind, kind)
    return mapped if mapped in ROLES else "chapter"


def attributes(kind: str) -> Markup:
    """Return `epub:type` and `role` for a chapter, with a leading space."""
    name = term(kind)
    role = Markup(' role="{}"').format(ROLES[name]) if ROLES[name] else Markup("")
    return Markup(' epub:type="{}"').format(name) + role
