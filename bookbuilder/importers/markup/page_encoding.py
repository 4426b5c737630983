"""Finds out in which encoding a page is, and turns UTF-16 into UTF-8."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_-]{1,40})""", re.IGNORECASE)
_DECLARED = re.compile(
    r"""(\A\ufeff?\s*<\?xml[^>]{0,200}?)\s+encoding\s*=\s*["'][^"']{0,40}["']""", re.IGNORECASE
)
_LOOKED_AT = 4096
"""Bytes at the beginning of a page by which UTF-16 is recognised."""
_LITTLE = re.compile(rb"(?:..)*?((?:[\t\n\r\x20-\x7e]\0){4})", re.DOTALL)
_BIG = re.compile(rb"(?:..)*?((?:\0[\t\n\r\x20-\x7e]){4})", re.DOTALL)
"""Four characters of ASCII in UTF-16, of which the markup of a page consists in every language."""


def utf8_page(data: bytes) -> bytes:
    """Return a page in UTF-16, with a byte order mark or without, as UTF-8; any other page as it is.

    >>> utf8_page("<p>Größe".encode("utf-16-be")).decode()
    '<p>Größe'
    """
    name = _utf16(data)
    if not name:
        return data
    text = data.decode(name, "replace").removeprefix("\ufeff")
    return _DECLARED.sub(r"\1", text).encode("utf-8", "replace")


def page_encoding(data: bytes) -> str:
    """Return the encoding of a page that is not in UTF-16: UTF-8 if it can be, what it says, or windows-1252."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        match = _CHARSET.search(data[:_LOOKED_AT])
        name = match[1].decode().lower() if match else ""
        try:
            "".encode(name or "windows-1252")
        except LookupError:
            return "windows-1252"
        # It is no UTF whatever it says; and Latin-1 means windows-1252 to browsers (Encoding Standard).
        unlikely = name.startswith(("utf", "ucs")) or name in ("", "iso-8859-1", "latin1")
        return "windows-1252" if unlikely else name
    return "utf-8"


def _utf16(data: bytes) -> str:
    """Return the form of UTF-16 that a page is in; empty for another encoding."""
    if data.startswith(BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(BOM_UTF16_BE):
        return "utf-16-be"
    head = data[:_LOOKED_AT]
    found = [(match.start(1), name) for name, form in _FORMS.items() if (match := form.match(head))]
    return min(found)[1] if found else ""


_FORMS = {"utf-16-le": _LITTLE, "utf-16-be": _BIG}
