"""Says what the parts of a book are in the words of EPUB (Structural Semantics Vocabulary) and of ARIA (DPUB-ARIA 1.1)."""

from __future__ import annotations

from markupsafe import Markup

ROLES = {
    "afterword": "doc-afterword",
    "appendix": "doc-appendix",
    "bibliography": "doc-bibliography",
    "conclusion": "doc-conclusion",
    "dedication": "doc-dedication",
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
"""Term of EPUB → role of ARIA; a part without a role is one that the roles do not know."""
KINDS = {"imprint": "copyright-page", "index": "index", "sources": "bibliography", "outlook": "conclusion"}
"""Kinds of our chapters that EPUB calls by another name; the author may also use the names of EPUB."""


def term(kind: str) -> str:
    """Return the EPUB term for a kind of chapter; a kind that EPUB does not know is a chapter."""
    known = KINDS.get(kind, kind)
    return known if known in ROLES else "chapter"


def attributes(kind: str) -> Markup:
    """Return `epub:type` and `role` for a chapter, led by a space."""
    name = term(kind)
    role = Markup(' role="{}"').format(ROLES[name]) if ROLES[name] else Markup("")
    return Markup(' epub:type="{}"').format(name) + role
