"""Finds the passages of a block that are not to be translated: `[…]{translate=no}`."""

from __future__ import annotations

import re
from functools import lru_cache

_SIGN = re.compile(r"\\.|`+[^`]*`+|[\[\]]", re.DOTALL)
_BRACES = re.compile(r"\{([^{}\n]*)\}")
_NO = re.compile(r"(?<!\S)translate=(?:no|\"no\"|'no')(?!\S)")


@lru_cache(4096)
def locked_passages(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of locked passages, including brackets and braces.

    >>> locked_passages("Nach [Art. 5 [GG]]{lang=de translate=no} und [so]{lang=la}.")
    ((5, 40),)
    """
    if "translate" not in text:
        return ()
    result: list[tuple[int, int]] = []
    opened: list[int] = []
    for sign in _SIGN.finditer(text):
        if sign[0] == "[":
            opened.append(sign.start())
        elif sign[0] == "]" and opened:
            start = opened.pop()
            braces = _BRACES.match(text, sign.end())
            if braces and _NO.search(braces[1]):
                while result and result[-1][0] > start:  # what stands in another one is part of that
                    result.pop()
                result.append((start, braces.end()))
    return tuple(result)


def without_locked(text: str) -> str:
    """Return a text without its locked passages.

    >>> without_locked("Nach [Art. 5]{translate=no} darf man.")
    'Nach  darf man.'
    """
    parts, position = [], 0
    for start, end in locked_passages(text):
        parts.append(text[position:start])
        position = end
    return "".join((*parts, text[position:]))


def only_locked(text: str) -> str:
    """Return only the locked passages.

    >>> only_locked("Nach [Art. 5]{translate=no} darf man.")
    '[Art. 5]{translate=no}'
    """
    return " ".join(text[start:end] for start, end in locked_passages(text))


def mask_locked(text: str) -> str:
    """Return a text with its locked passages replaced by U+0000, except for line ends."""
    for start, end in locked_passages(text):
        text = text[:start] + re.sub(r"[^\n]", "\0", text[start:end]) + text[end:]
    return text
