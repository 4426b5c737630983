"""Fixed spaces of German: abbreviations, days of a month, numbers with their unit, paragraphs and pages."""

from __future__ import annotations

import re

NBSP, NARROW = "\u00a0", "\u202f"

_ABBREVIATION = re.compile(r"\b([zduios])\. ?([BhaUÄE])\.")
_JOINS = (
    re.compile(
        r"(?<=\d\.) (?=(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b)"
    ),
    re.compile(r"(?<=\d) (?=(?:Mio\.|Mrd\.|Prozent|Euro|Dollar|Uhr|km|%|€|\$)(?!\w))"),
    re.compile(r"(?<=\bS\.) (?=\d)"),
    re.compile(r"(?<=\bNr\.) (?=\d)"),
    re.compile(r"(?<=§) (?=\d)"),
    re.compile(r"(?<=\bKapitel) (?=\d)|(?<=\bAbbildung) (?=\d)|(?<=\bTabelle) (?=\d)|(?<=\bSeite) (?=\d)"),
    re.compile(r"(?<=[^\s\u2013]) (?=\u2013 )"),
)


def typography(text: str) -> str:
    """Return the text with spaces that must not break made fixed; every letter stays."""
    text = _ABBREVIATION.sub(rf"\1.{NARROW}\2.", text)
    for join in _JOINS:
        text = join.sub(NBSP, text)
    return text
