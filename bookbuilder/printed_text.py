"""Escapes characters that control what reads them: a terminal, a program that takes output line by line, an editor."""

from __future__ import annotations

import re
from typing import Any

_LINES = "\x00-\x1f\x7f-\x9f\u2028\u2029"
"""Controls and all that ends a line somewhere (Unicode Standard, 5.8), such as U+0085 and U+2028."""
_ORDER = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""What changes the order in which a line is shown (UAX 9)."""
_CONTROLS = re.compile(f"[{_LINES}{_ORDER}\ud800-\udfff]")
_IN_XML = re.compile("[\x7f-\x9f\u2028\u2029]")


def visible(text: str) -> str:
    r"""Return a text on one line in which every control can be seen.

    >>> print(visible("a\n\x1b[2J\u2028b"))
    a \x1b[2J\u2028b
    """
    if text.isprintable():
        return text
    return _CONTROLS.sub(_escaped, text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def json_text(data: Any, *, indent: int | None = None, default: Any = None) -> str:
    r"""Return JSON in which nothing but its own line feeds ends a line, whatever its texts hold.

    >>> print(json_text("a\u2028ü"))
    "a\u2028ü"
    """
    import json  # a build in which nothing has changed needs none

    text = json.dumps(data, ensure_ascii=False, indent=indent, default=default)
    return _CONTROLS.sub(lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", text)


def xml_text(xml: str) -> str:
    """Return XML with references for characters that end a line somewhere.

    >>> xml_text("<a>\u2028</a>")
    '<a>&#x2028;</a>'
    """
    return _IN_XML.sub(lambda match: f"&#x{ord(match[0]):x};", xml)


def _escaped(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
