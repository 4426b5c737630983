"""Turns the text of a block into a hash that stays the same while its prose does."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from bookbuilder import renamed
from bookbuilder.markdown.attributes import FACT_KEYS, braces, keys

LENGTH = 12
"""Hexadecimal digits of a hash. It is compared within one chapter, where 48 bits are plenty, and people read it."""

_SPAN = re.compile(r"\[([^\[\]]*)\]\{([^{}]*)\}")
_SAID = {"fact", "form", "approx"}
_VALUE = re.compile(rf"(?<!\S)({'|'.join(sorted(FACT_KEYS - _SAID))})=(?:\"[^\"]*\"|[^\s\"]+)")
_IS_FACT = re.compile(rf"(?<!\S)(?:{'|'.join(sorted(FACT_KEYS - {'form', 'approx'}))})=")
_WRITTEN = re.compile(r"(?<!\S)form=[\"']?written")


@lru_cache(4096)  # every translation of a chapter holds the texts of its source
def digest(text: str) -> str:
    """Return the hash of a block as it is written in a chapter.

    White space and the composition of letters (Unicode NFC) do not count, nor does the value of a fact: what stands in
    the brackets is printed from the value, and each language writes it by itself. The words of a fact with
    `form=written` are its author's, so they do.

    What has been renamed has the hash of its old spelling: hashes stand in the states of every book and in files that are at
    translators, and have to hold whichever spelling a chapter has.
    """
    said = " ".join(unicodedata.normalize("NFC", blanked(_spelled_as_before(text))).split())
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def blanked(text: str) -> str:
    """Return the text of a block without the values of its facts.

    >>> blanked("Sie gibt [200 Millionen]{fact=aid form=short}, [450]{amount='450e6 USD'} und [viel]{fact=x form=written}.")
    'Sie gibt []{fact=aid form=short}, []{amount=} und [viel]{fact=x form=written}.'
    """
    return _SPAN.sub(_blank, text)


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
