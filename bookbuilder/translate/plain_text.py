"""Extracts plain text, words, and language-independent marks (numbers, names, addresses) from a block's Markdown."""

from __future__ import annotations

import re

_BRACES = re.compile(r"(?<=[\])`])\{[^{}\n]*\}")
_NOTE = re.compile(r"\[\^[^\]\s]{1,200}\]")
_LINK = re.compile(r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s+\"[^\"\n]*\")?\)")
_ADDRESS = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*|[^<>\s@]+@[^<>\s]+)>")
_SIGNS = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[*~`]+|(?<!\w)_+|(?<!_)_++(?!\w)|!?\[|\]")
_WORD = re.compile(r"[^\W_]+(?:['’.,\-‑][^\W_]+)*")
_UNSPACED = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PARTS = re.compile(f"{_UNSPACED.pattern}|[^{_UNSPACED.pattern[1:-1]}]+")
_MARK = re.compile(
    r"\b(?:fact|name|of|register)=\"?([^\s\"}]+)|\[(\^[^\]\s]{1,200})\]|\]\(<?([^()\s<>]+)|<([A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*)>"
    r"|(`[^`]+`)|(\d+(?:[.,:]\d+)*)"
)


def plain_text(text: str) -> str:
    """Return a block's text as a reader sees it, with white space collapsed.

    >>> plain_text("*Geld*: [200 Millionen]{fact=aid},[^a] siehe [hier](#x) und `ls`.")
    'Geld: 200 Millionen, siehe hier und ls.'
    """
    text = _NOTE.sub("", text)
    text = _LINK.sub("", _BRACES.sub("", text))
    text = _ADDRESS.sub(r"\1", text)
    return " ".join(_SIGNS.sub("", text.replace("\\\n", "\n")).split())


def words(text: str) -> list[str]:
    """Return the words of a plain text; in scripts without spaces each letter counts, as translators count them.

    >>> words("Am 17. Januar, u. a. 1.000 Mann; 北京です")
    ['Am', '17', 'Januar', 'u', 'a', '1.000', 'Mann', '北', '京', 'で', 'す']
    """
    result: list[str] = _WORD.findall(text)
    if not _UNSPACED.search(text):
        return result
    return [part for word in result for part in _PARTS.findall(word)]


def invariants(text: str) -> list[str]:
    """Return what a translation leaves unchanged: facts, names, notes, addresses, code, and numbers without separators."""
    result: list[str] = []
    for match in _MARK.finditer(text):
        *others, code, figures = match.groups()
        if code:
            result += code.strip(
                "`"
            ).split()  # word by word, since file names in code are translated now and then
        elif figures:
            result.append(re.sub(r"\D", "", figures).strip("0") or "0")
        else:
            result.append(next(part for part in others if part))
    return result
