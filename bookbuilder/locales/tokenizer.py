"""Splits a text into words, numbers and signs in any script; unspaced languages are split character by character."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign: its text in lower case, and its position. `raw` is the text as typed."""

    text: str
    start: int
    end: int
    raw: str
    spaced: bool = False

    @property
    def number(self) -> bool:
        """Whether it begins with a digit."""
        return self.text[0].isdecimal()


_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"(?P<number>\d+)|[{_CJK}]|(?:(?![{_CJK}])[^\W\d_])(?:(?![{_CJK}])[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f])*|[^\w\s]|_"
)


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a text. Direction marks are left out; digits of any script become Western ones.

    >>> [token.text for token in tokenize("Rund 200 Mio. Dollar: 2億ドル, ٢٠٠")]
    ['rund', '200', 'mio', '.', 'dollar', ':', '2', '億', 'ド', 'ル', ',', '200']
    """
    result: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        raw = match[0]
        if len(raw) == 1 and unicodedata.category(raw) == "Cf":
            end = match.end() if end == match.start() else end
            continue
        if match["number"]:
            word = raw if raw.isascii() else "".join(str(unicodedata.digit(figure)) for figure in raw)
        else:
            word = raw.casefold()
        result.append(Token(word, match.start(), match.end(), raw, match.start() > end))
        end = match.end()
    return result
