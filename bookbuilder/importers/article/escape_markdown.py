"""Escapes plain text as Markdown that prints it literally."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = re.compile(r"[\\`*_\[\]<{~#]|&(?=#?\w+;)")
_START = re.compile(r"(?:[-+>=:|]|(?P<number>\d{1,9})[.)](?=\s|$))")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_BREAKS = re.compile("[\u2028\u2029\x85]")


def printable(text: str) -> str:
    """Return a text without unprintable characters, with `\\n` for other line ends.

    Letters typed as letter and accent (as in files from a Mac) are composed: NFC.
    """
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", _BREAKS.sub("\n", text)))


def escape_markdown(text: str, *, starts: bool = True) -> str:
    """Return a text as Markdown; `starts`: its first line begins a line there.

    >>> escape_markdown("17. Januar: *fast* alles")
    '17\\\\. Januar: \\\\*fast\\\\* alles'
    """
    return "\n".join(_line(line, starts=starts or index > 0) for index, line in enumerate(text.split("\n")))


def _line(line: str, *, starts: bool) -> str:
    match = _START.match(line) if starts else None
    if match is None:
        return _SIGNS.sub(r"\\\g<0>", line)
    if match["number"]:
        head, rest = f"{match['number']}\\{match[0][-1]}", line[match.end() :]
    else:
        head, rest = f"\\{match[0]}", line[1:]
    return head + _SIGNS.sub(r"\\\g<0>", rest)
