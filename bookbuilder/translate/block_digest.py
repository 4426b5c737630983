"""Hashes the text of a block so that the hash changes only with its prose."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from bookbuilder import renamed
from bookbuilder.markdown.attributes import FACT_KEYS, braces, keys

LENGTH = 12
"""Hexadecimal digits of a hash. Hashes are compared within one chapter, where 48 bits are plenty, and people read them."""

_SPAN = re.compile(r"\[([^\[\]]*)\]\{([^{}]*)\}")
_SAID = {"fact", "form", "approx", "cite"}
_VALUE = re.compile(rf"(?<!\S)({'|'.join(sorted(FACT_KEYS - _SAID))})=(?:\"[^\"]*\"|[^\s\"]+)")
_CLAIM = re.compile(r"((?:\]|\))\{(?:[^{}\"]|\"[^{}\"]*\")*?)(?<=[\s{])claim=(?:\"[^\"]*\"|[^\s\"{}]+)")
_CLAIM_ALONE = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\{claim=(?:\"[^\"]*\"|[^\s\"{}]+)\}")
"""Words with a claim and nothing else, which are the same text without it."""
_IS_FACT = re.compile(rf"(?<!\S)(?:{'|'.join(sorted(FACT_KEYS - {'form', 'approx', 'cite', 'round'}))})=")
_WRITTEN = re.compile(r"(?<!\S)form=[\"']?written")


@lru_cache(4096)  # every translation of a chapter stores the texts of its source
def digest(text: str) -> str:
    """Return the hash of a block's Markdown.

    White space, Unicode composition (NFC), the expressions of claims and the values of facts do not count: the text in a
    fact's brackets is printed from its value, and differs by language. With `form=written` the words are the author's,
    so they count.

    Renamed words are hashed in their old spelling: hashes stand in the states of every book and in files that are at
    translators, and must hold whichever spelling a chapter has (decision 0053).
    """
    sentence = " ".join(unicodedata.normalize("NFC", without_fact_values(_spelled_as_before(text))).split())
    return hashlib.sha256(sentence.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def without_fact_values(text: str) -> str:
    """Return the text of a block without the values of its facts.

    >>> without_fact_values(
    ...     "Sie gibt [200 Millionen]{fact=aid form=short}, [450]{amount='450e6 USD'} und [viel]{fact=x form=written}."
    ... )
    'Sie gibt []{fact=aid form=short}, []{amount=} und [viel]{fact=x form=written}.'
    >>> without_fact_values('Sie gibt [mehr als [200]{fact=aid}]{claim="aid > 1.8 * b"}, [mehr]{claim="aid > b" .x}.')
    'Sie gibt mehr als []{fact=aid}, [mehr]{claim= .x}.'
    """
    without_values = _SPAN.sub(_blank, text)
    if "claim=" not in text:
        return without_values
    return _CLAIM.sub(r"\1claim=", _CLAIM_ALONE.sub(r"\1", without_values))


_BEFORE = {new: old for old, new in renamed.MARKS.items()}


def _spelled_as_before(text: str) -> str:
    """Return a text with the old keys in the place of renamed ones.

    >>> _spelled_as_before("[Kiew]{index=Kiew of=places}, of=1")
    '[Kiew]{index=Kiew register=places}, of=1'
    """
    if not any(f"{new}=" in text for new in _BEFORE):
        return text
    out, last = [], 0
    for start, end in braces(text):
        for at, key in keys(text, start, end):
            if key in _BEFORE:
                out += [text[last:at], _BEFORE[key]]
                last = at + len(key)
    return "".join([*out, text[last:]])


def _blank(span: re.Match[str]) -> str:
    braces = span[2].replace("'", '"')
    if not _IS_FACT.search(braces) or _WRITTEN.search(braces):
        return span[0]
    bare = _VALUE.sub(r"\1=", braces)
    return f"[]{{{bare}}}"
