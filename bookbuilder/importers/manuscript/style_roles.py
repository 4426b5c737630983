"""Guesses the role of a style from its name, in the languages that word processors name their styles in."""

from __future__ import annotations

import re

PARAGRAPH_ROLES = (
    "title", "subtitle", "author", "date", "heading 1", "heading 2", "heading 3", "heading 4", "heading 5", "heading 6",
    "paragraph", "quote", "verse", "epigraph", "pullquote", "aside", "aside title", "summary", "chapter subtitle",
    "caption", "code", "list", "term", "definition", "imprint", "missing", "omit",
)  # fmt: skip
CHARACTER_ROLES = ("emphasis", "strong", "code", "smallcaps", "underline", "strike", "unconfirmed", "plain")

UNCONFIRMED = "unconfirmed"
"""The role of characters that marks a picture whose alternative text somebody has to confirm."""
_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift|nagłówek|nadpis|otsikko|заголовок|标题|見出し)"
    r"[ _]?([1-9])(?:\b|$)",
    re.IGNORECASE,
)
_NAMES = {
    "title": ("title", "titel", "titre", "título", "titolo", "buchtitel", "book title"),
    "subtitle": ("subtitle", "untertitel", "sous-titre", "subtítulo", "sottotitolo"),
    "author": ("author", "autor", "auteur", "autore", "verfasser"),
    "date": ("date", "datum", "fecha", "data"),
    "quote": (
        "quote", "intense quote", "block text", "quotations", "zitat", "intensives zitat", "citation", "blockzitat",
        "cita", "citazione", "block quotation", "quotation", "blocktext",
    ),
    "verse": ("verse", "poem", "poetry", "vers", "gedicht", "lyrik", "strophe"),
    "epigraph": ("epigraph", "motto", "epigraphe", "épigraphe"),
    "caption": (
        "caption", "beschriftung", "légende", "leyenda", "didascalia", "image caption", "table caption", "illustration",
        "table", "figure", "abbildung", "tabelle", "tablecaption", "figurecaption", "imagecaption",
    ),
    "code": (
        "code", "source code", "quelltext", "quellcode", "preformatted text", "vorformatierter text", "html preformatted",
        "plain text", "listing", "verbatim",
    ),
    "summary": ("summary", "vorspann", "teaser"),
    "chapter subtitle": ("chapter subtitle", "kapiteluntertitel"),
    "aside title": ("aside title", "box title", "kastentitel", "callout title"),
    "pullquote": ("pullquote", "pull quote"),
    "aside": ("callout", "aside", "box", "kasten", "infobox", "sidebar"),
    "term": ("definition term", "list heading", "listenüberschrift"),
    "definition": ("definition", "definitions", "list contents", "listeninhalt"),
    "list": ("list paragraph", "listenabsatz"),
    "imprint": ("imprint",),  # as our own exports have it, and the next one
    "missing": ("missing",),
    "omit": ("toc heading", "header", "footer", "kopfzeile", "fußzeile"),
}  # fmt: skip
_BY_NAME = {name: role for role, names in _NAMES.items() for name in names}
_CHARACTERS = {
    "emphasis": ("emphasis", "hervorhebung", "accentuation", "énfasis", "enfasi", "intense emphasis", "kursiv", "italic"),
    "strong": ("strong", "fett", "bold", "élevé", "stark", "strong emphasis"),
    "code": ("verbatim char", "code", "source text", "html code", "quelltext", "teletype", "code in text"),
    "smallcaps": ("kapitälchen", "small caps", "smallcaps"),
    "unconfirmed": ("unconfirmed",),  # as our own exports have it
}  # fmt: skip
_CHARACTER_BY_NAME = {name: role for role, names in _CHARACTERS.items() for name in names}


def paragraph_role(name: str) -> str:
    """Return the role of a paragraph style by its name; `paragraph` if the name says nothing.

    >>> paragraph_role("Überschrift 2"), paragraph_role("toc 1"), paragraph_role("Standard")
    ('heading 2', 'omit', 'paragraph')
    """
    words = " ".join(name.lower().split())
    if words in _BY_NAME:
        return _BY_NAME[words]
    if match := _HEADING.match(words):
        return f"heading {min(int(match[1]), 6)}"
    if re.fullmatch(r"(?:toc|verzeichnis|tm|index|contents) ?\d?|(?:table of|verzeichnis der) .*", words):
        return "omit"
    return "paragraph"


def character_role(name: str) -> str:
    """Return the role of a character style by its name; empty if the name says nothing."""
    return _CHARACTER_BY_NAME.get(" ".join(name.lower().split()), "")
