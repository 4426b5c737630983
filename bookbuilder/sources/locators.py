"""Parses what stands behind the key of a citation: `S. 12–14, passim` is a page and the words behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from bookbuilder.sources.locator_terms import TERMS
from bookbuilder.sources.locator_words import WORDS

LABELS = (
    "article-locator", "book", "chapter", "column", "figure", "folio", "issue", "line", "note", "opus", "page",
    "paragraph", "part", "section", "sub-verbo", "timestamp", "title-locator", "verse", "volume",
)  # fmt: skip
"""Locators of CSL 1.0.2 that citation processors print with their terms."""
_NUMBER = r"(?:\d[\w.]*|[ivxlcdmIVXLCDM]+\b)"
_NUMBERS = rf"{_NUMBER}(?:\s?(?:[-–—/]|,\s?(?=\d)|&|f{{1,2}}\.?|sq{{1,2}}\.?)\s?{_NUMBER}?)*"
_BELOW = r"(?:,?\s(?:Abs|Absatz|Ziff|Ziffer|Satz|Nr|Nummer|lit|Buchst|Rn|Rz|para|paras|par|al|cl|no)\b\.?\s?[\w–-]+)*"
"""Divisions of an article or a section, which CSL has no terms for: `Art. 2 Ziff. 4`."""
_SIGNS = ",،，、"
"""What stands between a key and a place, in the scripts of the languages."""
_NUMBER_FIRST = re.compile(rf"\s*(?P<locator>{_NUMBERS})")
_LABEL_BEHIND = re.compile(r"\s*第?(?P<locator>\d+(?:[-–—〜]\d+)?)\s?(?P<label>[^\W\d]+)")
"""Chinese and Japanese name what was counted behind the number: 第3章, 12頁."""


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a source: its kind (one of `LABELS`) and what is counted, `12–14`; and the words behind it."""

    label: str
    value: str
    rest: str


@cache
def _words() -> tuple[re.Pattern[str], Mapping[str, str]]:
    labels: dict[str, str] = {}
    for words in (*TERMS.values(), *WORDS.values()):
        _add(words, labels)
    ordered = sorted(labels, key=lambda word: (-len(word), word))
    pattern = "|".join(re.escape(word) + (r"\b" if word[-1].isalnum() else "") for word in ordered)
    label_first = rf"[{_SIGNS}]?\s*(?P<label>{pattern})\s*(?P<locator>{_NUMBERS}{_BELOW})"
    return re.compile(label_first, re.IGNORECASE), labels


def _add(words: Mapping[str, Iterable[str]], labels: dict[str, str]) -> None:
    for name, forms in words.items():
        if name in LABELS:
            labels |= {word.lower(): name for word in forms if word.lower() not in labels}


def locator_word(label: str, language: str) -> str:
    """Return the word for a kind of place that pandoc reads in a language, given the style that we give it; "" if there is
    none, as for a kind that is none.

    >>> locator_word("page", "de"), locator_word("page", "ar"), locator_word("article-locator", "sv")
    ('S.', 'صفحة', 'art.')
    """
    for words in (TERMS.get(language, {}), WORDS.get(language, {}), TERMS["en"]):
        if label in words:
            return words[label][0]
    return ""


def parse_locator(text: str) -> Locator | None:
    """Return the place that a text begins with; None if it begins with none. A bare number is a page.

    >>> parse_locator(", S. 12–14, passim")
    Locator(label='page', value='12–14', rest=', passim')
    >>> parse_locator(", Art. 5")
    Locator(label='article-locator', value='5', rest='')
    >>> parse_locator(", Art. 2 Abs. 4 lit. b").value
    '2 Abs. 4 lit. b'
    >>> parse_locator(", 33")
    Locator(label='page', value='33', rest='')
    >>> parse_locator("、第3章")
    Locator(label='chapter', value='3', rest='')
    >>> parse_locator("، ص 12").label
    'page'
    >>> parse_locator(" und öfter")
    """
    pattern, labels = _words()
    match = pattern.match(text)
    if match:
        label = labels[match["label"].lower()]
    elif text[:1] in _SIGNS and (match := _LABEL_BEHIND.match(text, 1)) and match["label"] in labels:
        return Locator(labels[match["label"]], match["locator"], text[match.end() :])
    elif text[:1] in _SIGNS and (match := _NUMBER_FIRST.match(text, 1)):
        label = "page"
    else:
        return None
    value = match["locator"].rstrip(" ,")
    return Locator(label, value, text[match.start("locator") + len(value) :])
