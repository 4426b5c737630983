"""Writes the operators that show text as briefly as they can be: WeasyPrint writes each glyph and each gap on its own."""

from __future__ import annotations

import re

_FRACTION = re.compile(rb"(\.\d\d\d)\d+(?=[<\]])")
_TINY = re.compile(rb">-?[\d.]+e-\d+")  # 1e-05, which is no number in a PDF (ISO 32000-1, 7.3.3)
_TWICE = re.compile(rb">(-?[\d.]+)<>(-?[\d.]+)(?=[<\]])")


def brief(operator: bytes) -> bytes:
    """Return an operator of a content stream; one that shows text is written without gaps of 0, and others are given in
    millionths of the font size, not in billionths (ISO 32000-1, 9.4.3).

    >>> brief(b"[<0001>19<>-46.00911121036<0002>0<0003>0<>-5.46152752<0004>0] TJ")
    b'[<0001>-27.009<00020003>-5.461<0004>] TJ'
    >>> brief(b"[<0001>-1.5e-05<0002>] TJ")
    b'[<00010002>] TJ'
    >>> brief(b"[<>5.097<0021>-5] TJ")
    b'[5.097<0021>-5] TJ'
    """
    if not operator.endswith(b"TJ"):
        return operator
    if b"e-" in operator:
        operator = _TINY.sub(b">0", operator)
    operator = operator.replace(b">0<", b"").replace(b"><", b"").replace(b">0]", b">]")
    operator = _TWICE.sub(_sum, _FRACTION.sub(rb"\1", operator))
    # Behind an empty string, PDFium passes over the last gap, and what follows stands before what it should follow.
    return operator.replace(b"[<>", b"[", 1)


def _sum(match: re.Match[bytes]) -> bytes:
    return b">" + f"{float(match[1]) + float(match[2]):.3f}".rstrip("0").rstrip(".").encode()
